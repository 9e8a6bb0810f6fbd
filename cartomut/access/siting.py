"""Where one to ten more centres would serve most, with what is proved about the answer.

The candidates are places where a centre could be built, or centres that could take up a service
they lack; what exists already stays. Two questions: cover the most people (maximal covering, MCLP),
or save the most distance (p-median with a limit). A greedy choice starts, a Lagrangian bound says
how far it may be from the best, and HiGHS settles what is left between the two.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cartomut.access import bound, exact, gains
from cartomut.access.distance import LINE, Way
from cartomut.access.gains import Problem
from cartomut.access.points import Floats, Ints, Places, Points
from cartomut.access.watch import Watch

MOST = 10
SECONDS = 50.0
PROVED = 1e-6  # relative gap under which a choice is called the best
Report = Callable[[float, int], object]


@dataclass(frozen=True)
class Choice:
    """The best ``count`` sites found.

    ``sites`` are rows of the candidates, fewer than ``count`` when no more of them add anything.
    ``value`` is what they add to what exists (persons covered, or person-kilometres saved),
    ``greedy`` what choosing one after the other adds; nothing can add more than ``bound``.
    ``settled_by``: ``glouton`` (greedy), ``borne`` (the bound's search) or ``highs``.
    """

    count: int
    sites: tuple[int, ...]
    value: float
    bound: float
    greedy: float
    settled_by: str
    seconds: float
    solver_seconds: float

    @property
    def gap(self) -> float:
        """Return how far the best may be, as a share (0 to 1) of the bound; 0 when proved."""
        return (self.bound - self.value) / self.bound if self.bound > 0 else 0.0

    @property
    def proved(self) -> bool:
        """Tell whether no other choice is better."""
        return self.gap <= PROVED


@dataclass(frozen=True)
class Curve:
    """The choices for each number of sites, and the whole's seconds.

    ``stopped``: somebody asked to stop; the choices that were not reached are missing.
    """

    choices: tuple[Choice, ...]
    base: float
    total: float
    seconds: float
    stopped: bool

    def table(self) -> pd.DataFrame:
        """Lay the curve out, one row per number of sites, none (``k`` 0) included.

        Returns
        -------
        ``k``, ``valeur`` (what is added), ``valeur_totale`` (with what exists: for covering only),
        ``part`` (of all persons, 0 to 1; NaN without any), ``borne``, ``ecart`` (optimality gap),
        ``glouton``, ``est_prouve``, ``secondes``, ``secondes_solveur``.
        """
        none = Choice(0, (), 0.0, 0.0, 0.0, "glouton", 0.0, 0.0)
        rows = [
            {
                "k": one.count,
                "valeur": one.value,
                "valeur_totale": self.base + one.value,
                "part": (self.base + one.value) / self.total if self.total else float("nan"),
                "borne": one.bound,
                "ecart": one.gap,
                "glouton": one.greedy,
                "est_prouve": one.proved,
                "secondes": one.seconds,
                "secondes_solveur": one.solver_seconds,
            }
            for one in (none, *self.choices)
        ]
        return pd.DataFrame(rows)


@dataclass(frozen=True)
class Siting:
    """What a choice of sites is about.

    ``candidates``: where a centre could be, or an existing one could take up a service;
    ``existing``: those that serve already. ``by``: how distances are measured.
    """

    places: Places
    candidates: Points
    existing: Points
    by: Way = LINE

    def cover(self, km: float) -> Problem:
        """Ask for the most people newly within ``km`` (maximal covering)."""
        return gains.covering(self.places, self.candidates, self.existing, km, self.by)

    def shorten(self, limit_km: float) -> Problem:
        """Ask for the most person-kilometres saved, beyond ``limit_km`` counting as the limit."""
        return gains.shortening(self.places, self.candidates, self.existing, limit_km, self.by)

    def why(self, sites: Sequence[int], km: float) -> pd.DataFrame:
        """Say what each of some candidates would bring, all of them being built.

        Returns
        -------
        One row per site, in the order given: ``site`` (row of the candidates);
        ``population_a_portee`` (persons within ``km``) = ``population_deja_couverte`` (by an
        existing centre: the overlap) + ``population_nouvelle``; ``population_nouvelle`` =
        ``population_propre`` (that no other of these sites would reach) + ``population_partagee``;
        ``km_centre_proche``: to the nearest existing centre (infinite: there is none; NaN: the site
        has no position, or no known road).
        """
        chosen = self.candidates.take(list(sites))
        now = self.by.index(self.existing).nearest(self.places.points).km <= km
        pairs = self.by.index(chosen).pairs(self.places.points, km)
        persons = self.places.persons[pairs.place]
        new = ~now[pairs.place]
        alone = new & (np.bincount(pairs.place, minlength=len(self.places))[pairs.place] == 1)
        near = self.by.index(self.existing).nearest(chosen).km

        def added(which: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Floats:
            counted = np.bincount(pairs.centre[which], persons[which], minlength=len(chosen))
            return counted.astype(np.float64)

        return pd.DataFrame(
            {
                "site": np.asarray(sites, dtype=np.int64),
                "population_a_portee": added(np.ones(len(pairs), dtype=bool)),
                "population_deja_couverte": added(~new),
                "population_nouvelle": added(new),
                "population_propre": added(alone),
                "population_partagee": added(new & ~alone),
                "km_centre_proche": np.where(chosen.placed, near, np.nan),
            }
        )


def curve(
    problem: Problem,
    counts: Sequence[int] = range(1, MOST + 1),
    *,
    seconds: float = SECONDS,
    report: Report = lambda _done, _count: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Curve:
    """Find the best sites for each number of them, in increasing order.

    Parameters
    ----------
    seconds
        For all of them; each may take an equal share of what is left. When it is over, the answer
        is the best found, with its gap.
    report
        Called before each number, and at the end, with the share done (0 to 1) and the number.
    cancelled
        Asked many times a second, in the thread of the caller, whether to stop.
    """
    watch = Watch(seconds, cancelled)
    asked = sorted(set(counts))
    found = list(_choices(problem, asked, watch, report))
    if not watch.stopped and asked:
        report(1.0, asked[-1])
    return Curve(tuple(found), problem.base, problem.total, watch.spent, watch.stopped)


def choose(problem: Problem, count: int, seconds: float = SECONDS) -> Choice:
    """Find the best ``count`` sites."""
    return curve(problem, [count], seconds=seconds).choices[0]


def _choices(
    problem: Problem, counts: Sequence[int], watch: Watch, report: Report
) -> Iterator[Choice]:
    ranked = bound.greedy(problem, max(counts, default=0))
    for rank, count in enumerate(counts):
        report(rank / len(counts), count)
        if watch.ask():
            return
        part = watch.part(1 / (len(counts) - rank))
        choice = _choice(problem, count, ranked[:count], part)
        if watch.ask():
            return
        yield choice


def _choice(problem: Problem, count: int, ranked: list[int], watch: Watch) -> Choice:
    start = np.sort(np.asarray(ranked, dtype=np.int64))
    value = problem.value(start)
    plain = Choice(count, tuple(ranked), value, value, value, "glouton", 0.0, 0.0)
    if len(ranked) < count or not ranked:  # what is left adds nothing: greedy has everything
        return plain
    found = bound.bounded(problem, count, start, watch)
    settled = "glouton" if found.value <= value else "borne"
    choice = replace(plain, bound=found.bound, settled_by=settled)
    choice = replace(choice, sites=_ordered(problem, found.sites), value=found.value)
    if not choice.proved and not watch.over():
        choice = _settle(problem, choice, found, watch)
    return replace(choice, seconds=watch.spent)


def _settle(problem: Problem, choice: Choice, found: bound.Bounded, watch: Watch) -> Choice:
    answer = exact.solve(problem, found.kept, choice.count, found.sites, watch)
    better = answer.value > found.value
    limit = min(found.bound, answer.bound)
    return replace(
        choice,
        sites=_ordered(problem, answer.sites),
        value=answer.value,
        bound=max(limit, answer.value),
        settled_by="highs" if better or limit < found.bound else choice.settled_by,
        solver_seconds=answer.seconds,
    )


def _ordered(problem: Problem, sites: Ints) -> tuple[int, ...]:
    """Put chosen sites in the order in which each adds most to those before it."""
    left, order = [int(site) for site in sites], list[int]()
    while left:
        following = max(left, key=lambda site: (problem.value([*order, site]), -site))
        order.append(following)
        left.remove(following)
    return tuple(order)
