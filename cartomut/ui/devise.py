"""The currency in which amounts are shown: francs, euros or dollars; the choice is in the URL."""

from functools import lru_cache

from cartomut.currency import FRANC, Currency, currency
from cartomut.i18n import Language
from cartomut.ui import answers, choices, session

CODES = {"fcfa": FRANC, "eur": "EUR", "usd": "USD"}  # slug of the URL → currency


def choose(_: Language) -> Currency:
    """Let the reader choose the currency."""
    slug = choices.segments("devise", _("Monnaie"), list(CODES), CODES.__getitem__)
    return _currency(slug, session.edition())


def current() -> Currency:
    """Return the currency in use, without drawing its choice."""
    return _currency(choices.read("devise", list(CODES), "fcfa"), session.edition())


def every() -> list[Currency]:
    """Return every currency, the franc first."""
    return [_currency(slug, session.edition()) for slug in CODES]


@lru_cache(maxsize=24)  # asked for by every amount of a page
def _currency(slug: str | None, store_path: str) -> Currency:
    del store_path  # part of the key: a new edition may have new rates
    return currency(CODES[slug or "fcfa"], answers.answer("listes/taux_change"))
