"""Comments on a figure: read in order, added, corrected, marked as dealt with."""

from urllib.parse import urlencode

import streamlit as st

from cartomut.i18n import Language
from cartomut.operations import Row
from cartomut.operations.faults import moment_of
from cartomut.ui import answers, forms, gate
from cartomut.ui.cited import PASSING
from cartomut.ui.note import note
from cartomut.ui.text import plain

ICONS = {"ouvert": ":material/chat_bubble:", "traite": ":material/check_circle:"}


def draw(figure: str, page: str, _: Language) -> None:
    """Show the comments on a figure and let who may write add and change them.

    ``figure`` is the question's name; ``page`` is the page's address, kept with its choices so
    that a comment leads back to what it was written about.
    """
    st.subheader(_("Commentaires sur cette figure"))
    if not gate.is_open():
        forms.locked(_)
        return
    place = st.container()
    forms.edit(
        "commentaire",
        None,
        ["texte"],
        _,
        name="commentaire",
        fixed={"figure": figure, "adresse": _address(page)},
        titles={"texte": _("Ajouter un commentaire")},
        submit=_("Ajouter"),
    )
    known = [one for one in forms.rows("commentaire", figure=figure) if one["etat"] != "retire"]
    with place:
        if not known:
            note(plain(_("Personne n'a encore commenté cette figure dans ce jeu de données.")))
        for one in known:
            _comment(one, _)


def _address(page: str) -> str:
    """Write the address of what is on the screen, in no language, theme or dataset."""
    params = st.query_params
    kept = [(name, one) for name in params for one in params.get_all(name) if name not in PASSING]
    return f"{page}?{urlencode(kept)}"


def _comment(one: Row, _: Language) -> None:
    with st.container(border=True):
        state = answers.name("etat_commentaire", one["etat"])
        who = _("{auteur}, le {moment}").format(
            auteur=one["auteur"], moment=moment_of(one["date_creation"], _)
        )
        st.markdown(f"{ICONS[one['etat']]} {plain(who)} · {plain(state)}")
        st.text(one["texte"])
        box = st.expander(
            _("Modifier"), key=f"_commentaire_{one['commentaire_id']}", on_change="rerun"
        )
        if box.open:
            with box:
                key = {"commentaire_id": one["commentaire_id"]}
                forms.edit("commentaire", key, ["texte", "etat"], _, name="modifier")
