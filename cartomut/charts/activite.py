"""Activity and spending by year: where values were hidden, a total is said to be a minimum."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import SHAPES, Palette
from cartomut.charts.series import MARKERS
from cartomut.charts.sketch import Sketch, Trace, scatter
from cartomut.charts.style import safe
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
    figure = Sketch()
    years = sorted(int(one) for one in rows["annee"].unique())
    known = [code for code in titles if rows.loc[rows["mesure"] == code, "valeur"].notna().any()]
    for rank, code in enumerate(known):
        found = rows[rows["mesure"] == code].set_index("annee").reindex(years)
        texts = [
            at_least(row.valeur, 0 if pd.isna(row.nb_masques) else int(row.nb_masques), _)
            for row in records(found)
        ]
        figure.add_trace(_line(years, found["valeur"], titles[code], texts, rank, palette))
    for rank, code in enumerate(known):
        _minimums(figure, rows[rows["mesure"] == code], rank, palette, _)
    figure.update_xaxes(tickvals=years, tickformat="d")
    figure.update_yaxes(rangemode="tozero", title=_("nombre déclaré par les centres"))
    return figure.made(palette, _, height=380)


def _minimums(figure: Sketch, rows: pd.DataFrame, rank: int, palette: Palette, _: Language) -> None:
    """Hollow the marks of totals that leave out hidden values; the legend says so once."""
    found = rows[(rows["nb_masques"] > 0) & rows["valeur"].notna()]
    if found.empty:
        return
    named = any(one.get("legendgroup") == "minimum" for one in figure.traces)
    figure.add_scatter(
        x=[int(one) for one in found["annee"]],
        y=[int(one) for one in found["valeur"]],
        name=_("au moins (des valeurs sont masquées)"),
        legendgroup="minimum",
        showlegend=not named,
        mode="markers",
        marker={
            "size": 10,
            "symbol": MARKERS[SHAPES[rank % len(SHAPES)]],
            "color": palette.paper,
            "line": {"color": palette.category(rank), "width": 2},
        },
        hoverinfo="skip",
    )


def _line(
    years: Sequence[int],
    values: pd.Series,
    title: str,
    texts: Sequence[str],
    rank: int,
    palette: Palette,
) -> Trace:
    """Draw one line over the years; an unknown year is a gap, and ``texts`` stand on hover."""
    return scatter(
        x=list(years),
        y=[None if pd.isna(one) else int(one) for one in values],
        name=safe(title),
        mode="lines+markers",
        connectgaps=False,
        line={"width": 2.5, "color": palette.category(rank)},
        marker={
            "size": 10,
            "symbol": MARKERS[SHAPES[rank % len(SHAPES)]],
            "color": palette.category(rank),
        },
        customdata=[[text] for text in texts],
        hovertemplate="%{x} : %{customdata[0]}<extra>%{fullData.name}</extra>",
    )


def depenses_pathologie(
    rows: pd.DataFrame, titles: dict[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Draw one line per disease over the years; a lone one bears its share of benefits.

    ``rows``: annee, pathologie, montant_fcfa, part_prestations_dues (0 to 1), nb_masques;
    ``titles`` name the diseases. A year without an amount is a gap.
    """
    figure = Sketch()
    years = sorted(int(one) for one in rows["annee"].unique())
    for rank, (code, title) in enumerate(titles.items()):
        found = rows[rows["pathologie"] == code].set_index("annee").reindex(years)
        texts = [_.money(one) for one in found["montant_fcfa"]]
        line = _line(years, found["montant_fcfa"], title, texts, rank, palette)
        shares = found["part_prestations_dues"]
        if len(titles) == 1:  # several diseases would write over one another
            line.update(
                mode="lines+markers+text",
                text=["" if pd.isna(one) else _.percent(one) for one in shares],
                textposition="top center",
                cliponaxis=False,
            )
        figure.add_trace(line)
    figure.update_xaxes(tickvals=years, tickformat="d")
    figure.update_yaxes(rangemode="tozero", title=_("FCFA dus par les mutuelles"))
    figure.update_layout(showlegend=True)
    return figure.made(palette, _, height=400)


def activite_centre(
    rows: pd.DataFrame, titles: dict[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Draw a centre's own counts by year; an unknown or hidden year is a gap.

    ``rows``: annee and one column per key of ``titles``.
    """
    figure = Sketch()
    years = list(range(int(rows["annee"].min()), int(rows["annee"].max()) + 1))
    known = rows.set_index("annee").reindex(years)
    for rank, (code, title) in enumerate(titles.items()):
        texts = [_.number(one) for one in known[code]]
        figure.add_trace(_line(years, known[code], title, texts, rank, palette))
    figure.update_xaxes(tickvals=years, tickformat="d")
    figure.update_yaxes(rangemode="tozero", title=_("nombre déclaré par le centre"))
    figure.update_layout(showlegend=True)
    return figure.made(palette, _, height=320)
