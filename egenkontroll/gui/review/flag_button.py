"""Small, quiet buttons under a question: the key, a flag's shape, and the word."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from egenkontroll.gui.review.answer_button import AnswerButton, bold
from egenkontroll.review.answers import FLAGS

if TYPE_CHECKING:
    from egenkontroll.gui.theme import Colours

FLAG_KEYS = {"avvikelse": "A", "gott_exempel": "G", "oklar": "O"}
_TOLD = {
    "avvikelse": "Ska rapporteras som avvikelse i ert eget system",
    "gott_exempel": "Något att lära av och visa andra",
    "oklar": "Frågan går att förstå på flera sätt",
}


class SmallButton(AnswerButton):
    """A quiet button with its key first. With a flag it is a toggle, and shows the flag's shape."""

    def __init__(self, text: str, key: str, flag: str = "") -> None:
        super().__init__(text, key, quiet=True)
        self.flag = flag
        self.setCheckable(bool(flag))

    def sizeHint(self) -> QSize:
        line = self.letters.line
        wide = QFontMetrics(self.letters.bold).horizontalAdvance(self.text())
        around = 2.35 if self.flag else 1.3
        return QSize(round(wide + self.letters.cap + line * around), round(line * 1.75))

    def _look(self) -> tuple[object, ...]:
        return (*super()._look(), self.flag)

    def draw(self, painter: QPainter, colours: Colours) -> None:
        line = float(self.letters.line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        checked = self.isChecked()
        hover = self.underMouse() and self.isEnabled()
        ground = colours.accent_soft if checked else colours.sunken if hover else colours.surface
        edge = colours.accent if checked or self.hasFocus() else ground
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 5, 5)
        self.draw_cap(painter, colours, left=line * 0.4)
        ink = QColor(colours.accent if checked else colours.quiet)
        x = line * 0.7 + self.letters.cap
        if self.flag:
            size = line * 0.72
            box = QRectF(x, (self.height() - size) / 2, size, size)
            draw_flag(painter, box, self.flag, ink, filled=QColor(ground) if checked else None)
            x += line
        painter.setPen(QColor(colours.text if checked else colours.quiet))
        painter.setFont(self.letters.bold if checked else self.letters.plain)
        room = QRectF(self.rect()).adjusted(x, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())


def flag_button(flag: str) -> SmallButton:
    """Return the toggle for a flag; what it is for stands in its tool tip."""
    made = SmallButton(FLAGS[flag], FLAG_KEYS[flag], flag)
    made.setToolTip(_TOLD[flag])
    made.setAccessibleDescription(_TOLD[flag])
    return made


def draw_flag(
    painter: QPainter, box: QRectF, flag: str, ink: QColor, *, filled: QColor | None
) -> None:
    """Draw a flag's shape: a triangle, a star, or a disc with a question mark.

    `filled` is the ground, for what is drawn inside a filled shape; None draws the outline.
    """
    painter.save()
    painter.setPen(QPen(ink, box.width() / 11, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                        Qt.PenJoinStyle.RoundJoin))  # fmt: skip
    painter.setBrush(ink if filled is not None else Qt.BrushStyle.NoBrush)
    inside = filled if filled is not None else ink
    if flag == "avvikelse":
        painter.drawPolygon(_at(box, (0.5, 0.06), (0.97, 0.92), (0.03, 0.92)))
        painter.setPen(QPen(inside, box.width() / 9, Qt.PenStyle.SolidLine,
                            Qt.PenCapStyle.RoundCap))  # fmt: skip
        painter.drawPolyline(_at(box, (0.5, 0.38), (0.5, 0.6)))
        painter.drawPoints(_at(box, (0.5, 0.77)))
    elif flag == "gott_exempel":
        painter.drawPolygon(_star(box))
    else:
        painter.drawEllipse(box)
        font = bold(painter.font())
        font.setPixelSize(max(1, round(box.height() * 0.8)))
        painter.setFont(font)
        painter.setPen(inside)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")
    painter.restore()


def _star(box: QRectF) -> QPolygonF:
    points = []
    for corner in range(10):
        far = 0.52 if corner % 2 == 0 else 0.22
        turn = math.pi * (corner / 5 - 0.5)
        points.append((0.5 + far * math.cos(turn), 0.52 + far * math.sin(turn)))
    return _at(box, *points)


def _at(box: QRectF, *points: tuple[float, float]) -> QPolygonF:
    return QPolygonF(
        [QPointF(box.x() + box.width() * x, box.y() + box.height() * y) for x, y in points]
    )
