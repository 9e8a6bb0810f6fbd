"""What a simulation of new centres gives: people gained by scenario, and by number of centres."""

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.sketch import Sketch
from cartomut.charts.style import folded, safe
from cartomut.i18n import Language
from cartomut.records import records


def scenarios(rows: pd.DataFrame, palette: Palette, _: Language) -> go.Figure:
    """Stack for each scenario and set of centres the people gained and those reached already.

    ``rows``: scenario, compte_nom, population_nouvelle, population_deja_couverte (persons).
    """
    parts = (
        ("population_nouvelle", _("nouvellement à portée"), palette.category(0)),
        ("population_deja_couverte", _("déjà à portée d'un centre"), palette.category(4)),
    )
    alone = rows["scenario"].nunique() < 2
    labels = [
        folded(one.compte_nom, 34)
        if alone
        else f"{folded(one.scenario, 34)}<br>{folded(one.compte_nom, 34)}"
        for one in records(rows)
    ]
    figure = Sketch()
    for column, title, colour in parts:
        figure.add_bar(
            y=labels,
            x=rows[column],
            name=title,
            orientation="h",
            text=[_.number(round(one)) if one else "" for one in rows[column]],
            textposition="auto",
            insidetextfont={"color": palette.on(colour)},
            textangle=0,
            marker={"color": colour, "line": {"color": palette.paper, "width": 1}},
            hovertemplate="%{y} : %{text}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.35, legend={"traceorder": "normal"})
    figure.update_xaxes(title=_("personnes"), rangemode="tozero", tickformat=",d")
    figure.update_yaxes(autorange="reversed")
    return figure.made(palette, _, height=150 + 62 * len(rows))


def curve(rows: pd.DataFrame, title: str, palette: Palette, _: Language) -> go.Figure:
    """Draw what is gained against the number of centres: found, its bound, one after the other.

    ``rows``: nb_nouveaux, gain, gain_borne, gain_glouton, est_prouve; ``title`` is the gain's.
    """
    figure = Sketch()
    lines = (
        ("gain_borne", _("borne : aucun choix ne gagne plus"), palette.quiet, "dot", 1.5),
        ("gain_glouton", _("en choisissant un à un"), palette.category(4), "dash", 1.5),
    )
    for column, name, colour, dash, width in lines:
        figure.add_scatter(
            x=rows["nb_nouveaux"],
            y=rows[column],
            mode="lines",
            name=name,
            line={"color": colour, "dash": dash, "width": width},
            text=[_.number(round(one)) for one in rows[column]],
            hovertemplate="%{x} : %{text}<extra>%{fullData.name}</extra>",
        )
    figure.add_scatter(
        x=rows["nb_nouveaux"],
        y=rows["gain"],
        mode="lines+markers+text",
        name=_("meilleur choix trouvé"),
        line={"color": palette.category(0), "width": 2.5},
        marker={
            "size": 9,
            "color": palette.category(0),
            "symbol": ["circle" if one.est_prouve else "circle-open" for one in records(rows)],
        },
        text=[safe(_.number(round(one))) if one else "" for one in rows["gain"]],
        textposition="bottom right",
        cliponaxis=False,
        hovertemplate="%{x} : %{text}<extra>%{fullData.name}</extra>",
    )
    figure.update_xaxes(
        title=_("nombre de centres"), dtick=1, range=[-0.2, rows["nb_nouveaux"].max() + 0.9]
    )
    figure.update_yaxes(title=title, rangemode="tozero", tickformat=",d")
    return figure.made(palette, _, height=430)
