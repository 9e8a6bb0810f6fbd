"""A treemap in a picture: tiles as large as their amounts, parts inside their whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import fill, shorten
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from cartomut.charts.palette import LIGHT
from cartomut.exports.picture_bars import contrast
from cartomut.exports.picture_look import Look, bare, each, filled, words
from cartomut.i18n import Language

HEAD, PAD = 22.0, 3.0  # pixels: the strip of a whole's name, the gap around parts
SMALLEST = 5.5  # points; a tile too small for this bears no text
Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass
class Tile:
    """A part: its place in the trace, its amount, its own parts."""

    rank: int
    amount: float
    parts: list["Tile"] = field(default_factory=list)


def treemap(axes: Axes, trace: Any, look: Look, renderer: RendererBase, _: Language) -> None:
    """Draw a treemap trace in axes that count in pixels, downwards."""
    roots = _tree(trace)
    whole = Tile(-1, sum(one.amount for one in roots), roots)
    width, height = axes.get_xlim()[1], axes.get_ylim()[0]
    colours = each(trace.marker.colors, len(trace.labels))
    _parts(axes, trace, whole, (0, 0, width, height), (whole, colours, look, renderer, _), None)


def _tree(trace: Any) -> list[Tile]:
    """Build the tree; a whole is worth its value, or what its parts add to it."""
    names = list(trace.ids if trace.ids is not None else trace.labels)
    parents = each(trace.parents, len(names))
    values = each(trace.values, len(names))
    tiles = {name: Tile(rank, float(values[rank] or 0)) for rank, name in enumerate(names)}
    roots: list[Tile] = []
    for name, parent in zip(names, parents, strict=True):
        (tiles[parent].parts if parent in tiles else roots).append(tiles[name])
    if trace.branchvalues != "total":
        for root in roots:
            _add_up(root)
    return roots


def _add_up(tile: Tile) -> None:
    for part in tile.parts:
        _add_up(part)
    tile.amount += sum(part.amount for part in tile.parts)


def squarified(amounts: Sequence[float], box: Box) -> list[Box]:
    """Cut a box into tiles of these amounts (from the largest down), as square as can be."""
    left, top, width, height = box
    total = sum(amounts)
    areas = [one * width * height / total for one in amounts] if total else []
    boxes: list[Box] = []
    while areas:
        side = min(width, height)
        count = _row(areas, side)
        row, areas = areas[:count], areas[count:]
        thick = sum(row) / side if side else 0.0
        at = 0.0
        for area in row:
            long = area / thick if thick else 0.0
            wide = width < height
            boxes.append((left + at, top, long, thick) if wide else (left, top + at, thick, long))
            at += long
        if width < height:
            top, height = top + thick, height - thick
        else:
            left, width = left + thick, width - thick
    return boxes


def _row(areas: Sequence[float], side: float) -> int:
    """Count how many tiles to lay in a row so that the worst of them is most square."""
    best, count = float("inf"), 0
    for size in range(1, len(areas) + 1):
        row = areas[:size]
        total = sum(row)
        worst = max(side**2 * max(row) / total**2, total**2 / (side**2 * min(row)))
        if worst > best:
            break
        best, count = worst, size
    return count


def _parts(
    axes: Axes, trace: Any, tile: Tile, box: Box, tools: tuple[Any, ...], colour: Any
) -> None:
    """Lay the parts of a tile inside a box; what they do not fill stays empty."""
    known = sorted((one for one in tile.parts if one.amount > 0), key=lambda one: -one.amount)
    rest = tile.amount - sum(one.amount for one in known)
    amounts = [one.amount for one in known] + ([rest] if rest > 1e-9 * tile.amount else [])
    for part, place in zip(known, squarified(amounts, box), strict=False):
        _tile(axes, trace, part, place, tile, tools, colour)


def _tile(
    axes: Axes, trace: Any, tile: Tile, box: Box, parent: Tile, tools: tuple[Any, ...], shade: Any
) -> None:
    whole, colours, look, _renderer, _ = tools
    left, top, width, height = box
    next_one = shade if shade is not None else LIGHT.category(parent.parts.index(tile))
    colour = look.colour(colours[tile.rank], next_one)
    face = Rectangle((left, top), width, height, fc=colour, ec=LIGHT.paper, lw=1)
    face.set_gid(f"tile_{tile.rank}")
    axes.add_patch(face)
    known = [one for one in tile.parts if one.amount > 0]
    strip = (left, top, width, HEAD) if known else box
    text = _text(trace, tile, parent, whole, _)
    _write(axes, text.replace("\n", " · ") if known else text, strip, colour, tools)
    if known and width > 2 * PAD and height > HEAD + PAD:
        inner = (left + PAD, top + HEAD, width - 2 * PAD, height - HEAD - PAD)
        _parts(axes, trace, tile, inner, tools, colour)


def _text(trace: Any, tile: Tile, parent: Tile, whole: Tile, _: Language) -> str:
    rank, count = tile.rank, len(trace.labels)
    template = each(trace.texttemplate, count)[rank]
    own = each(trace.text, count)[rank]
    fields = {
        "label": trace.labels[rank],
        "text": "" if own is None else own,
        "value": tile.amount,
        "percentParent": tile.amount / parent.amount if parent.amount else 0.0,
        "percentRoot": tile.amount / whole.amount if whole.amount else 0.0,
        "percentEntry": tile.amount / whole.amount if whole.amount else 0.0,
    }
    data = None if trace.customdata is None else list(trace.customdata)[rank]
    if data is not None:
        parts = [data] if isinstance(data, (str, int, float)) else list(data)
        fields |= {f"customdata[{order}]": one for order, one in enumerate(parts)}
    if template:
        return bare(filled(template, fields, _))
    shown = {
        "label": fields["label"],
        "text": fields["text"],
        "value": _.number(tile.amount, 2),
        "percent parent": _.percent(fields["percentParent"], 0),
        "percent root": _.percent(fields["percentRoot"], 0),
        "percent entry": _.percent(fields["percentEntry"], 0),
    }
    asked = str(trace.textinfo or ("label+text" if trace.text is not None else "label+value"))
    return bare("\n".join(str(shown[one]) for one in asked.split("+") if shown.get(one)))


def _write(axes: Axes, text: str, box: Box, colour: Any, tools: tuple[Any, ...]) -> None:
    """Write a tile's text in its corner, folded and made smaller until it fits; else leave it."""
    _whole, _colours, look, renderer, _ = tools
    left, top, width, height = box
    pixel = axes.get_window_extent(renderer).width / axes.get_xlim()[1]
    room = np.array([width - 8, height - 4]) * pixel
    if min(room) <= 0 or not text:
        return
    size = look.size(None) - 1
    ink = contrast(to_rgb(colour))
    shown = axes.text(left + 4, top + 3, "", va="top", fontsize=size, color=ink, zorder=5)
    for points in (size, size - 1.5, size - 3, SMALLEST):
        signs = max(4, int(room[0] / (points * 0.75)))
        for folded in (text, "\n".join(fill(line, signs) for line in text.split("\n"))):
            shown.set_text(words(folded))
            shown.set_fontsize(points)
            extent = shown.get_window_extent(renderer)
            if extent.width <= room[0] and extent.height <= room[1]:
                return
    first = shorten(
        text.split("\n", maxsplit=1)[0], max(6, int(room[0] / (SMALLEST * 0.9))), placeholder="…"
    )
    shown.set_text(words(first))
    extent = shown.get_window_extent(renderer)
    if extent.width > room[0] or extent.height > room[1]:
        shown.remove()
