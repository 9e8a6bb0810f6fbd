"""Put the view that is shown into a story, from any page."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from cartomut import stories
from cartomut.editions import Stopped
from cartomut.i18n import CODES, Language
from cartomut.rights import Right
from cartomut.stories import LONGEST, Step, Story, Text
from cartomut.ui import gate, scene, session
from cartomut.ui.text import plain

NEW = ""


def button(address: str, title: str, _: Language) -> None:
    """Offer to put the view of this page into a story, to whoever may change the data."""
    seen = scene.figures_seen()
    if not gate.may(Right.EDIT) or address not in stories.pages():
        return
    if st.button(
        _("Récit"),
        icon=":material/add_to_queue:",
        key="_ajouter_au_recit",
        help=_("Ajouter cette vue à un récit"),
    ):
        _dialog(_)(address, title, seen, view(), _)


def view() -> dict[str, list[str]]:
    """Return the choices that stand in the address, but those of the reader."""
    return {
        key: st.query_params.get_all(key)
        for key in st.query_params
        if key not in stories.OF_THE_READER
    }


def _dialog(_: Language) -> Any:
    return st.dialog(_("Ajouter cette vue à un récit"), width="large")(_ask)


def _ask(
    address: str, title: str, figures: Mapping[str, str], choices: dict[str, list[str]], _: Language
) -> None:
    """Ask which story, which figure and what to say, then write it."""
    of_dataset = [one for one in stories.told() if one.dataset == session.dataset()]
    known = {one.id: one for one in of_dataset if not one.is_delivered}
    names = {NEW: _("Un nouveau récit")} | {one.id: one.title.write(_) for one in known.values()}
    chosen = st.selectbox(
        _("Récit"), list(names), format_func=names.__getitem__, index=len(names) - 1
    )
    name = ""
    if chosen == NEW:
        name = st.text_input(_("Titre du récit"), max_chars=LONGEST["titre"])
    parts = {"": _("Toute la page")} | {key: _(one) for key, one in figures.items()}
    figure = st.selectbox(
        _("Figure"), list(parts), format_func=parts.__getitem__, index=int(len(parts) > 1)
    )
    said = st.text_input(
        _("Titre de l'étape"), parts[figure] if figure else title, max_chars=LONGEST["titre"]
    )
    text = st.text_area(_("Texte (Markdown)"), max_chars=LONGEST["texte"])
    notes = st.text_area(_("Notes de l'orateur"), max_chars=LONGEST["notes"])
    if not st.button(_("Ajouter"), type="primary", icon=":material/add:"):
        return
    step = Step(_in(said, _), _in(text, _), _in(notes, _), address, figure, choices)
    if not said.strip() or (chosen == NEW and not name.strip()):
        st.error(_("Donnez un titre au récit et à l'étape."))
        return
    _write(known.get(chosen), name, step, _)


def _write(story: Story | None, name: str, step: Step, _: Language) -> None:
    made = story or Story(stories.free(name), session.dataset(), _in(name, _), [])
    if made.dataset != session.dataset():
        st.error(_("Ce récit parle d'un autre jeu de données ; une vue n'y entrerait pas."))
        return
    try:
        stories.save(replace(made, steps=[*made.steps, step]))
    except Stopped as failure:
        st.error(plain(failure.text(_)))
        return
    st.success(_("Ajoutée à la fin du récit ; la page Atelier le montre."), icon=":material/check:")


def _in(text: str, _: Language) -> Text:
    """Make a text of this language alone."""
    return Text(**{code: text.strip() for code in CODES if code == _.code})
