"""The map as a picture, PNG or SVG, drawn from the data: nothing of the screen is copied.

Title, legend, filters, sources, dataset, date and scale stand inside, so that none can be lost.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from cartomut.charts.palette import LIGHT, SHAPES, Palette
from cartomut.exports.plate import saved, words
from cartomut.i18n import Language
from cartomut.maps import lines, outlines, signs
from cartomut.maps.carte import LARGEST_CIRCLE, Dots, View
from cartomut.maps.legend import Entry, Legend
from cartomut.maps.years import SmallMap
from cartomut.records import records

WIDTH, MAP_SIDE, BARE_SIDE, DOTS = 11.7, 7.2, 5.4, 150  # inches, dots per inch
LEGEND_WIDE, LINE, MARGIN = 3.95, 0.2, 0.3  # inches
LEGEND_CHARACTERS, FOOT_CHARACTERS, TITLE_CHARACTERS = 48, 165, 95
KM_PER_DEGREE = 111.2
DOT = 3.5  # square points of one of thousands of places
SCALES_KM = (200, 100, 50, 20, 10, 5, 2, 1)
MARKERS = {"cercle": "o", "carre": "s", "triangle": "^", "losange": "D", "croix": "P", "rond": "o"}
HATCHES = {
    "inconnu": "...",
    "non_enquete": "////",
    "masque": "xxxx",
    "non_calculable": "----",
    "sans_entite": "||||",
    "non_declare": "||||",
}
DASHES: Mapping[str, Any] = {
    "trait": "solid",
    "tirets": (0, (5, 3)),
    "pointilles": (0, (1.2, 2.4)),
    "mixte": (0, (6, 2, 1.5, 2)),
}


@dataclass(frozen=True)
class Sheet:
    """What stands around the map: title, notes below, and a mark across it (may be empty).

    Without a title, the map is for a place that says all this: it is smaller, its letters larger.
    """

    title: str
    notes: tuple[str, ...]
    mark: str = ""


def draw(
    shapes: Mapping[str, str],
    names: Mapping[str, str],
    content: Mapping[str, Any],
    payload: Mapping[str, Any],
    legend: Legend,
    view: View,
    sheet: Sheet,
    kind: str,
    _: Language,
) -> bytes:
    """Draw the map as ``png`` or ``svg``.

    Parameters
    ----------
    shapes, names
        The GeoJSON text and the name of each territory of the level, by code.
    content
        The parts that ``cartomut.maps.carte.carte`` drew: places, network.
    payload, legend
        The data and the legend that it made with the light palette.
    """
    page, box = _page(sheet, legend)
    axes = page.add_axes(box)
    _map(axes, shapes, names, content, payload, view, _)
    if sheet.mark:
        _mark(axes, sheet.mark)
    return saved(page, kind)


def draw_years(
    shapes: Mapping[str, str],
    maps: Sequence[SmallMap],
    known: Sequence[str],
    legend: Legend,
    sheet: Sheet,
    kind: str,
) -> bytes:
    """Draw the small maps of a measure, one per year, on one legend; as ``png`` or ``svg``.

    ``known`` says under each year how many values it has.
    """
    page, (left, low, width, height) = _page(sheet, legend)
    found = {code: outlines.rings(text) for code, text in shapes.items()}
    across = 3 if len(maps) > 4 else 2
    down = -(-len(maps) // across)
    for rank, (one, said) in enumerate(zip(maps, known, strict=True)):
        row, column = divmod(rank, across)
        at = (left + column * width / across, low + height - (row + 1) * height / down)
        axes = page.add_axes((*at, 0.94 * width / across, 0.86 * height / down))
        axes.set_axis_off()
        for code, rings in found.items():
            shade = one.shades.get(code, "")
            _area(axes, rings, 0 if shade.startswith("#") else shade, [shade])
        west, south, east, north = outlines.box(list(found.values()))
        axes.set_xlim(west, east)
        axes.set_ylim(south, north)
        axes.set_aspect(1 / outlines.STRETCH)
        axes.set_title(words(f"{one.year}\n{said}"), fontsize=9, color=LIGHT.ink)
    if sheet.mark:
        _mark(
            page.add_axes((left, low, width, height), frame_on=False, xticks=[], yticks=[]),
            sheet.mark,
        )
    return saved(page, kind)


def _page(sheet: Sheet, legend: Legend) -> tuple[Figure, tuple[float, float, float, float]]:
    """Make the page with its title, notes and legend; return it and the box left for the map."""
    foot = [line for note in sheet.notes for line in textwrap.wrap(note, FOOT_CHARACTERS)]
    title = textwrap.wrap(sheet.title, TITLE_CHARACTERS)
    side = MAP_SIDE if title else BARE_SIDE
    width = WIDTH - MAP_SIDE + side
    top, bottom = 0.3 * bool(title) + 0.3 * len(title), 0.25 * bool(foot) + 0.17 * len(foot)
    middle = max(side, _legend_height(legend))
    height = top + middle + bottom
    page = Figure(figsize=(width, height), dpi=DOTS, facecolor=LIGHT.paper)
    page.text(
        MARGIN / width,
        1 - 0.2 / height,
        words("\n".join(title)),
        fontsize=15,
        fontweight="bold",
        va="top",
        color=LIGHT.ink,
    )
    page.text(MARGIN / width, 0.12 / height, words("\n".join(foot)), fontsize=8, color=LIGHT.quiet)
    _legend(page, legend, (width, height), top)
    at = (bottom + (middle - side)) / height
    return page, (MARGIN / width, at, side / width, side / height)


def _map(
    axes: Axes,
    shapes: Mapping[str, str],
    names: Mapping[str, str],
    content: Mapping[str, Any],
    payload: Mapping[str, Any],
    view: View,
    _: Language,
) -> None:
    axes.set_facecolor(LIGHT.sea)
    axes.set_xticks([])
    axes.set_yticks([])
    found = {code: outlines.rings(text) for code, text in shapes.items()}
    middles = {code: outlines.middle(rings) for code, rings in found.items()}
    for code, rings in found.items():
        _area(axes, rings, payload["aplat"].get(code, [""])[0], payload["teintes"])
    for code, (x, y) in middles.items():
        _name(axes, x, y, names.get(code, code))
    for circle in payload["cercles"]:
        x, y = middles[circle["code"]]
        size = (2 * circle["rayon"] * LARGEST_CIRCLE / 26 * 0.85) ** 2
        axes.scatter(x, y, s=size, c=LIGHT.warm, alpha=0.35, ec=LIGHT.warm, lw=1.4, zorder=4)
    network = content.get("network")
    if network is not None:
        _links(axes, network.links, network.types, LIGHT)
    _dots(axes, content.get("dots"))
    _rings(axes, view)
    if view.zone:
        _zone(axes, view)
    _frame(axes, found, view)
    if "lieux" in view.layers:
        _places(axes, content["places"], content["kinds"], content.get("colours"), _)
    _scale(axes, _)


def _area(axes: Axes, rings: list[outlines.Ring], shade: Any, shades: Sequence[str]) -> None:
    # Added as artists: the limits of the axes are set by hand, and working them out is slow.
    path = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
    hatched = HATCHES.get(shade)
    face = LIGHT.paper if hatched or shade == "" else shades[shade]
    axes.add_artist(PathPatch(path, facecolor=face, edgecolor="none", zorder=1))
    if hatched:
        axes.add_artist(
            PathPatch(path, facecolor="none", edgecolor=LIGHT.hatch, hatch=hatched, lw=0, zorder=1)
        )
    axes.add_artist(PathPatch(path, facecolor="none", edgecolor=LIGHT.border, lw=0.7, zorder=2))


def _name(axes: Axes, x: float, y: float, text: str) -> None:
    axes.text(
        x,
        y,
        words(text),
        fontsize=6.5,
        ha="center",
        va="center",
        color=LIGHT.ink,
        zorder=3,
        clip_on=True,
        path_effects=[withStroke(linewidth=2.2, foreground=LIGHT.paper)],
    )


def _places(
    axes: Axes,
    places: pd.DataFrame,
    kinds: Mapping[str, str],
    colours: Mapping[str, str] | None,
    _: Language,
) -> None:
    made = signs.signs(places, kinds, LIGHT, _, colours)

    keys = pd.Series(signs.keys(places), index=places.index, dtype="object")
    for key, sign in made.items():
        own = places[keys == key]
        axes.scatter(
            own["longitude"],
            own["latitude"],
            marker=MARKERS[sign.shape],
            s=34,
            c=LIGHT.paper if sign.hollow else sign.colour,
            edgecolors=sign.colour if sign.hollow else LIGHT.outline,
            linewidths=1.2 if sign.hollow else 0.7,
            linestyles="dotted" if sign.dashed and sign.hollow else "solid",
            zorder=6,
        )


def _links(axes: Axes, links: pd.DataFrame, types: Mapping[str, str], palette: Palette) -> None:
    for row in records(lines.drawn(links)):
        sign, colour, _dashes = lines.look(types, row.type_lien, palette)
        axes.plot(
            [row.de_longitude, row.vers_longitude],
            [row.de_latitude, row.vers_latitude],
            color=colour,
            lw=1.6,
            ls=DASHES[sign],
            zorder=5,
        )


def _dots(axes: Axes, dots: Dots | None) -> None:
    if dots is None:
        return
    for rank in reversed(range(len(dots.names))):
        own = dots.places[dots.places["rang"] == rank]
        marker = MARKERS[SHAPES[rank % len(SHAPES)]]
        colour = dots.colours[rank]
        axes.scatter(
            own["longitude"], own["latitude"], marker=marker, s=DOT, c=colour, lw=0, zorder=4
        )


def _rings(axes: Axes, view: View) -> None:
    for ring in view.rings:
        tall = 2 * ring.km / KM_PER_DEGREE
        at = (ring.longitude, ring.latitude)
        axes.add_artist(
            Ellipse(
                at, tall / outlines.STRETCH, tall, fill=False, ec=LIGHT.chosen, lw=0.7, zorder=5
            )
        )


def _zone(axes: Axes, view: View) -> None:
    zone = view.zone
    if zone is None:
        return
    style: dict[str, Any] = {"fill": False, "ec": LIGHT.chosen, "lw": 1.6, "ls": DASHES["tirets"]}
    if zone.radius_km is not None:
        ((latitude, longitude),) = zone.points
        tall = 2 * zone.radius_km / KM_PER_DEGREE
        circle = Ellipse((longitude, latitude), tall / outlines.STRETCH, tall, zorder=7, **style)
        axes.add_patch(circle)
    else:
        axes.add_patch(Polygon([(x, y) for y, x in zone.points], closed=True, zorder=7, **style))


def _frame(axes: Axes, found: Mapping[str, list[outlines.Ring]], view: View) -> None:
    """Show the same box as the map on the screen, in a square that cuts nothing of it."""
    if view.frame.box:
        (south, west), (north, east) = view.frame.box
    else:
        own = found.get(view.frame.code)
        west, south, east, north = outlines.box([own] if own else list(found.values()))
    side = 1.06 * max((east - west) * outlines.STRETCH, north - south) / 2
    x, y = (west + east) / 2, (south + north) / 2
    axes.set_xlim(x - side / outlines.STRETCH, x + side / outlines.STRETCH)
    axes.set_ylim(y - side, y + side)


def _scale(axes: Axes, _: Language) -> None:
    left, right = axes.get_xlim()
    low, high = axes.get_ylim()
    per_degree = KM_PER_DEGREE * outlines.STRETCH
    km = next((one for one in SCALES_KM if one / per_degree < (right - left) / 4), SCALES_KM[-1])
    x, y = left + 0.03 * (right - left), low + 0.03 * (high - low)
    axes.plot([x, x + km / per_degree], [y, y], color=LIGHT.ink, lw=2.5, zorder=8)
    text = _("{} km").format(_.number(km))
    axes.text(x, y + 0.01 * (high - low), text, fontsize=8, color=LIGHT.ink, zorder=8)


def _mark(axes: Axes, text: str) -> None:
    axes.text(
        0.5,
        0.5,
        words(text),
        transform=axes.transAxes,
        fontsize=46,
        fontweight="bold",
        color=LIGHT.ink,
        alpha=0.13,
        rotation=35,
        ha="center",
        va="center",
        zorder=9,
    )


def _legend_height(legend: Legend) -> float:
    rows = sum(
        2 + sum(len(_wrapped(entry.label)) for entry in entries)
        for _title, entries in legend.groups
    )
    titles = sum(len(_wrapped(title)) - 1 for title, _entries in legend.groups)
    notes = sum(len(_wrapped(note)) for note in legend.notes)
    return LINE * (rows + titles + notes + 1)


def _legend(page: Figure, legend: Legend, size: tuple[float, float], top: float) -> None:
    """Write the legend in a column right of the map; its axes count in inches, downwards."""
    width, height = size
    axes = page.add_axes((1 - LEGEND_WIDE / width, 0, LEGEND_WIDE / width, 1))
    axes.set_xlim(0, LEGEND_WIDE)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    y = top + LINE / 2
    for title, entries in legend.groups:
        y = _write(axes, 0, y, title, weight="bold")
        for entry in entries:
            _sign(axes, entry, y)
            y = _write(axes, 0.4, y, entry.label)
        y += LINE
    for note in legend.notes:
        y = _write(axes, 0, y, note, colour=LIGHT.quiet)


def _write(
    axes: Axes, x: float, y: float, text: str, weight: str = "normal", colour: str = LIGHT.ink
) -> float:
    """Write a text over as many lines as it needs; return where the next one stands."""
    for line in _wrapped(text):
        axes.text(x, y, words(line), fontsize=9, va="center", fontweight=weight, color=colour)
        y += LINE
    return y


def _sign(axes: Axes, entry: Entry, y: float) -> None:
    if entry.sign in DASHES:
        axes.plot([0.02, 0.32], [y, y], color=entry.colour, lw=2, ls=DASHES[entry.sign])
    elif entry.sign in MARKERS:
        faint = entry.sign == "rond"
        axes.scatter(
            0.17,
            y,
            marker=MARKERS[entry.sign],
            s=110 if faint else 44,
            c=LIGHT.paper if entry.hollow else entry.colour,
            edgecolors=entry.colour if entry.hollow or faint else LIGHT.outline,
            alpha=0.6 if faint else 1,
        )
    else:
        hatched = HATCHES.get(entry.sign)
        face = LIGHT.paper if hatched else entry.colour
        box = ((0.02, y - 0.07), 0.3, 0.14)
        axes.add_patch(Rectangle(*box, fc=face, ec=LIGHT.hatch, hatch=hatched, lw=0))
        axes.add_patch(Rectangle(*box, fill=False, ec=LIGHT.border, lw=0.7))


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, LEGEND_CHARACTERS) or [""]
