"""The currency in which amounts are shown: francs, euros or dollars; the choice is in the URL."""

from cartomut.currency import FRANC, Currency, currency
from cartomut.i18n import Language
from cartomut.ui import answers, choices

CODES = {"fcfa": FRANC, "eur": "EUR", "usd": "USD"}  # slug of the URL → currency


def choose(_: Language) -> Currency:
    """Let the reader choose the currency."""
    return _currency(choices.segments("devise", _("Monnaie"), list(CODES), CODES.__getitem__))


def current() -> Currency:
    """Return the currency in use, without drawing its choice."""
    return _currency(choices.read("devise", list(CODES), "fcfa"))


def every() -> list[Currency]:
    """Return every currency, the franc first."""
    return [_currency(slug) for slug in CODES]


def _currency(slug: str | None) -> Currency:
    return currency(CODES[slug or "fcfa"], answers.answer("listes/taux_change"))
