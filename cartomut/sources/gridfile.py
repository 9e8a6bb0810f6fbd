"""Add up the persons of a population raster by small cells, in a process of its own.

``python -m cartomut.sources.gridfile`` takes a job on its standard input, ``{"chemin", "sortie",
"cadre", "par_degre"}``, writes the cells that hold somebody to ``sortie`` (NumPy ``.npz``) and
answers on its standard output with what the raster is, or ``{"faute", "valeur"}``. The raster is
read window by window, so that its size does not count; a pixel belongs to the cell that its middle
is in.
"""

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from rasterio.errors import RasterioError
from rasterio.warp import transform_bounds
from rasterio.windows import Window, from_bounds

from cartomut.sources import grid_faults
from cartomut.sources.geolayers import confine

COARSEST = 0.1  # degrees: a raster with larger pixels says less than the list of places
BLOCK = 2**26  # values of one stored block, all of which are read at once
READ = 2**20  # values read at a time
KM_PER_DEGREE = 111.2


Box = tuple[float, float, float, float]  # west, south, east, north, in degrees


class Faulty(Exception):
    """A raster that cannot be used; holds the rule of ``grid_faults`` and what was found."""


class Sums:
    """Persons by cell of the frame, and the sum of their coordinates."""

    def __init__(self, box: Box, per_degree: int) -> None:
        self.per_degree = per_degree
        self.west, self.south, east, north = box
        self.width = math.ceil((east - self.west) * self.per_degree)
        self.height = math.ceil((north - self.south) * self.per_degree)
        self.sums = np.zeros((3, self.width * self.height))

    def add(
        self, x: NDArray[np.float64], y: NDArray[np.float64], persons: NDArray[np.float64]
    ) -> None:
        """Add persons at longitudes and latitudes; those out of the frame are left out."""
        column = np.floor((x - self.west) * self.per_degree)
        row = np.floor((y - self.south) * self.per_degree)
        inside = (column >= 0) & (column < self.width) & (row >= 0) & (row < self.height)
        cell = (row[inside] * self.width + column[inside]).astype(np.int64)
        here, north, east = persons[inside], y[inside], x[inside]
        for rank, weights in enumerate((here, here * north, here * east)):
            self.sums[rank] += np.bincount(cell, weights, self.sums.shape[1])

    def write(self, path: Path) -> int:
        """Write the cells that hold somebody; returns how many."""
        cell = np.flatnonzero(self.sums[0] > 0)
        persons, y, x = self.sums[:, cell]
        row, column = np.divmod(cell, self.width)
        np.savez(path, row=row, column=column, persons=persons, y=y / persons, x=x / persons)
        return len(cell)


def main() -> None:
    """Answer one job."""
    confine()
    job = json.load(sys.stdin)
    paths = Path(job["chemin"]), Path(job["sortie"])
    json.dump(read(*paths, tuple(job["cadre"]), job["par_degre"]), sys.stdout)


def read(path: Path, output: Path, box: Box, per_degree: int) -> dict[str, Any]:
    """Add a raster up by cells of the frame, so many per degree."""
    try:
        with rasterio.open(path, driver="GTiff") as raster:
            crs = _checked(raster)
            sums = Sums(box, per_degree)
            seen = _add_up(raster, crs, box, sums)
            about = {"systeme": crs.name, "pixel_km": _pixel(raster, crs) * KM_PER_DEGREE}
    except Faulty as fault:
        return {"faute": fault.args[0].code, "valeur": fault.args[1]}
    except (RasterioError, CRSError, ProjError, MemoryError, ValueError) as why:
        return {"faute": grid_faults.UNREADABLE.code, "valeur": type(why).__name__}
    if not seen:
        return {"faute": grid_faults.EMPTY.code, "valeur": ""}
    return about | {"pixels": seen, "cellules": sums.write(output)}


def _checked(raster: Any) -> CRS:
    """Refuse what is not one band of numbers on the ground; returns its system."""
    if raster.count != 1:
        raise Faulty(grid_faults.BANDS, str(raster.count))
    if raster.crs is None:
        raise Faulty(grid_faults.NO_CRS, "")
    crs = CRS.from_wkt(raster.crs.to_wkt())
    if not (crs.is_geographic or crs.is_projected):
        raise Faulty(grid_faults.NO_CRS, "")
    if "complex" in raster.dtypes[0] or math.prod(raster.block_shapes[0]) > BLOCK:
        raise Faulty(grid_faults.BOUNDLESS, f"{raster.block_shapes[0]}, {raster.dtypes[0]}")
    if _pixel(raster, crs) > COARSEST:
        raise Faulty(grid_faults.COARSE, f"{_pixel(raster, crs) * KM_PER_DEGREE:.0f}")
    return crs


def _pixel(raster: Any, crs: CRS) -> float:
    """Return the larger side of a pixel, in degrees or what is worth one."""
    map_ = raster.transform
    side = max(math.hypot(map_.a, map_.d), math.hypot(map_.b, map_.e))
    unit = crs.axis_info[0].unit_conversion_factor or 1.0
    return side if crs.is_geographic else side * unit / 1000 / KM_PER_DEGREE


def _add_up(raster: Any, crs: CRS, box: Box, sums: Sums) -> int:
    """Add the raster up window by window; returns how many pixels hold a figure."""
    to_degrees = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    scale, offset = raster.scales[0], raster.offsets[0]
    seen = 0
    for window in _windows(raster, box):
        read_ = raster.read(1, window=window, masked=True)
        values = np.ma.getdata(read_).astype(np.float64)
        known = ~np.ma.getmaskarray(read_) & np.isfinite(values)
        row, column = np.nonzero(known)
        persons = values[known] * scale + offset
        if len(persons) and persons.min() < 0:
            raise Faulty(grid_faults.NEGATIVE, f"{persons.min():g}")
        x, y = _middles(raster.transform, column + window.col_off, row + window.row_off)
        longitude, latitude = to_degrees.transform(x, y)
        sums.add(longitude, latitude, persons)
        seen += len(persons)
    return seen


def _middles(map_: Any, column: Any, row: Any) -> tuple[Any, Any]:
    """Return the coordinates of the middles of pixels, in the raster's own system."""
    across, down = column + 0.5, row + 0.5
    return (
        map_.a * across + map_.b * down + map_.c,
        map_.d * across + map_.e * down + map_.f,
    )


def _windows(raster: Any, box: Box) -> Iterator[Window]:
    """Cut what a raster has within the frame in windows of a bounded size, along its blocks."""
    frame = _frame(raster, box)
    high, wide = raster.block_shapes[0]
    width = min(frame.width, max(wide, READ // high // wide * wide))
    height = max(high, READ // width // high * high)
    for row in range(frame.row_off, frame.row_off + frame.height, height):
        for column in range(frame.col_off, frame.col_off + frame.width, width):
            yield Window(column, row, width, height).intersection(frame)


def _frame(raster: Any, box: Box) -> Window:
    """Return the rows and columns that may lie within the frame."""
    map_ = raster.transform
    if map_.b or map_.d or map_.a < 0 or map_.e > 0:
        return Window(0, 0, raster.width, raster.height)  # turned: every pixel is looked at
    bounds = transform_bounds("EPSG:4326", raster.crs, *box, densify_pts=41)
    near = from_bounds(*bounds, transform=map_)
    west, north = max(0, math.floor(near.col_off)), max(0, math.floor(near.row_off))
    east = min(raster.width, math.ceil(near.col_off + near.width))
    south = min(raster.height, math.ceil(near.row_off + near.height))
    if west >= east or north >= south:
        left, bottom, right, top = raster.bounds
        found = f"{left:g}, {bottom:g} – {right:g}, {top:g}"
        raise Faulty(grid_faults.OUTSIDE, found)
    return Window(west, north, east - west, south - north)


if __name__ == "__main__":
    main()
