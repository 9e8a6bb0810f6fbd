"""Flows in a picture: columns of nodes, and bands as thick as their amounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text

from cartomut.charts.palette import LIGHT
from cartomut.exports.picture_look import Look, each, words

PAD, THICK = 20.0, 20.0  # pixels, when the figure does not say
SWEEPS = 4  # over the columns, to bring nodes before those that they feed
FAINT = 0.35  # of a band without a colour of its own


@dataclass
class Node:
    """A node: its column, its amount, and where it stands (pixels, downwards)."""

    rank: int
    amount: float
    column: int
    wish: float = 0.0
    top: float = 0.0
    height: float = 0.0

    @property
    def middle(self) -> float:
        """Return the height of the node's middle."""
        return self.top + self.height / 2


@dataclass(frozen=True)
class Link:
    """A band from one node to another."""

    rank: int
    source: int
    target: int
    amount: float


def sankey(axes: Axes, trace: Any, look: Look, renderer: RendererBase) -> None:
    """Draw a Sankey trace in axes that count in pixels, downwards.

    Raises
    ------
    ValueError
        When it stands upright, or when a flow comes back to where it started.
    """
    if trace.orientation == "v":
        raise ValueError("cartomut/exports/picture.py cannot draw an upright 'sankey' trace")
    width, height = axes.get_xlim()[1], axes.get_ylim()[0]
    links = _links(trace)
    nodes = _nodes(trace, links)
    pad = PAD if trace.node.pad is None else float(trace.node.pad)
    thick = THICK if trace.node.thickness is None else float(trace.node.thickness)
    last = max((one.column for one in nodes.values()), default=0)
    scale = _arrange(nodes, links, height, pad)
    step = (width - thick) / max(last, 1)
    colours = each(trace.node.color, len(trace.node.label or ()) or len(nodes))
    paints = {
        rank: look.colour(colours[rank], LIGHT.category(rank)) if rank < len(colours) else LIGHT.ink
        for rank in nodes
    }
    asked = each(trace.link.color, len(trace.link.value))
    ends = _ends(links, nodes, scale)
    for link in links:
        band = _band(link, nodes, ends[link.rank], link.amount * scale, (step, thick))
        own = asked[link.rank]
        clear = FAINT if own is None else None
        face = look.colour(own, paints[link.source])
        axes.add_patch(PathPatch(band, fc=face, alpha=clear, lw=0, gid=f"link_{link.rank}"))
    for node in nodes.values():
        box = Rectangle((node.column * step, node.top), thick, node.height, fc=paints[node.rank])
        box.set(linewidth=0, gid=f"node_{node.rank}", zorder=3)
        axes.add_patch(box)
    _labels(axes, trace, nodes, (step, thick, last), look, renderer)


def _links(trace: Any) -> list[Link]:
    rows = zip(trace.link.source, trace.link.target, trace.link.value, strict=True)
    return [
        Link(rank, int(source), int(target), float(value))
        for rank, (source, target, value) in enumerate(rows)
        if value
    ]


def _nodes(trace: Any, links: Sequence[Link]) -> dict[int, Node]:
    """Make the nodes that a flow reaches; a column from its ``x``, else by its distance."""
    ranks = sorted({one.source for one in links} | {one.target for one in links})
    columns = _columns(trace, ranks, links)
    wishes = each(trace.node.y, max(ranks, default=0) + 1)
    nodes = {}
    for rank in ranks:
        entering = sum(one.amount for one in links if one.target == rank)
        leaving = sum(one.amount for one in links if one.source == rank)
        wish = rank if wishes[rank] is None else float(wishes[rank])
        nodes[rank] = Node(rank, max(entering, leaving), columns[rank], wish)
    return nodes


def _columns(trace: Any, ranks: Sequence[int], links: Sequence[Link]) -> dict[int, int]:
    given = each(trace.node.x, max(ranks, default=0) + 1)
    if all(given[rank] is not None for rank in ranks):
        places = sorted({round(float(given[rank]), 3) for rank in ranks})
        return {rank: places.index(round(float(given[rank]), 3)) for rank in ranks}
    columns = dict.fromkeys(ranks, 0)
    for _turn in ranks:
        late = [one for one in links if columns[one.target] <= columns[one.source]]
        if not late:
            break
        for one in late:
            columns[one.target] = max(columns[one.target], columns[one.source] + 1)
    if any(columns[one.target] <= columns[one.source] for one in links):
        raise ValueError("cartomut/exports/picture.py cannot draw a 'sankey' trace with a cycle")
    last = max(columns.values(), default=0)
    sources = {one.source for one in links}
    return {rank: column if rank in sources else last for rank, column in columns.items()}


def _arrange(nodes: dict[int, Node], links: Sequence[Link], height: float, pad: float) -> float:
    """Give every node its height and place; return the pixels of one unit of amount."""
    columns: dict[int, list[Node]] = {}
    for node in sorted(nodes.values(), key=lambda one: one.wish):
        columns.setdefault(node.column, []).append(node)
    sums = {column: sum(one.amount for one in found) for column, found in columns.items()}
    scale = min(
        ((height - pad * (len(found) - 1)) / sums[column] for column, found in columns.items()),
        default=1.0,
    )
    for node in nodes.values():
        node.height = node.amount * scale
    for _turn in range(SWEEPS):
        for column in sorted(columns):
            _stack(columns[column], height, pad)
        for column in sorted(columns)[1:]:
            columns[column].sort(key=lambda one: _pull(one, nodes, links))
    for found in columns.values():
        _stack(found, height, pad)
    return scale


def _stack(found: Sequence[Node], height: float, pad: float) -> None:
    """Stand the nodes of a column one under the other, in the middle of the height."""
    top = (height - sum(one.height for one in found) - pad * (len(found) - 1)) / 2
    for node in found:
        node.top = top
        top += node.height + pad


def _pull(node: Node, nodes: dict[int, Node], links: Sequence[Link]) -> float:
    """Return the height from which a node receives, on average."""
    own = [one for one in links if one.target == node.rank]
    total = sum(one.amount for one in own)
    return sum(nodes[one.source].middle * one.amount for one in own) / total if total else node.wish


def _ends(
    links: Sequence[Link], nodes: dict[int, Node], scale: float
) -> dict[int, tuple[float, float]]:
    """Say from which height each band leaves and at which it arrives, so that few of them cross.

    Along a node, bands stand in the order of the nodes that they go to or come from.
    """
    leaving = {rank: node.top for rank, node in nodes.items()}
    entering = dict(leaving)
    starts, arrivals = {}, {}
    for link in sorted(links, key=lambda one: nodes[one.target].top):
        starts[link.rank] = leaving[link.source]
        leaving[link.source] += link.amount * scale
    for link in sorted(links, key=lambda one: nodes[one.source].top):
        arrivals[link.rank] = entering[link.target]
        entering[link.target] += link.amount * scale
    return {rank: (start, arrivals[rank]) for rank, start in starts.items()}


def _band(
    link: Link,
    nodes: dict[int, Node],
    ends: tuple[float, float],
    size: float,
    columns: tuple[float, float],
) -> Path:
    """Draw a band from the right of its source to the left of its target."""
    source, target = nodes[link.source], nodes[link.target]
    (y0, y1), (step, thick) = ends, columns
    x0, x1 = source.column * step + thick, target.column * step
    middle = (x0 + x1) / 2
    corners = [
        (x0, y0),
        (middle, y0),
        (middle, y1),
        (x1, y1),
        (x1, y1 + size),
        (middle, y1 + size),
        (middle, y0 + size),
        (x0, y0 + size),
        (x0, y0),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return Path(corners, codes)


def _labels(
    axes: Axes,
    trace: Any,
    nodes: dict[int, Node],
    columns: tuple[float, float, int],
    look: Look,
    renderer: RendererBase,
) -> None:
    """Write each node's name beside it, left of the last column; none lies over another."""
    step, thick, last = columns
    names = each(trace.node.label, max(nodes, default=0) + 1)
    written: dict[int, list[Text]] = {}
    for node in sorted(nodes.values(), key=lambda one: one.top):
        left = node.column == last > 0
        x = node.column * step + (-6 if left else thick + 6)
        text = axes.text(
            x,
            node.middle,
            words(names[node.rank]),
            ha="right" if left else "left",
            va="center",
            fontsize=look.size(trace.textfont.size) - 1,
            color=look.colour(trace.textfont.color),
            bbox={"facecolor": LIGHT.paper, "alpha": 0.65, "linewidth": 0, "pad": 0.8},
            zorder=5,
        )
        written.setdefault(node.column, []).append(text)
    for texts in written.values():
        _spread(axes, texts, renderer)


def _spread(axes: Axes, texts: Sequence[Text], renderer: RendererBase) -> None:
    """Move the names of a column apart, downwards and then back up from the bottom."""
    pixel = axes.get_ylim()[0] / axes.get_window_extent(renderer).height
    sizes = [one.get_window_extent(renderer).height * pixel for one in texts]
    middles = [one.get_position()[1] for one in texts]
    for rank in range(1, len(texts)):
        least = middles[rank - 1] + (sizes[rank - 1] + sizes[rank]) / 2
        middles[rank] = max(middles[rank], least)
    bottom = axes.get_ylim()[0] + 6
    for rank in reversed(range(len(texts))):
        bottom -= sizes[rank] / 2
        middles[rank] = min(middles[rank], bottom)
        bottom = middles[rank] - sizes[rank] / 2
    for text, middle in zip(texts, middles, strict=True):
        text.set_y(middle)
