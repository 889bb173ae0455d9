"""A question over the rounds: points with their intervals, the line broken where it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from egenkontroll.gui.results.control import draw_limits, draw_signal
from egenkontroll.gui.theme import em, of
from egenkontroll.report.figures import count_words, share_words
from egenkontroll.report.passport import series_words
from egenkontroll.report.trend import chart_words
from egenkontroll.results.tally import SMALLEST_PERCENT
from egenkontroll.results.trend import process_chart
from egenkontroll.texts import percent

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from egenkontroll.gui.theme import Colours
    from egenkontroll.results.analysis import Point
    from egenkontroll.results.trend import ProcessChart

_MOST = 8
_PARTS = 4  # a p-chart's first and last point have a fourth of the width each for their words
_WRAP = int(Qt.TextFlag.TextWordWrap)


class SeriesChart(QWidget):
    """Draws a question's points; its description says the same in words.

    A filled point is counted, an open one a percentage without its number of cases. Fewer than
    ten cases have no point, only their "k av n". From twelve comparable points it is a p-chart:
    the centre line and limits in place of the points' intervals.
    """

    def __init__(self) -> None:
        super().__init__()
        self._points: tuple[Point, ...] = ()
        self._target: int | None = None
        self._control: ProcessChart | None = None
        self.setAccessibleName("Frågan över omgångarna")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def points(self) -> tuple[Point, ...]:
        """The points that are drawn: at most the last eight, or all those of a p-chart."""
        return self._points

    def show_points(self, points: tuple[Point, ...], target: int | None) -> None:
        """Draw other points."""
        self._control = control = process_chart(points)
        shown = points[control.first :] if control is not None else points[-_MOST:]
        self._points, self._target = shown, target
        said = series_words(shown)
        if control is not None:
            said = " ".join([said, *chart_words(control, points)])
        self.setAccessibleDescription(said)
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
        if self._control is not None:
            draw_limits(painter, plot, self._control, lambda at: self._x(plot, at), colours)
        for place in range(len(self._points)):
            self._link(painter, plot, place, colours)
        for place in range(len(self._points)):
            self._point(painter, plot, place, colours)
        painter.end()

    @property
    def _signals(self) -> set[int]:
        """The places of the points that a p-chart points out."""
        return {at for at, _ in self._control.signals} if self._control is not None else set()

    def _told(self, place: int) -> bool:
        """Tell whether a point has its words: of a p-chart the first and the last."""
        return self._control is None or place in (0, len(self._points) - 1)

    def _slot(self, plot: QRectF) -> float:
        """Return the width that a point's words have."""
        shown = len(self._points) if self._control is None else _PARTS
        return plot.width() / shown

    def _plot(self, painter: QPainter) -> QRectF:
        metrics = painter.fontMetrics()
        left = metrics.horizontalAdvance(percent(100)) + metrics.height() * 0.4
        slot = self._slot(QRectF(0, 0, self.width() - left, 1))
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
        slot = self._slot(plot)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        painter.setPen(QColor(colours.quiet))
        left = min(max(x - slot / 2, plot.left()), plot.right() - slot)
        below = QRectF(left, plot.bottom() + metrics.height() * 0.25, slot,
                       metrics.height() * 2)  # fmt: skip
        told = self._told(place)
        if told:
            painter.drawText(below, flags | _WRAP, point.round)
        if _value(point) is None:
            painter.setPen(QColor(colours.text))
            room = QRectF(x - slot / 2, plot.center().y() - metrics.height(), slot,
                          metrics.height() * 2)  # fmt: skip
            centre = int(Qt.AlignmentFlag.AlignCenter)
            painter.drawText(room, centre | _WRAP, count_words(point.share))
            return
        top = self._mark(painter, plot, x, point, colours)
        if place in self._signals:
            draw_signal(painter, x, _y(plot, _value(point) or 0), 4, colours)
        if not told:
            return
        painter.setPen(QColor(colours.text))
        words = _label(point)
        wide = metrics.horizontalAdvance(words) + metrics.height() * 0.4
        left = min(x - wide / 2, plot.right() - wide)
        over = QRectF(left, top - metrics.height(), wide, metrics.height())
        painter.fillRect(over, QColor(colours.surface))
        painter.drawText(over, flags, words)

    def _mark(
        self, painter: QPainter, plot: QRectF, x: float, point: Point, colours: Colours
    ) -> float:
        """Draw the interval and the point, and return where they end at the top."""
        y, radius = _y(plot, _value(point) or 0), max(3.5, plot.height() * 0.045)
        top = y - radius
        if self._control is None and point.low is not None and point.high is not None:
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
