"""The rail at the left: the six steps of the way, where one is, and how far each has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
)

from egenkontroll.gui.theme import of
from egenkontroll.operations.overview import Progress, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QPaintEvent

_SAID = {Progress.EMPTY: "ej påbörjat", Progress.STARTED: "påbörjat", Progress.DONE: "klart"}


class StepButton(QAbstractButton):
    """One step: its number in a ring, half disc or disc with a tick, its name and a few words."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__()
        self.number = number
        self.progress = Progress.EMPTY
        self.said = ""
        self.narrow = False
        self.setText(name)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_step(None)

    def show_step(self, step: Step | None) -> None:
        """Show how far the step has come; None where there is no document."""
        self.progress = step.progress if step is not None else Progress.EMPTY
        self.said = step.said if step is not None else ""
        state = self.said or (_SAID[self.progress] if step is not None else "")
        name = f"Steg {self.number} av 6: {self.text()}{', ' + state if state else ''}"
        self.setAccessibleName(name)
        self.setToolTip(f"{name} (Ctrl+{self.number})")
        self.update()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        if self.narrow:
            return QSize(round(line * 2.9), round(line * 2.9))
        wide = max(
            self.fontMetrics().horizontalAdvance(text) for text in ("Granskning", "14 av 210 klara")
        )
        return QSize(round(line * 2.9) + wide + line, round(line * 2.9))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = of(self.palette())
        line = self.fontMetrics().height()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            _fill(painter, self.rect(), colours.rail_chosen)
        if self.isChecked():
            _fill(painter, QRect(0, 0, max(3, line // 5), self.height()), colours.rail_mark)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.rail_mark), 2))
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 5, 5)
        size = line * 1.5
        disc = QRectF((line * 2.9 - size) / 2, (self.height() - size) / 2, size, size)
        self._draw_disc(painter, disc)
        if not self.narrow:
            self._draw_words(painter, round(line * 2.9))
        painter.end()

    def _draw_disc(self, painter: QPainter, disc: QRectF) -> None:
        """Draw the number in a ring; a thick half ring where begun, a ticked disc where done."""
        colours = of(self.palette())
        mark = QColor(colours.rail_mark)
        done = self.progress is Progress.DONE
        painter.setBrush(mark if done else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(mark if done else QColor(colours.rail_quiet), 1.4))
        painter.drawEllipse(disc)
        if self.progress is Progress.STARTED:
            painter.setPen(QPen(mark, disc.width() / 7))
            painter.drawArc(disc, 90 * 16, -180 * 16)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        ink = colours.rail_text if self.isEnabled() else colours.rail_quiet
        painter.setPen(QColor(colours.rail if done else ink))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self.number))
        if done:
            self._draw_tick(painter, disc)

    def _draw_tick(self, painter: QPainter, disc: QRectF) -> None:
        colours = of(self.palette())
        size = disc.width() * 0.5
        badge = QRectF(disc.right() - size * 0.62, disc.bottom() - size * 0.62, size, size)
        painter.setPen(QPen(QColor(colours.rail), 2))
        painter.setBrush(QColor(colours.rail_text))
        painter.drawEllipse(badge)
        painter.setPen(QPen(QColor(colours.rail), size / 7))
        points = ((0.28, 0.53), (0.44, 0.69), (0.73, 0.34))
        places = [QPointF(badge.x() + size * x, badge.y() + size * y) for x, y in points]
        painter.drawPolyline(QPolygonF(places))

    def _draw_words(self, painter: QPainter, left: int) -> None:
        colours = of(self.palette())
        room = self.rect().adjusted(left, 0, -4, 0)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colours.rail_text if self.isEnabled() else colours.rail_quiet))
        middle = Qt.AlignmentFlag.AlignVCenter
        if not self.said:
            painter.drawText(room, middle, self.text())
            return
        line = self.fontMetrics().height()
        top = (self.height() - round(line * 1.9)) // 2
        painter.drawText(room.adjusted(0, top, 0, 0), Qt.AlignmentFlag.AlignTop, self.text())
        small = QFont(self.font())
        small.setPointSizeF(small.pointSizeF() * 0.86)
        painter.setFont(small)
        painter.setPen(QColor(colours.rail_quiet))
        painter.drawText(room.adjusted(0, 0, 0, -top), Qt.AlignmentFlag.AlignBottom, self.said)


class HomeButton(StepButton):
    """Hem: no step of the way and without a number; a house stands for it."""

    def __init__(self, name: str) -> None:
        super().__init__(0, name)

    def show_step(self, step: Step | None) -> None:
        self.setAccessibleName(self.text())
        self.setToolTip(f"{self.text()} (Ctrl+H)")

    def _draw_disc(self, painter: QPainter, disc: QRectF) -> None:
        colours = of(self.palette())
        ink = QColor(colours.rail_text if self.isEnabled() else colours.rail_quiet)
        pen = QPen(ink, max(1.4, disc.width() / 14))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for shape in (_ROOF, _WALLS, _DOOR):
            places = [QPointF(disc.x() + disc.width() * x, disc.y() + disc.height() * y)
                      for x, y in shape]  # fmt: skip
            painter.drawPolyline(QPolygonF(places))


_ROOF = ((0.04, 0.52), (0.5, 0.1), (0.96, 0.52))
_WALLS = ((0.17, 0.46), (0.17, 0.9), (0.83, 0.9), (0.83, 0.46))
_DOOR = ((0.4, 0.9), (0.4, 0.6), (0.6, 0.6), (0.6, 0.9))


class Rail(QFrame):
    """Hem and the six steps, in the data's order. `chosen` says which one was asked for."""

    chosen = Signal(str)

    def __init__(self, home: tuple[str, str], steps: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName("Stegen")
        self._name = QLabel("Egenkontroll")
        self._buttons: dict[str, StepButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top = QVBoxLayout()
        self._top.addWidget(self._name)
        column.addLayout(self._top)
        for number, (step, name) in enumerate((home, *steps)):
            made = StepButton(number, name) if number else HomeButton(name)
            made.clicked.connect(lambda _checked, step=step: self.chosen.emit(step))
            self._buttons[step] = made
            self._group.addButton(made)
            column.addWidget(made)
        column.addStretch(1)
        self._dress()

    def choose(self, step: str) -> None:
        """Mark the step that is shown."""
        self._buttons[step].setChecked(True)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show how far each step has come; with none the steps cannot be chosen."""
        found = {step.name: step for step in steps}
        for name, made in self._buttons.items():
            made.setEnabled(bool(found))
            made.show_step(found.get(name))
        if not found:
            self._group.setExclusive(False)
            for made in self._buttons.values():
                made.setChecked(False)
            self._group.setExclusive(True)

    def set_narrow(self, narrow: bool) -> None:
        """Show only the numbers where room is scarce."""
        self._name.setVisible(not narrow)
        self._dress()
        for made in self._buttons.values():
            made.narrow = narrow
            made.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (event.Type.PaletteChange, event.Type.FontChange):
            self._dress()

    def _dress(self) -> None:
        colours = of(self.palette())
        line = self.fontMetrics().height()
        if self._name.isHidden():
            self._top.setContentsMargins(0, round(line * 0.4), 0, 0)
        else:
            self._top.setContentsMargins(line, line, line, round(line * 0.8))
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.12)
        font.setWeight(QFont.Weight.DemiBold)
        self._name.setFont(font)
        palette = self._name.palette()
        palette.setColor(self._name.foregroundRole(), QColor(colours.rail_text))
        self._name.setPalette(palette)

    def paintEvent(self, _event: QPaintEvent) -> None:
        _fill(QPainter(self), self.rect(), of(self.palette()).rail)


def _fill(painter: QPainter, rect: QRect, colour: str) -> None:
    """Fill a rectangle. With `fillRect` PySide makes ready for every gradient first: 5 ms."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRect(rect)
    painter.setBrush(Qt.BrushStyle.NoBrush)
