"""The expressions of thresholds: comparisons (``>=0.80``) and ranges (``0.50..0.80``), with ``|``.

They mean what ``queries/schema/66_seuils.sql`` makes of them; read here so that they can be checked
before they are in use, and drawn.
"""

import re
from dataclasses import dataclass
from math import inf

_NUMBER = r"-?\d+(?:\.\d+)?"
_COMPARISON = re.compile(rf"(>=|<=|>|<|=)({_NUMBER})")
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")


@dataclass(frozen=True)
class Interval:
    """Values from ``low`` to ``high``; an infinite end is open. ``strict`` leaves the ends out."""

    low: float
    high: float
    strict: bool = False

    def holds(self, value: float) -> bool:
        """Tell whether a value is in it."""
        return self.low < value < self.high if self.strict else self.low <= value <= self.high

    def within(self, other: "Interval") -> bool:
        """Tell whether it lies wholly in another one, the ends apart."""
        return other.low <= self.low and self.high <= other.high


def intervals(expression: str) -> list[Interval]:
    """Read an expression.

    Raises
    ------
    ValueError
        When a part is neither a comparison nor a range that goes up.
    """
    return [_part(part) for part in expression.replace(" ", "").split("|")]


def holds(expression: str, value: float) -> bool:
    """Tell whether a value is in one of the parts of an expression."""
    return any(one.holds(value) for one in intervals(expression))


def contradiction(green: str, amber: str, better: str) -> bool:
    """Tell whether two expressions of one indicator cannot both be meant.

    ``better`` is the catalogue's ``sens``. Amber may hold green whole (``>=0.50`` around
    ``>=0.80``: green is read first); it may not lie inside green, cross one of its ends, nor stand
    on the better side of it.
    """
    good, fair = intervals(green), intervals(amber)
    if any(_crosses(one, other) for one in fair for other in good):
        return True
    if better == "hausse":
        return min(one.low for one in fair) >= min(one.low for one in good)
    if better == "baisse":
        return max(one.high for one in fair) <= max(one.high for one in good)
    return False


def _crosses(amber: Interval, green: Interval) -> bool:
    """Tell whether amber lies in green, or shares a part of it without holding it whole."""
    if amber.within(green):
        return True
    shared = min(amber.high, green.high) - max(amber.low, green.low)
    return shared > 0 and not green.within(amber)


def _part(text: str) -> Interval:
    compared, ranged = _COMPARISON.fullmatch(text), _RANGE.fullmatch(text)
    if compared:
        sign, number = compared[1], float(compared[2])
        low = -inf if "<" in sign else number
        high = inf if ">" in sign else number
        return Interval(low, high, strict=sign in "<>")
    if ranged and float(ranged[1]) < float(ranged[2]):
        return Interval(float(ranged[1]), float(ranged[2]))
    raise ValueError(text)
