"""Recognise official boundaries: which layer shows the regions or the districts, by which names.

The level is found by the number of outlines and by their names, never by the file's ADM number:
the same "ADM1" means 14 districts in one source and 33 regions in another.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import shapely
from rapidfuzz import fuzz

from cartomut.findings import REJECT, Finding, Rule, blocking
from cartomut.i18n import N_
from cartomut.names import normalise
from cartomut.sources import outline_faults as faults
from cartomut.sources.faults import SHOWN, Faults
from cartomut.sources.geofiles import Layer, read_layers
from cartomut.sources.limits import Limits
from cartomut.sources.limits import limits as configured

LEVELS = {"region": N_("régions"), "district": N_("districts")}
BOX = (-8.7, 4.1, -2.4, 10.8)  # west, south, east, north, in degrees
OVERLAP = 1  # percent of the surface that may lie in several outlines
GAPS = 5  # percent of the country that may lie in none: coast, lagoons and lakes drawn apart
ELSEWHERE = 0.2  # intersection over union with the approximate outline, of which the least is 0.73
_COLUMN = re.compile(
    r"shape_?name|name(_\d|_fr|:fr)?|nom(_.*)?|adm_?\d_?(fr|en|nm|name\d?|nom)"
    r"|admin_?\d_?name(_?fr|_?en)?|varname_\d|libelle|regions?|districts?",
    re.IGNORECASE,
)
_OPENINGS = tuple(
    f"{kind}{link}"
    for kind in ("districtautonome", "autonomousdistrict", "district", "region")
    for link in ("dela", "del", "des", "du", "de", "d", "ofthe", "of", "")
)
_ENDINGS = ("districtautonome", "autonomousdistrict", "district", "region")


@dataclass(frozen=True)
class Known:
    """A level as we know it: names by code, and approximate geometries (GeoJSON) by code."""

    names: Mapping[str, str]
    areas: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Level:
    """The outlines found for one level, by code, in WGS 84 degrees."""

    layer: str
    column: str
    shapes: dict[str, Any]
    repaired: tuple[str, ...] = ()
    borrowed: tuple[str, ...] = ()

    def geojson(self) -> dict[str, dict[str, Any]]:
        """Return the full geometries as GeoJSON, by code."""
        return {code: json.loads(shapely.to_geojson(shape)) for code, shape in self.shapes.items()}


@dataclass
class Official:
    """What files of boundaries hold: outlines by level, layers left aside, everything found."""

    findings: list[Finding] = field(default_factory=list)
    levels: dict[str, Level] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        """Tell whether every territory of every level found is drawn exactly once."""
        return bool(self.levels) and not blocking(self.findings, REJECT)


@dataclass(frozen=True)
class _Reading:
    """A layer read as a level through one column: ranks of the features by code, others' ranks."""

    level: str
    layer: Layer
    column: str
    ranks: Mapping[str, Sequence[int]]
    others: Sequence[int]
    total: int

    @property
    def once(self) -> int:
        return sum(len(ranks) == 1 for ranks in self.ranks.values())

    @property
    def recognised(self) -> bool:
        """Half of the names are there, each on one outline."""
        return self.once * 2 >= self.total

    @property
    def detail(self) -> tuple[int, int]:
        return self.once, int(shapely.get_num_coordinates(self.layer.shapes).sum())


def examine(
    paths: Sequence[Path], known: Mapping[str, Known], limits: Limits | None = None
) -> Official:
    """Read files of boundaries and match them to our territories; never raises for their content.

    Parameters
    ----------
    known : ``region`` and ``district``
        The territories to be drawn.
    """
    limits = limits or configured()
    found = Faults(limits.constats)
    layers = read_layers(paths, limits, found)
    official = match(layers, known)
    official.findings[:0] = found.listed()
    return official


def match(layers: Sequence[Layer], known: Mapping[str, Known]) -> Official:
    """Match layers to our territories, and check what they draw."""
    official = Official()
    layers = list(chain.from_iterable(map(_by_level, layers)))
    readings = [reading for layer in layers if (reading := _best(layer, known))]
    chosen = _choose(readings, official)
    for level, reading in chosen.items():
        official.levels[level] = _complete(reading, readings, known, official)
    _leave_aside(layers, readings, chosen, official)
    for level, outlines in official.levels.items():
        _check_shapes(level, outlines, known[level], official)
    _warn_of_licence(layers, official)
    return official


def spelt(name: str) -> set[str]:
    """List the ways of reading a name: « Région de La Mé » is « La Mé », and so is « Mé »."""
    whole = normalise(name)
    found = {whole} | {whole.removeprefix(opening) for opening in _OPENINGS}
    found |= {one.removesuffix(ending) for one in tuple(found) for ending in _ENDINGS}
    return {one for one in found if one}


def _by_level(layer: Layer) -> list[Layer]:
    """Part a layer that mixes levels, as OpenStreetMap does, by its ``admin_level``."""
    column = next((name for name in layer.columns if name.lower() == "admin_level"), None)
    values = sorted(set(layer.columns[column])) if column else []
    if not column or len(values) < 2:
        return [layer]
    texts = layer.columns[column]
    return [
        layer.part([rank for rank, text in enumerate(texts) if text == value], f"{column}={value}")
        for value in values
    ]


def _best(layer: Layer, known: Mapping[str, Known]) -> _Reading | None:
    """Read a layer as the level and through the column that know most of its names."""
    readings = [
        _read_as(level, layer, column, known[level].names)
        for level in known
        for column in layer.columns
        if _COLUMN.fullmatch(column)
    ]
    return max(readings, key=lambda one: (one.once, -len(one.others), len(one.ranks)), default=None)


def _read_as(level: str, layer: Layer, column: str, names: Mapping[str, str]) -> _Reading:
    codes = _codes(names)
    ranks: dict[str, list[int]] = {}
    others = []
    for rank, text in enumerate(layer.columns[column]):
        meant = {codes[one] for one in spelt(text) if one in codes}
        if len(meant) == 1:
            ranks.setdefault(meant.pop(), []).append(rank)
        else:
            others.append(rank)
    return _Reading(level, layer, column, ranks, others, len(names))


def _codes(names: Mapping[str, str]) -> dict[str, str]:
    """Index codes by normalised name, with and without its article."""
    short = {normalise(name[3:]): code for code, name in names.items() if name.startswith("La ")}
    return short | {normalise(name): code for code, name in names.items()}


def _choose(readings: list[_Reading], official: Official) -> dict[str, _Reading]:
    """Keep for each level the fullest layer, then the one with most points."""
    chosen = {}
    for level, title in LEVELS.items():
        found = [one for one in readings if one.level == level and one.recognised]
        if not found:
            continue
        chosen[level] = max(found, key=lambda one: one.detail)
        if len(found) > 1:
            fields = {"nombre": len(found), "niveau": (title, "")}
            file = chosen[level].layer.file
            official.findings.append(Finding(faults.SEVERAL, file, value=file, fields=fields))
    return chosen


def _leave_aside(
    layers: list[Layer],
    readings: list[_Reading],
    chosen: Mapping[str, _Reading],
    official: Official,
) -> None:
    """Name the layers that are not used; when none is, say how far each was from a level."""
    used = {reading.layer.file for reading in chosen.values()}
    used |= {one.fields["trouve"] for one in official.findings if one.rule is faults.BORROWED}
    official.ignored = [layer.file for layer in layers if layer.file not in used]
    if chosen:
        return
    read = {id(reading.layer): reading for reading in readings}
    for layer in layers:
        reading = read.get(id(layer))
        if reading is None:
            columns = ", ".join(layer.columns)[:SHOWN]
            official.findings.append(Finding(faults.UNNAMED, layer.file, value=columns))
            continue
        fields = {"nombre": len(layer.shapes), "trouve": reading.once, "attendu": reading.total}
        found = Finding(faults.LEVEL, layer.file, column=reading.column, fields=fields)
        official.findings.append(found)


def _complete(
    reading: _Reading,
    readings: Iterable[_Reading],
    known: Mapping[str, Known],
    official: Official,
) -> Level:
    """Give each territory its outline; an autonomous district may come from the other level."""
    layer, names = reading.layer, known[reading.level].names
    texts = layer.columns[reading.column]
    title = (LEVELS[reading.level], "")

    def tell(rule: Rule, value: str, **fields: Any) -> None:
        said = {"niveau": title, **fields}
        found = Finding(rule, layer.file, None, reading.column, value[:SHOWN], said)
        official.findings.append(found)

    shapes, repaired, borrowed = {}, [], []
    for code, name in names.items():
        ranks = reading.ranks.get(code, [])
        if len(ranks) == 1:
            shapes[code] = layer.shapes[ranks[0]]
            repaired += [code] if layer.repaired[ranks[0]] else []
        elif ranks:
            tell(faults.TWICE, name, nombre=len(ranks))
        elif lender := _lender(name, reading, readings, known):
            source, rank = lender
            shapes[code] = source.shapes[rank]
            borrowed.append(code)
            tell(faults.BORROWED, name, trouve=source.file)
        else:
            tell(faults.MISSED, name)
    for rank in reading.others:
        tell(faults.UNKNOWN, texts[rank], attendu=_nearest(texts[rank], names.values()))
    return Level(layer.file, reading.column, shapes, tuple(repaired), tuple(borrowed))


def _lender(
    name: str, borrower: _Reading, readings: Iterable[_Reading], known: Mapping[str, Known]
) -> tuple[Layer, int] | None:
    """Find an autonomous district, a territory of both levels, at the other level or alone."""
    if not all(name in level.names.values() for level in known.values()):
        return None
    for reading in readings:
        at_other_level = reading.recognised and reading.level != borrower.level
        if at_other_level or (reading is not borrower and not reading.others):
            code = next(code for code, own in known[reading.level].names.items() if own == name)
            if len(ranks := reading.ranks.get(code, [])) == 1:
                return reading.layer, ranks[0]
    return None


def _nearest(text: str, names: Iterable[str]) -> str:
    return max(names, key=lambda name: fuzz.ratio(normalise(name), normalise(text)))


def _check_shapes(level: str, outlines: Level, known: Known, official: Official) -> None:
    """Refuse outlines that are empty or elsewhere, that overlap or leave the country uncovered."""
    if outlines.repaired:
        named = ", ".join(known.names[code] for code in outlines.repaired)
        fields = {"nombre": len(outlines.repaired)}
        found = Finding(faults.REPAIRED, outlines.layer, value=named, fields=fields)
        official.findings.append(found)
    before = len(official.findings)
    for code, shape in outlines.shapes.items():
        if wrong := _misplaced(shape):
            rule, said = wrong
            name = known.names[code]
            official.findings.append(Finding(rule, outlines.layer, value=name, fields=said))
    if len(official.findings) == before and len(outlines.shapes) == len(known.names):
        _check_coverage(outlines, known, official)


def _misplaced(shape: Any) -> tuple[Rule, dict[str, Any]] | None:
    if shape is None or shape.is_empty or not shape.area:
        return faults.EMPTY, {}
    if _inside(shape.bounds):
        return None
    west, south, east, north = shape.bounds
    rule = faults.SWAPPED if _inside((south, west, north, east)) else faults.OUTSIDE
    return rule, {"trouve": f"{west:.2f}, {south:.2f} – {east:.2f}, {north:.2f}"}


def _inside(bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    return BOX[0] <= west and BOX[1] <= south and east <= BOX[2] and north <= BOX[3]


def _check_coverage(outlines: Level, known: Known, official: Official) -> None:
    """Compare the outlines with each other, with the country and with where they should be."""
    ours = {code: shapely.from_geojson(json.dumps(area)) for code, area in known.areas.items()}
    together = shapely.union_all(list(outlines.shapes.values()))
    country = shapely.union_all(list(ours.values()))
    total = sum(shape.area for shape in outlines.shapes.values())
    shares = (
        (faults.OVERLAP, 100 * (total - together.area) / together.area, OVERLAP),
        (faults.GAPS, 100 * country.difference(together).area / country.area, GAPS),
    )
    for rule, share, limit in shares:
        if share > limit:
            fields = {"trouve": round(share), "limite": limit}
            official.findings.append(Finding(rule, outlines.layer, fields=fields))
    for code, shape in outlines.shapes.items():
        near = shape.intersection(ours[code]).area / shape.union(ours[code]).area
        if near < ELSEWHERE:
            name = known.names[code]
            official.findings.append(Finding(faults.ELSEWHERE, outlines.layer, value=name))


def _warn_of_licence(layers: Iterable[Layer], official: Official) -> None:
    for layer in layers:
        marks = [name for name in layer.columns if re.fullmatch(r"GID_\d", name, re.IGNORECASE)]
        if marks or "gadm" in layer.file.lower():
            value = marks[0] if marks else layer.file
            official.findings.append(Finding(faults.NON_COMMERCIAL, layer.file, value=value))
            return
