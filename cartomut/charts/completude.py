"""How complete the data are: bars of shares, each with its base."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.sketch import Sketch, bar
from cartomut.charts.style import folded
from cartomut.i18n import Language
from cartomut.records import records

HALF = 0.5  # a longer bar holds its own text, so that a narrow screen does not cut it


def completude_region(rows: pd.DataFrame, palette: Palette, _: Language) -> go.Figure:
    """Bars of ``indicateurs/completude_region``, the least complete first.

    A region without any organisation or centre keeps its line, without a bar: it was not surveyed.
    A click on a bar gives back its ``code``.
    """
    names = [_("Région inconnue") if pd.isna(one) else str(one) for one in rows["nom_region"]]
    bases = [(row.nb_connus, row.nb_attendus) for row in records(rows)]
    figure = _bars(rows["part_completude"], names, bases, palette, _)
    figure.update_traces(customdata=rows.get("code"))
    figure.update_xaxes(title=_("part des champs attendus"))
    return figure


def taux_reponse(rows: pd.DataFrame, palette: Palette, _: Language) -> go.Figure:
    """Bars of ``indicateurs/taux_reponse``, one per year, the oldest first."""
    years = [str(year) for year in rows["annee"]]
    bases = [(row.nb_reponses, row.nb_agreees) for row in records(rows)]
    figure = _bars(rows["taux_reponse"], years, bases, palette, _)
    figure.update_xaxes(title=_("part des mutuelles agréées"))
    return figure


def _bars(
    shares: pd.Series,
    names: Sequence[str],
    bases: Sequence[tuple[int, int]],
    palette: Palette,
    _: Language,
) -> go.Figure:
    """Draw shares from 0 to 1; beside each bar stand its value and n of N."""
    texts = [
        _("non recensé")
        if not total
        else _("{} ({} sur {})").format(_.percent(share, 0), _.number(known), _.number(total))
        for share, (known, total) in zip(shares, bases, strict=True)
    ]
    known_shares = shares.astype(float).fillna(0)
    figure = Sketch(
        bar(
            x=known_shares,
            y=list(range(len(names))),
            orientation="h",
            text=texts,
            textposition=["inside" if share > HALF else "outside" for share in known_shares],
            insidetextanchor="end",
            textangle=0,
            cliponaxis=False,
            insidetextfont={"color": palette.paper},
            outsidetextfont={"color": palette.ink},
            hoverinfo="skip",
            marker={"color": palette.categories[0]},
        )
    )
    figure.update_xaxes(range=[0, 1.02], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickvals=list(range(len(names))),
        ticktext=[folded(name) for name in names],
    )
    return figure.made(palette, _, height=110 + 30 * len(names))
