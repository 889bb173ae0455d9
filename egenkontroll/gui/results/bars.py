"""Draws a share to scale: bar, 95 % whisker and target; boxes where cases are few.

What means something is told by shape: a full bar is counted, a striped one is a percentage
without its number of cases, and fewer than ten cases are that many boxes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from egenkontroll.results.tally import SMALLEST_PERCENT, Share

if TYPE_CHECKING:
    from egenkontroll.gui.theme import Colours
    from egenkontroll.report.parts import Bar
    from egenkontroll.results.table import ResultRow


def draw_bar(painter: QPainter, room: QRectF, row: ResultRow, colours: Colours) -> None:
    """Draw a judged row's share in the room; `room` is as wide as 0–100 % and one line high."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    track = QRectF(room.x(), room.center().y() - room.height() * 0.34, room.width(),
                   room.height() * 0.6)  # fmt: skip
    share = row.share
    if share is not None and 0 < share.n < SMALLEST_PERCENT:
        _boxes(painter, track, share, colours)
    else:
        _track(painter, track, colours)
        part = _part(row)
        if part is not None:
            _fill(painter, track, part, colours, striped=share is None)
        if row.low is not None and row.high is not None:
            _whisker(painter, track, row.low / 100, row.high / 100, colours)
        if row.question.target is not None:
            _target(painter, room, track, row.question.target / 100, colours)
    painter.restore()


def draw_share(painter: QPainter, room: QRectF, bar: Bar, colours: Colours) -> None:
    """Draw a share that is no result, as `draw_bar` does."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    track = QRectF(room.x(), room.center().y() - room.height() * 0.34, room.width(),
                   room.height() * 0.6)  # fmt: skip
    if bar.cases is not None:
        _boxes(painter, track, Share(round(bar.share * bar.cases), bar.cases), colours)
    else:
        _track(painter, track, colours)
        _fill(painter, track, bar.share, colours, striped=False)
        if bar.low is not None and bar.high is not None:
            _whisker(painter, track, bar.low, bar.high, colours)
    painter.restore()


def _part(row: ResultRow) -> float | None:
    if row.share is not None and row.share.n:
        return row.share.k / row.share.n
    return row.printed / 100 if row.printed is not None else None


def _track(painter: QPainter, track: QRectF, colours: Colours) -> None:
    painter.setPen(QPen(QColor(colours.line), 1))
    painter.setBrush(QColor(colours.sunken))
    painter.drawRect(track)


def _fill(
    painter: QPainter, track: QRectF, part: float, colours: Colours, *, striped: bool
) -> None:
    filled = QRectF(track.x(), track.y(), track.width() * part, track.height())
    accent = QColor(colours.accent)
    if not striped:
        painter.fillRect(filled, accent)
        return
    painter.setPen(QPen(accent, 1.5))
    painter.setBrush(QBrush(accent, Qt.BrushStyle.BDiagPattern))
    painter.drawRect(filled)


def _whisker(painter: QPainter, track: QRectF, low: float, high: float, colours: Colours) -> None:
    """Draw the interval with a rim around it, so that it is seen on bar and track alike."""
    middle, reach = track.center().y(), track.height() * 0.32
    left, right = track.x() + track.width() * low, track.x() + track.width() * high
    lines = [
        QLineF(left, middle, right, middle),
        QLineF(left, middle - reach, left, middle + reach),
        QLineF(right, middle - reach, right, middle + reach),
    ]
    for colour, width in ((colours.surface, 4.5), (colours.text, 1.8)):
        painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLines(lines)


def _target(
    painter: QPainter, room: QRectF, track: QRectF, target: float, colours: Colours
) -> None:
    """Draw a line through the bar with a triangle over it, where the share should be."""
    x, top = track.x() + track.width() * target, room.y()
    painter.setPen(QPen(QColor(colours.surface), 4))
    painter.drawLine(QPointF(x, track.y()), QPointF(x, track.bottom()))
    painter.setPen(QPen(QColor(colours.danger), 2))
    painter.drawLine(QPointF(x, track.y()), QPointF(x, track.bottom()))
    size = max(3.0, room.height() * 0.17)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.danger))
    painter.drawPolygon(
        QPolygonF([QPointF(x - size, top), QPointF(x + size, top), QPointF(x, top + size * 1.3)])
    )


def _boxes(painter: QPainter, track: QRectF, share: Share, colours: Colours) -> None:
    """Draw one box for each case, filled for those that meet the requirement."""
    gap = max(2.0, track.height() * 0.22)
    side = min(track.height(), (track.width() - gap * (share.n - 1)) / share.n)
    top = track.center().y() - side / 2
    for place in range(share.n):
        box = QRectF(track.x() + place * (side + gap), top, side, side).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(colours.accent), 1.5))
        painter.setBrush(QColor(colours.accent) if place < share.k else Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
