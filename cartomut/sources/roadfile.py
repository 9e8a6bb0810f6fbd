"""Read a file of roads and lay it out as a graph, in a process of its own, which may be stopped.

``python -m cartomut.sources.roadfile`` takes a job on its standard input, ``{"chemins", "noms",
"sortie", "cadre"}`` (a name to each path), writes the graph to ``sortie`` (NumPy ``.npz``) and
answers on its standard output with what was found, or ``{"faute", "valeur"}``. What can be slow or
fail on hostile bytes happens here.
"""

import json
import math
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj.exceptions import ProjError

from cartomut.sources import geolayers, road_faults
from cartomut.sources.roadlines import Lines, is_closed, lay_out

SECONDS = 300  # of computing
LINES = 1_000_000  # of a layer
POINTS = 12_000_000
LAYERS = 50
DRIVERS = geolayers.DRIVERS | {"OSM"}
KIND = ("highway", "fclass", "classe", "class", "type")  # columns, the first that is there
NAMED = ("road", "route", "highway")  # what a layer of roads is called
ONEWAY, SPEED, JUNCTION = "oneway", "maxspeed", "junction"
OSM_LINES = "lines"
TAGS = "other_tags"  # what GDAL gathers of OpenStreetMap's other tags
GEOFABRIK = "fclass"  # whose one-way column says F, T or B
_LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)
_TAG = re.compile(r'"(oneway|maxspeed|junction)"=>"([^"]*)"')
Box = tuple[float, float, float, float]  # west, south, east, north, in degrees


class Faulty(Exception):
    """A file that cannot be used; holds the rule of ``road_faults`` and what was found."""


@dataclass(frozen=True)
class Layer:
    """A layer that may hold roads."""

    path: Path
    name: str
    label: str  # how the reader knows it
    columns: tuple[str, ...]
    count: int

    @property
    def worth(self) -> tuple[bool, bool, bool, int]:
        """Rank layers: those that tell classes as OpenStreetMap does, or are named after roads."""
        named = any(word in self.label.lower() for word in NAMED)
        tells = (self.kind or "").lower() == KIND[0]
        return (tells, named, self.kind is not None, self.count)

    @property
    def is_osm(self) -> bool:
        """Tell whether it is of an OpenStreetMap extract, whose ways of all kinds are lines."""
        return self.path.suffix == ".pbf"

    @property
    def kind(self) -> str | None:
        """Return the column of the classes, as the file writes it."""
        lower = {one.lower(): one for one in self.columns}
        return next((lower[name] for name in KIND if name in lower), None)


def main() -> None:
    """Answer one job."""
    geolayers.confine(SECONDS)
    job = json.load(sys.stdin)
    paths = [Path(one) for one in job["chemins"]]
    made = read(paths, job["noms"], Path(job["sortie"]), tuple(job["cadre"]))
    json.dump(made, sys.stdout)


def read(paths: list[Path], names: list[str], output: Path, box: Box) -> dict[str, Any]:
    """Lay out the roads of the best layer of a file; ``names`` are what the reader calls paths."""
    try:
        layers, others = _layers(paths, names)
        chosen = _chosen(layers, others)
        lines, system = _lines(chosen)
        about = {"couche": chosen.label, "colonnes": ", ".join(chosen.columns)}
        about["autres"] = ", ".join(one.label for one in layers if one is not chosen)
        return about | _laid(lines, system, output, box, chosen)
    except Faulty as fault:
        return {"faute": fault.args[0].code, "valeur": fault.args[1]}
    except geolayers.Faulty:
        return {"faute": road_faults.NO_CRS.code, "valeur": ""}
    except (
        DataSourceError,
        DataLayerError,
        shapely.GEOSException,
        ProjError,
        MemoryError,
        ValueError,
        OSError,
    ) as why:
        return {"faute": road_faults.UNREADABLE.code, "valeur": type(why).__name__}


def _layers(paths: list[Path], names: list[str]) -> tuple[list[Layer], list[str]]:
    """List the layers that may hold lines, and the names of the others."""
    found, others = list[Layer](), list[str]()
    for path, own in zip(paths, names, strict=True):
        for name, kind in pyogrio.list_layers(path)[:LAYERS]:
            about = pyogrio.read_info(path, layer=name, **geolayers.encoding_of(path))
            if about["driver"] not in DRIVERS:
                raise Faulty(road_faults.UNREADABLE, about["driver"])
            label = own if name == path.stem else str(name)
            if kind is None or not ("Line" in kind or kind == "Unknown" or "Collection" in kind):
                others.append(label)
                continue
            columns = tuple(str(one) for one in about["fields"])
            found.append(Layer(path, str(name), label, columns, about["features"]))
    return [one for one in found if not one.is_osm or one.name == OSM_LINES], others


def _chosen(layers: list[Layer], others: list[str]) -> Layer:
    """Choose the layer that is most likely to be that of the roads."""
    if not layers:
        raise Faulty(road_faults.NO_LINES, ", ".join(others) or "–")
    chosen = max(layers, key=lambda one: one.worth)
    if chosen.count > LINES:
        raise Faulty(road_faults.DETAILED, str(LINES))
    return chosen


def _lines(layer: Layer) -> tuple[Lines, str | None]:
    """Read the lines of a layer, with the few columns that matter."""
    lower = {one.lower(): one for one in layer.columns}
    wanted = [lower[one] for one in (ONEWAY, SPEED, JUNCTION, TAGS) if one in lower]
    wanted += [layer.kind] if layer.kind else []
    only = {"where": "highway is not null"} if layer.is_osm else {}
    meta, _ids, shapes, values = pyogrio.raw.read(
        layer.path, layer=layer.name, columns=wanted, max_features=LINES + 1, **only
    )
    if len(shapes) > LINES:
        raise Faulty(road_faults.DETAILED, str(LINES))
    texts = {
        str(name).lower(): _texts(column)
        for name, column in zip(meta["fields"], values, strict=True)
    }
    shapes = shapely.force_2d(shapely.from_wkb(shapes))
    if shapely.get_num_coordinates(shapes).sum() > POINTS:
        raise Faulty(road_faults.DETAILED, str(POINTS))
    return _named(shapes, texts, (layer.kind or "").lower()), meta["crs"]


def _named(shapes: Any, texts: dict[str, NDArray[np.object_]], kind: str) -> Lines:
    """Put the columns under their names; what the tags of OpenStreetMap say fills the gaps."""
    blank = np.full(len(shapes), "", dtype=object)
    found = {name: texts.get(name, blank).copy() for name in (ONEWAY, SPEED, JUNCTION)}
    for row, tags in enumerate(texts.get(TAGS, ())):
        for name, value in _TAG.findall(tags):
            found[name][row] = found[name][row] or value
    if kind == GEOFABRIK:
        ways = {"b": "no", "f": "yes", "t": "-1"}
        found[ONEWAY] = np.array([ways.get(one, one) for one in found[ONEWAY]], dtype=object)
    return Lines(shapes, texts.get(kind, blank), found[ONEWAY], found[SPEED], found[JUNCTION])


def _texts(values: Any) -> NDArray[np.object_]:
    """Write a column as texts in lower case, empty where nothing is said."""
    told = (
        "" if _is_missing(value) else f"{value:g}" if _is_number(value) else value
        for value in values.tolist()
    )
    return np.array([str(one).strip().lower() for one in told], dtype=object)


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _laid(lines: Lines, system: str | None, output: Path, box: Box, layer: Layer) -> dict[str, Any]:
    """Leave out what is no road of the country, lay the rest out and write it."""
    drawn = np.isin(shapely.get_type_id(lines.shapes), _LINES) & ~shapely.is_empty(lines.shapes)
    lines = lines.take(drawn)
    if not len(lines.shapes):
        raise Faulty(road_faults.EMPTY, layer.label)
    shapes = geolayers.in_degrees(lines.shapes, system)
    inside = shapely.intersects(shapes, shapely.box(*box))
    if not inside.any():
        bounds = ", ".join(f"{one:g}" for one in shapely.total_bounds(shapes))
        raise Faulty(road_faults.OUTSIDE, bounds)
    here = Lines(shapes, lines.kind, lines.oneway, lines.speed, lines.junction).take(inside)
    closed = is_closed(here.kind)
    made = lay_out(here.take(~closed))
    if not len(made.km):
        raise Faulty(road_faults.EMPTY, layer.label)
    made.write(output)
    return {
        "hors_cadre": int((~inside).sum()),
        "fermees": int(closed.sum()),
        "classes_fermees": ", ".join(sorted(set(here.kind[closed].astype(str)))[:3]),
        "sens": bool({ONEWAY, TAGS} & {one.lower() for one in layer.columns}),
        "classe": layer.kind or "",
    }


if __name__ == "__main__":
    main()
