"""Bar figures."""

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.series import written
from cartomut.charts.sketch import Sketch, bar
from cartomut.charts.style import folded, row_height, safe
from cartomut.i18n import Language
from cartomut.records import records

READABLE = {
    "minsize": 11,
    "mode": "hide",
}  # a number that does not fit is in the table and on hover


def lieux_par_statut(rows: pd.DataFrame, palette: Palette, _: Language) -> go.Figure:
    """Stack places by status for each relation to the owner, in the order of the query.

    ``rows``: relation_nom, statut_nom, est_ouvert, nb_centres, and relation, the code that a click
    on a bar gives back. What is only announced is hatched, so that it is never read as open, even
    without colour.
    """
    figure = Sketch()
    for rank, (status, part) in enumerate(rows.groupby("statut_nom", sort=False)):
        is_open = bool(part["est_ouvert"].all())
        figure.add_bar(
            y=[folded(name) for name in part["relation_nom"]],
            x=part["nb_centres"],
            customdata=part.get("relation"),
            name=safe(status),
            orientation="h",
            text=part["nb_centres"],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            marker={
                "color": palette.categories[0] if is_open else palette.paper,
                "line": {"color": palette.categories[0], "width": 1.2},
                "pattern": {
                    "shape": "" if is_open else "/.x"[rank % 3],
                    "fgcolor": palette.grid,
                    "size": 6,
                    "solidity": 0.3,
                },
            },
            textfont={"color": palette.paper if is_open else palette.ink},
            hovertemplate="%{y} : %{x}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.35, uniformtext=READABLE)
    figure.update_xaxes(title=_("lieux de soins connus"), nticks=9, rangemode="tozero")
    figure.update_yaxes(autorange="reversed")
    names = [folded(name) for name in rows["relation_nom"].unique()]
    return figure.made(palette, _, height=90 + row_height(names, palette, 52) * len(names))


def faits(facts: pd.DataFrame, unit: str, palette: Palette, _: Language) -> go.Figure:
    """One bar per published fact, by date, each with its own name: they do not count the same.

    ``facts`` are localised rows of ``indicateurs/faits_publies`` with a value.
    """
    known = facts.dropna(subset=["valeur"])
    names = [f"{folded(row.nom)}<br>{_.date(row.periode)}" for row in records(known)]
    ranks = {code: rank for rank, code in enumerate(known["indicateur"].unique())}
    figure = Sketch(
        bar(
            y=list(range(len(known))),
            x=known["valeur"],
            orientation="h",
            text=[written(row.valeur, row.unite, row.qualificatif, _) for row in records(known)],
            textposition="outside",
            cliponaxis=False,
            textfont={"color": palette.ink},
            hoverinfo="skip",
            marker={
                "color": [palette.category(ranks[code]) for code in known["indicateur"]],
                "line": {"color": palette.paper, "width": 0},
                "pattern": {"shape": ""},
            },
        )
    )
    figure.update_xaxes(title=unit, rangemode="tozero", showticklabels=False, showgrid=False)
    figure.update_xaxes(range=[0, 1.22 * known["valeur"].max()])
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickvals=list(range(len(known))),
        ticktext=names,
    )
    return figure.made(palette, _, height=96 + row_height(names, palette, 46) * len(known))
