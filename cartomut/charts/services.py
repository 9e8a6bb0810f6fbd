"""What centres offer: a matrix of answers, stacked shares with n of N, readiness."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.sketch import Sketch, Trace, bar
from cartomut.charts.style import folded, safe
from cartomut.i18n import Language
from cartomut.records import records

AVAILABLE, ABSENT, UNASKED = "disponible", "absent", "non_demande"
STATES = (AVAILABLE, ABSENT, UNASKED)
SIGNS = {AVAILABLE: "✓", ABSENT: "✕", UNASKED: "·"}
WIDE = 5  # services from which the columns are too narrow for words
FEW = 5  # answers below which a share is not compared
COUNTS = {AVAILABLE: "nb_disponibles", ABSENT: "nb_absents", UNASKED: "nb_non_demandes"}
ACRONYM = re.compile(r"\(([A-Z]{2,6})\)$")
LONGEST = 30  # signs of a heading that stands upright
NAME = 30  # signs of a row's name on one line


@dataclass(frozen=True)
class Look:
    """How one answer is drawn: its name, fill, ink, pattern."""

    name: str
    fill: str
    ink: str
    pattern: str


def state(available: Any) -> str:
    """Tell an answer apart: yes, no, or neither asked nor answered."""
    if available is None or pd.isna(available):
        return UNASKED
    return AVAILABLE if available else ABSENT


def names(surveyed: bool, _: Language) -> dict[str, str]:
    """Name the three answers; without a survey a source cites, nobody was asked."""
    if surveyed:
        return {
            AVAILABLE: _("Disponible"),
            ABSENT: _("Pas disponible"),
            UNASKED: _("Non demandé ou sans réponse"),
        }
    return {
        AVAILABLE: _("Cité par une source"),
        ABSENT: _("Dit absent par une source"),
        UNASKED: _("Cité par aucune source (non demandé)"),
    }


def looks(surveyed: bool, palette: Palette, _: Language) -> dict[str, Look]:
    """Give each answer its look: fill and sign and pattern, so that colour is never alone."""
    named = names(surveyed, _)
    return {
        AVAILABLE: Look(named[AVAILABLE], palette.categories[0], palette.paper, ""),
        ABSENT: Look(named[ABSENT], palette.paper, palette.warm, "/"),
        UNASKED: Look(named[UNASKED], palette.paper, palette.quiet, "."),
    }


def matrice(
    rows: pd.DataFrame,
    services: Mapping[str, str],
    surveyed: bool,
    palette: Palette,
    _: Language,
) -> go.Figure:
    """Draw one cell per centre and service.

    ``rows``: rang, titre (of the centre), service, disponible, score (text, or unknown);
    ``services``: code → name, in the order of the columns.
    """
    places = {code: rank for rank, code in enumerate(services)}
    wide = len(places) >= WIDE
    known = rows[rows["service"].isin(list(places))].assign(
        etat=[state(one) for one in rows.loc[rows["service"].isin(list(places)), "disponible"]]
    )
    figure = Sketch()
    for one, look in looks(surveyed, palette, _).items():
        figure.add_trace(_cells(known[known["etat"] == one], one, look, places, services, palette))
    titles = rows.drop_duplicates("rang")
    figure.update_layout(barmode="overlay", bargap=0.12)
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickvals=titles["rang"].tolist(),
        ticktext=[folded(one, 44) for one in titles["titre"]],
        tickfont={"size": palette.font_size - 2},
    )
    figure.update_xaxes(
        side="top",
        showgrid=False,
        range=[-0.55, len(places) - 0.45],
        tickvals=list(places.values()),
        ticktext=[_heading(one, wide) for one in services.values()],
        tickangle=-90 if wide else 0,
        tickfont={"size": palette.font_size - 2},
    )
    figure.update_yaxes(zeroline=False)
    return figure.made(palette, _, height=(270 if wide else 190) + 29 * len(titles))


def _heading(name: str, wide: bool) -> str:
    """Write a column's name; where columns are narrow, its acronym or its start on one line."""
    if not wide:
        return folded(name, 18)
    acronym = ACRONYM.search(name)
    return safe(acronym[1] if acronym else shorten(name, LONGEST, placeholder="…"))


def _cells(
    rows: pd.DataFrame,
    code: str,
    look: Look,
    places: Mapping[str, int],
    services: Mapping[str, str],
    palette: Palette,
) -> Trace:
    signs = [
        f"{SIGNS[code]} {safe(score)}" if isinstance(score, str) else SIGNS[code]
        for score in rows["score"]
    ]
    wide = len(places) >= WIDE
    return bar(
        y=rows["rang"],
        width=[0.86] * len(rows),
        x=[0.9] * len(rows),
        base=[places[one] - 0.45 for one in rows["service"]],
        orientation="h",
        name=f"{SIGNS[code]} {safe(look.name)}",
        text=[SIGNS[code]] * len(rows) if wide else signs,
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": look.ink},
        marker=_marker(look, palette),
        customdata=[
            [safe(row.titre), safe(services[row.service]), sign]
            for row, sign in zip(records(rows), signs, strict=True)
        ],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra>%{customdata[2]}</extra>",
        showlegend=True,
    )


def disponibilite(
    rows: pd.DataFrame, labels: Sequence[str], surveyed: bool, palette: Palette, _: Language
) -> go.Figure:
    """Stack the three answers of each row as shares of its open centres; n of N in words.

    ``rows``: nb_centres, nb_demandes, nb_disponibles, nb_absents, nb_non_demandes,
    part_disponible (0 to 1); ``labels`` name the rows.
    """
    figure = Sketch()
    for code, look in looks(surveyed, palette, _).items():
        figure.add_bar(
            y=list(range(len(rows))),
            x=rows[COUNTS[code]] / rows["nb_centres"],
            orientation="h",
            name=f"{SIGNS[code]} {safe(look.name)}",
            marker=_marker(look, palette),
            customdata=rows[COUNTS[code]],
            hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.28, legend={"traceorder": "normal"})
    figure.update_xaxes(
        range=[0, 1.02],
        tickvals=[0, 0.5, 1],
        tickformat=".0%",
        title=_("part des centres ouverts"),
    )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        zeroline=False,
        tickvals=list(range(len(rows))),
        ticktext=_two_lines(labels, [written(row, surveyed, _) for row in records(rows)]),
    )
    return figure.made(palette, _, height=130 + _row_height(labels) * len(rows))


def written(row: Any, surveyed: bool, _: Language) -> str:
    """Write a share with n of N; few answers are said, and no answer is no share."""
    if not surveyed:
        if not row.nb_disponibles:
            return _("aucun centre cité")
        return str(_.plural("{} centre cité", "{} centres cités", row.nb_disponibles))
    if not row.nb_demandes:
        return _("non recueilli")
    text = _("{} ({} sur {})").format(
        _.percent(row.part_disponible, 0), _.number(row.nb_disponibles), _.number(row.nb_demandes)
    )
    return _("{}, peu de réponses").format(text) if row.nb_demandes < FEW else text


def preparation(
    rows: pd.DataFrame, labels: Sequence[str], palette: Palette, _: Language
) -> go.Figure:
    """Draw the mean readiness of the centres that offer each service; n under each name.

    ``rows``: part_preparation (0 to 1), nb_scores.
    """
    texts = [
        _("{} (n = {})").format(_.percent(row.part_preparation, 0), _.number(row.nb_scores))
        for row in records(rows)
    ]
    figure = Sketch(
        bar(
            y=list(range(len(rows))),
            x=rows["part_preparation"],
            orientation="h",
            marker={"color": palette.categories[3]},
            hoverinfo="skip",
        )
    )
    figure.update_xaxes(
        range=[0, 1.02],
        tickvals=[0, 0.5, 1],
        tickformat=".0%",
        title=_("items traceurs présents sur attendus, en moyenne"),
    )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        zeroline=False,
        tickvals=list(range(len(rows))),
        ticktext=_two_lines(labels, texts),
    )
    return figure.made(palette, _, height=120 + _row_height(labels) * len(rows))


def _two_lines(labels: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Put each row's value under its name: a narrow screen cuts what stands beside a bar."""
    pairs = zip(labels, texts, strict=True)
    return [f"{folded(label, NAME)}<br><b>{safe(text)}</b>" for label, text in pairs]


def _row_height(labels: Sequence[str]) -> int:
    return 60 if any(len(one) > NAME for one in labels) else 42


def _marker(look: Look, palette: Palette) -> dict[str, Any]:
    filled = look.pattern == ""
    return {
        "color": look.fill,
        "line": {"color": look.fill if filled else look.ink, "width": 1},
        "pattern": {
            "shape": look.pattern,
            "fgcolor": palette.hatch,
            "size": 6,
            "solidity": 0.18,
        },
    }
