"""Comments on a figure: read in order, added, corrected, marked as dealt with."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlencode, urlsplit

import streamlit as st

from cartomut.i18n import Language
from cartomut.operations import Row
from cartomut.operations.faults import moment_of
from cartomut.rights import Right
from cartomut.ui import answers, forms, gate, session
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
    if not _reads():
        forms.locked(_)
        return
    _thread(figure, Anchor(), page, _)


def button(anchor: str, _: Language) -> None:
    """Offer the comments on one figure of a page; ``below`` draws them once it is clicked.

    Nothing is offered to who may not read them.
    """
    if _reads():
        st.button(
            _("Commenter"),
            icon=":material/add_comment:",
            type="tertiary",
            key=f"_commenter_{anchor}",
            on_click=_turn,
            args=(f"_commente_{anchor}",),
        )


def below(figure: str, anchor: str, title: str, _: Language) -> None:
    """Draw the comments on a figure of this page when the reader opened them.

    ``anchor`` tells the figure from the others of the page, ``title`` is what it is called.
    """
    if _reads() and st.session_state.get(f"_commente_{anchor}"):
        with st.container(border=True):
            _thread(figure, Anchor(anchor, title), _page(), _)


def _reads() -> bool:
    """Tell whether this reader sees comments: all of them, or those on its own organisation."""
    return gate.may(Right.CONTRACTS) or bool(gate.own())


def _turn(name: str) -> None:
    st.session_state[name] = not st.session_state.get(name, False)


@dataclass(frozen=True)
class Anchor:
    """Which figure of a page a comment is about, and its title; empty for the question itself."""

    key: str = ""
    title: str = ""


def anchor_of(one: Row) -> Anchor:
    """Return which figure of its page a comment is about."""
    key, _mark, title = urlsplit(one["adresse"] or "").fragment.partition("~")
    return Anchor(key, unquote(title))


def _thread(figure: str, anchor: Anchor, page: str, _: Language) -> None:
    """List what was said of a figure, and let the reader add to it."""
    place = st.container()
    forms.edit(
        "commentaire",
        None,
        ["texte"],
        _,
        name=f"commentaire_{anchor.key}" if anchor.key else "commentaire",
        fixed={"figure": figure, "adresse": _address(page, anchor)},
        titles={"texte": _("Ajouter un commentaire")},
        submit=_("Ajouter"),
    )
    known = [
        one
        for one in forms.rows("commentaire", figure=figure)
        if one["etat"] != "retire" and anchor.key in ("", anchor_of(one).key)
    ]
    with place:
        if not known:
            note(plain(_("Personne n'a encore commenté cette figure dans ce jeu de données.")))
        for one in known:
            comment(one, _, anchor.key)


def _page() -> str:
    """Return the address of the page on the screen, below the one of the app; ``/`` is the home."""
    path = urlsplit(st.context.url or "").path.strip("/")
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return "/" + path.removeprefix(base).strip("/")


def _address(page: str, anchor: Anchor) -> str:
    """Write the address of what is on the screen: its choices, the edition, the figure.

    No language, theme or dataset: who opens it keeps their own, and the row has the dataset.
    """
    params = st.query_params
    kept = [(name, one) for name in params for one in params.get_all(name) if name not in PASSING]
    query = urlencode([*kept, ("edition", session.opened().edition)])
    mark = f"#{quote(anchor.key)}~{quote(anchor.title)}" if anchor.key else ""
    return f"{page}?{query}{mark}"


def comment(
    one: Row, _: Language, place: str = "", below: Callable[[], None] = lambda: None
) -> None:
    """Show one comment: who, when, its state, its text, and the way to change it.

    ``place`` tells where it stands when a page shows it twice; ``below`` draws under its text.
    """
    with st.container(border=True):
        state = answers.name("etat_commentaire", one["etat"])
        who = _("{auteur}, le {moment}").format(
            auteur=one["auteur"], moment=moment_of(one["date_creation"], _)
        )
        st.markdown(f"{ICONS[one['etat']]} {plain(who)} · {plain(state)}")
        st.text(one["texte"])
        below()
        if not gate.may(Right.EDIT):
            return
        box = st.expander(
            _("Modifier"), key=f"_commentaire_{place}{one['commentaire_id']}", on_change="rerun"
        )
        if box.open:
            with box:
                key = {"commentaire_id": one["commentaire_id"]}
                forms.edit("commentaire", key, ["texte", "etat"], _, name=f"{place}modifier")
