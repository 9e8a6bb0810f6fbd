"""What every computation of reach starts from: points on the globe, and people who live at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Points:
    """M points: ``latitude`` and ``longitude`` in degrees; NaN where the position is unknown.

    Raises
    ------
    ValueError
        When the arrays differ in length, or a latitude is beyond a pole.
    """

    latitude: Floats
    longitude: Floats

    def __post_init__(self) -> None:
        if self.latitude.shape != self.longitude.shape or self.latitude.ndim != 1:
            raise ValueError("latitudes and longitudes are not of the same length")
        if np.any(np.abs(self.latitude[self.placed]) > 90):
            raise ValueError("a latitude is beyond a pole")

    @classmethod
    def of(cls, latitude: ArrayLike, longitude: ArrayLike) -> "Points":
        """Make points of anything that reads as numbers; what is missing becomes NaN."""
        return cls(_floats(latitude), _floats(longitude))

    def __len__(self) -> int:
        return len(self.latitude)

    @cached_property
    def placed(self) -> Flags:
        """Tell which points have a position."""
        return np.isfinite(self.latitude) & np.isfinite(self.longitude)

    def take(self, rows: NDArray[np.int64] | Flags | Sequence[int]) -> "Points":
        """Return some of the points, in the order of ``rows``."""
        kept = np.asarray(rows)
        kept = kept if kept.dtype == bool else kept.astype(np.int64)
        return Points(self.latitude[kept], self.longitude[kept])

    def join(self, others: "Points") -> "Points":
        """Return these points followed by others."""
        return Points(
            np.concatenate([self.latitude, others.latitude]),
            np.concatenate([self.longitude, others.longitude]),
        )


@dataclass(frozen=True)
class Places:
    """N inhabited places: their points, persons (NaN: unknown), and the territory of each.

    Raises
    ------
    ValueError
        When the lengths differ, or a population is negative.
    """

    points: Points
    population: Floats
    territory: NDArray[np.object_]

    def __post_init__(self) -> None:
        if not len(self.points) == len(self.population) == len(self.territory):
            raise ValueError("points, populations and territories are not of the same length")
        if np.any(self.population < 0):
            raise ValueError("a population is negative")

    @classmethod
    def from_frame(cls, rows: pd.DataFrame, territory: str = "region_code") -> "Places":
        """Read the columns ``latitude``, ``longitude``, ``population`` and the territory's."""
        return cls(
            Points.of(rows["latitude"], rows["longitude"]),
            _floats(rows["population"]),
            np.array([code if isinstance(code, str) else None for code in rows[territory]], object),
        )

    def __len__(self) -> int:
        return len(self.points)

    @cached_property
    def persons(self) -> Floats:
        """Give the persons that can be counted: 0 where the population is unknown."""
        return np.nan_to_num(self.population, nan=0.0)


def _floats(values: ArrayLike) -> Floats:
    return np.array(pd.to_numeric(pd.Series(values), errors="raise"), dtype=np.float64)
