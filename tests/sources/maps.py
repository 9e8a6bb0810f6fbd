"""Files of boundaries as each source publishes them, made from our own outlines."""

import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd

from cartomut.paths import REFERENCE
from cartomut.sources import geolayers

LIMITS = REFERENCE / "limites"
AUTONOMOUS = ("Abidjan", "Yamoussoukro")


def regions() -> gpd.GeoDataFrame:
    """Return our 33 regions with their name in ``nom`` and nothing else."""
    return _named("adm2_regions.geojson", "region")


def districts() -> gpd.GeoDataFrame:
    """Return our 14 districts with their name in ``nom`` and nothing else."""
    return _named("adm1_districts.geojson", "district")


def _named(file: str, column: str) -> gpd.GeoDataFrame:
    read = gpd.read_file(LIMITS / file)
    return read[[column, "geometry"]].rename(columns={column: "nom"})


def write(frame: gpd.GeoDataFrame, path: Path, name: str = "nom", layer: str = "") -> Path:
    """Write outlines with their names in a column; a ``.zip`` holds a shapefile."""
    frame = frame.rename(columns={"nom": name})
    if path.suffix == ".zip":
        return zipped(frame, path)
    frame.to_file(path, **({"layer": layer} if layer else {}))
    return path


def zipped(frame: gpd.GeoDataFrame, path: Path, without: tuple[str, ...] = ()) -> Path:
    """Write a zipped shapefile, some of its files left out."""
    folder = path.with_suffix("")
    folder.mkdir()
    frame.to_file(folder / "civ_adm.shp", encoding="UTF-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.iterdir()):
            if part.suffix not in without:
                archive.write(part, f"civ/{part.name}")
    return path


def read_here(sources: list[Path]) -> list[dict[str, Any]]:
    """Read files in the tests' own process: a child process takes a second to start."""
    answers: list[dict[str, Any]] = json.loads(
        json.dumps([geolayers.read_source(path) for path in sources])
    )
    return answers
