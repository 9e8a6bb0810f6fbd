"""Places a native chart on a slide, in our colours, with its legend, axes and labels."""

from collections.abc import Collection, Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Pt

from cartomut.charts.palette import LIGHT
from cartomut.exports.deck_chart import PLAIN, Native, Series
from cartomut.exports.deck_page import FACE, Box, describe, rgb, writable
from cartomut.exports.measured import width
from cartomut.i18n import Language

KINDS = {
    ("bar", False): XL_CHART_TYPE.BAR_CLUSTERED,
    ("bar", True): XL_CHART_TYPE.BAR_STACKED,
    ("column", False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    ("column", True): XL_CHART_TYPE.COLUMN_STACKED,
    ("line", False): XL_CHART_TYPE.LINE_MARKERS,
}
PATTERNS = {
    "/": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "\\": MSO_PATTERN.WIDE_DOWNWARD_DIAGONAL,
    ".": MSO_PATTERN.PERCENT_20,
    "x": MSO_PATTERN.OUTLINED_DIAMOND,
    "-": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "|": MSO_PATTERN.DARK_VERTICAL,
    "+": MSO_PATTERN.SMALL_GRID,
}
SIGNS = (
    XL_MARKER_STYLE.CIRCLE,
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.TRIANGLE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.X,
)
SMALL, USUAL = 9, 11  # points
MANY = 14  # categories, past which letters get smaller


def place(page: Any, native: Native, box: Box, mark: str, said: str, _: Language) -> Any:
    """Place the chart; ``mark``, when not empty, is its title, so that a copy keeps it."""
    data = CategoryChartData(number_format=native.number_format)
    data.categories = [writable(one) for one in native.categories]
    for one in native.series:
        data.add_series(writable(one.name), one.values)
    kind = KINDS[native.kind, native.is_stacked]
    frame = page.shapes.add_chart(kind, *box.emu(), data)
    describe(frame, said)
    chart = frame.chart
    size = SMALL if len(native.categories) > MANY else USUAL
    chart.font.size, chart.font.name = Pt(size), FACE
    chart.font.color.rgb = rgb(LIGHT.ink)
    _title(chart, mark)
    _legend(chart, native.has_legend)
    shown = [_labelled(one, native, size, box) for one in native.series]
    _axes(chart, native, _told_whole(native, shown), _)
    plot = chart.plots[0]
    if native.kind != "line":
        plot.gap_width = 45 if len(native.categories) > 3 else 160
        plot.overlap = 100 if native.is_stacked else 0
        plot.vary_by_categories = False
    for rank, (drawn, one) in enumerate(zip(plot.series, native.series, strict=True)):
        _series(drawn, one, rank, native, size, shown[rank])
    return chart


def _title(chart: Any, mark: str) -> None:
    chart.has_title = bool(mark)
    if mark:
        frame = chart.chart_title.text_frame
        frame.text = mark
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.name = Pt(USUAL), True, FACE
        font.color.rgb = rgb(LIGHT.warm)


def _legend(chart: Any, is_shown: bool) -> None:
    chart.has_legend = is_shown
    if is_shown:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False


def _labelled(one: Series, native: Native, size: int, box: Box) -> set[int]:
    """Return the places of the labels that stand in their bar or beside it without a clash."""
    known = {at for at, words in enumerate(one.labels) if words and one.values[at] is not None}
    if native.kind == "line":
        return known
    room = box.width * 0.9 / max(1, len(native.categories))
    if native.kind == "column":
        room = room if native.is_stacked else room * 0.8 / len(native.series)
        fits = all(width(one.labels[at], size) <= room for at in known)
        return known if fits else set()
    if not native.is_stacked:
        return known
    longest = max(_totals(native), default=0.0) or 1.0
    inches = box.width * 0.6 / longest
    return {at for at in known if (one.values[at] or 0) * inches > width(one.labels[at], size)}


def _totals(native: Native) -> list[float]:
    """Add up each category."""
    return [
        sum(one.values[at] or 0 for one in native.series) for at in range(len(native.categories))
    ]


def _told_whole(native: Native, shown: Sequence[Collection[int]]) -> bool:
    """Tell whether every value is written at its mark: the axis of values then says nothing."""
    return native.kind != "line" and all(
        at in own
        for one, own in zip(native.series, shown, strict=True)
        for at, value in enumerate(one.values)
        if value is not None
    )


def _scaled(native: Native, _: Language) -> str:
    """Write large values of the axis in thousands of millions, or in millions."""
    largest = max((abs(v) for one in native.series for v in one.values if v is not None), default=0)
    if native.number_format == PLAIN and largest >= 2e9:
        unit = str(_.pick("Md", "bn"))
        return f'#,##0.#,,," {unit}"' if largest < 1e10 else f'#,##0,,," {unit}"'
    if native.number_format == PLAIN and largest >= 2e6:
        return '#,##0.#,," M"' if largest < 1e7 else '#,##0,," M"'
    return str(native.number_format.removesuffix(".##"))


def _axes(chart: Any, native: Native, told: bool, _: Language) -> None:
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = native.is_reversed
    if native.is_reversed:  # else the values would be written above the chart
        values._element.find(qn("c:crosses")).set("val", "max")
    if native.is_stacked and native.number_format == "0%" and max(_totals(native)) <= 1.001:
        values.maximum_scale = 1.0
    names.has_major_gridlines = False
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    values.format.line.fill.background()
    names.format.line.color.rgb = rgb(LIGHT.border)
    values.tick_labels.number_format = _scaled(native, _)
    values.tick_labels.number_format_is_linked = False
    values.has_major_gridlines = not told
    if not told:
        values.major_gridlines.format.line.color.rgb = rgb(LIGHT.grid)
    else:
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    for axis, words in ((names, native.category_title), (values, native.value_title)):
        axis.has_title = bool(words)
        if words:
            axis.axis_title.text_frame.text = writable(words)
            font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
            font.size, font.bold, font.name = Pt(USUAL - 1), False, FACE


def _series(
    drawn: Any, one: Series, rank: int, native: Native, size: int, shown: Collection[int]
) -> None:
    own = LIGHT.category(rank)
    known = [colour for colour in one.colours if colour]
    usual = _code(known[0] if known else None, own)
    if native.kind == "line":
        _line(drawn, usual, rank)
    else:
        _bar(drawn.format, usual, next((sign for sign in one.patterns if sign), ""), one.outline)
        for at, colour in enumerate(one.colours):
            if colour and _code(colour, own) != usual:
                shape = drawn.points[at].format
                _bar(shape, _code(colour, own), one.patterns[at], one.outline)
    for at, words in enumerate(one.labels):
        if at in shown:
            colour = _code(one.colours[at], usual)
            inside = LIGHT.ink if one.patterns[at] else LIGHT.on(colour)
            label = drawn.points[at].data_label
            _label(label, words, native, size, inside if native.is_stacked else LIGHT.ink)


def _line(drawn: Any, colour: str, rank: int) -> None:
    drawn.smooth = False
    drawn.format.line.color.rgb = rgb(colour)
    drawn.format.line.width = Pt(2.25)
    drawn.marker.style, drawn.marker.size = SIGNS[rank % len(SIGNS)], 8
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = rgb(colour)
    drawn.marker.format.line.color.rgb = rgb(colour)


def _bar(shape: Any, colour: str, sign: str, outline: Any) -> None:
    """Fill a bar with its colour, or with its pattern on white."""
    if sign:
        shape.fill.patterned()
        shape.fill.pattern = PATTERNS.get(sign, MSO_PATTERN.WIDE_UPWARD_DIAGONAL)
        dark = LIGHT.hatch if colour == LIGHT.paper else colour
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = rgb(dark), rgb(LIGHT.paper)
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
    edge = _code(outline, "")
    if edge:
        shape.line.color.rgb, shape.line.width = rgb(edge), Pt(1)


def _label(label: Any, words: str, native: Native, size: int, colour: str) -> None:
    label.text_frame.text = writable(words)
    font = label.text_frame.paragraphs[0].runs[0].font
    font.size, font.name = Pt(size), FACE
    font.color.rgb = rgb(colour)
    if native.kind == "line":
        label.position = XL_LABEL_POSITION.ABOVE
    elif native.is_stacked:
        label.position = XL_LABEL_POSITION.CENTER
    else:
        label.position = XL_LABEL_POSITION.OUTSIDE_END


def _code(colour: Any, otherwise: str) -> str:
    """Take a colour as ``#rrggbb``; another kind of colour is replaced."""
    from matplotlib.colors import to_hex

    if colour is None:
        return otherwise
    try:
        return str(to_hex(colour))
    except ValueError:
        return otherwise
