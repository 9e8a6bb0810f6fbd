"""What a micro-system offers and lacks: care levels, components, services within reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.sketch import Sketch
from cartomut.charts.style import folded, safe
from cartomut.i18n import Language

UNKNOWN = "inconnu"
READABLE = {"minsize": 11, "mode": "hide"}  # a number that does not fit is in the table
ROOM = 200  # pixels around stacked bars: their axis, and a legend in one column on a phone
BAR, HEAD = 46, 50  # pixels of a bar and of a panel's title
# Fill (rank of a colour, or paper) and pattern of each part of a bar, best first, unknown last.
LOOKS: tuple[tuple[int | None, str], ...] = ((0, ""), (7, "."), (1, "/"), (None, "x"))


def niveaux(
    rows: pd.DataFrame,
    levels: Mapping[str, str],
    statuses: Mapping[str, str],
    palette: Palette,
    _: Language,
) -> go.Figure:
    """Stack the facilities of each care level by CMU status.

    ``rows``: niveau_soins (or unknown), statut_cmu, nb_centres; ``levels`` and ``statuses`` name
    the codes, in order, the unknown ones last.
    """
    known = rows.assign(niveau_soins=rows["niveau_soins"].fillna(UNKNOWN))
    present = [code for code in levels if code in set(known["niveau_soins"])]
    counts = known.pivot_table(
        index="niveau_soins", columns="statut_cmu", values="nb_centres", aggfunc="sum"
    ).reindex(index=present, columns=list(statuses))
    parts = {statuses[code]: counts[code].fillna(0).astype(int).tolist() for code in statuses}
    bars = [levels[code] for code in present]
    return _stacked(bars, parts, _("centres ouverts du réseau"), palette, _)


def manques(
    rows: pd.DataFrame, services: list[str], parts: Mapping[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Stack, for each service, the core's facilities by how they reach it.

    ``services`` names the rows; ``parts`` names the columns of counts, best first.
    """
    counts = {name: rows[column].astype(int).tolist() for column, name in parts.items()}
    return _stacked(services, counts, _("centres ouverts du noyau"), palette, _)


def composantes(rows: pd.DataFrame, names: list[str], palette: Palette, _: Language) -> go.Figure:
    """Draw, for each component, the facilities for which a source says it, out of all.

    ``rows``: nb_documentes, nb_centres.
    """
    parts = {
        _("dit par une source"): rows["nb_documentes"].astype(int).tolist(),
        _("dit par aucune source, ce qui n'est pas « non »"): (
            rows["nb_centres"] - rows["nb_documentes"]
        )
        .astype(int)
        .tolist(),
    }
    figure = _stacked(names, parts, _("centres du noyau"), palette, _, looks=(LOOKS[0], LOOKS[3]))
    return figure.update_layout(height=120 + 46 * len(names))


@dataclass(frozen=True)
class Ratio:
    """One ratio: its title, and for each set its name, its value and how the value is written."""

    title: str
    bars: Sequence[tuple[str, float | None, str]]


def rapports(ratios: Sequence[Ratio], palette: Palette, _: Language) -> go.Figure:
    """Draw one panel per ratio, each on its own scale: the published model first, then ours.

    A bar without a value says why beside its name.
    """
    figure = Sketch()
    sizes = [len(one.bars) for one in ratios]
    whole = sum(sizes) * BAR + HEAD * len(ratios)
    top = 1.0
    for rank, (one, size) in enumerate(zip(ratios, sizes, strict=True), 1):
        low = top - (size * BAR + HEAD) / whole
        suffix = str(rank) if rank > 1 else ""
        figure.add_bar(**_panel(one, palette), xaxis=f"x{suffix}", yaxis=f"y{suffix}")
        largest = max((value for _name, value, _text in one.bars if value), default=1.0)
        domain = [max(low, 0.0), top - HEAD / whole]
        across, up = f"x{suffix}", f"y{suffix}"
        figure.layout[f"xaxis{suffix}"] = {"visible": False, "range": [0, largest], "anchor": up}
        figure.layout[f"yaxis{suffix}"] = {
            "domain": domain,
            "anchor": across,
            "visible": False,
            "range": [size - 0.3, -0.7],
        }
        figure.add_annotation(**_head(one.title, domain[1], palette))
        for place, (name, _value, text) in enumerate(one.bars):
            figure.add_annotation(**_line(_.pair(name, text), place, across, up, palette))
        top = low
    figure.update_layout(showlegend=False, margin={"l": 4, "r": 4, "t": 8, "b": 8})
    return figure.made(palette, _, height=round(whole) + 16)


def _panel(ratio: Ratio, palette: Palette) -> dict[str, Any]:
    looks = [LOOKS[min(rank, 2)] for rank in range(len(ratio.bars))]
    return {
        "y": list(range(len(ratio.bars))),
        "x": [value or 0.0 for _name, value, _text in ratio.bars],
        "width": 0.4,
        "orientation": "h",
        "marker": {
            "color": [palette.category(fill or 0) for fill, _pattern in looks],
            "pattern": {
                "shape": [pattern for _fill, pattern in looks],
                "fgcolor": palette.paper,
                "size": 7,
                "solidity": 0.3,
            },
        },
        "hoverinfo": "skip",
    }


def _head(title: str, top: float, palette: Palette) -> dict[str, Any]:
    """Write the title of a panel above it."""
    return {
        "text": f"<b>{'<br>'.join(wrap(safe(title), 40))}</b>",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "align": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": palette.font_size},
    }


def _line(text: str, place: int, across: str, up: str, palette: Palette) -> dict[str, Any]:
    """Write the name and the value of a bar above it: beside it a phone has no room."""
    return {
        "text": safe(text),
        "x": 0,
        "xref": across,
        "xanchor": "left",
        "y": place - 0.22,
        "yref": up,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": palette.font_size - 2},
    }


def _stacked(
    bars: list[str],
    parts: Mapping[str, list[int]],
    title: str,
    palette: Palette,
    _: Language,
    looks: tuple[tuple[int | None, str], ...] = LOOKS,
) -> go.Figure:
    """Stack counts in bars that lie, each part with its colour and its pattern."""
    figure = Sketch()
    places = list(range(len(bars)))
    for (name, counts), (rank, pattern) in zip(parts.items(), looks, strict=True):
        fill = palette.paper if rank is None else palette.category(rank)
        figure.add_bar(
            y=places,
            x=counts,
            name=safe(name),
            orientation="h",
            text=[_.number(one) if one else "" for one in counts],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": palette.on(fill)},
            marker={
                "color": fill,
                "line": {"color": palette.hatch if rank is None else palette.paper, "width": 1},
                "pattern": {
                    "shape": pattern,
                    "bgcolor": fill,
                    "fgcolor": palette.hatch if rank is None else palette.paper,
                    "fgopacity": 0.45,
                    "size": 8,
                    "solidity": 0.12,
                },
            },
            hovertemplate="%{customdata} : %{x}<extra>%{fullData.name}</extra>",
            customdata=[safe(one) for one in bars],
        )
    figure.update_layout(barmode="stack", bargap=0.35, uniformtext=READABLE)
    figure.update_layout(legend={"traceorder": "normal"})
    longest = max((sum(one) for one in zip(*parts.values(), strict=True)), default=1)
    figure.update_xaxes(title=title, rangemode="tozero", dtick=max(1, -(-longest // 5)))
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickvals=places,
        ticktext=[folded(one) for one in bars],
    )
    return figure.made(palette, _, height=ROOM + 34 * len(bars))
