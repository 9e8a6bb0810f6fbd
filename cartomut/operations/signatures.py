"""Who signed a row that was typed: by name or by role as they wrote it, never by an address."""

from cartomut.i18n import Language
from cartomut.operations.schema import Row

SIGNED = ("auteur", "modifie_par")


def signature(author: str, _: Language) -> str:
    """Write that an account signed, without its address; another signature as it is."""
    return _("un compte connecté") if "@" in author else author


def unsigned(row: Row, _: Language) -> Row:
    """Return a row without the addresses of the accounts that signed it."""
    return row | {name: signature(row[name], _) for name in SIGNED}
