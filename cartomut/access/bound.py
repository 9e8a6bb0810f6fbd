"""A first set of sites, and how much better any other could be: greedy and Lagrangian bound.

Each place puts a price on being served; at these prices the best ``k`` sites are simply the ``k``
that earn most, and what they earn plus the prices is more than any ``k`` sites can bring. Prices
move until both meet, or nearly. Sites whose choice would push that bound under what is already
found can be left out for good, so that the exact solver has few left to weigh.
"""

from dataclasses import dataclass

import numpy as np

from cartomut.access.gains import Problem
from cartomut.access.points import Floats, Ints
from cartomut.access.watch import Watch

# How the prices move; tried on the 5,136 places, covering 5 to 20 km and saving 30 to 50.
ROUNDS = 800
SIFTED = 20  # rounds after which sites that cannot be chosen are left out
FIRST_STEP = 2.0
MOMENTUM = 0.85  # how much of the last direction is kept: prices oscillate less
PATIENCE = 20  # rounds without a better bound before the step is halved
TOLERANCE = 1e-9  # relative; a smaller difference is the arithmetic's
SMALLEST_STEP = 1e-4


@dataclass(frozen=True)
class Bounded:
    """The best sites found and their ``value``; ``bound``: no choice brings more.

    ``kept`` are the sites that a better choice could still hold.
    """

    sites: Ints
    value: float
    bound: float
    kept: Ints

    @property
    def closed(self) -> bool:
        """Tell whether the value is proved to be the best."""
        return self.bound - self.value <= TOLERANCE * max(self.bound, 1.0)


def greedy(problem: Problem, count: int) -> list[int]:
    """Choose one site after the other, each time the one that adds most; none that adds nothing."""
    taken = np.zeros(problem.places)
    chosen: list[int] = []
    for _turn in range(min(count, problem.sites)):
        added = problem.by_site(np.maximum(problem.gain - taken[problem.place], 0))
        site = int(added.argmax())
        if not added[site] > 0:
            break
        chosen.append(site)
        rows = problem.rows([site])
        taken[problem.place[rows]] = np.maximum(taken[problem.place[rows]], problem.gain[rows])
    return chosen


def bounded(problem: Problem, count: int, start: Ints, watch: Watch) -> Bounded:
    """Improve on ``start`` and bound what ``count`` sites can bring; there are at least as many."""
    search = _Search(problem, count, start)
    for turn in range(1, ROUNDS + 1):
        if search.done or watch.over():
            break
        search.step()
        if turn % SIFTED == 0:
            search.sift()
    return search.result()


class _Search:
    """The moving prices, the best bound and the best sites so far."""

    def __init__(self, problem: Problem, count: int, start: Ints) -> None:
        self.problem, self.count = problem, count
        self.sites, self.value = start, problem.value(start)
        self.prices = np.zeros(problem.places)
        np.maximum.at(self.prices, problem.place, problem.gain / 2)
        self.bound, self.best_prices = np.inf, self.prices
        self.could = np.ones(problem.sites, dtype=bool)
        self.scale, self.stalled = FIRST_STEP, 0
        self.direction = np.zeros(problem.places)

    @property
    def done(self) -> bool:
        """Tell whether the search is over: it met the bound, or its steps are too small."""
        met = self.bound - self.value <= TOLERANCE * max(self.value, 1.0)
        return met or self.scale < SMALLEST_STEP

    def step(self) -> None:
        """Take the sites that earn most at the present prices; move the prices towards need."""
        earned = self._earned(self.prices)
        top = np.argpartition(-earned, self.count - 1)[: self.count]
        bound = float(self.prices.sum() + earned[top].sum())
        self._keep(top)
        self._note(bound)
        if self.stalled > PATIENCE:
            self.prices, self.scale, self.stalled = self.best_prices, self.scale / 2, 0
            self.direction = np.zeros_like(self.direction)
            return
        self.direction = self._need(top) + MOMENTUM * self.direction
        length = float((self.direction**2).sum())
        if not length:
            self.scale = 0.0  # every place is served just once: the bound is the value
            return
        move = self.scale * max(bound - self.value, 0.0) / length
        self.prices = np.maximum(0, self.prices - move * self.direction)

    def sift(self) -> None:
        """Leave out the sites that no better choice can hold: fewer gains to go through."""
        self._sift()
        left = np.count_nonzero(self.could[self.problem.site])
        if left < len(self.problem.gain) / 2:
            self.problem = self.problem.only(self.could)

    def result(self) -> Bounded:
        """Return what was found, with the sites that a better choice could still hold."""
        bound = self._sift()
        return Bounded(self.sites, self.value, max(bound, self.value), np.flatnonzero(self.could))

    def _keep(self, sites: Ints) -> None:
        value = self.problem.value(sites)
        if value > self.value:
            self.sites, self.value = np.sort(sites), value

    def _note(self, bound: float) -> None:
        if bound < self.bound - TOLERANCE * max(bound, 1.0):
            self.bound, self.best_prices, self.stalled = bound, self.prices, 0
        else:
            self.stalled += 1

    def _need(self, sites: Ints) -> Floats:
        """Return 1 where a place is not served, 0 where it is once, less where it is too often."""
        rows = self.problem.rows(sites)
        place = self.problem.place[rows]
        served = place[self.problem.gain[rows] > self.prices[place]]
        need = np.ones(self.problem.places)
        need -= np.bincount(served, minlength=self.problem.places)
        need[(self.prices <= 0) & (need > 0)] = 0
        return need

    def _earned(self, prices: Floats) -> Floats:
        left = self.problem.gain - prices[self.problem.place]
        return self.problem.by_site(np.maximum(left, 0))

    def _sift(self) -> float:
        """Mark what cannot be chosen, from the bound when a site must be; return the bound."""
        earned = self._earned(self.best_prices)
        top = np.partition(earned, -self.count)[-self.count :]
        bound = float(self.best_prices.sum() + top.sum())
        with_it = bound - top.min() + earned
        self.could &= (earned >= top.min()) | (with_it > self.value * (1 + TOLERANCE))
        self.could[self.sites] = True
        return bound
