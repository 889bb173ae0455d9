"""The limits of a p-chart behind the points, and marks on the points that it points out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.gui.theme import Colours
    from egenkontroll.results.trend import ProcessChart


def draw_limits(
    painter: QPainter,
    plot: QRectF,
    chart: ProcessChart,
    x_of: Callable[[int], float],
    colours: Colours,
) -> None:
    """Draw the centre line and each point's limits, stepped since n differs from point to point."""
    half = (x_of(1) - x_of(0)) / 2

    def y_of(share: float) -> float:
        return plot.bottom() - plot.height() * share

    middle = y_of(chart.centre)
    painter.setPen(QPen(QColor(colours.quiet), 1.2))
    painter.drawLine(QPointF(x_of(0) - half, middle), QPointF(plot.right(), middle))
    painter.setPen(QPen(QColor(colours.quiet), 1.2, Qt.PenStyle.DotLine))
    for place, limits in enumerate(chart.limits):
        x = x_of(place)
        for share in limits:
            painter.drawLine(QPointF(x - half, y_of(share)), QPointF(x + half, y_of(share)))


def draw_signal(painter: QPainter, x: float, y: float, radius: float, colours: Colours) -> None:
    """Draw a square around a point that is pointed out: a shape, not only a colour."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.danger), 2))
    side = 2 * radius
    painter.drawRect(QRectF(x - side, y - side, 2 * side, 2 * side))
