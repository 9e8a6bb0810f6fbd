"""Needs and offers: stacked bars whose parts a pattern tells apart, and a matrix of answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.style import drawn, folded, row_height, safe
from cartomut.i18n import Language
from cartomut.records import records

ROW, EDGES, LEGEND = 46, 84, 26  # pixels: of a bar, around them, of one line of the legend
CELL, HEAD = 42, 128  # pixels: of a row of the matrix, of its column heads
LEAST = 0.07  # share of the longest bar below which a part bears no text
FULL, STRIPED, DOTTED, HOLLOW, CROSSED = "", "/", ".", "hollow", "x"
SQUARE, OPEN, NONE = "square", "square-open", "line-ew-open"
ROOM = 1.45  # times the longest bar, where texts stand at the ends
FEW = 5  # counts up to which each has its mark
LONGEST = 24  # signs of a line of a row's title


@dataclass(frozen=True)
class Part:
    """One part of every bar: its name, values (None is unknown), texts and look.

    ``hue`` is the rank of its colour; ``pattern`` is full, striped, dotted, crossed or hollow.
    """

    name: str
    values: Sequence[float | None]
    texts: Sequence[str]
    hue: int = 0
    pattern: str = FULL


def empilees(
    titles: Sequence[str],
    parts: Sequence[Part],
    axis: str,
    palette: Palette,
    _: Language,
    *,
    write: Callable[[float], str] | None = None,
    ends: Sequence[str] = (),
) -> go.Figure:
    """Stack the parts of each row from left to right, the first row on top.

    A part that is nothing for every row is left out. What has a pattern is told apart without
    colour too. ``titles`` may hold a second line after a line feed; ``write`` writes the axis'
    values, which are counts without it; ``ends`` stand at the end of each bar.
    """
    rows = [_title(one) for one in titles]
    longest = max((_length(parts, place) for place in range(len(rows))), default=0.0) or 1.0
    shown = [one for one in parts if any(one.values)]
    traces = [_bars(rows, one, longest, palette) for one in shown]
    if ends:
        traces.append(_ends(rows, parts, ends, palette))
    lines = 1 + sum(len(one.name) + 6 for one in shown) // 44
    tall = row_height(rows, palette, ROW)
    layout = {
        "barmode": "stack",
        "bargap": 0.32,
        "showlegend": True,
        "legend": {"traceorder": "normal"},
        "margin": {"l": 4, "r": 12, "t": 8, "b": 52 + LEGEND * lines},
        "xaxis": _axis(axis, longest, write, bool(ends)),
        "yaxis": {"autorange": "reversed", "showgrid": False, "ticklabelstandoff": 6},
        "uniformtext": {"minsize": palette.font_size - 3, "mode": "hide"},
    }
    return drawn(traces, layout, palette, _, height=EDGES + tall * len(rows) + LEGEND * lines)


def _axis(
    title: str, longest: float, write: Callable[[float], str] | None, is_wider: bool
) -> dict[str, Any]:
    """Make the axis of the values; Plotly writes a billion « B », which French does not read."""
    axis: dict[str, Any] = {"title": {"text": safe(title)}, "rangemode": "tozero", "nticks": 5}
    if is_wider:
        axis["range"] = [0, ROOM * longest]
    if write is None:
        return axis | {"tickformat": "d"} | ({"dtick": 1} if longest <= FEW else {})
    step = round_step(longest) * (2 if is_wider else 1)
    marks = [step * rank for rank in range(int(longest / step) + 1)]
    return axis | {
        "tickvals": marks,
        "ticktext": [safe(write(one)) for one in marks],
        "tickangle": 0,
    }


def round_step(longest: float) -> float:
    """Return a round distance that leaves two marks or three beyond zero."""
    power = 10.0 ** floor(log10(longest))
    return next(one * power for one in (0.5, 1, 2, 2.5) if longest / (one * power) < 4)


def _ends(
    rows: Sequence[str], parts: Sequence[Part], ends: Sequence[str], palette: Palette
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [_length(parts, place) for place in range(len(rows))],
        "y": list(rows),
        "text": [f"\u00a0\u00a0{safe(one)}" for one in ends],
        "textposition": "middle right",
        "textfont": {"color": palette.ink, "size": palette.font_size - 2},
        "cliponaxis": False,
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _title(text: str) -> str:
    first, _feed, second = text.partition("\n")
    title = folded(first, LONGEST)
    return f"{title}<br>{folded(second, LONGEST + 4)}" if second else title


def _length(parts: Sequence[Part], place: int) -> float:
    return sum(one.values[place] or 0.0 for one in parts)


def _bars(rows: Sequence[str], part: Part, longest: float, palette: Palette) -> dict[str, Any]:
    colour = palette.category(part.hue)
    is_full = part.pattern == FULL
    bears = [bool(one) and (one or 0) >= LEAST * longest for one in part.values]
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(rows),
        "x": [one or 0 for one in part.values],
        "name": safe(part.name),
        "text": [safe(text) if bear else "" for text, bear in zip(part.texts, bears, strict=True)],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": palette.on(colour) if is_full else palette.ink},
        "marker": {
            "color": colour if is_full else palette.paper,
            "line": {"color": colour, "width": 1.4},
            "pattern": {
                "shape": "" if part.pattern == HOLLOW else part.pattern,
                "fgcolor": palette.hatch,
                "size": 7,
                "solidity": 0.22,
            },
        },
        "customdata": [safe(text) for text in part.texts],
        "hovertemplate": "%{y}<br><b>%{customdata}</b><extra>%{fullData.name}</extra>",
    }


def reponses(
    rows: pd.DataFrame, themes: Mapping[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Draw how many open needs each partner answers, theme by theme.

    ``rows``: partenaire, theme, nb_offres, nb_besoins, nb_concordent, nb_a_confirmer, nb_ecartes,
    in order; ``themes`` name the columns. A full square is an answer that fits, an empty one an
    answer to be confirmed, a dash an offer that serves no open need; without offer there is no
    mark.
    """
    partners = list(dict.fromkeys(rows["partenaire"]))
    columns = [code for code in themes if code in set(rows["theme"])]
    place = {code: rank for rank, code in enumerate(columns)}
    line = {name: rank for rank, name in enumerate(partners)}
    groups = {
        SQUARE: rows[rows["nb_concordent"] > 0],
        OPEN: rows[(rows["nb_concordent"] == 0) & (rows["nb_a_confirmer"] > 0)],
        NONE: rows[(rows["nb_concordent"] == 0) & (rows["nb_a_confirmer"] == 0)],
    }
    traces = [
        _marks(found, symbol, place, line, palette, _)
        for symbol, found in groups.items()
        if len(found)
    ]
    layout = {
        "showlegend": True,
        "legend": {"traceorder": "normal"},
        "margin": {"l": 4, "r": 8, "t": HEAD, "b": 8 + LEGEND * 3},
        "xaxis": {
            "side": "top",
            "tickvals": list(range(len(columns))),
            "ticktext": [safe(themes[code]) for code in columns],
            "tickangle": -90,
            "range": [-0.6, len(columns) - 0.4],
            "showgrid": True,
            "zeroline": False,
        },
        "yaxis": {
            "tickvals": list(range(len(partners))),
            "ticktext": [folded(name, 16) for name in partners],
            "range": [len(partners) - 0.4, -0.6],
            "showgrid": True,
            "zeroline": False,
        },
    }
    height = HEAD + CELL * len(partners) + LEGEND * 3 + 8
    return drawn(traces, layout, palette, _, height=height)


def _marks(
    rows: pd.DataFrame,
    symbol: str,
    place: Mapping[str, int],
    line: Mapping[str, int],
    palette: Palette,
    _: Language,
) -> dict[str, Any]:
    """Draw the cells of one answer."""
    names = {
        SQUARE: _("Convient (nombre de besoins)"),
        OPEN: _("À confirmer (nombre de besoins)"),
        NONE: _("Une offre, mais aucun besoin ouvert à servir"),
    }
    counted = {SQUARE: "nb_concordent", OPEN: "nb_a_confirmer"}
    colour = palette.quiet if symbol == NONE else palette.category(0)
    texts = [_.number(int(one)) for one in rows[counted[symbol]]] if symbol in counted else []
    return {
        "type": "scatter",
        "mode": "markers+text" if texts else "markers",
        "x": [place[code] for code in rows["theme"]],
        "y": [line[name] for name in rows["partenaire"]],
        "name": names[symbol],
        "text": texts or None,
        "textposition": "middle center",
        "textfont": {"color": palette.on(colour) if symbol == SQUARE else palette.ink},
        "marker": {
            "symbol": symbol,
            "size": 10 if symbol == NONE else 22,
            "color": colour,
            "line": {"color": colour, "width": 1.6},
        },
        "cliponaxis": False,
        "customdata": [_said(row, _) for row in records(rows)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _said(row: Any, _: Language) -> str:
    """Say all of a cell: it bears one number of the three."""
    counts = _("besoins ouverts : {} ; conviennent : {} ; à confirmer : {} ; écartés : {}").format(
        *(
            _.number(int(one))
            for one in (row.nb_besoins, row.nb_concordent, row.nb_a_confirmer, row.nb_ecartes)
        )
    )
    return f"<b>{safe(row.partenaire)}</b><br>{safe(counts)}"
