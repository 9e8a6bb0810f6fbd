"""Partial dates as stretches of a line of years, and the lines of a timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cartomut.charts.series import position


@dataclass(frozen=True)
class Period:
    """From when to when on a line of years; ``vague`` when the day or the month is not known."""

    start: float
    end: float
    vague: bool


def period(start: object, end: object = None) -> Period | None:
    """Place a partial date, or an interval of two, on a line of years; None without a start.

    A date known to the year or to the month lasts for all of it.
    """
    first = position(None if unknown(start) else start)
    if first is None:
        return None
    closing = start if unknown(end) else end
    last = (position(closing) or first) + _width(str(closing))
    return Period(first, max(first, last), unknown(end) and len(str(start)) < 10)


def _width(text: str) -> float:
    """Return how much of a year a partial date leaves open."""
    return {4: 1.0, 7: 1 / 12}.get(len(text), 0.0)


def unknown(value: Any) -> bool:
    """Tell whether a cell holds no value."""
    return value is None or bool(pd.isna(value))


def lines(titles: Sequence[str]) -> dict[str, Any]:
    """Return an axis with one line per title, the first on top."""
    return {
        "tickvals": list(range(len(titles))),
        "ticktext": list(titles),
        "range": [len(titles) - 0.4, -0.6],
        "zeroline": False,
    }
