"""What this reader may see and do on the page, and how a page says what it keeps back.

Rows and columns that are not for a reader never leave the store (``cartomut.withheld``); here a
page finds out what to offer, what to say, and whether it opens at all.
"""

import streamlit as st

from cartomut import rights
from cartomut.i18n import Language
from cartomut.rights import Right
from cartomut.ui import reader

NAMING = ("organisme", "centre", "entite")  # what is asked of one by one, not of a territory


def may(right: Right) -> bool:
    """Tell whether this reader has a right."""
    return reader.current().may(right)


def sees_all() -> bool:
    """Tell whether this reader may see the accounts of every organisation."""
    return may(Right.ACCOUNTS)


def sees(*organisations: str | None) -> bool:
    """Tell whether this reader may see the accounts of all these organisations."""
    who = reader.current()
    return all(who.sees_accounts_of(one) for one in organisations)


def own() -> str:
    """Return the organisation that this reader speaks for; empty for who is not a mutual."""
    return reader.current().own


def is_reserved(domain: str, indicator: str = "") -> bool:
    """Tell whether these figures of a named organisation are not for this reader."""
    return rights.is_account(domain, indicator) and not sees_all()


def hides_accounts(kind: str, *organisations: str | None) -> bool:
    """Tell whether the accounts of such entities, named one by one, stay from this reader."""
    return kind in NAMING and not (sees(*organisations) if organisations else sees_all())


def accounts_reserved(_: Language) -> str:
    """Say who sees the accounts and ratios of a named organisation, and what others see."""
    return _(
        "Les comptes et les ratios d'un organisme nommé sont réservés au régulateur, au PASS, aux "
        "relecteurs et à l'organisme lui-même. Les autres en voient les sommes de tout le pays, à "
        "partir de trois organismes : sous des filtres, deux sommes se soustrairaient."
    )


def contracts_reserved(_: Language) -> str:
    """Say who sees the contracts of objectives and means, and what of the page is for all."""
    return _(
        "Les contrats d'objectifs et de moyens (COM), leurs mesures et leurs scores sont réservés "
        "au régulateur, au PASS, aux relecteurs et à l'organisme qui a signé. « Méthode et cas "
        "publié » dit à tous comment un COM est noté, sur un cas publié."
    )


def rows_reserved(_: Language) -> str:
    """Say who sees the rows of a study as they came in."""
    return _(
        "Les lignes de l'étude telles qu'elles sont arrivées sont réservées au régulateur, au PASS "
        "et aux relecteurs."
    )


def explain(right: Right, _: Language) -> None:
    """Say who may change the data here, and why."""
    if may(right):
        st.info(
            _("Ce qui se fait ici change les données de tous, et s'écrit dans le journal."),
            icon=":material/lock_open:",
        )
        return
    st.warning(
        _(
            "On ne peut ici ni importer ni publier : le régulateur et l'administrateur le font, "
            "une fois connectés, ou qui lance l'application sur son ordinateur."
        ),
        icon=":material/lock:",
    )
