"""Change an added story: its titles, its steps in a table, their order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import pandas as pd
import streamlit as st

from cartomut import stories
from cartomut.editions import Stopped
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.rights import Right
from cartomut.stories import LONGEST, Step, Story, Text
from cartomut.ui import answers, atelier, choices, gate
from cartomut.ui.note import note
from cartomut.ui.text import plain

COLUMNS = (
    "titre_fr",
    "titre_en",
    "texte_fr",
    "texte_en",
    "notes_fr",
    "notes_en",
    "page",
    "figure",
    "choix",
)


def asked() -> Story | None:
    """Return the added story that the reader changes, if they may."""
    identifier = choices.read_text("modifier")
    story = stories.find(identifier) if identifier and gate.may(Right.EDIT) else None
    return None if story is None or story.is_delivered else story


def open_one(story: Story) -> None:
    """Open a story to change it (a callback)."""
    choices.put("modifier", story.id)


def draw(story: Story, _: Language) -> None:
    """Draw the table of the steps and what changes their order."""
    st.subheader(plain(story.title.write(_)))
    st.button(
        _("Tous les récits"),
        icon=":material/arrow_back:",
        on_click=choices.put,
        args=("modifier", None),
    )
    _said(_)
    changed = _head(story, _)
    edited = _table(story, _)
    made = replace(changed, steps=[_step(row) for row in records(edited)])
    st.button(
        _("Garder les changements"),
        type="primary",
        icon=":material/save:",
        disabled=stories.write(made) == stories.write(story),
        on_click=_save,
        args=(made, _),
    )
    for fault in stories.parse(stories.write(made).encode(), f"{story.id}.toml").faults:
        st.warning(plain(fault.text(_)))
    _order(story, _)


def _head(story: Story, _: Language) -> Story:
    left, right, third = st.columns(3)
    longest = LONGEST["titre"]
    french = left.text_input(_("Titre en français"), story.title.fr, max_chars=longest)
    english = right.text_input(_("Titre en anglais"), story.title.en, max_chars=longest)
    names = {code: answers.name("jeu", code) for code in stories.DATASETS}
    dataset = third.selectbox(
        _("Jeu de données"),
        stories.DATASETS,
        index=stories.DATASETS.index(story.dataset),
        format_func=names.__getitem__,
    )
    return replace(story, title=Text(french.strip(), english.strip()), dataset=dataset)


def _table(story: Story, _: Language) -> pd.DataFrame:
    note(
        plain(
            _(
                "Une ligne par étape. « choix » est ce qui suit le « ? » de l'adresse d'une vue, "
                "par exemple region=gbeke ; « figure » est vide pour toute la page, « page » pour "
                "une étape de texte."
            )
        )
    )
    rows = pd.DataFrame([_row(step) for step in story.steps], columns=list(COLUMNS), dtype="str")
    rows.index = pd.RangeIndex(1, len(rows) + 1)  # steps count from 1 everywhere else
    config: dict[str, Any] = {
        "titre_fr": st.column_config.TextColumn(_("titre (fr)"), max_chars=LONGEST["titre"]),
        "titre_en": st.column_config.TextColumn(_("titre (en)"), max_chars=LONGEST["titre"]),
        "texte_fr": st.column_config.TextColumn(_("texte (fr)"), max_chars=LONGEST["texte"]),
        "texte_en": st.column_config.TextColumn(_("texte (en)"), max_chars=LONGEST["texte"]),
        "notes_fr": st.column_config.TextColumn(_("notes (fr)"), max_chars=LONGEST["notes"]),
        "notes_en": st.column_config.TextColumn(_("notes (en)"), max_chars=LONGEST["notes"]),
        "page": st.column_config.SelectboxColumn(_("page"), options=["", *stories.pages()]),
        "figure": st.column_config.TextColumn(_("figure")),
        "choix": st.column_config.TextColumn(_("choix"), max_chars=LONGEST["choix"]),
    }
    key = f"etapes_{story.id}_{story.digest[:12]}"  # begins anew once the file has changed
    return st.data_editor(rows, num_rows="dynamic", hide_index=False, column_config=config, key=key)


def _order(story: Story, _: Language) -> None:
    """Move, copy or remove one step of the story as it is kept."""
    st.subheader(_("L'ordre des étapes"))
    names = [f"{rank + 1}. {step.title.write(_)}" for rank, step in enumerate(story.steps)]
    key = f"rang_{story.id}"
    if st.session_state.get(key, 0) >= len(names):
        st.session_state[key] = len(names) - 1
    rank = st.selectbox(_("Étape"), range(len(names)), format_func=names.__getitem__, key=key)
    last = len(names) - 1
    acts: Sequence[tuple[str, str, Story, int, bool]] = (
        (_("Monter"), "arrow_upward", stories.moved(story, rank, rank - 1), rank - 1, rank == 0),
        (
            _("Descendre"),
            "arrow_downward",
            stories.moved(story, rank, rank + 1),
            rank + 1,
            rank == last,
        ),
        (_("Dupliquer"), "content_copy", stories.duplicated(story, rank), rank + 1, False),
        (
            _("Supprimer l'étape"),
            "delete",
            stories.without(story, rank),
            max(rank - 1, 0),
            last == 0,
        ),
    )
    with st.container(horizontal=True, gap="small"):
        for text, icon, made, then, off in acts:
            st.button(
                text,
                key=f"ordre_{icon}",
                icon=f":material/{icon}:",
                disabled=off,
                on_click=_save,
                args=(made, _, key, then),
            )
        st.button(_("Montrer"), icon=":material/play_arrow:", on_click=_show, args=(story, rank))


def _show(story: Story, rank: int) -> None:
    choices.put("modifier", None)
    atelier.go(story, rank)


def _save(story: Story, _: Language, key: str = "", rank: int = 0) -> None:
    try:
        stories.save(story)
    except Stopped as failure:
        st.session_state["_recit_dit"] = ("error", failure.text(_))
        return
    if key:
        st.session_state[key] = rank
    st.session_state["_recit_dit"] = ("success", _("C'est gardé."))


def _said(_: Language) -> None:
    kind, text = st.session_state.pop("_recit_dit", ("", ""))
    if kind:
        (st.error if kind == "error" else st.success)(plain(text))


def _row(step: Step) -> dict[str, str]:
    texts = {"titre": step.title, "texte": step.text, "notes": step.notes}
    row = {
        f"{name}_{code}": getattr(text, code)
        for name, text in texts.items()
        for code in ("fr", "en")
    }
    chosen = urlencode({key: list(values) for key, values in step.choices.items()}, doseq=True)
    return {**row, "page": step.page, "figure": step.figure, "choix": chosen}


def _step(row: Any) -> Step:
    said = {
        name: str(getattr(row, name) or "").strip()
        for name in COLUMNS
        if not pd.isna(getattr(row, name))
    }
    both = {
        name: Text(said.get(f"{name}_fr", ""), said.get(f"{name}_en", ""))
        for name in ("titre", "texte", "notes")
    }
    chosen = parse_qs(said.get("choix", "").removeprefix("?"), keep_blank_values=True)
    return Step(
        both["titre"],
        both["texte"],
        both["notes"],
        said.get("page", ""),
        said.get("figure", ""),
        chosen,
    )
