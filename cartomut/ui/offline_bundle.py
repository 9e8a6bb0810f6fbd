"""The archive for a computer without network, made where the app runs."""

import streamlit as st
from filelock import FileLock, Timeout

from cartomut import offline
from cartomut.editions import Stopped
from cartomut.i18n import Language
from cartomut.offline import PLATFORMS, Wish
from cartomut.paths import DATA
from cartomut.rights import Right
from cartomut.store import BuildError
from cartomut.ui import choices, gate, readiness
from cartomut.ui.note import note
from cartomut.ui.text import plain

FOLDER = DATA / "paquets"


def draw(_: Language) -> None:
    """Offer to make the archive; it stays on the computer that serves the app."""
    st.subheader(_("Un paquet pour un ordinateur sans réseau"))
    st.markdown(
        _(
            "L'application, ses données et ses bibliothèques dans une archive : on la décompresse, "
            "on lance « start », rien ne passe par le réseau. Ce sont les bibliothèques qui se "
            "téléchargent, une fois, en la faisant : 400 Mo environ par système."
        )
    )
    if not gate.may(Right.ADMINISTER):
        readiness.reserved(_)
        return
    here = offline.this_machine()
    chosen = choices.select_many(
        "systeme",
        _("Pour quel système ?"),
        list(PLATFORMS),
        lambda name: PLATFORMS[name].title,
        placeholder=PLATFORMS[here].title if here else _("Choisir un système"),
    )
    typed = choices.switch("avec_saisies", _("Avec ce qui a été saisi dans les pages"))
    note(
        _(
            "L'archive contient tous les jeux de données construits ici, comptes d'organismes "
            "nommés compris s'il y a une étude : ne la donner qu'à qui a le droit de les voir."
        )
    )
    if st.button(_("Faire le paquet"), icon=":material/inventory_2:"):
        _make(Wish(platforms=tuple(chosen), typed=typed), _)


def _make(wish: Wish, _: Language) -> None:
    name = "-".join(["cartomut", *(wish.platforms or [offline.this_machine()]), f"{wish.day}.zip"])
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        with (
            FileLock(FOLDER / ".verrou", timeout=0),
            st.status(_("Le paquet se fait"), expanded=True) as box,
        ):
            line = st.empty()
            made = offline.make(FOLDER / name, wish, lambda step: line.text(str(step)[:110]))
            box.update(state="complete", expanded=False)
    except Timeout:
        st.warning(_("Un paquet se fait déjà ; attendez qu'il soit écrit."))
        return
    except (Stopped, BuildError) as failure:
        st.error(plain(failure.text(_)), icon=":material/error:")
        return
    text = _("Écrit sur l'ordinateur qui sert l'application : {} ({} Mo, {} fichiers).")
    size, files = _.number(made.size / 1e6), _.number(made.files)
    st.success(plain(text.format(made.path, size, files)), icon=":material/check_circle:")
