"""What one more centre changes: who it reaches, who was reached already, what each person has."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cartomut.access.catchment import two_step
from cartomut.access.distance import LINE, Way
from cartomut.access.points import Flags, Floats, Ints, Places, Points


@dataclass(frozen=True)
class Added:
    """Places within reach of a new centre, and which of them no centre reached before.

    ``near`` and ``new`` tell it of each place. ``overlapping`` are the rows of the centres that
    reach one of the same places; ``km_nearest`` is to the nearest centre (infinite: there is none;
    NaN: no road to one is known).
    """

    places: Places
    near: Flags
    new: Flags
    overlapping: Ints
    km_nearest: float

    @cached_property
    def reached(self) -> float:
        """Count the persons within reach of the new centre."""
        return float(self.places.persons[self.near].sum())

    @cached_property
    def gained(self) -> float:
        """Count the persons whom no centre reached before."""
        return float(self.places.persons[self.new].sum())

    @property
    def covered(self) -> float:
        """Count the persons within reach of the new centre and of another one."""
        return self.reached - self.gained

    def gained_by(self) -> dict[str | None, float]:
        """Count the persons gained by territory; only those that gain some."""
        found: dict[str | None, float] = {}
        for row in np.flatnonzero(self.new & (self.places.persons > 0)):
            territory = self.places.territory[row]
            found[territory] = found.get(territory, 0.0) + float(self.places.persons[row])
        return found


@dataclass(frozen=True)
class Supply:
    """The two-step index of those within reach of a new centre, as a mean of persons, per person.

    NaN when nobody lives within its reach. ``silent`` are the rows of the centres that reach one
    of the same people and whose capacity is unknown: with any of them no mean is given.
    """

    before: float
    after: float
    silent: Ints


def add(places: Places, existing: Points, spot: Points, km: float, by: Way = LINE) -> Added:
    """Add one centre at ``spot`` (one point) to those that exist, and count within ``km``."""
    near = _within(places, spot, km, by)
    others = by.index(existing)
    now = others.nearest(places.points).km <= km
    pairs = others.pairs(places.points.take(np.flatnonzero(near)), km)
    nearest = others.nearest(spot).km
    return Added(places, near, near & ~now, np.unique(pairs.centre), float(nearest[0]))


def supply(
    places: Places,
    existing: Points,
    capacity: Floats,
    spot: Points,
    offered: float,
    km: float,
    by: Way = LINE,
) -> Supply:
    """Compare the index of the people near ``spot`` without and with a centre of that capacity.

    ``capacity`` is one per centre, NaN where unknown; ``offered`` is the new centre's.
    """
    near = _within(places, spot, km, by)
    around = places.points.take(np.flatnonzero(near))
    counts = np.unique(by.index(existing).pairs(around, km).centre)
    silent = counts[np.isnan(capacity[counts])]
    before = two_step(places, existing, capacity, km, by=by).index
    more = np.append(capacity, offered)
    after = two_step(places, existing.join(spot), more, km, by=by).index
    people = np.where(near, places.persons, 0.0)
    total = people.sum()
    if not total or len(silent):
        return Supply(float("nan"), float("nan"), silent)
    return Supply(_mean(before, people), _mean(after, people), silent)


def _within(places: Places, spot: Points, km: float, by: Way) -> Flags:
    near = np.zeros(len(places), dtype=bool)
    near[by.index(spot).pairs(places.points, km).place] = True
    return near


def _mean(values: Floats, people: Floats) -> float:
    return float((np.nan_to_num(values) * people).sum() / people.sum())
