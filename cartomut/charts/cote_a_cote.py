"""Accounts by year and services of those compared, side by side on the same axes."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from cartomut.charts.comparaison import PEERS, SYMBOLS, Entity
from cartomut.charts.palette import Palette
from cartomut.charts.sketch import Sketch
from cartomut.charts.style import folded, safe, styled
from cartomut.i18n import N_, Language
from cartomut.records import records

ANSWERS = {
    "oui": (N_("offert"), "circle"),
    "non": (N_("non offert"), "x-thin"),
    "inconnu": (N_("non demandé ou sans réponse"), "circle-open-dot"),
}


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
    return max(1, round(span / 2.5))  # few enough for two panels on a phone


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
    figure = Sketch()
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
    figure.update_layout(margin={"t": 60})
    return figure.made(palette, _, height=170 + 30 * len(services))


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
