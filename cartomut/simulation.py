"""What the reserves would become over the years if collection, benefits or contributions changed.

A projection, not a forecast. From the accounts of one year, for ``t`` = 1, 2, …:

    rate(0)          = contributions collected ÷ contributions billed, in the year's accounts
    contributions(t) = contributions earned × (1 + change of level) × rate ÷ rate(0)
    benefits(t)      = benefits incurred × (1 + growth of benefits) ^ t
    result(t)        = contributions(t) + other income − benefits(t) − other costs
    reserves(t)      = reserves(t − 1) + result(t)

Other income is total income without contributions earned, other costs are total costs without
benefits; both stay as they are, and so do members and prices. Without any change the result of the
year repeats itself: that is the baseline. Reserves below zero are a need that somebody would have
to pay; they are shown as such.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

YEARS = 5


@dataclass(frozen=True)
class Accounts:
    """The accounts of one year that a projection starts from, in FCFA; None is unknown."""

    cotisations_emises_fcfa: float | None
    cotisations_encaissees_fcfa: float | None
    cotisations_acquises_fcfa: float | None
    produits_totaux_fcfa: float | None
    prestations_dues_fcfa: float | None
    charges_totales_fcfa: float | None
    reserves_fcfa: float | None

    def missing(self) -> list[str]:
        """List the amounts that are unknown, or nil where the collection rate divides by them."""
        rated = ("cotisations_emises_fcfa", "cotisations_encaissees_fcfa")
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return [
            name for name, value in values.items() if value is None or (name in rated and not value)
        ]

    def collection_rate(self) -> float | None:
        """Return contributions collected over contributions billed; None when unknown."""
        if not self.cotisations_emises_fcfa or self.cotisations_encaissees_fcfa is None:
            return None
        return self.cotisations_encaissees_fcfa / self.cotisations_emises_fcfa


@dataclass(frozen=True)
class Levers:
    """What a reader changes, as shares: 0.05 is 5 points of collection, or 5 %."""

    collection: float = 0.0  # added to the collection rate, from the first year on
    benefits: float = 0.0  # growth of benefits, every year
    contributions: float = 0.0  # change of the level of contributions, once, from the first year on


BASELINE = Levers()


@dataclass(frozen=True)
class Point:
    """One year of a projection, in FCFA; rank 0 is the year of the accounts."""

    rank: int
    contributions: float
    benefits: float
    result: float
    reserves: float


def project(accounts: Accounts, levers: Levers, years: int = YEARS) -> list[Point]:
    """Project the reserves; the first point is the year of the accounts, as declared.

    Raises
    ------
    ValueError
        When an amount is missing (``Accounts.missing`` names it): unknown is never taken for zero.
    """
    if accounts.missing():
        raise ValueError(", ".join(accounts.missing()))
    earned, income, paid, costs, reserves = (
        float(one or 0)
        for one in (
            accounts.cotisations_acquises_fcfa,
            accounts.produits_totaux_fcfa,
            accounts.prestations_dues_fcfa,
            accounts.charges_totales_fcfa,
            accounts.reserves_fcfa,
        )
    )
    rate = accounts.collection_rate() or 1.0
    factor = (1 + levers.contributions) * max(0.0, rate + levers.collection) / rate
    points = [Point(0, earned, paid, income - costs, reserves)]
    for rank in range(1, years + 1):
        contributions = earned * factor
        benefits = paid * (1 + levers.benefits) ** rank
        result = contributions + (income - earned) - benefits - (costs - paid)
        before = points[-1].reserves
        points.append(Point(rank, contributions, benefits, result, before + result))
    return points


def exhausted(points: Sequence[Point]) -> int | None:
    """Return the rank of the first year without reserves left; None when some always are."""
    return next((one.rank for one in points if one.reserves <= 0), None)
