"""Supply against demand: the two-step floating catchment index, and how unequal it is.

Step 1: each centre shares its capacity among the people within reach of it. Step 2: each place adds
up what the centres within its reach offer per person. Luo and Wang 2003 (2SFCA); with weights by
distance, Luo and Qi 2009 (E2SFCA).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartomut.access.distance import LINE, Pairs, Way
from cartomut.access.points import Floats, Places, Points

Weight = Callable[[NDArray[np.float64]], NDArray[np.float64]]
E2SFCA_STEPS = {10.0: 1.0, 20.0: 0.68, 30.0: 0.22}  # km; Luo and Qi: the same on minutes


@dataclass(frozen=True)
class Catchment:
    """What a two-step index found.

    ``index``: per place, units of capacity per person (0: no centre within reach; NaN: no
    position, or no known road). ``ratio``: per centre, capacity per person within its reach (NaN:
    nobody, or the capacity is unknown). ``demand``: per centre, persons (weighted) within reach.
    """

    index: Floats
    ratio: Floats
    demand: Floats


def two_step(
    places: Places,
    centres: Points,
    capacity: Floats,
    km: float,
    *,
    weight: Weight | None = None,
    by: Way = LINE,
) -> Catchment:
    """Compute the index within ``km`` kilometres, in two passes of bounded memory.

    Parameters
    ----------
    capacity
        Beds, staff, or 1 each, per centre; NaN where unknown: such a centre offers nothing.
    weight
        What a distance is worth (see `steps`, `gaussian`, `gravity`); every distance 1 without.
    by
        How distances are measured.

    Raises
    ------
    ValueError
        When capacities are fewer or more than the centres, or one is negative.
    """
    if len(capacity) != len(centres) or np.any(capacity < 0):
        raise ValueError("one capacity per centre, none of them negative")
    near = by.index(centres)
    demand = np.zeros(len(centres))
    for pairs in near.chunks(places.points, km):
        people = places.persons[pairs.place] * _weights(pairs, weight)
        demand += np.bincount(pairs.centre, people, minlength=len(centres))
    ratio = np.divide(capacity, demand, out=np.full(len(demand), np.nan), where=demand > 0)
    offered = np.nan_to_num(ratio, nan=0.0)
    index = np.where(near.known(places.points), 0.0, np.nan)
    for pairs in near.chunks(places.points, km):
        shares = offered[pairs.centre] * _weights(pairs, weight)
        index += np.bincount(pairs.place, shares, minlength=len(index))
    return Catchment(index, ratio, demand)


def steps(values: dict[float, float] | None = None) -> Weight:
    """Weigh by rings: each bound (km, included) with its weight; 0 beyond the last."""
    chosen = sorted((E2SFCA_STEPS if values is None else values).items())
    bounds = np.array([bound for bound, _weight in chosen])
    weights = np.array([*(weight for _bound, weight in chosen), 0.0])
    return lambda km: weights[np.searchsorted(bounds, km, side="left")]


def gaussian(sigma: float) -> Weight:
    """Weigh by a bell: 1 at no distance, 0.61 at ``sigma`` km, 0.14 at twice that."""
    if not sigma > 0:
        raise ValueError("sigma is more than zero")
    return lambda km: np.exp(-(km**2) / (2 * sigma**2))


def gravity(power: float, least_km: float = 1.0) -> Weight:
    """Weigh by ``km ** -power``; distances under ``least_km`` count as it."""
    return lambda km: np.maximum(km, least_km) ** -power


def gini(values: Floats, persons: Floats) -> float:
    """Return the Gini coefficient of an index over persons: 0 all equal, towards 1 one has all.

    Unknown values and nobody are left out; NaN when nothing is left, or everything is 0.
    """
    value, people = _sorted(values, persons)
    total = float((value * people).sum())
    if not total > 0:
        return float("nan")
    shares = np.concatenate([[0.0], np.cumsum(value * people)]) / total
    area = float((people * (shares[1:] + shares[:-1]) / 2).sum() / people.sum())
    return 1 - 2 * area


def median(values: Floats, persons: Floats) -> float:
    """Return the index of the person in the middle; NaN when there is nobody."""
    value, people = _sorted(values, persons)
    if not len(value):
        return float("nan")
    middle = np.searchsorted(np.cumsum(people), people.sum() / 2)
    return float(value[min(int(middle), len(value) - 1)])


def share_below_half_median(values: Floats, persons: Floats) -> float:
    """Return the share (0 to 1) of persons whose index is under half of the median person's.

    NaN when there is nobody. When the median is 0, nobody is below it: see `share_without`.
    """
    value, people = _sorted(values, persons)
    if not len(value):
        return float("nan")
    poor = people[value < median(value, people) / 2].sum()
    return float(poor / people.sum())


def share_without(values: Floats, persons: Floats) -> float:
    """Return the share (0 to 1) of persons whose index is 0; NaN when there is nobody."""
    value, people = _sorted(values, persons)
    return float(people[value <= 0].sum() / people.sum()) if len(value) else float("nan")


def _weights(pairs: Pairs, weight: Weight | None) -> Floats:
    return np.ones(len(pairs)) if weight is None else np.asarray(weight(pairs.km))


def _sorted(values: Floats, persons: Floats) -> tuple[Floats, Floats]:
    """Keep what is known of inhabited places, in order of value."""
    kept = np.isfinite(values) & np.isfinite(persons) & (persons > 0)
    value, people = values[kept], persons[kept]
    order = np.argsort(value, kind="stable")
    return value[order], people[order]
