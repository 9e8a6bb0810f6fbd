"""Mutuals beside the CMU, households and the State: weights, cross-checks, amounts by date."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.series import position
from cartomut.charts.sketch import Sketch, Trace, bar, scatter
from cartomut.charts.style import folded, row_height, safe
from cartomut.i18n import N_, Language
from cartomut.records import records

VERDICTS = {  # code → what the legend says, pattern; a pattern doubles the colour
    "coherent": (N_("cohérent avec le total en trait plein"), ""),
    "incoherent": (N_("incohérent avec ce total"), "x"),
    "indecidable": (N_("indécidable : plus de trois ans d'écart"), "/"),
}
ROOM, NARROW_ROOM = 1.3, 2.4  # of the longest bar, for the words after it; on a telephone
LABEL, NARROW_LABEL = 28, 15  # signs of a label on one line; on a telephone


def poids(rows: pd.DataFrame, palette: Palette, _: Language) -> go.Figure:
    """Draw each weight twice: as published (hatched) and as computed; a missing one is said.

    ``rows`` of ``indicateurs/poids_mutuelles``, with ``titre``: what each line is a share of.
    """
    lines = list(range(len(rows)))
    figure = Sketch()
    for column, name, pattern in (
        ("part_publiee", _("telle que publiée"), "/"),
        ("part_calculee", _("recalculée sur des chiffres publiés"), ""),
    ):
        values = [None if pd.isna(one) else float(one) for one in rows[column]]
        figure.add_bar(
            y=lines,
            x=values,
            orientation="h",
            name=name,
            text=[
                "" if one is None else _.percent(one, 2 if column == "part_publiee" else 1)
                for one in values
            ],
            hovertemplate="%{x:.1%}<extra>%{fullData.name}</extra>",
            **_look(palette, column == "part_calculee", pattern),
        )
    missing = rows[["part_publiee", "part_calculee"]].isna().all(axis=1).tolist()
    figure.add_trace(_said([line for line in lines if missing[line]], _("non calculable"), palette))
    figure.update_layout(barmode="group", bargap=0.3)
    shown = [one for trace in figure.traces[:2] for one in trace["x"] if one is not None]
    figure.update_xaxes(
        title=_("part des mutuelles"),
        range=[0, 1.6 * max(shown, default=0) or 1],
        showticklabels=False,
        showgrid=False,
    )
    names = [folded(one, LABEL) for one in rows["titre"]]
    _name_lines(figure, names)
    return figure.made(palette, _, height=110 + row_height(names, palette, 60) * len(rows))


def recoupement(
    rows: pd.DataFrame,
    totals: Sequence[tuple[float, str]],
    unit: str,
    palette: Palette,
    _: Language,
    narrow: bool = False,
) -> go.Figure:
    """Draw published figures as bars beside the totals that the announced shares imply.

    Parameters
    ----------
    rows
        ``titre`` with its value in words, ``montant`` (in the currency shown) and
        ``verdict_recoupement``.
    totals
        The implied totals with their label, in the same currency; the first is the one that the
        verdicts are about, drawn with a full line.
    """
    figure = Sketch()
    lines = {title: line for line, title in enumerate(rows["titre"])}
    for rank, (code, (name, pattern)) in enumerate(VERDICTS.items()):
        part = rows[rows["verdict_recoupement"] == code]
        if not part.empty:
            figure.add_bar(
                y=[lines[title] for title in part["titre"]],
                x=part["montant"],
                orientation="h",
                name=_(name),
                hovertemplate="%{customdata}<extra></extra>",
                customdata=[safe(title) for title in part["titre"]],
                width=0.6,
                **_look(palette, code == "coherent", pattern, rank),
            )
    longest = max([*rows["montant"], *(total for total, _label in totals)], default=1)
    for rank, (total, label) in enumerate(totals):
        side = "left" if total > longest / 2 else "right"
        figure.add_trace(_upright(total, label, len(rows), rank, side, palette))
    figure.update_xaxes(title=unit, range=[0, 1.05 * longest], showticklabels=False, showgrid=False)
    names = [folded(one, NARROW_LABEL if narrow else LABEL) for one in rows["titre"]]
    _name_lines(figure, names)
    figure.update_layout(barmode="overlay")
    return figure.made(palette, _, height=190 + row_height(names, palette, 60) * len(rows))


def montants(
    rows: pd.DataFrame, amounts: Sequence[float], texts: Sequence[str], unit: str, palette: Palette,
    _: Language, narrow: bool = False
) -> go.Figure:  # fmt: skip
    """Draw one bar per published amount, by date; ``amounts`` and ``texts`` in one currency.

    ``rows`` are localised facts (``nom``, ``indicateur``, ``periode``) in the order of the bars. An
    amount that its source gives as rough or as a minimum is hatched.
    """
    ranks = {code: rank for rank, code in enumerate(rows["indicateur"].unique())}
    rough = rows["qualificatif"].isin(("environ", "plus_de", "moins_de"))
    figure = Sketch(
        bar(
            y=list(range(len(rows))),
            x=list(amounts),
            orientation="h",
            text=list(texts),
            textposition="outside",
            cliponaxis=False,
            textfont={"color": palette.ink},
            hoverinfo="skip",
            marker={
                "color": [palette.category(ranks[code]) for code in rows["indicateur"]],
                "line": {"color": palette.paper, "width": 0},
                "pattern": {
                    "shape": ["/" if one else "" for one in rough],
                    "fgcolor": palette.paper,
                    "size": 7,
                    "solidity": 0.35,
                },
            },
        )
    )
    figure.update_xaxes(
        title=unit,
        range=[0, (NARROW_ROOM if narrow else ROOM) * max(amounts)],
        showticklabels=False,
        showgrid=False,
    )
    width = NARROW_LABEL if narrow else LABEL
    titles = [f"{folded(row.nom, width)}<br>{_.date(row.periode)}" for row in records(rows)]
    _name_lines(figure, titles)
    return figure.made(palette, _, height=96 + row_height(titles, palette, 56) * len(rows))


def inscrits(rows: pd.DataFrame, unit: str, palette: Palette, _: Language) -> go.Figure:
    """Draw counts by date: a line through the retained ones, the others beside it, hollow.

    ``rows`` are localised facts, with ``ecrit``: their value in words.
    """
    figure = Sketch()
    for kept, name in ((False, _("valeur non retenue")), (True, _("valeur retenue"))):
        part = rows[rows["est_retenu"] == kept]
        part = part.assign(quand=part["periode"].map(position)).sort_values("quand")
        last = len(part) - 1
        figure.add_scatter(
            x=part["quand"],
            y=part["valeur"],
            name=name,
            mode="lines+markers+text" if kept else "markers",
            text=[
                one if kept and rank in (0, last) else "" for rank, one in enumerate(part["ecrit"])
            ],
            textposition="top left",
            cliponaxis=False,
            line={"width": 2.5, "color": palette.category(0)},
            marker={
                "size": 11,
                "symbol": "circle" if kept else "diamond",
                "color": palette.category(0) if kept else palette.paper,
                "line": {"color": palette.category(0 if kept else 1), "width": 2},
            },
            customdata=[[_.date(row.periode), safe(row.ecrit)] for row in records(part)],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra>%{fullData.name}</extra>",
        )
    figure.update_yaxes(title=unit, rangemode="tozero")
    figure.update_xaxes(dtick=1, tickformat="d")
    return figure.made(palette, _)


def exercices(
    rows: pd.DataFrame, titles: dict[str, str], unit: str, palette: Palette, _: Language,
    narrow: bool = False
) -> go.Figure:  # fmt: skip
    """Draw what mutuals declared by year, a group of bars per year.

    ``rows``: annee, and for each column of ``titles`` its amount and ``<column>_ecrit``, which
    stands upright over its bar where the page is ``narrow``.
    """
    figure = Sketch()
    upright = {"textangle": -90, "constraintext": "none"} if narrow else {}
    for rank, (column, title) in enumerate(titles.items()):
        figure.add_bar(
            x=rows["annee"],
            y=rows[column],
            name=title,
            text=rows[f"{column}_ecrit"],
            hovertemplate="%{x}<br>%{text}<extra>%{fullData.name}</extra>",
            **_look(palette, True, "/" if rank else "", rank),
            **upright,
        )
    figure.update_layout(barmode="group", bargap=0.25)
    figure.update_xaxes(dtick=1, tickformat="d")
    figure.update_yaxes(title=unit, rangemode="tozero", showticklabels=False)
    if narrow:
        figure.update_yaxes(range=[0, 1.6 * float(rows[list(titles)].max().max())])
    return figure.made(palette, _)


def _look(palette: Palette, full: bool, pattern: str, rank: int = 0) -> dict[str, Any]:
    """Dress bars: full or light, with a pattern that doubles the colour, their value after them."""
    colour = palette.category(rank)
    return {
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": palette.ink},
        "marker": {
            "color": colour if full else palette.paper,
            "line": {"color": colour, "width": 1.2},
            "pattern": {
                "shape": pattern,
                "fgcolor": palette.paper if full else colour,
                "bgcolor": colour if full else palette.paper,
                "size": 7,
                "solidity": 0.3,
            },
        },
    }


def _said(lines: Sequence[int], text: str, palette: Palette) -> Trace:
    """Write the same words at the start of these lines."""
    return scatter(
        x=[0] * len(lines),
        y=list(lines),
        mode="markers+text",
        text=[text] * len(lines),
        textposition="middle right",
        textfont={"color": palette.quiet},
        marker={"symbol": "cross", "size": 9, "color": palette.quiet},
        name=text,
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,
    )


def _upright(total: float, label: str, count: int, rank: int, side: str, palette: Palette) -> Trace:
    """Draw a total as an upright line with its label above, each label on a line of its own."""
    colour = palette.ink if rank == 0 else palette.warm
    return scatter(
        x=[total, total],
        y=[-0.7 - 0.5 * rank, count - 0.5],
        mode="lines+markers+text",
        text=[safe(label), ""],
        textposition=f"top {side}",
        textfont={"color": colour},
        line={"color": colour, "width": 2.5, "dash": "solid" if rank == 0 else "dash"},
        marker={"symbol": "circle", "size": 1, "color": colour},
        name=safe(label),
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,
    )


def _name_lines(figure: Sketch, titles: Sequence[str]) -> None:
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        zeroline=False,
        tickvals=list(range(len(titles))),
        ticktext=list(titles),
    )
