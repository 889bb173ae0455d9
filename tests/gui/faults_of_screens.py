"""What is wrong with the window as it is shown: names, the way of Tab, contrast, clipped text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from egenkontroll.gui.theme import TEXT_CONTRAST, contrast
from egenkontroll.gui.widgets import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
_SHORT = 12
"""So many letters a field must always show; longer ones may be scrolled."""
_MOST_TABS = 900
_MOST_LINKS = 60
"""So many links of one text Tab may go through before it leads out of it."""


def described(one: QWidget) -> str:
    """Return a widget in words that find it in the code."""
    said = one.accessibleName() or (one.text() if isinstance(one, QAbstractButton | QLabel) else "")
    above = one.parentWidget()
    return f"{type(one).__name__} in {type(above).__name__} ”{said[:60]}”"


def in_sight(root: QWidget) -> Iterator[QWidget]:
    """Give every widget of the window that shows at least a part of itself."""
    for one in root.findChildren(QWidget):
        if one.window() is root and one.isVisible() and not one.visibleRegion().isEmpty():
            yield one


def controls(root: QWidget) -> list[QWidget]:
    """Return the enabled controls that are shown, without the inner parts of Qt's own."""
    return [
        one
        for one in root.findChildren(QWidget)
        if isinstance(one, CONTROLS)
        and one.window() is root
        and one.isVisible()
        and one.isEnabled()
        and not isinstance(one, QHeaderView | QScrollBar)
        and not _inner(one)
    ]


def _inner(one: QWidget) -> bool:
    above = one.parentWidget()
    if one.objectName().startswith("qt_"):
        return True
    if isinstance(one, QLineEdit):
        return isinstance(above, QAbstractSpinBox | QComboBox)
    if isinstance(above, QLineEdit):
        return True
    return isinstance(one, QListView) and isinstance(one.window().parent(), QComboBox)


def nameless(root: QWidget) -> list[str]:
    """Return the controls that a screen reader could not name."""
    return [
        f"no name: {described(one)}"
        for one in controls(root)
        if not one.accessibleName() and not (isinstance(one, QAbstractButton) and one.text())
    ]


# --- the way of Tab ---------------------------------------------------------------------------


def walked() -> set[QWidget]:
    """Press Tab until it comes round and return everything that had the focus."""
    first = last = QApplication.focusWidget()
    seen: set[QWidget] = set()
    within = 0
    for _ in range(_MOST_TABS):
        here = QApplication.focusWidget()
        within = within + 1 if here is last else 0
        if here is None or (here is first and seen and not within) or within > _MOST_LINKS:
            break
        seen.add(here)
        last = here
        QTest.keyClick(here, Qt.Key.Key_Tab)
    return seen


def unreached(root: QWidget) -> list[str]:
    """Return the controls that Tab does not reach, and that no group of keys leads to."""
    reached = walked()
    groups = {one.group() for one in reached if isinstance(one, QAbstractButton)} - {None}
    found = []
    for one in controls(root):
        if one in reached or _handed_on(one) in reached:
            continue
        if isinstance(one, QAbstractButton) and (one.group() in groups or _led_to(one, reached)):
            continue
        found.append(f"no Tab: {described(one)}")
    return found


def _handed_on(one: QWidget) -> QWidget | None:
    return one.focusProxy()


def _led_to(one: QAbstractButton, reached: set[QWidget]) -> bool:
    """Tell whether arrows lead to it from another of the same parent that excludes it."""
    above = one.parentWidget()
    return one.autoExclusive() and any(
        other.parentWidget() is above
        for other in reached
        if isinstance(other, QAbstractButton) and other.autoExclusive()
    )


# --- contrast ---------------------------------------------------------------------------------


def pale(root: QWidget) -> list[str]:
    """Return the texts whose contrast to what is drawn behind them is too small.

    A label's ink is its palette's and its ground the colour that most of it has in the picture;
    what draws itself is measured by its ground and the colour furthest from it.
    """
    picture = root.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found = []
    for one in in_sight(root):
        if not isinstance(one, QLabel | QAbstractButton) or not one.isEnabled() or not one.text():
            continue
        place = _seen_part(one, root)
        if place.width() < 8 or place.height() < max(8, one.height() // 2):
            continue  # scrolled away, but for an edge that shows no text
        colours = _colours(picture, place)
        ground = colours.most_common(1)[0][0]
        ratio = _ratio(one, ground, colours)
        if ratio < TEXT_CONTRAST:
            found.append(f"contrast {ratio:.1f}: {described(one)}")
    return found


def _seen_part(one: QWidget, root: QWidget) -> QRect:
    seen = one.visibleRegion().boundingRect()
    if isinstance(one, QAbstractButton):
        seen = seen.adjusted(3, 3, -3, -3)  # without its edge
    return seen.translated(one.mapTo(root, QPoint(0, 0)))


def _colours(picture: QImage, place: QRect) -> Counter[int]:
    step = 1 if place.width() * place.height() < 40_000 else 2
    return Counter(
        picture.pixel(x, y)
        for y in range(place.top(), place.bottom() + 1, step)
        for x in range(place.left(), place.right() + 1, step)
    )


def _ratio(one: QLabel | QAbstractButton, ground: int, colours: Counter[int]) -> float:
    behind = QColor(ground).name()
    if isinstance(one, QLabel):
        ink = one.palette().color(QPalette.ColorGroup.Active, one.foregroundRole())
        return contrast(ink.name(), behind)
    return max(contrast(QColor(colour).name(), behind) for colour in colours)


# --- clipped text -----------------------------------------------------------------------------


def clipped(root: QWidget) -> list[str]:
    """Return the texts with less room than they need, and those that stick out of their parent."""
    found = []
    for one in in_sight(root):
        if not isinstance(one, QLabel | QAbstractButton | QComboBox | QLineEdit) or _inner(one):
            continue
        if isinstance(one, QLabel | QAbstractButton) and not one.text():
            continue
        lacks = _lacks(one) or _sticks_out(one, root)
        if lacks:
            found.append(f"clipped ({lacks}): {described(one)}")
    return found


def _lacks(one: QWidget) -> str:
    if isinstance(one, ElidedLabel):
        need = one.minimumSizeHint()
        return "" if one.height() >= need.height() - 1 else f"{one.height()} < {need.height()}"
    if isinstance(one, QLabel) and one.wordWrap():
        high = one.heightForWidth(one.width())
        return "" if one.height() >= high - 1 else f"{one.height()} < {high} high"
    if isinstance(one, QLineEdit) and len(one.text()) <= _SHORT:
        wide = one.fontMetrics().horizontalAdvance(one.text())
        if one.width() < wide + one.fontMetrics().height() // 2:
            return f"{one.width()} < {wide} wide and its edge"
    need = one.minimumSizeHint() if not isinstance(one, QLabel) else one.sizeHint()
    if one.width() < need.width() - 1:
        return f"{one.width()} < {need.width()} wide"
    if one.height() < need.height() - 1:
        return f"{one.height()} < {need.height()} high"
    return ""


def _sticks_out(one: QWidget, root: QWidget) -> str:
    """Tell whether a part is cut off by something that does not scroll."""
    above, inside = one.parentWidget(), one.rect()
    while above is not None and above is not root:
        inside.translate(one.pos())
        if isinstance(above.parentWidget(), QAbstractScrollArea):
            return ""
        if not above.rect().adjusted(-1, -1, 1, 1).contains(inside):
            return f"sticks out of {type(above).__name__}"
        one, above = above, above.parentWidget()
    return ""


def every_fault(root: QWidget) -> list[str]:
    """Return everything that is wrong with a window as it is shown now."""
    return [*nameless(root), *clipped(root), *pale(root), *unreached(root)]
