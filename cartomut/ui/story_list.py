"""The stories that there are: begin, copy, change, take along, bring, remove."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from cartomut import stories
from cartomut.editions import Stopped
from cartomut.i18n import Language
from cartomut.rights import Right
from cartomut.stories import Story, Text
from cartomut.ui import answers, atelier, download, gate, session, story_editor
from cartomut.ui.note import note
from cartomut.ui.text import plain


def draw(_: Language) -> None:
    """List the stories with what may be done with each; then what is wrong with their files."""
    st.markdown(
        _(
            "Un récit est une suite d'étapes : un texte, et une figure de CartoMut telle qu'elle "
            "est aujourd'hui. Il se montre en plein écran, au clavier ou à la télécommande ; la "
            "figure reste vivante, et une touche revient à l'étape telle qu'elle est écrite."
        )
    )
    large = st.toggle(
        _("Thème du projecteur : grands caractères, fort contraste"), value=True, key="_projecteur"
    )
    found = stories.every()
    for one in found:
        if one.story is not None:
            _card(one.story, large, _)
    _said(_)
    faults = [fault for one in found for fault in one.faults]
    if faults:
        st.subheader(_("Ce qui est à corriger dans les fichiers"))
        st.markdown("\n".join(f"- {plain(fault.text(_))}" for fault in faults))
    if gate.may(Right.EDIT):
        _bring(_)
    note(
        plain(
            _(
                "Les récits livrés sont dans data/recits ; ceux que l'on ajoute sont à part, dans "
                "recits_ajoutes du dossier des données. Tous se corrigent aussi dans un éditeur de "
                "texte."
            )
        )
    )


def _card(story: Story, large: bool, _: Language) -> None:
    with st.container(border=True, key=f"recit_{story.id}"):
        st.subheader(plain(story.title.write(_)))
        count = _.plural("{} étape", "{} étapes", len(story.steps))
        name = answers.name("jeu", story.dataset)
        origin = _("livré avec CartoMut") if story.is_delivered else _("ajouté")
        note(plain(_("{} · jeu de données : {} · {}").format(count, name, origin)))
        if story.dataset not in session.built():
            st.warning(
                _("Ce jeu de données n'est pas sur cet ordinateur : les figures manqueront."),
                icon=":material/database:",
            )
        with st.container(horizontal=True, gap="small"):
            _acts(story, large, _)


def _acts(story: Story, large: bool, _: Language) -> None:
    st.button(
        _("Commencer"),
        key=f"commencer_{story.id}",
        icon=":material/play_arrow:",
        type="primary",
        on_click=begin,
        args=(story, large),
    )
    download.button(
        _("Emporter (fichier)"),
        data=stories.write(story),
        file_name=f"{story.id}.toml",
        mime="application/toml",
        icon=":material/download:",
        on_click="ignore",
        key=f"emporter_{story.id}",
    )
    if not gate.may(Right.EDIT):
        return
    _act("copier", _("Copier"), "content_copy", story, partial(copy, story, _))
    if story.is_delivered:
        return
    _act("modifier", _("Modifier"), "edit", story, partial(story_editor.open_one, story))
    with st.popover(_("Supprimer"), icon=":material/delete:"):
        st.markdown(_("Le fichier du récit sera effacé."))
        _act("supprimer", _("Supprimer ce récit"), "delete", story, partial(remove, story, _))


def _act(name: str, text: str, icon: str, story: Story, act: Any) -> None:
    st.button(text, key=f"{name}_{story.id}", icon=f":material/{icon}:", on_click=act)


def begin(story: Story, large: bool) -> None:
    """Put a story on the stage, at its first step (a callback)."""
    if large and session.theme() != "projecteur":
        st.session_state["_atelier_theme"] = session.theme()
        session.choose("theme", "projecteur")
    atelier.go(story, 0)


def copy(story: Story, _: Language) -> None:
    """Make an added story of this one (a callback)."""
    pattern = "{} (2)"
    title = Text(*(pattern.format(one) if one else "" for one in (story.title.fr, story.title.en)))
    _keep(replace(story, id=stories.free(story.id), title=title, digest=""), _)


def remove(story: Story, _: Language) -> None:
    """Remove an added story (a callback)."""
    try:
        stories.remove(story)
    except Stopped as failure:
        st.session_state["_recits_dit"] = ("error", failure.text(_))
        return
    st.session_state["_recits_dit"] = (
        "success",
        _("Récit supprimé : {}").format(story.title.write(_)),
    )


def _keep(story: Story, _: Language) -> None:
    try:
        made = stories.save(story)
    except Stopped as failure:
        st.session_state["_recits_dit"] = ("error", failure.text(_))
        return
    text = _("Récit ajouté : {}").format(made.title.write(_))
    st.session_state["_recits_dit"] = ("success", text)


def _said(_: Language) -> None:
    """Say what the last act did, once."""
    kind, text = st.session_state.pop("_recits_dit", ("", ""))
    if kind:
        (st.error if kind == "error" else st.success)(plain(text))


def _bring(_: Language) -> None:
    """Take in the file of a story; one with faults in its head is refused, and says why."""
    with st.expander(_("Ajouter un récit depuis un fichier"), icon=":material/upload_file:"):
        brought = st.file_uploader(
            _("Fichier d'un récit (.toml)"), type=["toml"], key="_recit_fichier"
        )
        if brought is None:
            return
        name = Path(brought.name).name
        found = stories.parse(brought.getvalue(), name)
        for fault in found.faults:
            (st.error if fault.blocks else st.warning)(plain(fault.text(_)))
        if found.story is None:
            return
        made = replace(found.story, id=stories.free(found.story.id), digest="")
        text = _.plural(
            "Ajouter ce récit de {} étape", "Ajouter ce récit de {} étapes", len(made.steps)
        )
        st.button(text, key="_recit_prendre", type="primary", on_click=_keep, args=(made, _))
