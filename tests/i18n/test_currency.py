"""Amounts in another currency: the right rate of the right day, there and back."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from cartomut.currency import Currency, currency
from cartomut.i18n import Language
from cartomut.paths import DATA

FRENCH, ENGLISH = Language("fr"), Language("en")
RATES = pd.read_csv(DATA / "reference" / "taux_change.csv", parse_dates=["date"])
FRANC, EURO, DOLLAR = (currency(code, RATES) for code in ("FCFA", "EUR", "USD"))


@given(st.integers(-(10**13), 10**13), st.sampled_from([FRANC, EURO, DOLLAR]))
def test_an_amount_comes_back_to_the_franc(francs: int, chosen: Currency) -> None:
    there = chosen.amount(francs, 2023)
    assert there is not None
    assert chosen.francs(there, 2023) == francs


def test_the_euro_keeps_its_parity_in_every_year() -> None:
    assert EURO.amount(655_957, 2000) == EURO.amount(655_957, 2026) == 1000


def test_the_dollar_takes_the_last_rate_of_the_figures_year() -> None:
    assert DOLLAR.amount(593_626, 2023) == 1000
    assert DOLLAR.amount(587_144, 2031) == DOLLAR.amount(587_144) == 1000


def test_what_is_unknown_stays_unknown() -> None:
    assert DOLLAR.amount(1_000_000, 2010) is None  # no rate is known of that year
    assert EURO.amount(pd.NA, 2023) is None
    assert EURO.write(None, 2023, FRENCH) == "–"


def test_the_note_names_the_rate_its_day_and_what_is_fixed() -> None:
    assert FRANC.note([2023], FRENCH) == ""
    fixed = "1 EUR = 655,957 FCFA, parité fixe"
    assert EURO.note([2022, 2023], FRENCH).replace("\u202f", " ") == fixed
    assert "aucun taux" in DOLLAR.note([2010], FRENCH)
    both = DOLLAR.note([2022, 2023], ENGLISH)
    assert "614.998" in both
    assert "593.626" in both
    assert "2022" in both


def test_an_amount_is_written_with_its_currency() -> None:
    assert EURO.write(655_957_000_000, 2023, ENGLISH) == "1 bn\u00a0EUR".replace(" ", "\u00a0")
