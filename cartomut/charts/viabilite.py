"""Ratios over the years: one small panel each, with its own scale and the bands of its thresholds.

A band never speaks by its colour alone: its edges are drawn, green's whole and amber's dashed, and
each bears its name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from cartomut import bounds
from cartomut.bounds import Interval
from cartomut.charts.palette import Palette
from cartomut.charts.style import drawn, folded, safe, styled
from cartomut.i18n import Language
from cartomut.records import records

HEIGHT = 230  # pixels of one panel
COLUMNS = 3  # of the picture that holds them all
TEXT_SIZE = 12
ROOM = 0.16  # of a panel's span, above and below, for the values written at the points


@dataclass(frozen=True)
class Panel:
    """One ratio: rows with annee, valeur, mediane, nb_valeurs, nb_entites; its two expressions.

    ``write`` writes a value with its unit; ``green`` and ``amber`` are empty without threshold.
    """

    title: str
    rows: pd.DataFrame
    green: str
    amber: str
    write: Callable[[Any], str]

    @cached_property
    def years(self) -> list[int]:
        """The years, in order."""
        return [int(one) for one in self.rows["annee"].tolist()]

    @cached_property
    def values(self) -> list[float | None]:
        """The value of each year; None is unknown."""
        return _numbers(self.rows["valeur"])

    @cached_property
    def medians(self) -> list[float | None]:
        """The median of each year; None is unknown."""
        return _numbers(self.rows["mediane"])

    @cached_property
    def range(self) -> tuple[float, float]:
        """What holds every value, every median and every threshold, with room for the texts."""
        found = [*self.values, *self.medians, *_ends(self)]
        known = [one for one in found if one is not None]
        low, high = (min(known), max(known)) if known else (0.0, 1.0)
        room = ROOM * ((high - low) or abs(high) or 1.0)
        return low - room, high + room


def panneau(panel: Panel, palette: Palette, _: Language) -> go.Figure:
    """Draw one ratio; its title stands beside, on the page."""
    layout = {
        "xaxis": _years(panel),
        "yaxis": _scale(panel),
        "showlegend": False,
        "margin": {"l": 4, "r": 8, "t": 10, "b": 32},
    }
    layout |= _bands(panel, "", palette, _)
    return drawn(_traces(panel, palette, _), layout, palette, _, height=HEIGHT)


def panneaux(
    panels: Sequence[Panel], names: tuple[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Draw every ratio in one picture, in rows of three, each under its title.

    ``names`` are those of the whole line and of the dotted one, for the legend.
    """
    lines = ceil(len(panels) / COLUMNS)
    height = (HEIGHT + 60) * lines
    cells = [rank < len(panels) for rank in range(lines * COLUMNS)]
    figure = make_subplots(
        rows=lines,
        cols=COLUMNS,
        specs=[
            [{} if cells[line * COLUMNS + place] else None for place in range(COLUMNS)]
            for line in range(lines)
        ],
        subplot_titles=[folded(one.title, 34) for one in panels],
        vertical_spacing=80 / height,
        horizontal_spacing=0.07,
    )
    layout: dict[str, Any] = {"shapes": [], "annotations": list(figure.layout.annotations)}
    for rank, one in enumerate(panels):
        suffix = str(rank + 1) if rank else ""
        for trace in _traces(one, palette, _):
            place = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "showlegend": False}
            figure.add_trace(trace | place)
        layout |= {f"xaxis{suffix}": _years(one), f"yaxis{suffix}": _scale(one)}
        for kind, bands in _bands(one, suffix, palette, _).items():
            layout[kind] += bands
    for trace, name in zip(figure.data, names[::-1], strict=False):  # the median is drawn first
        trace.update(name=safe(name), showlegend=True)
    figure.update_layout(**layout, showlegend=True)
    return styled(figure, palette, _, height=height)


def _traces(panel: Panel, palette: Palette, _: Language) -> list[dict[str, Any]]:
    pairs = zip(panel.years, panel.values, strict=True)
    unknown = [year for year, value in pairs if value is None]
    lines = [_median(panel, palette, _), _values(panel, palette, _)]
    return [*lines, _gaps(unknown, panel.range[0], palette, _)] if unknown else lines


def _years(panel: Panel) -> dict[str, Any]:
    years = panel.years
    return {
        "tickvals": years[::-1][:: ceil(len(years) / 4)],
        "tickformat": "d",
        "tickangle": 0,
        "range": [years[0] - 0.5, years[-1] + 0.27 * len(years)],  # room for the bands' names
        "showgrid": False,
    }


def _scale(panel: Panel) -> dict[str, Any]:
    low, high = panel.range
    ticks = _ticks(panel, low, high)
    texts = [safe(panel.write(one)) for one in ticks]
    return {
        "range": [low, high],
        "tickvals": ticks,
        "ticktext": texts,
        "zeroline": False,
        "showgrid": False,
    }


def _values(panel: Panel, palette: Palette, _: Language) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": panel.years,
        "y": panel.values,
        "mode": "lines+markers+text",
        "connectgaps": False,
        "line": {"color": palette.line, "width": 2.5},
        "marker": {"color": palette.line, "size": 8},
        "text": _last(panel),
        "textposition": "bottom center" if _is_under(panel) else "top center",
        "textfont": {"color": palette.ink, "size": TEXT_SIZE},
        "cliponaxis": False,
        "customdata": [[safe(text)] for text in _hovers(panel, _)],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _median(panel: Panel, palette: Palette, _: Language) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": panel.years,
        "y": panel.medians,
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": palette.quiet, "width": 1.5, "dash": "dot"},
        "marker": {"color": palette.quiet, "size": 6, "symbol": "square"},
        "hoverinfo": "skip",
    }


def _numbers(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(one) else float(one) for one in values.tolist()]


def _gaps(years: list[int], low: float, palette: Palette, _: Language) -> dict[str, Any]:
    """Write at the foot of each year without a value that it is not known."""
    return {
        "type": "scatter",
        "x": years,
        "y": [low] * len(years),
        "mode": "text",
        "text": [_("n. d.")] * len(years),
        "textposition": "top center",
        "textfont": {"color": palette.quiet, "size": TEXT_SIZE},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _hovers(panel: Panel, _: Language) -> list[str]:
    text = _("{} : {} ; médiane {} ({} sur {})")
    return [
        text.format(
            int(one.annee),
            panel.write(one.valeur),
            panel.write(one.mediane),
            _.number(one.nb_valeurs),
            _.number(one.nb_entites),
        )
        for one in records(panel.rows)
    ]


def _last(panel: Panel) -> list[str]:
    """Write the last known value at its point, nothing at the others."""
    last = _last_known(panel)
    pairs = enumerate(panel.values)
    return [safe(panel.write(one)) if place == last else "" for place, one in pairs]


def _is_under(panel: Panel) -> bool:
    """Tell whether the last value is below the median of that year."""
    last = _last_known(panel)
    if last is None:
        return False
    value, median = panel.values[last], panel.medians[last]
    return value is not None and median is not None and value < median


def _last_known(panel: Panel) -> int | None:
    known = [place for place, one in enumerate(panel.values) if one is not None]
    return known[-1] if known else None


def _bands(panel: Panel, suffix: str, palette: Palette, _: Language) -> dict[str, list[Any]]:
    """Return the shapes and the annotations of a panel's bands.

    Amber is drawn first: green is read before it, and covers what both hold.
    """
    styles = (
        (panel.amber, palette.warm, "dash", _("orange")),
        (panel.green, palette.categories[3], "solid", _("vert")),
    )
    made: dict[str, list[Any]] = {"shapes": [], "annotations": []}
    low, high = panel.range
    for expression, colour, dash, name in styles:
        for one in bounds.intervals(expression) if expression else []:
            seen = Interval(max(one.low, low), min(one.high, high))
            if seen.low <= seen.high:
                line = {"color": colour, "width": 1.2, "dash": dash}
                ends = [end for end in (one.low, one.high) if low < end < high]
                made["shapes"] += [_area(seen, palette.paper, 1.0, suffix)]
                made["shapes"] += [_area(seen, colour, 0.16, suffix)]
                made["shapes"] += [_edge(end, line, suffix) for end in ends]
                made["annotations"].append(_named(seen, name, suffix, palette))
    return made


def _area(one: Interval, colour: str, opacity: float, suffix: str) -> dict[str, Any]:
    place = {"x0": 0, "x1": 1, "xref": f"x{suffix} domain", "yref": f"y{suffix}", "layer": "below"}
    fill = {"fillcolor": colour, "opacity": opacity, "line": {"width": 0}}
    return {"type": "rect", "y0": one.low, "y1": one.high} | place | fill


def _edge(value: float, line: dict[str, Any], suffix: str) -> dict[str, Any]:
    place = {"x0": 0, "x1": 1, "xref": f"x{suffix} domain", "yref": f"y{suffix}", "layer": "below"}
    return {"type": "line", "y0": value, "y1": value, "line": line} | place


def _named(one: Interval, name: str, suffix: str, palette: Palette) -> dict[str, Any]:
    return {
        "text": safe(name),
        "x": 1,
        "xref": f"x{suffix} domain",
        "xanchor": "right",
        "y": (one.low + one.high) / 2,
        "yref": f"y{suffix}",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"color": palette.quiet, "size": TEXT_SIZE - 1},
    }


def _ends(panel: Panel) -> list[float]:
    """List where the thresholds are."""
    expressions = [one for one in (panel.green, panel.amber) if one]
    found = [one for text in expressions for one in bounds.intervals(text)]
    return sorted({end for one in found for end in (one.low, one.high) if abs(end) != float("inf")})


def _ticks(panel: Panel, low: float, high: float) -> list[float]:
    """Put the axis's numbers at the thresholds; without any, at both ends of the values."""
    ends = [one for one in _ends(panel) if low <= one <= high]
    if ends:
        apart = 0.09 * (high - low)
        kept = [ends[0]]
        kept += [one for before, one in pairwise(ends) if one - before >= apart]
        return kept
    known = panel.rows["valeur"].dropna()
    return sorted({float(known.min()), float(known.max())}) if len(known) else []
