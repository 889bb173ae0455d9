"""A plain button for one answer, with its key written on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QPixmap,
    QPixmapCache,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from egenkontroll.gui.theme import Colours, of

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QPaintEvent, QShowEvent


class Letters:
    """The fonts of a button and what they measure in pixels: dear to find out at each painting."""

    def __init__(self, font: QFont, key: str) -> None:
        self.plain, self.bold = QFont(font), bold(font)
        self.small = bold(font)
        self.small.setPointSizeF(font.pointSizeF() * 0.84)
        self.line = QFontMetrics(font).height()
        small = QFontMetrics(self.small)
        high = small.height()
        self.cap = max(high * 1.05, small.horizontalAdvance(key) + high * 0.6)
        """How wide the key on the button is."""


class AnswerButton(QAbstractButton):
    """Filled and bold where it is the answer. `ticked` draws a box to tick, for many answers.

    Drawing one takes a third of a millisecond, and a card has up to eleven of them: those that
    stand on a plain ground are drawn once for each look, and shared by all that look the same.
    """

    def __init__(self, text: str, key: str, *, ticked: bool = False, quiet: bool = False) -> None:
        super().__init__()
        self._key = key
        self._ticked = ticked
        self._quiet = quiet
        self._answerable = True
        self._on_surface = False
        self._letters: Letters | None = None
        self.setText(text)
        self.setCheckable(not quiet)
        self.setAccessibleName(f"{text}, tangent {key}" if key else text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_answerable(self, answerable: bool) -> None:
        """Show whether it can be pressed; one that cannot still says what was answered."""
        if answerable == self._answerable:
            return
        self._answerable = answerable
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if answerable else Qt.CursorShape.ArrowCursor
        )
        self.update()

    def stand_on_surface(self) -> None:
        """Say that nothing but the surface's colour is behind it: it then paints that itself."""
        self._on_surface = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._say_opaque()

    def _say_opaque(self) -> None:
        """Say that what is behind need not be painted first; Qt's style says so of no button."""
        if self._on_surface:
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def nextCheckState(self) -> None:
        """Do nothing: what is answered decides what is checked."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange:
            self._letters = None
            self.updateGeometry()
        elif event.type() == event.Type.StyleChange:
            self._say_opaque()

    @property
    def letters(self) -> Letters:
        """Its fonts, until they change."""
        if self._letters is None:
            self._letters = Letters(self.font(), self._key)
        return self._letters

    def sizeHint(self) -> QSize:
        line = self.letters.line
        wide = QFontMetrics(self.letters.bold).horizontalAdvance(self.text()) + round(line * 1.15)
        if self._key:
            wide += round(self.letters.cap + line * 0.45)
        if self._ticked:
            wide += round(line * 1.15)
        return QSize(wide, round(line * (1.75 if self._quiet else 2.05)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = of(self.palette())
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        if self._on_surface and ratio.is_integer():
            painter.drawPixmap(0, 0, self._picture(colours, ratio))
        else:
            if self._on_surface:
                painter.fillRect(self.rect(), QColor(colours.surface))
            self.draw(painter, colours)
        painter.end()

    def _picture(self, colours: Colours, ratio: float) -> QPixmap:
        """Return what it looks like, drawn when it first looked so."""
        known = f"{self._look()} {self.width()}x{self.height()} {ratio} {colours.name}"
        found = QPixmap()
        if not QPixmapCache.find(known, found):
            found = QPixmap(self.size() * ratio)
            found.setDevicePixelRatio(ratio)
            found.fill(QColor(colours.surface))
            painter = QPainter(found)
            self.draw(painter, colours)
            painter.end()
            QPixmapCache.insert(known, found)
        return found

    def _look(self) -> tuple[object, ...]:
        """Return all that what it looks like comes from, but its size and the colours."""
        states = (self.isChecked(), self.underMouse(), self.hasFocus(), self.isEnabled())
        kinds = (type(self).__name__, self._ticked, self._quiet, self._answerable)
        return (self.text(), self._key, self.font().key(), *states, *kinds)

    def draw(self, painter: QPainter, colours: Colours) -> None:
        """Draw it as it is now."""
        letters, line = self.letters, self.letters.line
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._draw_ground(painter, colours)
        right = line * 0.5 + (letters.cap + line * 0.35 if self._key else 0)
        room = QRectF(self.rect()).adjusted(line * 0.5, 0, -right, 0)
        if self._ticked:
            self._draw_box(
                painter,
                QRectF(room.x(), (self.height() - line * 0.8) / 2, line * 0.8, line * 0.8),
                ink,
            )
            room.adjust(line * 1.15, 0, 0, 0)
        if self._key:
            self.draw_cap(painter, colours, left=self.width() - line * 0.5 - letters.cap)
        painter.setFont(letters.bold if self.isChecked() else letters.plain)
        painter.setPen(ink)
        middle = Qt.AlignmentFlag.AlignVCenter
        across = Qt.AlignmentFlag.AlignLeft if self._ticked else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(room, middle | across, self.text())

    def _draw_ground(self, painter: QPainter, colours: Colours) -> QColor:
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        checked = self.isChecked()
        hover = self.underMouse() and self._answerable
        ground = colours.accent if checked else colours.sunken if hover else colours.surface
        edge = colours.accent if checked else colours.line if not self._answerable else colours.edge
        if self._quiet:
            edge = ground
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 5, 5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = colours.on_accent if checked else colours.accent
            painter.setPen(QPen(QColor(inner), 1.6))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 4, 4)
        if checked:
            return QColor(colours.on_accent)
        return QColor(colours.quiet if self._quiet or not self._answerable else colours.text)

    def draw_cap(self, painter: QPainter, colours: Colours, *, left: float) -> None:
        """Draw the key as a small key cap."""
        high = self.letters.line * 1.05
        cap = QRectF(left, (self.height() - high) / 2, self.letters.cap, high)
        checked = self.isChecked() and not self._quiet
        painter.setPen(QPen(QColor(colours.on_accent if checked else colours.edge), 1))
        painter.setBrush(QColor(colours.accent if checked else colours.window))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setFont(self.letters.small)
        painter.setPen(QColor(colours.on_accent if checked else colours.quiet))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)

    def _draw_box(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 1.4))
        painter.drawRoundedRect(box, 2, 2)
        if self.isChecked():
            points = ((0.2, 0.52), (0.43, 0.75), (0.82, 0.26))
            painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(box.x() + box.width() * x, box.y() + box.height() * y)
                        for x, y in points
                    ]
                )
            )


def bold(font: QFont) -> QFont:
    """Return the font, heavier."""
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made
