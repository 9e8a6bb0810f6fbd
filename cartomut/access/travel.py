"""What is assumed of the roads: the factor on the straight line, and speeds that may be changed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartomut.access.points import Floats, Ints

ROAD_FACTOR = 1.3  # convention of the project: no road network was measured
SPEEDS = {"pied": 5.0, "moto": 30.0, "voiture": 40.0}  # km/h; conventions, the user may change them
MINUTES = (30.0, 60.0, 120.0)  # upper bounds of the classes of travel time


@dataclass(frozen=True)
class Travel:
    """A way of going: road kilometres per straight kilometre, and kilometres per hour."""

    factor: float = ROAD_FACTOR
    speed: float = SPEEDS["voiture"]

    def __post_init__(self) -> None:
        if not self.factor >= 1:
            raise ValueError("a road is not shorter than the straight line")
        if not self.speed > 0:
            raise ValueError("a speed is more than zero")

    def minutes(self, road_km: NDArray[np.float64]) -> Floats:
        """Turn road kilometres (the factor already in them) into minutes."""
        return np.asarray(road_km, dtype=np.float64) / self.speed * 60

    def road_km(self, minutes: float) -> float:
        """Return the road kilometres that this many minutes allow."""
        return minutes * self.speed / 60


def classes(values: NDArray[np.float64], bounds: tuple[float, ...]) -> Ints:
    """Return the rank of the class of each value, -1 for an unknown one (NaN).

    0 is up to the first bound included, ``len(bounds)`` beyond the last.
    """
    if list(bounds) != sorted(set(bounds)):
        raise ValueError("the bounds of classes go up")
    found = np.searchsorted(np.asarray(bounds, dtype=np.float64), values, side="left")
    return np.where(np.isnan(values), -1, found).astype(np.int64)
