"""Make points of a population raster or a list of facilities, a graph of a road network.

Nothing is kept here: see ``materials`` for the versions, ``adopting`` for the stores.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from cartomut import outlines
from cartomut.access.distance import Index
from cartomut.access.network import Network
from cartomut.access.points import Points
from cartomut.findings import REJECT, Finding, blocking
from cartomut.materials import FACILITIES, POPULATION, ROADS
from cartomut.names import normalise
from cartomut.paths import DATA
from cartomut.sources import facilities as listed
from cartomut.sources import facility_faults, grid_faults, grids
from cartomut.sources import roads as road_files
from cartomut.sources.facilities import Facility
from cartomut.sources.faults import Faults
from cartomut.sources.grids import Grid
from cartomut.sources.limits import limits

BOX = (-8.7, 4.1, -2.4, 10.8)  # west, south, east, north, in degrees: the bounds of the contracts
BORDER_KM = 5  # how far out of the outlines somebody may still live in the country
LIKELY = (0.5, 2.0)  # how far a raster's total may be from the census, as a ratio
KM_PER_DEGREE = 111.2
DECIMALS = 5  # of a degree, about 1 m


@dataclass
class Examined:
    """What a file holds: the rows of its table or its roads, what is said of it, figures of it."""

    kind: str
    path: Path
    findings: list[Finding]
    rows: list[dict[str, Any]] = field(default_factory=list)
    measures: dict[str, Any] = field(default_factory=dict)
    network: Network | None = None

    @property
    def content(self) -> list[dict[str, Any]] | Network:
        """Return what a version is made of."""
        return self.network or self.rows

    @property
    def accepted(self) -> bool:
        """Tell whether it may be put in use."""
        return bool(self.content) and not blocking(self.findings, REJECT)


def examine(kind: str, path: Path, year: int | None = None, data: Path = DATA) -> Examined:
    """Read a file of a kind and check it; nothing is changed, nothing is raised for its content."""
    if kind == POPULATION:
        return population(path, year or 0, data)
    if kind == ROADS:
        return roads(path)
    return facilities(path, data)


def population(path: Path, year: int, data: Path = DATA) -> Examined:
    """Gather a population raster in points, as fine as the pages bear.

    Every region must hold somebody, and the total must be near the census.
    """
    found = Faults(limits().constats)
    grid = grids.read_grid(path, BOX, limits(), found)
    done = Examined(POPULATION, path, found.listed())
    if grid is None:
        return done
    grid, regions = _within(grid, path, done, data)
    _check_total(grid, path, done, data)
    _check_regions(regions, path, done, data)
    done.measures = {
        "personnes": round(float(grid.persons.sum())),
        "points": len(grid),
        "cote_km": round(max(grid.side * KM_PER_DEGREE, grid.pixel_km), 2),
        "pixel_km": round(grid.pixel_km, 3),
    }
    if not blocking(done.findings, REJECT):
        done.rows = _cells(grid, regions, year, data)
    return done


def facilities(path: Path, data: Path = DATA) -> Examined:
    """Read a list of facilities; those out of the country are set aside."""
    found = Faults(limits().constats)
    rows = listed.read_facilities(path, BOX, _levels(data), limits(), found)
    kept, regions = _in_country(rows, path, found, data)
    done = Examined(FACILITIES, path, found.listed())
    done.measures = {
        "etablissements": len(kept),
        "ecartes": len({one.line for one in done.findings if one.blocks and one.line}),
    }
    done.rows = _facilities(kept, regions)
    return done


def roads(path: Path) -> Examined:
    """Lay a road network out as a graph; say which share of its kilometres is linked."""
    found = Faults(limits().constats)
    network = road_files.read_roads(path, BOX, limits(), found)
    done = Examined(ROADS, path, found.listed(), network=network)
    if network:
        parts, share = network.linked()
        done.measures = {
            "longueur_km": round(float(network.km.sum()), 1),
            "noeuds": len(network),
            "troncons": len(network.km),
            "ensembles": parts,
            "part_reliee": round(share, 4),
        }
    return done


def _within(grid: Grid, path: Path, done: Examined, data: Path) -> tuple[Grid, list[str]]:
    """Gather the cells, put each in its region, leave out what is beyond the country."""
    made = grids.fitted(grid)
    codes, km = _regions_of(made.latitude, made.longitude, data)
    beyond, border = km > BORDER_KM, (km > 0) & (km <= BORDER_KM)
    for rule, which in ((grid_faults.BEYOND, beyond), (grid_faults.BORDER, border)):
        persons = round(float(made.persons[which].sum()))
        if persons:
            fields = {"nombre": _grouped(persons), "limite": BORDER_KM}
            done.findings.append(Finding(rule, path.name, fields=fields))
    kept = ~beyond
    return made.take(kept), [code for code, here in zip(codes, kept, strict=True) if here]


def _regions_of(latitude: Any, longitude: Any, data: Path) -> tuple[list[str], Any]:
    """Return the region of each point, the nearest one outside, and the km to it (0 inside)."""
    from cartomut.sources import boundaries  # slow to import; only this import needs it

    names = {normalise(name): code for code, name in _column("region", "nom", data).items()}
    drawn = {names[name]: area for name, area in outlines.areas("region", data).items()}
    drawn |= {code: area for code, area in outlines.exact("region", data).items() if code in drawn}
    return boundaries.nearest(latitude, longitude, drawn)


def _check_total(grid: Grid, path: Path, done: Examined, data: Path) -> None:
    """Compare the whole with the last census of the country."""
    with (data / "reference" / "population.csv").open(encoding="utf-8", newline="") as source:
        counted = {
            int(row["annee"]): int(row["personnes"])
            for row in csv.DictReader(source)
            if row["territoire_type"] == "pays" and row["base"] == "recensement"
        }
    year = max(counted)
    total = float(grid.persons.sum())
    if not LIKELY[0] <= total / counted[year] <= LIKELY[1]:
        fields = {"trouve": _grouped(round(total)), "annee": year}
        fields["attendu"] = _grouped(counted[year])
        done.findings.append(Finding(grid_faults.TOTAL, path.name, fields=fields))


def _grouped(persons: int) -> str:
    """Write a large number so that it reads in both languages."""
    return f"{persons:,}".replace(",", "\u202f")


def _check_regions(regions: Sequence[str], path: Path, done: Examined, data: Path) -> None:
    names = _column("region", "nom", data)
    missing = ", ".join(name for code, name in names.items() if code not in set(regions))
    if missing:
        done.findings.append(Finding(grid_faults.MISSING, path.name, value=missing))


def _cells(grid: Grid, regions: Sequence[str], year: int, data: Path) -> list[dict[str, Any]]:
    """Lay the cells out as rows; each is called by the nearest place."""
    with (data / "reference" / "localite.csv").open(encoding="utf-8", newline="") as source:
        known = list(csv.DictReader(source))
    towns = Points.of([one["latitude"] for one in known], [one["longitude"] for one in known])
    near = Index(towns).nearest(Points(grid.latitude, grid.longitude)).centre
    seconds = round(grid.side * 3600)
    columns = zip(
        grid.row,
        grid.column,
        near,
        regions,
        grid.latitude,
        grid.longitude,
        grid.persons,
        strict=True,
    )
    return [
        {
            "cellule_id": f"{seconds}s_{row}_{column}",
            "nom": known[place]["nom"] if place >= 0 else "",
            "region_code": region,
            "latitude": round(float(latitude), DECIMALS),
            "longitude": round(float(longitude), DECIMALS),
            "population": float(persons),
            "annee": year,
        }
        for row, column, place, region, latitude, longitude, persons in columns
    ]


def _in_country(
    rows: Sequence[Facility], path: Path, found: Faults, data: Path
) -> tuple[list[Facility], list[str]]:
    """Keep the facilities that are in the country, with the region of each."""
    if not rows:
        return [], []
    codes, km = _regions_of(
        np.array([one.latitude for one in rows]), np.array([one.longitude for one in rows]), data
    )
    for one, far in zip(rows, km, strict=True):
        if far > BORDER_KM:
            value = f"{one.name} ({one.point})"
            found.add(facility_faults.OUTSIDE, path.name, one.line, "latitude", value)
    kept = [(one, code) for one, code, far in zip(rows, codes, km, strict=True) if far <= BORDER_KM]
    return [one for one, _code in kept], [code for _one, code in kept]


def _facilities(kept: Sequence[Facility], regions: Sequence[str]) -> list[dict[str, Any]]:
    """Lay the facilities out as rows; an identifier given to several is no identifier."""
    given = Counter(one.id for one in kept if one.id)
    return [
        {
            "etablissement_id": f"liste_{one.id}" if given[one.id] == 1 else f"rang_{rank}",
            "nom": one.name,
            "type_declare": one.kind,
            "niveau_soins": one.level,
            "latitude": round(one.latitude, DECIMALS + 2),
            "longitude": round(one.longitude, DECIMALS + 2),
            "region_code": region,
        }
        for rank, (one, region) in enumerate(zip(kept, regions, strict=True), start=1)
    ]


def _levels(data: Path) -> Mapping[str, str]:
    """Return the code of each way of writing a level of care."""
    with (data / "reference" / "code_liste.csv").open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["liste"] == "niveau_soins"]
    return {
        normalise(text): row["code"]
        for row in rows
        for text in (row["code"], row["nom_fr"], row["nom_en"])
    }


def _column(table: str, column: str, data: Path) -> dict[str, str]:
    with (data / "reference" / f"{table}.csv").open(encoding="utf-8", newline="") as source:
        return {row[f"{table}_code"]: row[column] for row in csv.DictReader(source)}
