"""Two entities, or one and its peers, on the same scales.

A is always a filled circle of the first colour, B a square of the second one, the peers grey: no
shape depends on colour alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from cartomut.charts.palette import Palette
from cartomut.charts.series import written
from cartomut.charts.sketch import Sketch
from cartomut.charts.style import folded, safe, styled
from cartomut.i18n import Language
from cartomut.records import records

PEERS = "pairs"
SYMBOLS = ("circle", "square")
SIZES = (17, 11)  # A can be seen around B where both have the same value
SIDES = ("a", "b")
LEVELS = (-0.3, 0.3, 0.1, -0.1, 0.2, -0.2, 0.0)  # where the dots of a strip stand, in turn
ROW_HEIGHT = 54  # pixels; a value stands above its mark, the other one below


@dataclass(frozen=True)
class Entity:
    """One of those compared: its identifier and what the legend calls it (« A : … »)."""

    code: str
    label: str


def ecarts(
    rows: pd.DataFrame, entities: Sequence[Entity], palette: Palette, _: Language
) -> go.Figure:
    """Draw the indicators of ``indicateurs/ecarts``: A, B and the middle half of the peers.

    ``rows``: nom, unite, valeur_a, valeur_b, quartile_1, mediane_pairs, quartile_3. Shares from 0
    to 1 stand on one axis; any other line has its own scale, that holds zero.
    """
    shares = rows[[_is_share(row) for row in records(rows)]]
    others = rows.drop(shares.index)
    parts = [
        (part, own, title)
        for part, own, title in (
            (shares, False, _("parts, de 0 à 100 %")),
            (others, True, _("chaque ligne a sa propre échelle, qui contient zéro")),
        )
        if not part.empty
    ]
    figure = make_subplots(
        rows=len(parts),
        cols=1,
        row_heights=[len(part) for part, _own, _title in parts],
        vertical_spacing=90 / (200 + ROW_HEIGHT * len(rows)),
    )
    for rank, (part, own, title) in enumerate(parts, 1):
        _lines(figure, rank, part, own, entities, palette, _)
        figure.update_xaxes(title=title, row=rank, col=1)
        if own:
            figure.update_xaxes(showticklabels=False, range=[-0.04, 1.25], row=rank, col=1)
        else:
            figure.update_xaxes(tickformat=".0%", range=[-0.03, 1.15], row=rank, col=1)
    figure.update_layout(showlegend=True)
    return styled(figure, palette, _, height=130 + 60 * len(parts) + ROW_HEIGHT * len(rows))


def _is_share(row: Any) -> bool:
    known = [one for one in _values(row) if not pd.isna(one)]
    return row.unite == "part" and all(0 <= one <= 1 for one in known)


def _values(row: Any) -> list[float]:
    return [row.valeur_a, row.valeur_b, row.quartile_1, row.mediane_pairs, row.quartile_3]


def _lines(
    figure: go.Figure,
    rank: int,
    rows: pd.DataFrame,
    own: bool,
    entities: Sequence[Entity],
    palette: Palette,
    _: Language,
) -> None:
    """Draw one part of the figure, its lines from top to bottom."""
    places = [_places(row, own) for row in records(rows)]
    at = list(range(len(rows)))
    band = {"color": palette.grid, "width": 16}
    ends = [(place["quartile_1"], place["quartile_3"]) for place in places]
    traces = [_segments(ends, at, band, _("moitié centrale des pairs"), rank)]
    if len(entities) > 1:
        pairs = [(place["valeur_a"], place["valeur_b"]) for place in places]
        traces.append(_segments(pairs, at, {"color": palette.border, "width": 2}, "", rank))
    traces.append(
        go.Scatter(
            x=[place["mediane_pairs"] for place in places],
            y=at,
            mode="markers",
            name=_("médiane des pairs"),
            marker={
                "symbol": "line-ns",
                "size": 22,
                "line": {"width": 3, "color": palette.quiet},
            },
            hoverinfo="skip",
        )
    )
    for order, entity in enumerate(entities):
        traces.append(_marks(rows, places, order, entity, palette, _))
    for trace in traces:
        drawn = trace.x is not None and any(one is not None for one in trace.x)
        trace.update(legendgroup=trace.name, showlegend=bool(trace.name) and rank == 1 and drawn)
        figure.add_trace(trace, row=rank, col=1)
    figure.update_yaxes(
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        tickvals=at,
        ticktext=[folded(row.nom, 30) for row in records(rows)],
        row=rank,
        col=1,
    )


def _places(row: Any, own: bool) -> dict[str, float | None]:
    """Place the values of a line: as they are, or on a scale of the line's own."""
    names = ("valeur_a", "valeur_b", "quartile_1", "mediane_pairs", "quartile_3")
    found = {name: getattr(row, name) for name in names}
    known = [one for one in found.values() if not pd.isna(one)]
    low, high = (min(0.0, *known), max(0.0, *known)) if known else (0.0, 1.0)
    start, span = (low, (high - low) or 1.0) if own else (0.0, 1.0)
    return {
        name: None if pd.isna(one) else (float(one) - start) / span for name, one in found.items()
    }


def _segments(
    ends: Sequence[tuple[float | None, float | None]],
    at: Sequence[int],
    line: dict[str, Any],
    name: str,
    rank: int,
) -> go.Scatter:
    """Draw one segment per line of the figure; none where an end is not known."""
    x: list[float | None] = []
    y: list[float | None] = []
    for (start, end), level in zip(ends, at, strict=True):
        if start is not None and end is not None:
            x += [start, end, None]
            y += [level, level, None]
    return go.Scatter(x=x, y=y, mode="lines", line=line, name=name, hoverinfo="skip")


def _marks(
    rows: pd.DataFrame,
    places: Sequence[Mapping[str, float | None]],
    order: int,
    entity: Entity,
    palette: Palette,
    _: Language,
) -> go.Scatter:
    column = f"valeur_{SIDES[order]}"
    texts = [
        "" if pd.isna(getattr(row, column)) else written(getattr(row, column), row.unite, "", _)
        for row in records(rows)
    ]
    colour = palette.category(order)
    return go.Scatter(
        x=[place[column] for place in places],
        y=list(range(len(rows))),
        mode="markers+text",
        name=safe(entity.label),
        text=texts,
        textposition=("top center", "bottom center")[order],
        textfont={"color": colour, "size": palette.font_size - 2},
        cliponaxis=False,
        marker={"symbol": SYMBOLS[order], "size": SIZES[order], "color": colour},
        customdata=[safe(row.nom) for row in records(rows)],
        hovertemplate="%{customdata}<br>%{text}<extra>%{fullData.name}</extra>",
    )


def place(
    rows: pd.DataFrame,
    entities: Sequence[Entity],
    quartiles: tuple[float, float, float],
    unit: str,
    palette: Palette,
    _: Language,
) -> go.Figure:
    """Draw every peer as a dot on the axis of one indicator, the middle half as a band.

    ``rows``: code, nom, valeur. ``quartiles`` are those of the peers; ``unit`` is a code.
    """
    known = rows.dropna(subset=["valeur"]).reset_index(drop=True)
    figure = Sketch()
    first, median, third = quartiles
    upright: dict[str, Any] = {"yref": "paper", "y0": 0, "y1": 1}
    band = {"fillcolor": palette.grid, "line": {"width": 0}, "layer": "below"}
    figure.add_shape(type="rect", x0=first, x1=third, **upright, **band)
    line = {"color": palette.quiet, "width": 2.5}
    figure.add_shape(type="line", x0=median, x1=median, **upright, line=line)
    marked = {entity.code for entity in entities}
    others = known[~known["code"].isin(marked)]
    figure.add_scatter(
        x=others["valeur"],
        y=[LEVELS[rank % len(LEVELS)] for rank in range(len(others))],
        mode="markers",
        name=_("pairs"),
        marker={"color": palette.border, "size": 9, "opacity": 0.8},
        customdata=[[safe(row.nom), written(row.valeur, unit, "", _)] for row in records(others)],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )
    for order, entity in enumerate(entities):
        own = known[known["code"] == entity.code]
        figure.add_scatter(
            x=own["valeur"],
            y=[0.0] * len(own),
            mode="markers+text",
            name=safe(entity.label),
            text=[written(row.valeur, unit, "", _) for row in records(own)],
            textposition=("top center", "bottom center")[order],
            textfont={"color": palette.category(order)},
            marker={
                "symbol": SYMBOLS[order],
                "size": SIZES[order] + 3,
                "color": palette.category(order),
            },
            hoverinfo="skip",
        )
    share = unit == "part"
    figure.update_xaxes(tickformat=".0%" if share else None, nticks=6, zeroline=False)
    figure.update_yaxes(visible=False, range=[-0.9, 0.9])
    return figure.made(palette, _, height=250)
