"""Who may bring, publish or take back data, until there is a sign-in."""

import streamlit as st

from cartomut.i18n import Language
from cartomut.paths import IMPORT_BY_ALL

LOCAL = ("localhost", "127.0.0.1", "::1")


def is_open() -> bool:
    """Tell whether this reader may change the data.

    Without sign-in, only whoever runs the app on their own computer may, unless
    ``CARTOMUT_IMPORT=oui`` says otherwise.
    """
    return IMPORT_BY_ALL or st.get_option("server.address") in LOCAL


def accounts_reserved(_: Language) -> str:
    """Say who sees the accounts and ratios of a named organisation, until there are roles."""
    return _(
        "Les comptes et les ratios d'un organisme nommé sont réservés au régulateur et au PASS ; "
        "sans connexion par mot de passe, seul qui lance l'application sur son ordinateur les voit."
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
