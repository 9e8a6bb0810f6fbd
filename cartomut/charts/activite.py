"""Activity and spending by year: where values were hidden, a total is said to be a minimum."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import SHAPES, Palette
from cartomut.charts.series import MARKERS
from cartomut.charts.style import safe, styled
from cartomut.i18n import Language
from cartomut.records import records


def at_least(value: Any, hidden: int, _: Language) -> str:
    """Write a total of what may be shown: a minimum when values were hidden."""
    if value is None or pd.isna(value):
        return _("masqué (1 à 4)") if hidden else _("non recueilli")
    return _("au moins {}").format(_.number(value)) if hidden else _.number(value)


def activite_lentille(
    rows: pd.DataFrame, titles: dict[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Draw one line per measure over the years; a hollow mark is a minimum.

    ``rows``: annee, mesure, valeur, nb_masques, nb_affiches, nb_declarants; ``titles`` name the
    measures, in the order of the legend. A year without a value is a gap.
    """
    figure = go.Figure()
    years = sorted(int(one) for one in rows["annee"].unique())
    for rank, (code, title) in enumerate(titles.items()):
        found = rows[rows["mesure"] == code].set_index("annee").reindex(years)
        if found["valeur"].notna().any():
            figure.add_trace(_line(found, years, rank, title, palette, _))
    figure.update_xaxes(tickvals=years, tickformat="d")
    figure.update_yaxes(rangemode="tozero", title=_("nombre déclaré par les centres"))
    return styled(figure, palette, _, height=380)


def _line(
    found: pd.DataFrame, years: Sequence[int], rank: int, title: str, palette: Palette, _: Language
) -> go.Scatter:
    hidden = [0 if pd.isna(one) else int(one) for one in found["nb_masques"]]
    colour = palette.category(rank)
    texts = [at_least(row.valeur, n, _) for row, n in zip(records(found), hidden, strict=True)]
    return go.Scatter(
        x=list(years),
        y=[None if pd.isna(one) else int(one) for one in found["valeur"]],
        name=safe(title),
        mode="lines+markers",
        connectgaps=False,
        line={"width": 2.5, "color": colour},
        marker={
            "size": 10,
            "symbol": MARKERS[SHAPES[rank % len(SHAPES)]],
            "color": [palette.paper if n else colour for n in hidden],
            "line": {"color": colour, "width": 2},
        },
        customdata=[[text] for text in texts],
        hovertemplate="%{x} : %{customdata[0]}<extra>%{fullData.name}</extra>",
    )


def depenses_pathologie(
    rows: pd.DataFrame, titles: dict[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Draw one group of bars per year, one bar per disease; the share of benefits stands above.

    ``rows``: annee, pathologie, montant_fcfa, part_prestations_dues (0 to 1); ``titles`` name the
    diseases.
    """
    figure = go.Figure()
    for rank, (code, title) in enumerate(titles.items()):
        found = rows[rows["pathologie"] == code]
        figure.add_bar(
            x=found["annee"],
            y=found["montant_fcfa"],
            name=safe(title),
            text=[_.percent(one) for one in found["part_prestations_dues"]],
            textposition="outside",
            cliponaxis=False,
            textfont={"color": palette.ink},
            marker={
                "color": palette.category(rank),
                "pattern": {"shape": ("", "/", ".", "x")[rank % 4], "fgcolor": palette.paper},
            },
            customdata=[[_.money(one)] for one in found["montant_fcfa"]],
            hovertemplate="%{x} : %{customdata[0]}<extra>%{fullData.name}</extra>",
        )
    years = sorted(int(one) for one in rows["annee"].unique())
    figure.update_layout(barmode="group", bargap=0.25)
    figure.update_xaxes(tickvals=years, tickformat="d")
    figure.update_yaxes(rangemode="tozero", title=_("FCFA dus par les mutuelles"))
    return styled(figure, palette, _, height=380)


def activite_centre(
    rows: pd.DataFrame, titles: dict[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Draw a centre's own counts by year; an unknown or hidden year is a gap.

    ``rows``: annee and one column per key of ``titles``.
    """
    figure = go.Figure()
    years = list(range(int(rows["annee"].min()), int(rows["annee"].max()) + 1))
    known = rows.set_index("annee").reindex(years)
    for rank, (code, title) in enumerate(titles.items()):
        values = [None if pd.isna(one) else int(one) for one in known[code]]
        figure.add_scatter(
            x=years,
            y=values,
            name=safe(title),
            mode="lines+markers",
            connectgaps=False,
            line={"width": 2.5, "color": palette.category(rank)},
            marker={"size": 9, "symbol": MARKERS[SHAPES[rank % len(SHAPES)]]},
            customdata=[[_.number(one)] for one in values],
            hovertemplate="%{x} : %{customdata[0]}<extra>%{fullData.name}</extra>",
        )
    figure.update_xaxes(tickvals=years, tickformat="d")
    figure.update_yaxes(rangemode="tozero", title=_("nombre déclaré par le centre"))
    figure.update_layout(showlegend=True)
    return styled(figure, palette, _, height=320)
