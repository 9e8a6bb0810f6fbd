"""Open a population raster without trusting it, and gather its persons in points."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartomut.findings import Rule
from cartomut.i18n import N_
from cartomut.sources import apart, grid_faults
from cartomut.sources.faults import Faults
from cartomut.sources.limits import Limits
from cartomut.sources.safety import is_there

FINEST = 120  # cells per degree: 30 seconds of arc, about 0.9 km
MOST = 50_000  # points that the pages of reach bear
READER = "cartomut.sources.gridfile"  # in a process of its own: slow to import
GATHERED = (1, 2, 3, 6, 12)  # how many of the finest cells make a side
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_NOT_A_TIFF = N_("le contenu n'est pas un GeoTIFF")
_STOPPED = N_("la lecture prend trop de temps ou de mémoire")
_BROKEN = N_("le contenu est abîmé ou d'un autre format ({})")
_RULES = {one.code: one for one in vars(grid_faults).values() if isinstance(one, Rule)}


@dataclass(frozen=True)
class Grid:
    """Persons by cell: ``row`` and ``column`` from the south-west of the frame, ``side`` degrees.

    ``latitude`` and ``longitude`` are where the persons of the cell live on average.
    ``pixel_km`` is the larger side of the raster's own pixels.
    """

    side: float
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    persons: NDArray[np.float64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    pixel_km: float

    def __len__(self) -> int:
        return len(self.persons)

    def take(self, kept: NDArray[np.bool_]) -> "Grid":
        """Keep some cells."""
        return replace(
            self,
            row=self.row[kept],
            column=self.column[kept],
            persons=self.persons[kept],
            latitude=self.latitude[kept],
            longitude=self.longitude[kept],
        )

    def gathered(self, times: int) -> "Grid":
        """Gather ``times`` × ``times`` cells in one."""
        row, column = self.row // times, self.column // times
        width = int(column.max(initial=0)) + 1
        cell, which = np.unique(row * width + column, return_inverse=True)
        persons = np.bincount(which, self.persons, len(cell)).astype(np.float64)
        latitude, longitude = (
            np.bincount(which, self.persons * one, len(cell)) / persons
            for one in (self.latitude, self.longitude)
        )
        north, east = np.divmod(cell, width)
        side = self.side * times
        return Grid(side, north, east, persons, latitude, longitude, self.pixel_km)


def read_grid(
    path: Path, box: tuple[float, float, float, float], limits: Limits, found: Faults
) -> Grid | None:
    """Add a raster up by cells of 30 seconds of arc; what is wrong with it is told, never raised.

    Parameters
    ----------
    box
        The frame of the country: west, south, east, north, in degrees.
    """
    if not is_there(path, limits, found):
        return None
    with path.open("rb") as source:
        if source.read(4) not in _TIFF:
            _tell(path, (_NOT_A_TIFF, ""), found)
            return None
    with TemporaryDirectory(prefix="cartomut-grille-") as folder:
        copy, output = Path(folder) / "0.tif", Path(folder) / "0.npz"
        shutil.copyfile(path, copy)
        job = {
            "chemin": str(copy),
            "sortie": str(output),
            "cadre": box,
            "par_degre": FINEST,
        }
        answer = apart.ask(READER, job)
        if answer is None or "faute" in answer:
            _tell_answer(path, answer, found)
            return None
        return _grid(output, answer)


def fitted(grid: Grid, most: int = MOST) -> Grid:
    """Gather cells until there are no more points than the pages bear."""
    for times in GATHERED:
        made = grid.gathered(times)
        if len(made) <= most:
            return made
    return made


def _grid(path: Path, answer: dict[str, Any]) -> Grid:
    with np.load(path, allow_pickle=False) as kept:
        return Grid(
            1 / FINEST,
            kept["row"],
            kept["column"],
            kept["persons"],
            kept["y"],
            kept["x"],
            float(answer["pixel_km"]),
        )


def _tell_answer(path: Path, answer: dict[str, Any] | None, found: Faults) -> None:
    if answer is None:
        _tell(path, (_STOPPED, ""), found)
    elif answer["faute"] == grid_faults.UNREADABLE.code:
        _tell(path, (_BROKEN, answer["valeur"]), found)
    else:
        found.add(_RULES[answer["faute"]], path.name, value=answer["valeur"])


def _tell(path: Path, reason: tuple[str, str], found: Faults) -> None:
    found.add(grid_faults.UNREADABLE, path.name, fields={"raison": reason})
