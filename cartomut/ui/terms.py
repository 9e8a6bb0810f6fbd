"""What a term means, in the reader's language, for the hint beside a filter, a column or a figure.

The glossary, the contracts and the catalogue hold the definitions; nothing is defined here.
"""

from functools import lru_cache

from cartomut.contracts import contracts
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, session
from cartomut.ui.text import plain

# Columns and filters whose meaning the glossary gives under another slug.
ALIASES = {
    "district_code": "district",
    "region_code": "region",
    "nom_region": "region",
    "nature": "nature_valeur",
    "precision": "precision_position",
    "statut": "statut_operationnel",
    "est_retenu": "valeur_retenue",
    "base": "nature_valeur",
    "nb_adherents": "adherent",
    "nb_beneficiaires": "beneficiaire",
    "statut_cmu": "articulation_cmu",
    "role_cmu": "articulation_cmu",
}


def definition(slug: str) -> str | None:
    """Define a term, a column or an indicator; None when nothing defines it.

    The text is Markdown whose signs are already escaped.
    """
    known = _definitions(session.edition(), session.language().code)
    return known.get(slug) or known.get(ALIASES.get(slug, ""))


@lru_cache(maxsize=12)  # shared: nobody changes definitions; asked for every column
def _definitions(edition: str, language: str) -> dict[str, str]:
    del edition  # part of the key
    _ = Language(language)
    rows = answers.localised("listes/definitions")
    listed = {row.slug: plain(row.definition) for row in records(rows)}
    return listed | {name: plain(text) for name, text in _described(_).items()}


def _described(_: Language) -> dict[str, str]:
    """Return the descriptions of the columns that mean the same in every contract."""
    texts: dict[str, set[str]] = {}
    for contract in contracts().values():
        for field in contract.fields:
            described = str(_.pick(field.description, field.description_en))
            texts.setdefault(field.name, set()).add(described)
    return {
        name: next(iter(found)) for name, found in texts.items() if len(found) == 1 and any(found)
    }
