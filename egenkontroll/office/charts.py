"""Native bar charts: cases that meet a requirement, and those that do not, legible in grey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.util import Pt

from egenkontroll.office.package import clean

if TYPE_CHECKING:
    from pptx.slide import Slide

    from egenkontroll.report.meeting import Chart

MET, NOT_MET = "Uppfyllt", "Ej uppfyllt"
_INK = RGBColor(0x1A, 0x1A, 0x1A)
_LINE = RGBColor(0x80, 0x80, 0x80)
# A middle grey-blue and white: dark words are legible on both, also printed grey.
_FILLS = {MET: RGBColor(0x9D, 0xBC, 0xDB), NOT_MET: RGBColor(0xFF, 0xFF, 0xFF)}
_SIZE = 16


def add_chart(slide: Slide, one: Chart, place: tuple[int, int, int, int]) -> None:
    """Add the bars, with "k av n" in each and the same in words for who listens."""
    data = CategoryChartData(number_format="0")
    # The first category is drawn at the bottom.
    bars = one.bars[::-1]
    data.categories = [clean(bar.name) for bar in bars]
    data.add_series(MET, [bar.k for bar in bars])
    data.add_series(NOT_MET, [bar.n - bar.k for bar in bars])
    left, top, width, height = place
    frame: Any = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, left, top, width, height, data)  # type: ignore[arg-type]
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(f"Stapeldiagram. {one.words}"))
    chart = frame.chart
    chart.font.size, chart.font.color.rgb = Pt(_SIZE), _INK
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    for series in plot.series:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _FILLS[series.name]
        series.format.line.color.rgb, series.format.line.width = _LINE, Pt(0.75)
    for at, bar in enumerate(bars):
        _label(plot.series[0].points[at].data_label, bar.words)
    _axes(chart)


def _label(label: Any, words: str) -> None:
    frame = label.text_frame
    frame.word_wrap = False
    frame.text = clean(words)
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.color.rgb = Pt(_SIZE), True, _INK
    label.position = XL_LABEL_POSITION.INSIDE_BASE


def _axes(chart: Any) -> None:
    values = chart.value_axis
    values.minimum_scale = 0
    values.has_major_gridlines = False
    values.has_title = True
    values.axis_title.text_frame.text = "Antal bedömda ärenden"
    run = values.axis_title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(_SIZE), False
    values.tick_labels.font.size = Pt(_SIZE)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0", False
    values.format.line.color.rgb = _LINE
    chart.category_axis.format.line.color.rgb = _LINE
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.tick_labels.font.size = Pt(_SIZE)
