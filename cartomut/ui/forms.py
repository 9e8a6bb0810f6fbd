"""Forms that write one row: what is there, what the reader types, and what to do if another wrote.

``edit(...)`` draws the form of one row of ``cartomut.operations``. It keeps the row as the reader
saw it when the form appeared, and saves with that revision. When somebody else saved meanwhile,
both values of each column stand side by side, and nothing typed is lost.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from cartomut import operations
from cartomut.editions import Stopped
from cartomut.i18n import Language
from cartomut.operations import TABLES, Refused, Row
from cartomut.operations.faults import moment_of
from cartomut.operations.schema import CODES, LONGEST, SHORT, key_of
from cartomut.rights import Right
from cartomut.ui import answers, conflicts, gate, session
from cartomut.ui.drafts import AUTHOR, Form, save, signature
from cartomut.ui.note import note
from cartomut.ui.seen import seen
from cartomut.ui.text import plain

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)


def rows(table: str, **filters: Any) -> list[Row]:
    """Read the rows of the dataset in use that this reader may see.

    Says why and returns none when the file cannot be read.
    """
    try:
        return seen(table, operations.rows(table, jeu=session.dataset(), **filters))
    except Stopped as stopped:
        st.error(plain(stopped.text(session.language())), icon=":material/error:")
        return []


def edit(
    table: str,
    key: Mapping[str, Any] | None,
    columns: Sequence[str],
    _: Language,
    *,
    name: str,
    fixed: Mapping[str, Any] | None = None,
    titles: Mapping[str, str] | None = None,
    start: Mapping[str, Any] | None = None,
    submit: str = "",
) -> Row | None:
    """Draw the form of one row, and return the row that the last click saved.

    Parameters
    ----------
    table, key
        The row, in the dataset in use (``jeu`` goes without saying); ``key`` None for a new
        comment or action.
    columns
        What the reader fills in; the widget follows from the column.
    name
        Tells this form from the others of the page.
    fixed
        Columns that are written with the others, such as the figure of a comment.
    titles, submit
        Other titles of columns and another text of the button, already translated.
    start
        What the widgets hold when there is no row yet.
    """
    if not gate.may(Right.EDIT):
        locked(_)
        return None
    form = replace(
        _form(table, key, columns, name, fixed or {}, titles or {}), start=dict(start or {})
    )
    try:
        now = _current(form)
    except Stopped as stopped:
        st.error(plain(stopped.text(_)), icon=":material/error:")
        return None
    draft = form.draft
    if form.widget(columns[0]) not in st.session_state and draft.conflict is None:
        draft.row = now  # the form appears, here or again
    if draft.conflict is not None:
        conflicts.draw(form, draft.conflict, _)
    else:
        _overtaken(form, now, _)
        _draw(form, submit or _("Enregistrer"), _)
    _tell(form, _)
    saved, draft.saved = draft.saved, None
    return saved


def locked(_: Language) -> None:
    """Say who may write."""
    st.info(
        _("Le PASS, le régulateur et l'administrateur écrivent ici, une fois connectés."),
        icon=":material/lock:",
    )


def _form(
    table: str,
    key: Mapping[str, Any] | None,
    columns: Sequence[str],
    name: str,
    fixed: Mapping[str, Any],
    titles: Mapping[str, str],
) -> Form:
    """Name the row in the dataset in use, and the form after it."""
    jeu = {"jeu": session.dataset()}
    own = {**jeu, **key} if key is not None and "jeu" in key_of(TABLES[table]) else key
    given = {**fixed} if own and "jeu" in own else {**jeu, **fixed}
    marked = json.dumps([table, own, session.dataset()], sort_keys=True, default=str)
    ident = f"saisie_{name}_{hashlib.sha256(marked.encode()).hexdigest()[:10]}"
    return Form(table, own, tuple(columns), given, titles, ident)


def _current(form: Form) -> Row | None:
    if form.key is None:
        return None
    found = operations.rows(form.table, **form.key)
    return found[0] if found else None


def _draw(form: Form, submit: str, _: Language) -> None:
    with st.form(f"_{form.ident}_{form.draft.turn}", border=True):
        for column in form.columns:
            _widget(form, column, _)
        if signature():
            note(plain(_.pair(_("Signé"), signature())))
        else:
            st.text_input(
                _("Votre nom ou votre service, gardé avec chaque changement"),
                key=form.widget(AUTHOR),
                max_chars=SHORT,
            )
        st.form_submit_button(submit, on_click=_submit, args=(form,), type="primary")


def _widget(form: Form, column: str, _: Language) -> None:
    """Draw the widget of a column, with the value that the reader saw."""
    row = form.draft.row or form.start
    value, title, key = row.get(column), form.title(column, _), form.widget(column)
    known = TABLES[form.table].c[column]
    code_list = known.info.get("liste")
    if code_list:
        codes, names = list(CODES[code_list]), answers.names().get(code_list, {})
        start = codes.index(value) if value in codes else None
        if start is None and not known.nullable:
            start = 0
        st.selectbox(
            title,
            codes,
            index=start,
            format_func=lambda code: names.get(code, code),
            placeholder=_("Choisir"),
            key=key,
        )
    elif known.type.python_type is date:
        st.date_input(
            title, value, min_value=EARLIEST, max_value=LATEST, format="DD/MM/YYYY", key=key
        )
    elif known.type.python_type is str:
        draw = st.text_area if getattr(known.type, "length", SHORT) == LONGEST else st.text_input
        draw(title, value or "", max_chars=getattr(known.type, "length", SHORT), key=key)
    else:
        st.number_input(title, value=value, step=None, format="%g", key=key)


def _submit(form: Form) -> None:
    """Save what the form holds, signed."""
    state = st.session_state
    typed = " ".join(state.get(form.widget(AUTHOR), "").split())
    state[AUTHOR] = state.get(AUTHOR) or typed
    values = {column: state[form.widget(column)] for column in form.columns}
    save(form, values, form.draft.row["revision"] if form.draft.row else None)


def _overtaken(form: Form, now: Row | None, _: Language) -> None:
    """Say that somebody saved since the form appeared, before the reader types for nothing."""
    seen = form.draft.row["revision"] if form.draft.row else None
    if now is None or now["revision"] == seen:
        return
    text = _("{auteur} a changé cette ligne depuis que vous l'avez ouverte ({moment}).").format(
        auteur=now["modifie_par"], moment=moment_of(now["date_modification"], _)
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(plain(text), icon=":material/sync_problem:")
        st.button(
            _("Reprendre la ligne telle qu'elle est"),
            on_click=form.draft.begin,
            args=(now,),
            key=f"_{form.ident}_reprendre",
        )


def _tell(form: Form, _: Language) -> None:
    """Say what came of the last click, beneath the form; a failure stays until the next one."""
    draft = form.draft
    if draft.saved is not None:
        moment = moment_of(draft.saved["date_modification"], _)
        st.success(plain(_("Enregistré le {}.").format(moment)), icon=":material/check:")
    elif isinstance(draft.failure, Refused):
        lines = [
            "- " + _.pair(plain(form.title(one.column, _)), plain(one.text(_)))
            for one in draft.failure.faults
        ]
        head = plain(_("Rien n'a été écrit :"))
        st.error("\n".join([head, "", *lines]), icon=":material/block:")
    elif draft.failure is not None:
        st.error(plain(draft.failure.text(_)), icon=":material/error:")
