"""Two entities, or one and its peers, on the same scales.

A is always a filled circle of the first colour, B a square of the second one, the peers grey: no
shape depends on colour alone.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from cartomut.charts.palette import Palette
from cartomut.charts.series import written
from cartomut.charts.style import folded, safe, styled
from cartomut.i18n import N_, Language
from cartomut.records import records

PEERS = "pairs"
SYMBOLS = ("circle", "square")
SIDES = ("a", "b")
LEVELS = (-0.3, 0.3, 0.1, -0.1, 0.2, -0.2, 0.0)  # where the dots of a strip stand, in turn
ANSWERS = {
    "oui": (N_("offert"), "circle"),
    "non": (N_("non offert"), "x-thin"),
    "inconnu": (N_("non demandé ou sans réponse"), "circle-open-dot"),
}
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
            figure.update_xaxes(showticklabels=False, range=[-0.04, 1.12], row=rank, col=1)
        else:
            figure.update_xaxes(tickformat=".0%", range=[-0.03, 1.09], row=rank, col=1)
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
        marker={"symbol": SYMBOLS[order], "size": 13, "color": colour},
        customdata=[safe(row.nom) for row in records(rows)],
        hovertemplate="%{customdata}<br>%{text}<extra>%{fullData.name}</extra>",
    )


def comptes_compares(
    rows: pd.DataFrame,
    entities: Sequence[Entity],
    titles: Mapping[str, str],
    palette: Palette,
    _: Language,
) -> go.Figure:
    """Draw ``indicateurs/comptes_compares``: one panel per account, all of A and B on its axis.

    ``titles`` name the accounts in their order. A year that nobody told is a gap marked « n. d. ».
    """
    postes = [code for code in titles if code in set(rows["poste"])]
    lines = -(-len(postes) // 2)
    figure = make_subplots(
        rows=lines,
        cols=min(2, len(postes)),
        subplot_titles=[folded(titles[code], 34) for code in postes],
        vertical_spacing=0.2,
        horizontal_spacing=0.12,
    )
    for rank, code in enumerate(postes):
        place = {"row": rank // 2 + 1, "col": rank % 2 + 1}
        for order, entity in enumerate(entities):
            part = rows[(rows["poste"] == code) & (rows["entite_id"] == entity.code)]
            for trace in _years(part, order, entity, palette, _):
                trace.update(showlegend=rank == 0 and trace.mode != "text")
                figure.add_trace(trace, **place)
        _money_axis(figure, rows.loc[rows["poste"] == code, "montant_fcfa"], place, _)
    figure.update_xaxes(dtick=_step(rows["annee"]), tickformat="d")
    styled(figure, palette, _, height=130 + 230 * lines)
    figure.update_layout(margin={"t": 48})
    figure.update_yaxes(title=_("FCFA"), col=1)
    figure.update_annotations(font_size=palette.font_size)
    return figure


def _years(
    rows: pd.DataFrame, order: int, entity: Entity, palette: Palette, _: Language
) -> list[go.Scatter]:
    """Draw one entity's line, and « n. d. » in the years that it does not tell."""
    peers = entity.code == PEERS
    colour = palette.quiet if peers else palette.category(order)
    amounts = rows["montant_fcfa"].astype("Float64")
    known = go.Scatter(
        x=rows["annee"],
        y=[None if pd.isna(one) else float(one) for one in amounts],
        mode="lines" if peers else "lines+markers",
        name=safe(entity.label),
        legendgroup=entity.code,
        line={"color": colour, "width": 2.5, "dash": "dash" if peers else "solid"},
        marker={"symbol": SYMBOLS[order % 2], "size": 9, "color": colour},
        customdata=[_.money(one) for one in amounts],
        hovertemplate="%{x}<br>%{customdata}<extra>%{fullData.name}</extra>",
    )
    missing = rows[amounts.isna()]
    if peers or missing.empty:
        return [known]
    gaps = go.Scatter(
        x=missing["annee"],
        y=[0] * len(missing),
        mode="text",
        text=[_("n. d.")] * len(missing),
        textposition=("top left", "top right")[order % 2],
        textfont={"color": colour, "size": palette.font_size - 3},
        legendgroup=entity.code,
        cliponaxis=False,
        hoverinfo="skip",
    )
    return [known, gaps]


def _money_axis(figure: go.Figure, amounts: pd.Series, place: dict[str, int], _: Language) -> None:
    """Write the ticks of a panel the language's way: k, M, Md (bn in English)."""
    known = amounts.dropna().astype(float)
    low, high = min(0.0, *known, 0.0), max(0.0, *known, 1.0)
    step = _round_step((high - low) / 4)
    ticks = [step * rank for rank in range(math.floor(low / step), math.ceil(high / step) + 1)]
    figure.update_yaxes(
        range=[ticks[0] - 0.04 * (high - low), ticks[-1]],
        tickvals=ticks,
        ticktext=[_.money(tick, "").strip() for tick in ticks],
        **place,
    )


def _round_step(size: float) -> float:
    """Round a step up to 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= size)


def _step(years: pd.Series) -> int:
    span = int(years.max() - years.min()) if len(years) else 1
    return max(1, round(span / 4))


def services_compares(
    rows: pd.DataFrame,
    entities: Sequence[Entity],
    names: Mapping[str, str],
    palette: Palette,
    _: Language,
    *,
    centres: bool,
) -> go.Figure:
    """Draw ``indicateurs/services_compares``: one line per service, one column per entity.

    ``centres`` tells that A and B are centres. A centre's answer has three looks: offered, not
    offered, not asked. A group says how many centres offer the service, of those whose answer is
    known.
    """
    services = list(dict.fromkeys(rows["service"]))
    single = rows["entite_id"].ne(PEERS) & centres
    figure = go.Figure()
    for state, (label, symbol) in ANSWERS.items():
        x, y = _cells(rows[single], entities, services, state)
        if not x:
            continue
        colour = palette.categories[0] if state == "oui" else palette.quiet
        figure.add_scatter(
            x=x,
            y=y,
            mode="markers",
            name=_(label),
            marker={"symbol": symbol, "size": 13, "color": colour, "line": _outline(state, colour)},
            hoverinfo="skip",
        )
    groups = rows[~single]
    figure.add_scatter(
        x=[_rank(entities, code) for code in groups["entite_id"]],
        y=[services.index(code) for code in groups["service"]],
        mode="text",
        text=[_share(row, _) for row in records(groups)],
        textfont={"color": palette.ink},
        showlegend=False,
        hoverinfo="skip",
    )
    figure.update_xaxes(
        side="top",
        range=[-0.5, len(entities) - 0.5],
        tickvals=list(range(len(entities))),
        ticktext=[folded(entity.label, 20) for entity in entities],
        showgrid=False,
        zeroline=False,
    )
    figure.update_yaxes(
        range=[len(services) - 0.4, -0.6],
        tickvals=list(range(len(services))),
        ticktext=[folded(names.get(code, code), 34) for code in services],
    )
    styled(figure, palette, _, height=170 + 30 * len(services))
    figure.update_layout(margin={"t": 60})
    return figure


def _cells(
    rows: pd.DataFrame, entities: Sequence[Entity], services: Sequence[str], state: str
) -> tuple[list[int], list[int]]:
    found = [
        (_rank(entities, row.entite_id), services.index(row.service))
        for row in records(rows)
        if answer_of(row) == state
    ]
    return [x for x, _y in found], [y for _x, y in found]


def answer_of(row: Any) -> str:
    """Tell a single centre's answer: oui, non or inconnu (not asked, or not answered)."""
    if not row.nb_repondent:
        return "inconnu"
    return "oui" if row.nb_offrent else "non"


def _rank(entities: Sequence[Entity], code: str) -> int:
    return [entity.code for entity in entities].index(code)


def _outline(state: str, colour: str) -> dict[str, Any]:
    return {"width": 2.5 if state == "non" else 1, "color": colour}


def _share(row: Any, _: Language) -> str:
    if not row.nb_repondent:
        return _("n. d.")
    text = _("{} sur {}").format(_.number(row.nb_offrent), _.number(row.nb_repondent))
    return f"{text} ({_.percent(row.part_offrent, 0)})"


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
    figure = go.Figure()
    first, median, third = quartiles
    figure.add_vrect(x0=first, x1=third, fillcolor=palette.grid, line_width=0, layer="below")
    figure.add_vline(x=median, line={"color": palette.quiet, "width": 2.5})
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
            marker={"symbol": SYMBOLS[order], "size": 17, "color": palette.category(order)},
            hoverinfo="skip",
        )
    share = unit == "part"
    figure.update_xaxes(tickformat=".0%" if share else None, nticks=6, zeroline=False)
    figure.update_yaxes(visible=False, range=[-0.9, 0.9])
    return styled(figure, palette, _, height=250)
