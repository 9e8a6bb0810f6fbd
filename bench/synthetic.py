"""Write a copy of the data with invented centres, and build its store."""

import csv
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cartomut.paths import DATA, ROOT

SEED = 2026
SPREAD = 0.03  # degrees around a known place, about three kilometres
OPEN = "ouvert"
OTHERS = ("annonce", "projet", "ferme", "inconnu")
RELATIONS = ("proprietaire", "gestionnaire", "conventionne", "communautaire", "reference")
KINDS = ("centre_mutualiste", "clinique", "centre_medical", "csu_com", "fsu_com")
LATITUDES, LONGITUDES = (4.4, 10.7), (-8.5, -2.6)
DEPENDENT = ("centre_activite.csv", "centre_service.csv")  # they describe the real centres
TYPED = {  # so do rows of these tables whose columns say so
    "fait_publie.csv": ("entite",),
    "lien_reseau.csv": ("de_type", "vers_type"),
}

Row = dict[str, str]


@dataclass(frozen=True)
class Dataset:
    """A folder of data and the folder of its built store."""

    points: int
    data: Path
    stores: Path

    def environment(self) -> dict[str, str]:
        """Return the variables that point the app at this dataset."""
        return {"CARTOMUT_DATA": str(self.data), "CARTOMUT_STORE": str(self.stores)}

    def count(self, statuses: list[str]) -> int:
        """Count the invented centres that bear one of these statuses."""
        return sum(_status(rank) in statuses for rank in range(self.points))


def make(points: int, folder: Path) -> Dataset:
    """Write the data with this many invented centres under ``folder``, and build the store."""
    made = Dataset(points, folder / "data", folder / "stores")
    for name in ("reference", "publie"):
        shutil.copytree(DATA / name, made.data / name)
    for name in DEPENDENT:
        (made.data / "publie" / name).unlink(missing_ok=True)
    for name, columns in TYPED.items():
        _drop_centres(made.data / "publie" / name, columns)
    _write_centres(made.data, points)
    _build(made)
    return made


def _drop_centres(path: Path, columns: tuple[str, ...]) -> None:
    rows = _read(path)
    kept = [row for row in rows if "centre" not in [row[column] for column in columns]]
    _write(path, list(rows[0]), kept)


def _write_centres(data: Path, points: int) -> None:
    places = _read(data / "reference" / "localite.csv")
    organisations = [row["organisme_id"] for row in _read(data / "publie" / "organisme.csv")]
    target = data / "publie" / "centre.csv"
    real = _read(target)
    chance = random.Random(SEED)
    rows = [_centre(i, chance, places, organisations, real[0]) for i in range(points)]
    _write(target, list(real[0]), rows)


def _centre(
    rank: int, chance: random.Random, places: list[Row], organisations: list[str], real: Row
) -> Row:
    place = chance.choice(places)
    return dict.fromkeys(real, "") | {
        "centre_id": f"centre_demo_{rank + 1:05}",
        "nom": f"Centre Démo {rank + 1:05}",
        "organisme_id": chance.choice(organisations),
        "relation": chance.choice(RELATIONS),
        "type_etablissement": chance.choice(KINDS),
        "statut_operationnel": _status(rank),
        "commune": place["nom"],
        "region_code": place["region_code"],
        "latitude": _near(place["latitude"], LATITUDES, chance),
        "longitude": _near(place["longitude"], LONGITUDES, chance),
        "precision": "gps",
        "source_id": real["source_id"],
        "nature": "demonstration",
    }


def _status(rank: int) -> str:
    """Four centres bear the other statuses, then one in fifty: the filter keeps nearly all."""
    if rank < len(OTHERS):
        return OTHERS[rank]
    return OTHERS[rank // 50 % len(OTHERS)] if rank % 50 == 49 else OPEN


def _near(degrees: str, limits: tuple[float, float], chance: random.Random) -> str:
    moved = float(degrees) + chance.uniform(-SPREAD, SPREAD)
    return f"{min(max(moved, limits[0]), limits[1]):.5f}"


def _write(path: Path, columns: list[str], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=columns)
        writer.writeheader()
        writer.writerows(rows)


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _build(made: Dataset) -> None:
    subprocess.run(
        [sys.executable, "-m", "cartomut", "build", "--dataset", "publie"],
        cwd=ROOT,
        env={**os.environ, **made.environment()},
        stdout=subprocess.DEVNULL,
        check=True,
    )
