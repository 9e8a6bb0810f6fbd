"""What each candidate site would bring to each place: the one form of both siting questions.

Maximal covering: a site brings a place all its people when it is within reach and nothing else was.
P-median: it brings the person-kilometres that it saves. In both, a place takes the best of the
chosen sites, and the whole is a sum over places.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cartomut.access.distance import LINE, Way
from cartomut.access.points import Flags, Floats, Ints, Places, Points


@dataclass(frozen=True)
class Problem:
    """Gains above 0, sorted by site: ``gain[i]`` at place row ``place[i]`` for site ``site[i]``.

    ``places`` and ``sites`` count them; ``base`` is what stands without any new site (persons
    covered, or person-kilometres travelled), ``total`` the most there is (persons).
    """

    place: Ints
    site: Ints
    gain: Floats
    places: int
    sites: int
    base: float
    total: float

    @cached_property
    def starts(self) -> Ints:
        """Give where the gains of each site begin, and the end of the last."""
        return np.searchsorted(self.site, np.arange(self.sites + 1)).astype(np.int64)

    def rows(self, sites: Sequence[int] | Ints) -> Ints:
        """Return the rows of the gains of these sites."""
        spans = [np.arange(self.starts[one], self.starts[one + 1]) for one in sites]
        return np.concatenate(spans) if spans else np.zeros(0, dtype=np.int64)

    def only(self, sites: Flags) -> "Problem":
        """Return the same problem with the gains of some sites; their numbers do not change."""
        kept = sites[self.site]
        return replace(self, place=self.place[kept], site=self.site[kept], gain=self.gain[kept])

    def best(self, sites: Sequence[int] | Ints) -> Floats:
        """Return what each place takes from these sites."""
        kept = self.rows(sites)
        taken = np.zeros(self.places)
        np.maximum.at(taken, self.place[kept], self.gain[kept])
        return taken

    def value(self, sites: Sequence[int] | Ints) -> float:
        """Return what these sites bring together."""
        return float(self.best(sites).sum())

    def by_site(self, gains: Floats) -> Floats:
        """Add up one number per gain for each site."""
        return np.bincount(self.site, gains, minlength=self.sites).astype(np.float64)


def covering(
    places: Places, candidates: Points, existing: Points, km: float, by: Way = LINE
) -> Problem:
    """Gain of a site: the persons within ``km`` of it who are not within ``km`` of a centre."""
    now = by.index(existing).nearest(places.points).km <= km
    pairs = by.index(candidates).pairs(places.points, km)
    gain = np.where(now[pairs.place], 0.0, places.persons[pairs.place])
    base = float(places.persons[now].sum())
    return _problem(places, len(candidates), pairs.place, pairs.centre, gain, base)


def shortening(
    places: Places, candidates: Points, existing: Points, limit_km: float, by: Way = LINE
) -> Problem:
    """Gain of a site: the person-kilometres it saves; beyond ``limit_km`` counts as the limit.

    So does a place without a known road to any centre. The limit keeps one hamlet at the end of
    the country from deciding, and the pairs few.
    """
    now = np.fmin(by.index(existing).nearest(places.points).km, limit_km)
    pairs = by.index(candidates).pairs(places.points, limit_km)
    gain = places.persons[pairs.place] * (now[pairs.place] - pairs.km)
    placed = places.points.placed
    base = float((places.persons * now)[placed].sum())
    return _problem(places, len(candidates), pairs.place, pairs.centre, gain, base)


def _problem(
    places: Places, sites: int, place: Ints, site: Ints, gain: Floats, base: float
) -> Problem:
    kept = np.flatnonzero(gain > 0)
    order = kept[np.argsort(site[kept], kind="stable")]
    total = float(places.persons[places.points.placed].sum())
    return Problem(place[order], site[order], gain[order], len(places), sites, base, total)
