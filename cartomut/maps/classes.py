"""Classing of a choropleth: cut values into at most five classes, by a named method."""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from cartomut.i18n import N_

METHODS = {
    "naturelles": N_("Seuils naturels (Fisher-Jenks)"),
    "quantiles": N_("Effectifs égaux (quantiles)"),
    "egales": N_("Intervalles égaux"),
    "fixes": N_("Seuils fixes, en chiffres ronds"),
}
CLASSES = 5


@dataclass(frozen=True)
class Classing:
    """Upper bounds of the classes, in order; the last one is the greatest value."""

    method: str
    lowest: float
    bounds: tuple[float, ...]

    def rank(self, value: float) -> int:
        """Return the class of a value, from 0."""
        return next(
            (i for i, bound in enumerate(self.bounds) if value <= bound), len(self.bounds) - 1
        )

    def spans(self) -> list[tuple[float, float]]:
        """Return each class as (from, to)."""
        starts = (self.lowest, *self.bounds[:-1])
        return list(zip(starts, self.bounds, strict=True))


def classify(values: Sequence[float], method: str) -> Classing | None:
    """Class known values; None when there is none. Few distinct values are their own classes."""
    known = sorted(value for value in values if not math.isnan(value))
    if not known:
        return None
    distinct = sorted(set(known))
    if len(distinct) <= CLASSES:
        return Classing(method, distinct[0], tuple(distinct))
    return Classing(method, known[0], tuple(sorted(set(_bounds(known, method)))))


def spread(rank: int, count: int, steps: Sequence[str]) -> str:
    """Pick the colour of a class so that few classes still use the whole scale."""
    if count == 1:
        return steps[len(steps) // 2]
    return steps[round(rank * (len(steps) - 1) / (count - 1))]


def _bounds(known: list[float], method: str) -> list[float]:
    if method == "fixes":
        return [*_round_bounds(known[0], known[-1]), known[-1]]
    import mapclassify  # slow to import: only a map with many values needs it

    classer = {
        "quantiles": mapclassify.Quantiles,
        "egales": mapclassify.EqualInterval,
        "naturelles": mapclassify.FisherJenks,
    }[method]
    with warnings.catch_warnings():
        # 33 values need no compiler, and fewer classes than asked for are welcome.
        warnings.simplefilter("ignore", UserWarning)
        return [float(bound) for bound in classer(known, k=CLASSES).bins]


def _round_bounds(lowest: float, highest: float) -> list[float]:
    """Bounds at 1, 2 or 5 times a power of ten, the largest five below the greatest value."""
    powers = [10.0**power * digit for power in range(-6, 13) for digit in (1, 2, 5)]
    inside = sorted(bound for bound in powers if lowest < bound < highest)
    return inside[-(CLASSES - 1) :]
