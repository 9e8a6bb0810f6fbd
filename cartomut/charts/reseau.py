"""The network as a diagram: nodes by their place in it, links by their type, with directions."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts import network_layout
from cartomut.charts.network_layout import Spot, Tree
from cartomut.charts.palette import Palette
from cartomut.charts.sketch import Sketch, Trace, scatter
from cartomut.charts.style import folded, safe
from cartomut.i18n import Language
from cartomut.records import records

NAMED = 45  # nodes that each have a row and a name; past that, only the best linked are named
DEEP = 4  # steps from a root past which rows have no room for names
BEST, BEST_NARROW = 8, 3  # nodes named among many
SMALLER = 0.7  # of a mark among many
ROW = 30  # pixels of a row
HEAD = 9  # pixels of an arrowhead
LEGEND, LEGEND_NARROW = 110, 240  # pixels; on a phone its entries stand one below the other
ABOVE = 12  # pixels from the middle of a node to a name above it
# In the order of the code list ``type_lien``; the map has the same colours and the first dashes.
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
# Mark, size and rank of the colour of each place in the network.
MARKS = {
    "pivot": ("star", 22, 5),
    "signataire": ("circle", 14, 0),
    "centre": ("circle", 11, 7),
    "mutuelle": ("square", 12, 3),
    "partenaire": ("diamond", 13, 1),
    "autre": ("triangle-up", 12, 6),
}
# Signs of a line of a name: in a list, and on both sides, where a small window has little room.
LONG, SHORT = 26, 14
LINE = 14  # pixels of a line of a name


@dataclass(frozen=True)
class Names:
    """The names of the codes that a diagram shows: places in the network, types of links."""

    roles: Mapping[str, str]
    types: Mapping[str, str]


@dataclass(frozen=True)
class Frame:
    """What the axes show, and about how large they are on the screen, in pixels."""

    left: float
    right: float
    top: float
    bottom: float
    width: int
    height: int

    @property
    def unit(self) -> tuple[float, float]:
        """Return how many pixels one unit measures across and down."""
        return self.width / (self.right - self.left), self.height / (self.bottom - self.top)


def key(genre: object, identifier: object) -> str:
    """Name a node, as a click on it gives it back."""
    return f"{genre}:{identifier}"


def reseau(
    members: pd.DataFrame,
    links: pd.DataFrame,
    names: Names,
    palette: Palette,
    _: Language,
    *,
    narrow: bool = False,
) -> go.Figure:
    """Draw who is linked to whom.

    Parameters
    ----------
    members : genre, id, nom, role_reseau, detail
        One row per node; ``detail`` is what its hover says.
    links : type_lien, de_genre, de_id, vers_genre, vers_id, detail
        One row per link, which goes from « de » to « vers ».
    narrow
        The whole stands to the right of its roots, for the width of a phone.
    """
    nodes = [key(*pair) for pair in zip(members["genre"], members["id"], strict=True)]
    hubs = [
        node for node, role in zip(nodes, members["role_reseau"], strict=True) if role == "pivot"
    ]
    parts = network_layout.trees(nodes, _pairs(links), hubs)
    deep = max((max(one.depth.values()) for one in parts), default=0)
    few = len(nodes) <= NAMED and deep <= DEEP
    spots = _places(parts, few, narrow)
    signs = LONG if narrow or not few else SHORT
    lines = max((folded(name, signs).count("<br>") + 1 for name in members["nom"]), default=1)
    frame = _frame(spots, few, narrow, lines)
    figure = Sketch()
    for code, part in links.groupby("type_lien", sort=False):
        for trace in _links(str(code), part, spots, names.types, frame, palette, _):
            figure.add_trace(trace)
    for role, part in members.groupby("role_reseau", sort=False):
        figure.add_trace(_nodes(str(role), part, spots, names.roles, few, palette))
    named = _named(nodes, links, few, narrow)
    _write(figure, members[[one in named for one in nodes]], spots, few, signs, palette)
    figure.update_xaxes(visible=False, range=[frame.left, frame.right])
    figure.update_yaxes(visible=False, range=[frame.bottom, frame.top])
    figure.update_layout(showlegend=True, legend={"traceorder": "normal"})
    return figure.made(palette, _, height=frame.height + (LEGEND_NARROW if narrow else LEGEND))


def _frame(spots: Mapping[str, Spot], few: bool, narrow: bool, lines: int) -> Frame:
    """Leave room for the names around the nodes; a row is as high as ``lines`` of the longest."""
    xs, ys = [one.x for one in spots.values()] or [0.0], [one.y for one in spots.values()] or [0.0]
    before, after = (1.15, 1.15) if few else (0.7, 0.7)
    if few and narrow:  # names take half of the width
        before, after = 0.12, max(1.6, 1.1 * max(xs))
    rows = max(ys) - min(ys) + 1.8
    height = max(200, round(max(ROW, LINE * min(lines, 3)) * rows)) if few else 640
    ends = (min(xs) - before, max(xs) + after)
    return Frame(*ends, min(ys) - 0.9, max(ys) + 0.9, 340 if narrow else 900, height)


def _places(parts: Sequence[Tree], few: bool, narrow: bool) -> dict[str, Spot]:
    """Place a few nodes in rows, centres to the right of their hub; many on rings."""
    if not few:
        return network_layout.rings(parts, 0.6 if narrow else 1.6)
    if narrow:
        return network_layout.columns(parts)
    centres = {node for tree in parts for node in tree.depth if node.startswith("centre:")}
    return network_layout.rows(parts, centres)


def _pairs(links: pd.DataFrame) -> list[tuple[str, str]]:
    return [
        (key(row.de_genre, row.de_id), key(row.vers_genre, row.vers_id)) for row in records(links)
    ]


def _links(
    code: str,
    part: pd.DataFrame,
    spots: Mapping[str, Spot],
    types: Mapping[str, str],
    frame: Frame,
    palette: Palette,
    _: Language,
) -> tuple[Trace, ...]:
    """Draw the links of a type: their lines, their arrowheads, and what a hover says of them."""
    rank = list(types).index(code) if code in types else len(types)
    colour, name = (
        palette.category(rank + 1),
        safe(_("Lien : {}").format(types.get(code, code).lower())),
    )
    lines, heads = _Stroke(), _Stroke()
    middles: list[tuple[float, float, str]] = []
    for row in records(part):
        start, end = spots[key(row.de_genre, row.de_id)], spots[key(row.vers_genre, row.vers_id)]
        path = _path(start, end)
        lines.add(path)
        tip = len(path) * 3 // 5
        heads.add(_arrow(path[tip - 1], path[tip], frame))
        middles.append((*path[tip], safe(row.detail)))
    drawn = scatter(
        x=lines.x,
        y=lines.y,
        mode="lines",
        name=name,
        legendgroup=code,
        line={"color": colour, "width": 2, "dash": DASHES[rank % len(DASHES)]},
        hoverinfo="skip",
    )
    arrows = scatter(
        x=heads.x,
        y=heads.y,
        mode="lines",
        showlegend=False,
        legendgroup=code,
        line={"color": colour, "width": 2.4},
        hoverinfo="skip",
    )
    said = scatter(
        x=[one[0] for one in middles],
        y=[one[1] for one in middles],
        mode="markers",
        showlegend=False,
        legendgroup=code,
        marker={"size": 9, "color": colour, "opacity": 0},
        hovertext=[one[2] for one in middles],
        hoverinfo="text",
    )
    return drawn, arrows, said


class _Stroke:
    """Points of a line that lifts its pen between two strokes."""

    def __init__(self) -> None:
        self.x: list[float | None] = []
        self.y: list[float | None] = []

    def add(self, points: Sequence[tuple[float, float]]) -> None:
        """Draw one stroke."""
        self.x += [*(point[0] for point in points), None]
        self.y += [*(point[1] for point in points), None]


def _path(start: Spot, end: Spot) -> list[tuple[float, float]]:
    """Go from one node to the other: straight, or bowed inwards between two of one column."""
    bow = 0.0
    if start.side == end.side != 0 and abs(start.x - end.x) < 0.5:
        bow = -start.side * min(0.75, 0.18 + 0.04 * abs(start.y - end.y))
    points = []
    for step in range(11):
        part = step / 10
        x = start.x + (end.x - start.x) * part + bow * 4 * part * (1 - part)
        points.append((x, start.y + (end.y - start.y) * part))
    return points


def _arrow(
    before: tuple[float, float], tip: tuple[float, float], frame: Frame
) -> list[tuple[float, float]]:
    """Draw an arrowhead of the same size on the screen, whatever a unit measures there."""
    across, down = frame.unit
    dx, dy = (tip[0] - before[0]) * across, (tip[1] - before[1]) * down
    long = math.hypot(dx, dy) or 1.0
    dx, dy = dx / long * HEAD, dy / long * HEAD
    wings = [
        (tip[0] - (dx + side * dy * 0.6) / across, tip[1] - (dy - side * dx * 0.6) / down)
        for side in (1, -1)
    ]
    return [wings[0], tip, wings[1]]


def _nodes(
    role: str,
    part: pd.DataFrame,
    spots: Mapping[str, Spot],
    roles: Mapping[str, str],
    few: bool,
    palette: Palette,
) -> Trace:
    sign, size, rank = MARKS.get(role, MARKS["autre"])
    keys = [key(*pair) for pair in zip(part["genre"], part["id"], strict=True)]
    return scatter(
        x=[spots[one].x for one in keys],
        y=[spots[one].y for one in keys],
        mode="markers",
        name=safe(roles.get(role, role)),
        customdata=keys,
        marker={
            "symbol": sign,
            "size": size if few else size * SMALLER,
            "color": palette.category(rank),
            "line": {"color": palette.paper, "width": 1.5},
        },
        hovertext=[safe(text) for text in part["detail"]],
        hoverinfo="text",
        cliponaxis=False,
    )


def _named(nodes: Sequence[str], links: pd.DataFrame, few: bool, narrow: bool) -> set[str]:
    """Choose the nodes whose names are written: all, or the best linked among many."""
    if few:
        return set(nodes)
    counts = pd.Series([end for pair in _pairs(links) for end in pair], dtype=object).value_counts()
    return set(counts[counts > 2].index[: BEST_NARROW if narrow else BEST])


def _write(
    figure: Sketch,
    members: pd.DataFrame,
    spots: Mapping[str, Spot],
    few: bool,
    signs: int,
    palette: Palette,
) -> None:
    """Write names beside the nodes: outward, or above those that lead further."""
    shown = [(spots[key(row.genre, row.id)], row) for row in records(members)]
    beside = [pair for pair in shown if few and pair[0].side and not pair[0].inner]
    for spot, row in [pair for pair in shown if pair not in beside]:
        figure.add_annotation(
            x=spot.x,
            y=spot.y,
            text=folded(row.nom, signs),
            showarrow=False,
            yanchor="bottom",
            yshift=ABOVE,
            bgcolor=palette.paper,
            font={"size": palette.font_size - 2, "color": palette.ink},
        )
    figure.add_scatter(
        x=[spot.x for spot, _row in beside],
        y=[spot.y for spot, _row in beside],
        mode="markers+text",
        marker={"size": 20, "opacity": 0, "color": palette.ink},  # keeps the name off the mark
        text=[folded(row.nom, signs) for _spot, row in beside],
        textposition=["middle right" if spot.side > 0 else "middle left" for spot, _row in beside],
        textfont={"size": palette.font_size - 2, "color": palette.ink},
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,
    )
