"""Amounts in francs, euros or dollars: which rate is used, of which day, and how it is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from cartomut.i18n import Language
from cartomut.records import records

FRANC = "FCFA"
FIXED_DIGITS = 3  # what a rate is published with


@dataclass(frozen=True)
class Rate:
    """What one unit of a currency is worth, in FCFA, on a day."""

    day: date
    francs: float
    is_fixed: bool


@dataclass(frozen=True)
class Currency:
    """A currency in which amounts are shown; ``rates`` stand from the oldest to the newest.

    The franc needs no rate. A fixed parity holds for every year. Another currency takes the last
    rate of the figure's year, or the newest one for a year that is not over or a figure without a
    year; before its first rate an amount is unknown rather than guessed.
    """

    code: str
    rates: tuple[Rate, ...] = ()

    def rate(self, year: int | None = None) -> Rate | None:
        """Return the rate that holds for a year, None when there is none."""
        if not self.rates:
            return None
        if year is None or self.rates[-1].is_fixed:
            return self.rates[-1]
        held = [one for one in self.rates if one.day.year <= year]
        return held[-1] if held else None

    def amount(self, francs: Any, year: int | None = None) -> float | None:
        """Convert an amount of whole FCFA; None when it or its rate is unknown."""
        if francs is None or pd.isna(francs):
            return None
        if self.code == FRANC:
            return float(francs)
        rate = self.rate(year)
        return None if rate is None else float(francs) / rate.francs

    def francs(self, amount: float, year: int | None = None) -> int | None:
        """Convert back to whole FCFA; None when the rate is unknown."""
        if self.code == FRANC:
            return round(amount)
        rate = self.rate(year)
        return None if rate is None else round(amount * rate.francs)

    def write(self, francs: Any, year: int | None, _: Language) -> str:
        """Write an amount of FCFA in this currency, with a unit that adapts; ``–`` if unknown."""
        return _.money(self.amount(francs, year), self.code)

    def note(self, years: Iterable[int | None], _: Language) -> str:
        """Say which rates convert figures of these years; nothing of the franc itself."""
        if self.code == FRANC:
            return ""
        asked = list(years) or [None]
        used = {rate for year in asked if (rate := self.rate(year))}
        texts = [self._one(rate, _) for rate in sorted(used, key=_day)]
        if any(self.rate(year) is None for year in asked):
            texts.append(_("aucun taux n'est connu des années plus anciennes"))
        return _.series(texts)

    def _one(self, rate: Rate, _: Language) -> str:
        worth = _.number(rate.francs, FIXED_DIGITS)
        if rate.is_fixed:
            return _("1 {} = {} FCFA, parité fixe").format(self.code, worth)
        day = _.date(rate.day.isoformat())
        return _("1 {} = {} FCFA le {}").format(self.code, worth, day)


def currency(code: str, rates: pd.DataFrame) -> Currency:
    """Make a currency from its code and the rows of ``listes/taux_change``."""
    own = rates[rates["devise"] == code].sort_values("date")
    return Currency(
        code,
        tuple(
            Rate(pd.Timestamp(one.date).date(), one.fcfa_par_unite, bool(one.est_fixe))
            for one in records(own)
        ),
    )


def _day(rate: Rate) -> date:
    return rate.day
