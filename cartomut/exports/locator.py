"""A small map that says where one entity stands: the country's regions, with the place marked."""

import io
import json
from collections.abc import Collection, Mapping
from math import cos, radians
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from cartomut.charts.palette import LIGHT

SIZE = 2.3  # inches, both ways
DOTS = 300  # per inch, of a PNG
MIDDLE = 7.5  # degrees; the latitude at which a degree of longitude is drawn in proportion


def locator(
    outlines: Mapping[str, str],
    marked: Collection[str],
    point: tuple[float, float] | None = None,
) -> str:
    """Draw the map as SVG.

    Parameters
    ----------
    outlines
        The GeoJSON text of each region, by its code.
    marked
        The regions to shade.
    point
        Latitude and longitude of the place, in degrees.
    """
    target = io.StringIO()
    _page(outlines, marked, point).savefig(target, format="svg", transparent=True)
    return target.getvalue()


def locator_png(
    outlines: Mapping[str, str],
    marked: Collection[str],
    point: tuple[float, float] | None = None,
) -> bytes:
    """Draw the same map as PNG, for a slide."""
    target = io.BytesIO()
    _page(outlines, marked, point).savefig(target, format="png", dpi=DOTS, facecolor=LIGHT.paper)
    return target.getvalue()


def _page(
    outlines: Mapping[str, str], marked: Collection[str], point: tuple[float, float] | None
) -> Figure:
    page = Figure(figsize=(SIZE, SIZE))
    axes: Axes = page.add_axes((0, 0, 1, 1))
    for code, outline in outlines.items():
        colour = LIGHT.steps[2] if code in marked else LIGHT.sea
        axes.add_patch(
            PathPatch(_path(json.loads(outline)), facecolor=colour, edgecolor=LIGHT.border, lw=0.4)
        )
    if point:
        latitude, longitude = point
        axes.plot(longitude, latitude, "o", color=LIGHT.warm, mec=LIGHT.paper, mew=1.2, ms=8)
    axes.autoscale_view()
    axes.set_aspect(1 / cos(radians(MIDDLE)))
    axes.set_axis_off()
    return page


def _path(outline: Mapping[str, Any]) -> Path:
    """Join every ring of a polygon or a multipolygon into one path; holes stay holes."""
    corners = outline["coordinates"]
    polygons = [corners] if outline["type"] == "Polygon" else corners
    rings = [Path(ring, closed=True) for polygon in polygons for ring in polygon]
    return Path.make_compound_path(*rings)
