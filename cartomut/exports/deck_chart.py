"""A Plotly figure as a native chart of PowerPoint: its numbers stay numbers that can be edited.

Bars (one by one, side by side, stacked) and lines are translated. Any other figure, and one whose
reference lines or notes a native chart would lose, is left to its picture.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import plotly.graph_objects as go

from cartomut.exports.picture_look import Look, bare, each, look, numbers, text_of
from cartomut.i18n import Language

MOST = 30  # categories that a slide can still name
PLAIN = "#,##0.##"


@dataclass(frozen=True)
class Series:
    """Values of one series, one per category; None where there is none.

    ``labels`` are texts at the marks, ``colours`` and ``patterns`` one per value.
    """

    name: str
    values: Sequence[float | None]
    labels: Sequence[str]
    colours: Sequence[Any]
    patterns: Sequence[str]
    outline: Any = None


@dataclass(frozen=True)
class Native:
    """A chart that PowerPoint can draw itself; ``kind`` is bar, column or line."""

    kind: str
    is_stacked: bool
    categories: Sequence[str]
    series: Sequence[Series]
    is_reversed: bool
    number_format: str
    category_title: str
    value_title: str
    has_legend: bool


def native(figure: go.Figure, _: Language) -> Native | None:
    """Translate a figure; None when a native chart would not say all that it says."""
    traces = [one for one in figure.data if one.visible in (None, True)]
    if not traces or figure.layout.shapes or any(map(_says, figure.layout.annotations)):
        return None
    if any((getattr(one, "xaxis", "x") or "x") != "x" for one in traces):
        return None
    kinds = {one.type for one in traces}
    made = None
    if kinds == {"bar"}:
        made = _bars(figure, traces, _)
    elif kinds == {"scatter"}:
        made = _lines(figure, traces, _)
    return made if made and 0 < len(made.categories) <= MOST else None


def _says(annotation: Any) -> bool:
    return bool(annotation.text) and annotation.visible is not False


def _bars(figure: go.Figure, traces: Sequence[Any], _: Language) -> Native | None:
    turned = {one.orientation == "h" for one in traces}
    mode = figure.layout.barmode or "group"
    if len(turned) > 1 or (mode == "overlay" and len(traces) > 1):
        return None
    if any(one.base is not None or one.offset is not None or _doubts(one) for one in traces):
        return None
    is_bar = turned.pop()
    axis, other = figure.layout.yaxis, figure.layout.xaxis
    if not is_bar:
        axis, other = other, axis
    seen = look(figure)
    names = _category_names(axis)
    places = [_plain(one.y if is_bar else one.x) for one in traces]
    if any(isinstance(place, (list, tuple)) for own in places for place in own):
        return None  # categories of two levels
    order = list(dict.fromkeys(place for own in places for place in own))
    if any(len(set(own)) < len(own) for own in places):
        return None  # two bars at one place: of another kind than ours
    order = sorted(order) if all(isinstance(one, (int, float)) for one in order) else order
    series = [
        _series(trace, own, order, trace.x if is_bar else trace.y, rank, seen, _)
        for rank, (trace, own) in enumerate(zip(traces, places, strict=True))
    ]
    return Native(
        kind="bar" if is_bar else "column",
        is_stacked=mode in ("stack", "relative") and len(traces) > 1,
        categories=[names(one) for one in order],
        series=series,
        is_reversed=is_bar and axis.autorange == "reversed",
        number_format=_format(other.tickformat),
        category_title=bare(axis.title.text),
        value_title=bare(other.title.text),
        has_legend=_legend(figure, traces),
    )


def _lines(figure: go.Figure, traces: Sequence[Any], _: Language) -> Native | None:
    """Translate lines over years or other steps of equal length."""
    if any("lines" not in (one.mode or "") or one.fill not in (None, "none") for one in traces):
        return None
    if any(map(_doubts, traces)):
        return None
    places = [_plain(one.x) for one in traces]
    order = list(dict.fromkeys(place for own in places for place in own))
    if all(isinstance(one, (int, float)) for one in order):
        if any(float(one) != int(one) for one in order):
            return None  # dates within a year: a line of categories would space them wrongly
        order = list(range(int(min(order)), int(max(order)) + 1)) if order else []
    seen = look(figure)
    series = [
        _series(trace, own, order, trace.y, rank, seen, _)
        for rank, (trace, own) in enumerate(zip(traces, places, strict=True))
    ]
    return Native(
        kind="line",
        is_stacked=False,
        categories=[bare(one) for one in order],
        series=series,
        is_reversed=False,
        number_format=_format(figure.layout.yaxis.tickformat),
        category_title=bare(figure.layout.xaxis.title.text),
        value_title=bare(figure.layout.yaxis.title.text),
        has_legend=_legend(figure, traces),
    )


def _series(
    trace: Any,
    own: Sequence[Any],
    order: Sequence[Any],
    values: Any,
    rank: int,
    seen: Look,
    _: Language,
) -> Series:
    """Give each category the trace's value, text, colour and pattern."""
    count = len(own)
    found = numbers(values)
    at = {place: one for one, place in enumerate(own)}
    colour = trace.line.color if trace.type == "scatter" else trace.marker.color
    colours = [seen.colour(one, None) for one in each(colour, count)]
    shapes = each(trace.marker.pattern.shape, count) if trace.type == "bar" else [None] * count
    shown = trace.textposition != "none" and (trace.type == "bar" or "text" in (trace.mode or ""))
    texts = [_told(text_of(trace, one, _), _) if shown else "" for one in range(count)]

    def spread(values: Sequence[Any], otherwise: Any) -> list[Any]:
        return [values[at[place]] if place in at else otherwise for place in order]

    known = [None if isnan(one) else float(one) for one in found]
    edge = trace.marker.line.color
    return Series(
        name=_flat(trace.name) or str(rank + 1),
        values=spread(known, None),
        labels=spread(texts, ""),
        colours=spread(colours, None),
        patterns=[one or "" for one in spread(shapes, "")],
        outline=seen.colour(edge, None) if isinstance(edge, str) else None,
    )


def _plain(values: Any) -> list[Any]:
    """List the places of the marks, as Python's own numbers and texts."""
    return list(values.tolist() if hasattr(values, "tolist") else values)


def _doubts(trace: Any) -> bool:
    """Tell whether a trace shows margins of error."""
    return trace.error_x.array is not None or trace.error_y.array is not None


def _category_names(axis: Any) -> Callable[[Any], str]:
    """Return what names a place on the axis: its own words, where it has some."""
    if axis.tickvals is None or axis.ticktext is None:
        return _flat
    known = dict(zip(axis.tickvals, axis.ticktext, strict=False))
    return lambda place: _flat(known.get(place, place))


def _flat(text: Any) -> str:
    """Take a label on one line, without Plotly's small HTML."""
    return " ".join(bare(text).split(" ")).replace("\n", " ").strip()


def _told(text: str, _: Language) -> str:
    """Write a label; a bare number is written the language's way."""
    try:
        value = float(text)
    except ValueError:
        return _flat(text)
    return _.number(value, 0 if value.is_integer() else 2)


def _format(tickformat: Any) -> str:
    """Say a d3 format as Office does."""
    text = str(tickformat or "")
    if text.endswith("%"):
        return "0%"
    return "0" if text == "d" else PLAIN


def _legend(figure: go.Figure, traces: Sequence[Any]) -> bool:
    named = [one for one in traces if one.showlegend is not False and one.name]
    return figure.layout.showlegend is not False and len(named) > 1
