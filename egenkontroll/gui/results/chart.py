"""A question over the rounds: points with their intervals, the line broken where it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from egenkontroll.gui.theme import em, of
from egenkontroll.report.figures import count_words, share_words
from egenkontroll.report.passport import series_words
from egenkontroll.results.tally import SMALLEST_PERCENT
from egenkontroll.texts import percent

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from egenkontroll.gui.theme import Colours
    from egenkontroll.results.analysis import Point

_MOST = 8
_WRAP = int(Qt.TextFlag.TextWordWrap)


class SeriesChart(QWidget):
    """Draws a question's points; its description says the same in words.

    A filled point is counted, an open one a percentage without its number of cases. Fewer than
    ten cases have no point, only their "k av n".
    """

    def __init__(self) -> None:
        super().__init__()
        self._points: tuple[Point, ...] = ()
        self._target: int | None = None
        self.setAccessibleName("Frågan över omgångarna")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def points(self) -> tuple[Point, ...]:
        """The points that are drawn: at most the last eight."""
        return self._points

    def show_points(self, points: tuple[Point, ...], target: int | None) -> None:
        """Draw other points."""
        self._points, self._target = points[-_MOST:], target
        self.setAccessibleDescription(series_words(self._points))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 14), em(self, 9.5))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 9), em(self, 9.5))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFont(self.font())
        small.setPointSizeF(small.pointSizeF() * 0.88)
        painter.setFont(small)
        colours = of(self.palette())
        plot = self._plot(painter)
        self._axis(painter, plot, colours)
        for place in range(len(self._points)):
            self._link(painter, plot, place, colours)
        for place in range(len(self._points)):
            self._point(painter, plot, place, colours)
        painter.end()

    def _plot(self, painter: QPainter) -> QRectF:
        metrics = painter.fontMetrics()
        left = metrics.horizontalAdvance(percent(100)) + metrics.height() * 0.4
        slot = (self.width() - left) / len(self._points)
        widest = max(metrics.horizontalAdvance(point.round) for point in self._points)
        lines = 2 if widest > slot else 1
        top, foot = metrics.height() * 1.4, metrics.height() * (lines + 0.3)
        return QRectF(left, top, self.width() - left, self.height() - top - foot)

    def _axis(self, painter: QPainter, plot: QRectF, colours: Colours) -> None:
        metrics = painter.fontMetrics()
        for value in (0, 50, 100):
            y = _y(plot, value)
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(colours.quiet))
            room = QRectF(0, y - metrics.height() / 2, plot.left() - metrics.height() * 0.4,
                          metrics.height())  # fmt: skip
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, flags, percent(value))
        if self._target is not None:
            y = _y(plot, self._target)
            painter.setPen(QPen(QColor(colours.danger), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))

    def _x(self, plot: QRectF, place: int) -> float:
        return plot.left() + plot.width() * (place + 0.5) / len(self._points)

    def _link(self, painter: QPainter, plot: QRectF, place: int, colours: Colours) -> None:
        """Draw the line from the point before, or the mark of a break in its place."""
        point = self._points[place]
        if not place:
            return
        last, x = self._x(plot, place - 1), self._x(plot, place)
        before = self._points[place - 1]
        if not point.joined:
            middle, reach = (last + x) / 2, plot.height() * 0.5
            painter.setPen(QPen(QColor(colours.quiet), 1.2, Qt.PenStyle.DotLine))
            for step in (-2.5, 2.5):
                painter.drawLine(
                    QPointF(middle + step, plot.center().y() - reach),
                    QPointF(middle + step, plot.center().y() + reach),
                )
        else:
            then, now = _value(before), _value(point)
            if then is not None and now is not None:
                painter.setPen(QPen(QColor(colours.accent), 2))
                painter.drawLine(QPointF(last, _y(plot, then)), QPointF(x, _y(plot, now)))

    def _point(self, painter: QPainter, plot: QRectF, place: int, colours: Colours) -> None:
        point, x = self._points[place], self._x(plot, place)
        metrics = painter.fontMetrics()
        slot = plot.width() / len(self._points)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        painter.setPen(QColor(colours.quiet))
        below = QRectF(x - slot / 2, plot.bottom() + metrics.height() * 0.25, slot,
                       metrics.height() * 2)  # fmt: skip
        painter.drawText(below, flags | _WRAP, point.round)
        if _value(point) is None:
            painter.setPen(QColor(colours.text))
            room = QRectF(x - slot / 2, plot.center().y() - metrics.height(), slot,
                          metrics.height() * 2)  # fmt: skip
            centre = int(Qt.AlignmentFlag.AlignCenter)
            painter.drawText(room, centre | _WRAP, count_words(point.share))
            return
        top = self._mark(painter, plot, x, point, colours)
        painter.setPen(QColor(colours.text))
        words = _label(point)
        wide = metrics.horizontalAdvance(words) + metrics.height() * 0.4
        over = QRectF(x - wide / 2, top - metrics.height(), wide, metrics.height())
        painter.fillRect(over, QColor(colours.surface))
        painter.drawText(over, flags, words)

    def _mark(
        self, painter: QPainter, plot: QRectF, x: float, point: Point, colours: Colours
    ) -> float:
        """Draw the interval and the point, and return where they end at the top."""
        y, radius = _y(plot, _value(point) or 0), max(3.5, plot.height() * 0.045)
        top = y - radius
        if point.low is not None and point.high is not None:
            low, high = _y(plot, point.low), _y(plot, point.high)
            top = min(top, high)
            painter.setPen(QPen(QColor(colours.text), 1.5))
            painter.drawLine(QPointF(x, low), QPointF(x, high))
            for end in (low, high):
                painter.drawLine(QPointF(x - radius, end), QPointF(x + radius, end))
        painter.setPen(QPen(QColor(colours.accent), 2))
        filled = colours.accent if point.share is not None else colours.surface
        painter.setBrush(QColor(filled))
        painter.drawEllipse(QPointF(x, y), radius, radius)
        return top


def _value(point: Point) -> float | None:
    """Return where the point stands in percent, None where no percentage is stated."""
    if point.share is None:
        return point.printed
    if point.share.n < SMALLEST_PERCENT:
        return None
    return 100 * point.share.k / point.share.n


def _label(point: Point) -> str:
    if point.share is not None:
        return share_words(point.share)
    return percent(point.printed or 0)


def _y(plot: QRectF, value: float) -> float:
    return plot.bottom() - plot.height() * value / 100
