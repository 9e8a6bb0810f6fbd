"""Who may bring, publish or take back data, until there is a sign-in."""

import pandas as pd
import streamlit as st

from cartomut.i18n import Language
from cartomut.queries import query
from cartomut.rights import Right
from cartomut.ui import answers, reader

LOCAL = ("localhost", "127.0.0.1", "::1")
# Domains and indicators that show the accounts or the compliance of a named organisation.
RESERVED_DOMAINS = (
    "finance_prudentiel",
    "prestations_usage",
    "gouvernance_conformite",
    "financement_sha",
    "com_performance",
    "ops_cipres",
)
RESERVED = ("part_centres_autorises", "autofinancement_centre")
FEWEST = 3  # organisations behind a sum, below which it would tell the accounts of one
# Questions whose rows say how a named organisation keeps its contract, or that it is disputed.
RESERVED_QUESTIONS = (
    "indicateurs/com_evaluations",
    "indicateurs/com_indicateurs",
    "indicateurs/com_moyens",
    "indicateurs/com_scores",
    "indicateurs/decisions",
)
NAMING = ("organisme", "centre", "entite")  # what is asked of one by one, not of a territory


def is_open() -> bool:
    """Tell whether this reader may see the accounts of every organisation."""
    return reader.current().may(Right.ACCOUNTS)


def is_reserved(domain: str, indicator: str = "") -> bool:
    """Tell whether this reader may not see these figures of a named organisation."""
    return (domain in RESERVED_DOMAINS or indicator in RESERVED) and not is_open()


def hides_accounts(kind: str) -> bool:
    """Tell whether the accounts of such entities, named one by one, stay from this reader."""
    return kind in NAMING and not is_open()


def reserves(question: str) -> bool:
    """Tell whether the rows of a question stay from this reader, whatever it is asked of."""
    return question in RESERVED_QUESTIONS and not is_open()


def tells_one(count: int) -> bool:
    """Tell whether a sum of so few organisations would tell this reader one's own accounts."""
    return 0 < count < FEWEST and not is_open()


def allowed(question: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out of an answer what would tell this reader one organisation's own accounts.

    In the question's header, ``Behind`` names the column that counts the organisations behind a
    row, and ``Reserved`` the sums over some of them only: with the whole, they tell the others.
    An indicator that anyone may see of a named organisation is left as it is.
    """
    asked = query(question)
    count = asked.text("Behind")
    if is_open() or not count:
        return rows
    counted = zip(rows[count], _accounts(rows), strict=True)
    told = [is_account and tells_one(int(one)) for one, is_account in counted]
    kept = rows.loc[[not one for one in told]].reset_index(drop=True)
    reserved = [name for name in asked.text("Reserved").split(", ") if name]
    kept[reserved] = pd.NA
    return kept


def _accounts(rows: pd.DataFrame) -> list[bool]:
    """Tell which rows are about accounts: all of them, save those of open indicators."""
    if "indicateur_id" not in rows:
        return [True] * len(rows)
    catalogue = answers.answer("listes/catalogue")
    domains = dict(zip(catalogue["indicateur_id"], catalogue["domaine"], strict=True))
    return [is_reserved(domains.get(code, ""), code) for code in rows["indicateur_id"]]


def accounts_reserved(_: Language) -> str:
    """Say who sees the accounts and ratios of a named organisation, until there are roles."""
    return _(
        "Les comptes et les ratios d'un organisme nommé sont réservés au régulateur et au PASS ; "
        "sans connexion par mot de passe, seul qui lance l'application sur son ordinateur les voit."
    )


def rows_reserved(_: Language) -> str:
    """Say who sees the rows of a study as they came in, until there are roles."""
    return _(
        "Les lignes de l'étude telles qu'elles sont arrivées sont réservées au régulateur et au "
        "PASS ; sans connexion par mot de passe, seul qui lance l'application sur son ordinateur "
        "les voit."
    )


def explain(_: Language) -> None:
    """Say who may change the data here, and why."""
    if is_open():
        st.info(
            _(
                "Ce qui se fait ici change les données de tous. Sans connexion par mot de passe, "
                "seul qui lance l'application sur son ordinateur y a accès."
            ),
            icon=":material/lock_open:",
        )
        return
    st.warning(
        _(
            "L'application est ouverte à d'autres ordinateurs et n'a pas de connexion par mot de "
            "passe : on ne peut ici ni importer ni publier. Lancez-la sur « localhost », ou "
            "avec CARTOMUT_IMPORT=oui si tous ceux qui l'atteignent en ont le droit."
        ),
        icon=":material/lock:",
    )
