"""Who pays the bill of care, what a beneficiary pays and receives, how the mutuals spread."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.sketch import Sketch, Trace, scatter
from cartomut.charts.style import folded, safe
from cartomut.i18n import Language
from cartomut.records import records

PAYERS = ("part_cmu_fcfa", "part_mutuelle_fcfa", "reste_a_charge_fcfa", "ecart_fcfa")
PATIENT = PAYERS[2]  # its share stands beside the bar, where a narrow screen shows it too
LOOKS = ("", "", "/", "x")  # the patient's part is hatched, an unexplained one crossed
READABLE = 0.05  # of the bill; a thinner part bears no text, the table and the hover have it
READABLE_TEXT = {"minsize": 10, "mode": "hide"}
SIDES = (-0.17, 0.17)  # above and below the middle of a group's line
SYMBOLS = ("circle", "square")
LEVELS = (-0.3, 0.3, 0.1, -0.1, 0.2, -0.2, 0.0)  # where the dots of a strip stand, in turn
QUARTILES = ("quartile_bas", "mediane", "quartile_haut")
INSIDE, OUTSIDE, CHOSEN = "dedans", "atypique", "choisie"  # the place of a dot in its distribution
# Where those stand whose name is written: above or below all the others, who bear none.
LANES = {OUTSIDE: (0.82, -0.82, 1.02, -1.02), CHOSEN: (-1.2,)}
NAMED = 6  # outliers whose name stands beside their dot; past that it is on hover


def parts_prestations(
    rows: pd.DataFrame, titles: Mapping[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Draw how the bill of each kind of care is shared, each bar being the whole bill.

    ``rows``: nom (of the kind of care), detail (amount billed and n of N, in words),
    montant_facture_fcfa, part_reste_a_charge and the columns of ``PAYERS``; ``titles`` name those.
    A difference is drawn only where the bill is larger than its parts; where it is smaller the
    page says so.
    """
    figure = Sketch()
    known = rows[rows["montant_facture_fcfa"] > 0]
    names = [f"<b>{folded(row.nom)}</b><br>{safe(row.detail)}" for row in records(known)]
    for rank, (code, look) in enumerate(zip(PAYERS, LOOKS, strict=True)):
        shares = [
            max(0.0, float(amount) / float(bill))
            for amount, bill in zip(known[code], known["montant_facture_fcfa"], strict=True)
        ]
        if code == PAYERS[-1] and not any(shares):
            continue
        texts = [_.percent(one, 0) for one in shares]
        colour = palette.category(rank)
        figure.add_bar(
            y=names,
            x=shares,
            orientation="h",
            name=safe(titles[code]),
            text=_inside(code, shares, texts),
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": palette.ink if look else palette.paper},
            marker={
                "color": palette.paper if look else colour,
                "line": {"color": colour, "width": 1.2},
                "pattern": {"shape": look, "fgcolor": palette.grid, "size": 6, "solidity": 0.3},
            },
            customdata=[[text] for text in texts],
            hovertemplate="%{fullData.name} : %{customdata[0]}<extra></extra>",
        )
    _patients(figure, known, names, titles[PATIENT], palette, _)
    figure.update_layout(
        barmode="stack", bargap=0.35, legend={"traceorder": "normal"}, uniformtext=READABLE_TEXT
    )
    ticks = [0, 0.5, 1]  # few enough to stand upright on a phone
    figure.update_xaxes(
        title=_("part du montant facturé"),
        range=[0, 1.16],
        tickvals=ticks,
        ticktext=[_.percent(one, 0) for one in ticks],
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure.made(palette, _, height=130 + 52 * len(known))


def _patients(
    figure: Sketch,
    rows: pd.DataFrame,
    names: Sequence[str],
    title: str,
    palette: Palette,
    _: Language,
) -> None:
    """Write the patient's share at the end of each bar."""
    figure.add_scatter(
        x=[1.01] * len(rows),
        y=names,
        mode="text",
        text=[f"<b>{_.percent(one, 0)}</b>" for one in rows["part_reste_a_charge"]],
        textposition="middle right",
        textfont={"color": palette.ink},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
        name=safe(title),
    )


def _inside(code: str, shares: Sequence[float], texts: Sequence[str]) -> list[str]:
    """Write what fits inside the segments; the patient's share stands beside the bar."""
    return [
        text if one >= READABLE and code != PATIENT else ""
        for one, text in zip(shares, texts, strict=True)
    ]


def par_beneficiaire(
    rows: pd.DataFrame, titles: Mapping[str, str], axis: str, palette: Palette, _: Language
) -> go.Figure:
    """Draw contributions and benefits per beneficiary, one line per group.

    ``rows``: nom, indicateur_id, ratio (of the group's sums, in the currency shown), mediane (of
    its mutuals), ratio_ecrit and mediane_ecrite. ``titles`` name the two indicators. A filled mark
    is the ratio, a hollow one the median; a group that tells neither bears ``n. d.``
    """
    figure = Sketch()
    groups = list(dict.fromkeys(rows["nom"]))
    for rank, (code, title) in enumerate(titles.items()):
        own = rows[rows["indicateur_id"] == code]
        levels = [groups.index(name) + SIDES[rank] for name in own["nom"]]
        median = _("{}, médiane des mutuelles").format(title)
        hollow = _marks(own["mediane"], own["mediane_ecrite"], levels, rank, palette)
        hollow["marker"] |= {"color": palette.paper, "size": 10}
        figure.add_trace(hollow | {"name": safe(median), "mode": "markers"})
        filled = _marks(own["ratio"], own["ratio_ecrit"], levels, rank, palette)
        figure.add_trace(filled | {"name": safe(title)})
        missing = [level for level, one in zip(levels, own["ratio"], strict=True) if pd.isna(one)]
        if missing:
            figure.add_trace(_unknown(missing, rank, palette, _))
    figure.update_xaxes(title=axis, rangemode="tozero", nticks=6)
    figure.update_yaxes(
        range=[len(groups) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        tickvals=list(range(len(groups))),
        ticktext=[folded(name) for name in groups],
    )
    figure.update_layout(showlegend=True)
    return figure.made(palette, _, height=190 + 74 * len(groups))


def _unknown(levels: list[float], rank: int, palette: Palette, _: Language) -> Trace:
    """Say at the foot of a line that its group tells nothing: it is not zero."""
    return scatter(
        x=[0] * len(levels),
        y=levels,
        mode="text",
        text=[_("n. d.")] * len(levels),
        textposition="middle right",
        textfont={"color": palette.category(rank), "size": palette.font_size - 3},
        hoverinfo="skip",
        showlegend=False,
        name=_("n. d."),
    )


def _marks(
    values: pd.Series, texts: pd.Series, levels: list[float], rank: int, palette: Palette
) -> Trace:
    colour = palette.category(rank)
    return scatter(
        x=[None if pd.isna(one) else float(one) for one in values],
        y=levels,
        mode="markers+text",
        text=[safe(one) for one in texts],
        textposition=("top center", "bottom center")[rank],
        textfont={"color": colour, "size": palette.font_size - 3},
        cliponaxis=False,
        marker={
            "symbol": SYMBOLS[rank],
            "size": 13,
            "color": colour,
            "line": {"color": colour, "width": 2},
        },
        hovertemplate="%{text}<extra>%{fullData.name}</extra>",
    )


def distribution(
    quartiles: "pd.Series[float]",
    dots: pd.DataFrame,
    place: Callable[[float], float],
    axis: tuple[str, str | None],
    write: Callable[[float], str],
    palette: Palette,
    _: Language,
) -> go.Figure:
    """Draw the middle half of the mutuals as a band, and each one that may be named as a dot.

    ``place`` turns a value into what the axis shows (another currency); ``write`` writes it.

    ``quartiles``: quartile_bas, mediane, quartile_haut, borne_basse, borne_haute, all unknown when
    too few values are. ``dots``: code, nom, valeur, role; empty for a reader who may not
    see one mutual's own figures; role is ``dedans``, ``atypique`` or ``choisie``. ``axis`` is its
    title and the format of its ticks.
    """
    figure = Sketch()
    middle = float("nan")
    if pd.notna(quartiles["mediane"]):
        middle = float(quartiles["mediane"])
        _box(figure, quartiles, place, write, palette, _)
        _limits(figure, quartiles, dots, place, palette, _)
    for role, words in (
        (INSIDE, _("mutuelle")),
        (OUTSIDE, _("mutuelle atypique")),
        (CHOSEN, _("mutuelle choisie")),
    ):
        own = dots[dots["role"] == role]
        if not own.empty:
            figure.add_trace(_dots(own, role, words, middle, place, write, palette))
    title, ticks = axis
    figure.update_xaxes(title=folded(title, 44), tickformat=ticks, nticks=6, zeroline=False)
    figure.update_yaxes(visible=False, range=[-1.35, 1.2])
    figure.update_layout(showlegend=True)
    return figure.made(palette, _, height=360)


def _box(
    figure: Sketch,
    quartiles: "pd.Series[float]",
    place: Callable[[float], float],
    write: Callable[[float], str],
    palette: Palette,
    _: Language,
) -> None:
    """Draw the band between the quartiles and the median, with their values."""
    low, middle, high = (float(quartiles[name]) for name in QUARTILES)
    figure.add_shape(
        type="rect",
        x0=place(low),
        x1=place(high),
        y0=-0.5,
        y1=0.5,
        fillcolor=palette.grid,
        line={"color": palette.border, "width": 1},
        layer="below",
    )
    figure.add_scatter(
        x=[place(middle), place(middle)],
        y=[-0.5, 0.5],
        mode="lines",
        name=_("médiane"),
        showlegend=False,
        line={"color": palette.ink, "width": 3},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[place(one) for one in (low, middle, high)],
        y=[-0.5, 0.5, -0.5],
        mode="text",
        name=_("quartiles"),
        showlegend=False,
        text=[
            safe(write(low)),
            safe(_("médiane {}").format(write(middle))),
            safe(write(high)),
        ],
        textposition=["bottom left", "top center", "bottom right"],
        textfont={"color": palette.ink, "size": palette.font_size - 1},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _limits(
    figure: Sketch,
    quartiles: "pd.Series[float]",
    dots: pd.DataFrame,
    place: Callable[[float], float],
    palette: Palette,
    _: Language,
) -> None:
    """Draw the limits that some mutual lies beyond; one that nobody passes says nothing."""
    low, high = float(quartiles["borne_basse"]), float(quartiles["borne_haute"])
    passed = [(low, (dots["valeur"] < low).any()), (high, (dots["valeur"] > high).any())]
    for rank, limit in enumerate(one for one, is_passed in passed if is_passed):
        figure.add_scatter(
            x=[place(limit), place(limit)],
            y=[-1.1, 1.1],
            mode="lines",
            name=_("borne : 1,5 fois l'écart entre les quartiles"),
            legendgroup="borne",
            showlegend=rank == 0,
            line={"color": palette.warm, "width": 1.5, "dash": "dot"},
            hoverinfo="skip",
        )


def _dots(
    rows: pd.DataFrame,
    role: str,
    words: str,
    middle: float,
    place: Callable[[float], float],
    write: Callable[[float], str],
    palette: Palette,
) -> Trace:
    """Draw mutuals; ``customdata`` is the identifier that a click gives back."""
    named = role != INSIDE and len(rows) <= NAMED
    levels = LEVELS if role == INSIDE else LANES[role]
    symbol, size, colour = {
        INSIDE: ("circle", 9, palette.category(0)),
        OUTSIDE: ("diamond", 13, palette.warm),
        CHOSEN: ("square", 14, palette.category(2)),
    }[role]
    return scatter(
        x=[place(float(one)) for one in rows["valeur"]],
        y=[levels[rank % len(levels)] for rank in range(len(rows))],
        mode="markers+text" if named else "markers",
        name=words,
        text=[safe(one) for one in rows["nom"]] if named else None,
        textposition=[
            "middle right" if one < middle else "middle left" for one in rows["valeur"]
        ],  # towards the middle: a name at an end would be cut
        cliponaxis=False,
        marker={
            "symbol": symbol,
            "size": size,
            "color": colour,
            "opacity": 0.75 if role == INSIDE else 1,
            "line": {"color": palette.paper, "width": 1},
        },
        customdata=list(rows["code"]),
        hovertext=[f"{safe(row.nom)}<br>{safe(write(row.valeur))}" for row in records(rows)],
        hoverinfo="text",
    )
