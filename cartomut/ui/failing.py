"""What a reader sees of a fault: what to do and its reference, never a trace.

The same reference is in the log and on the Health page.
"""

import streamlit as st

from cartomut import i18n, logs, usage, whole
from cartomut.editions import Stopped
from cartomut.i18n import Language
from cartomut.store import Damaged
from cartomut.ui import reader, session

PAGE = "_page_ouverte"


def open_page(address: str, _: Language) -> None:
    """Note which page this session is on, for its faults; count it when it has just come there."""
    if st.session_state.get(PAGE) != address:
        st.session_state[PAGE] = address
        usage.count(address, _.code, reader.current().role.value)


def show(failure: Exception) -> bool:
    """Log what a page's run raised and draw its reference; tells that nothing else need be."""
    page = str(st.session_state.get(PAGE, ""))
    code = logs.fault(failure, page, told=True)  # Streamlit has just logged it
    _ = _language()
    if isinstance(failure, Damaged):
        session.let_go(failure.path)
        st.error(damaged(code, _), icon=":material/database_off:")
        st.button(_("Refaire ce fichier"), icon=":material/build:", type="primary")  # runs again
        return True
    st.error(told(failure, code, _), icon=":material/error:")
    return True


def told(failure: BaseException, code: str, _: Language) -> str:
    """Write what a reader is told of a fault: what to do where it is known, else its reference."""
    return full(code, _) if whole.is_full(failure) else text(code, _)


def full(code: str, _: Language) -> str:
    """Write what a reader is told when the server's disk takes no more."""
    return _(
        "Le disque du serveur est plein : rien n'a été écrit à moitié, et ce qui était là reste "
        "lisible. Prévenez qui gère l'application, avec cette référence ; il faut y faire de la "
        "place, puis recommencer : **{}**."
    ).format(code)


def unmade(failure: BaseException, name: str, _: Language) -> str:
    """Log why a file could not be made, and write what its reader is told."""
    if isinstance(failure, Stopped):
        return failure.text(_)
    code = logs.fault(failure, name)
    if whole.is_full(failure):
        return full(code, _)
    return _(
        "Ce fichier n'a pas pu être fait. Réessayez ; si cela revient, donnez cette référence à "
        "qui gère l'application : **{}**."
    ).format(code)


def damaged(code: str, _: Language) -> str:
    """Write what a reader is told when the file of the data can no longer be read."""
    return _(
        "Le fichier des données en usage ne peut plus être lu : il a été effacé ou abîmé sur le "
        "disque. Rien de ce qui a été publié ou saisi n'est perdu : ce fichier se refait à partir "
        "de l'édition publiée, en une minute environ. Si cela revient, donnez cette référence à "
        "qui gère l'application, qui peut revenir à l'édition d'avant : **{}**."
    ).format(code)


def text(code: str, _: Language) -> str:
    """Write what a reader is told of a fault."""
    return _(
        "Cette partie de la page n'a pas pu être faite. Rechargez la page ; si cela revient, "
        "donnez cette référence à qui gère l'application : **{}**."
    ).format(code)


def _language() -> Language:
    asked = st.query_params.get("lang")
    known = asked if asked in i18n.CODES else i18n.code_of_locale(st.context.locale)
    return i18n.language(known)
