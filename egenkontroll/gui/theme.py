"""Colours, type and space: light and dark, few colours, everything derived from the font.

Widgets ask `of(widget.palette())` when they paint, so that a change of scheme reaches them by
itself; lengths come from `em(widget)`, so that larger text brings larger room.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPalette

from egenkontroll.gui.stylesheet import stylesheet

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from PySide6.QtWidgets import QApplication, QWidget

SCALES = (90, 100, 110, 125, 150, 175, 200)
"""The text sizes in percent that larger and smaller step through."""

STYLE = "Fusion"
"""Given among the application's arguments (-style) it costs nothing; set afterwards 20 ms."""

_LEAST_POINTS = 10.0


class Colours(NamedTuple):
    """One scheme's colours by what they are for. `edge` outlines controls, `line` divides."""

    name: str
    window: str
    surface: str
    sunken: str
    text: str
    quiet: str
    line: str
    edge: str
    accent: str
    on_accent: str
    accent_soft: str
    rail: str
    rail_text: str
    rail_quiet: str
    rail_chosen: str
    rail_mark: str
    good: str
    caution: str
    caution_soft: str
    caution_line: str
    danger: str
    danger_soft: str
    mark: str


LIGHT = Colours(
    name="ljus",
    window="#f3f5f8",
    surface="#ffffff",
    sunken="#eaeef3",
    text="#17202c",
    quiet="#55606e",
    line="#d9dfe7",
    edge="#7b8796",
    accent="#0b57a8",
    on_accent="#ffffff",
    accent_soft="#e3eefa",
    rail="#13253c",
    rail_text="#f0f4f9",
    rail_quiet="#a9b8ca",
    rail_chosen="#23405f",
    rail_mark="#7db8f5",
    good="#176b3a",
    caution="#7a4b00",
    caution_soft="#fff5e0",
    caution_line="#e6c27a",
    danger="#a3211b",
    danger_soft="#fdecea",
    mark="#fff0a8",
)

DARK = Colours(
    name="mork",
    window="#14181e",
    surface="#1d232b",
    sunken="#262d37",
    text="#e9edf2",
    quiet="#a8b3c0",
    line="#343d49",
    edge="#77838f",
    accent="#86bdf7",
    on_accent="#0b1826",
    accent_soft="#213449",
    rail="#0e1319",
    rail_text="#e9edf2",
    rail_quiet="#a0acba",
    rail_chosen="#24354a",
    rail_mark="#86bdf7",
    good="#79cf9b",
    caution="#f2c46d",
    caution_soft="#332a18",
    caution_line="#6b5527",
    danger="#ff9c94",
    danger_soft="#3a2021",
    mark="#5a4d12",
)

TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0

PAIRS: tuple[tuple[str, str, float], ...] = (
    *(
        (ink, ground, TEXT_CONTRAST)
        for ink in ("text", "quiet")
        for ground in ("window", "surface", "sunken", "accent_soft")
    ),
    ("accent", "surface", TEXT_CONTRAST),
    ("accent", "window", TEXT_CONTRAST),
    ("accent", "accent_soft", TEXT_CONTRAST),
    ("on_accent", "accent", TEXT_CONTRAST),
    ("rail_text", "rail", TEXT_CONTRAST),
    ("rail_text", "rail_chosen", TEXT_CONTRAST),
    ("rail_quiet", "rail", TEXT_CONTRAST),
    ("rail_quiet", "rail_chosen", TEXT_CONTRAST),
    ("rail", "rail_mark", TEXT_CONTRAST),
    ("good", "surface", TEXT_CONTRAST),
    ("good", "window", TEXT_CONTRAST),
    ("good", "accent_soft", TEXT_CONTRAST),
    ("caution", "surface", TEXT_CONTRAST),
    ("caution", "caution_soft", TEXT_CONTRAST),
    ("text", "caution_soft", TEXT_CONTRAST),
    ("danger", "surface", TEXT_CONTRAST),
    ("danger", "danger_soft", TEXT_CONTRAST),
    ("text", "danger_soft", TEXT_CONTRAST),
    ("text", "mark", TEXT_CONTRAST),
    ("edge", "surface", SHAPE_CONTRAST),
    ("edge", "window", SHAPE_CONTRAST),
    ("edge", "sunken", SHAPE_CONTRAST),
    ("rail_mark", "rail", SHAPE_CONTRAST),
)
"""Every pair that is drawn: the ink, the ground, and the least contrast (WCAG 2.2 AA)."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 counts it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def of(palette: QPalette) -> Colours:
    """Return the colours of the scheme that the palette belongs to."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def em(widget: QWidget, times: float = 1.0) -> int:
    """Return a length in pixels: so many times the height of a line of the widget's text."""
    return max(1, round(widget.fontMetrics().height() * times))


def say_role(widget: QWidget, role: str) -> None:
    """Give a widget one of the stylesheet's roles: title, heading, quiet, primary, flat …"""
    widget.setProperty("role", role)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        # One that has not been shown yet gets its style when it is.
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Theme(QObject):
    """Keeps the application in the scheme and text size that are wanted."""

    changed = Signal()

    def __init__(self, app: QApplication, *, styled: bool = False) -> None:
        """Dress the application; `styled` tells that it was started in STYLE already."""
        super().__init__(app)
        self._app = app
        self._family = QFont(app.font())
        self._points = max(_LEAST_POINTS, self._family.pointSizeF())
        self._scale = 100
        self._wanted = Qt.ColorScheme.Unknown
        if not styled:
            app.setStyle(STYLE)
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def scale(self) -> int:
        """The text size in percent."""
        return self._scale

    @property
    def scheme(self) -> Qt.ColorScheme:
        """The scheme asked for; Unknown is the system's own."""
        return self._wanted

    @property
    def colours(self) -> Colours:
        """The colours in use."""
        wanted = self._wanted
        if wanted is Qt.ColorScheme.Unknown:
            wanted = self._app.styleHints().colorScheme()
        return DARK if wanted is Qt.ColorScheme.Dark else LIGHT

    def set_scale(self, percent: int) -> None:
        """Show text at a size in percent of the system's."""
        percent = min(max(percent, SCALES[0]), SCALES[-1])
        if percent != self._scale:
            self._scale = percent
            self._apply()

    def larger(self) -> None:
        """Take the next larger text size."""
        self.set_scale(next((one for one in SCALES if one > self._scale), SCALES[-1]))

    def smaller(self) -> None:
        """Take the next smaller text size."""
        self.set_scale(next((one for one in SCALES[::-1] if one < self._scale), SCALES[0]))

    def set_scheme(self, scheme: Qt.ColorScheme) -> None:
        """Show the light or the dark scheme, or with Unknown the system's."""
        if scheme is not self._wanted:
            self._wanted = scheme
            self._apply()

    def _apply(self) -> None:
        font = QFont(self._family)
        points = self._points * self._scale / 100
        font.setPointSizeF(points)
        line = QFontMetricsF(font).height()
        lines = QFontMetrics(font).height() / QFontMetrics(self._app.font()).height()
        with self._following(lines):
            self._app.setFont(font)
            self._app.setPalette(palette(self.colours))
            self._app.setStyleSheet(stylesheet(self.colours, points, line))
        self.changed.emit()

    def _following(self, ratio: float) -> AbstractContextManager[None]:
        """Return where room follows the text's size; at the start there is no room to follow."""
        if not self._app.topLevelWidgets():
            return nullcontext()
        from egenkontroll.gui.rescale import rescaled

        return rescaled(ratio)


def palette(colours: Colours) -> QPalette:
    """Return the palette of a scheme, for what Qt draws itself."""
    role = QPalette.ColorRole
    made = QPalette()
    for names, colour in (
        ((role.Window,), colours.window),
        ((role.Base, role.Button, role.ToolTipBase), colours.surface),
        ((role.AlternateBase,), colours.sunken),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), colours.text),
        ((role.BrightText,), colours.danger),
        ((role.PlaceholderText,), colours.quiet),
        ((role.Highlight, role.Accent, role.Link, role.LinkVisited), colours.accent),
        ((role.HighlightedText,), colours.on_accent),
        ((role.Light, role.Midlight), colours.surface),
        ((role.Mid, role.Dark), colours.edge),
        ((role.Shadow,), colours.line),
    ):
        for name in names:
            made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.quiet))
    return made
