"""Who may see and do what: the roles and their rights, as one table that everybody reads."""

import pandas as pd
import streamlit as st

from cartomut.i18n import N_, Language
from cartomut.journal import APPLICATION
from cartomut.rights import MATRIX, Right, Role
from cartomut.role_names import RIGHT_NAMES, ROLE_NAMES
from cartomut.ui import reader
from cartomut.ui.note import note
from cartomut.ui.text import plain

YES, NO, OWN = N_("oui"), N_("non"), N_("la sienne")
OF_ITS_OWN = (Right.ACCOUNTS, Right.CONTRACTS)  # what a mutual has of itself alone


def matrix(_: Language) -> None:
    """Say as what this session reads, then show each right and the roles that have it."""
    known = reader.current()
    st.markdown(plain(_.pair(_("Vous lisez comme"), _(ROLE_NAMES[known.role]))))
    had = [_(RIGHT_NAMES[one]) for one in Right if known.may(one)]
    if known.own:
        had.append(_("Lire les comptes, les ratios et les évaluations de votre mutuelle"))
    st.markdown("\n".join(f"- {plain(one)}" for one in had))
    st.markdown(
        plain(
            _(
                "Tout le monde lit ce que l'étude publie et ce qu'elle additionne. Le reste dépend "
                "du rôle."
            )
        )
    )
    rows = [
        {_("Droit"): _(RIGHT_NAMES[right])}
        | {_(ROLE_NAMES[role]): _(_has(role, right)) for role in Role}
        for right in Right
    ]
    told = _("Les droits de chaque rôle : oui, non, ou pour la seule mutuelle du compte")
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=told)
    note(
        plain(
            _(
                "« La sienne » : une mutuelle lit ce qui la concerne et les sommes des autres. "
                "« Sur cet ordinateur » : qui lance l'application chez soi a tous les droits, "
                "puisqu'il a les fichiers."
            )
        )
    )


def administers(_: Language) -> bool:
    """Tell whether this reader administers; say who does when they do not."""
    if reader.current().may(Right.ADMINISTER):
        return True
    text = _("Les comptes, les liens et le journal se tiennent avec un compte d'administrateur.")
    st.info(plain(text), icon=":material/lock:")
    return False


def named(code: str, _: Language) -> str:
    """Name a role by its code; anything else, such as an address, is left as it is."""
    if code == APPLICATION:
        return _("L'application elle-même")
    return _(ROLE_NAMES[Role(code)]) if code in set(Role) else code


def _has(role: Role, right: Right) -> str:
    if role is Role.MUTUAL and right in OF_ITS_OWN:
        return OWN
    return YES if right in MATRIX[role] else NO
