"""Two people wrote the same row: both values side by side, and the second one chooses."""

from typing import Any

import streamlit as st

from cartomut.i18n import Language
from cartomut.operations import TABLES, Conflict, Row
from cartomut.operations.checking import tidy
from cartomut.operations.schema import LONGEST
from cartomut.ui.drafts import Form, save, written
from cartomut.ui.note import note
from cartomut.ui.text import plain

THEIRS, MINE, BOTH = "en_place", "la_mienne", "les_deux"


def draw(form: Form, conflict: Conflict, _: Language) -> None:
    """Show each column that differs, in place and as typed, and save what is chosen."""
    st.warning(plain(conflict.text(_)), icon=":material/sync_problem:")
    chosen = {
        column: _choose(form, column, conflict, _)
        for column in form.columns
        if _typed(form, column) != conflict.current.get(column)
    }
    merged = {column: _merged(form, column, how, conflict) for column, how in chosen.items()}
    with st.container(horizontal=True):
        st.button(
            _("Enregistrer ce choix"),
            type="primary",
            on_click=_save,
            args=(form, merged, conflict),
            disabled=None in chosen.values(),
            key=_key(form, conflict, "garder"),
        )
        st.button(
            _("Abandonner ma saisie"),
            on_click=form.draft.begin,
            args=(conflict.current,),
            key=_key(form, conflict, "abandonner"),
        )


def untouched(column: str, typed: Any, conflict: Conflict) -> str | None:
    """Tell whose value stands when only one of the two changed a column; None when both did."""
    if conflict.seen is None:
        return None
    seen = conflict.seen.get(column)
    if typed == seen:
        return THEIRS
    return MINE if conflict.current.get(column) == seen else None


def _choose(form: Form, column: str, conflict: Conflict, _: Language) -> str | None:
    """Show both values of a column and let the reader choose."""
    who = conflict.current["modifie_par"]
    typed = _typed(form, column)
    sides = {
        _("En place, par {}").format(who): conflict.current.get(column),
        _("Ce que vous avez saisi"): typed,
    }
    with st.container(border=True):
        st.markdown(f"**{plain(form.title(column, _))}**")
        for place, (head, value) in zip(st.columns(2), sides.items(), strict=True):
            with place:
                note(plain(head))
                st.text(written(form.table, column, value, _))
        alone = untouched(column, typed, conflict)
        if alone == THEIRS:
            note(plain(_("{} seul a changé cette réponse.").format(who)))
        elif alone == MINE:
            note(plain(_("Vous seul avez changé cette réponse.")))
        return _radio(form, column, conflict, alone, _)


def _radio(
    form: Form, column: str, conflict: Conflict, alone: str | None, _: Language
) -> str | None:
    names = {
        THEIRS: _("Garder ce qui est en place"),
        MINE: _("Garder ma saisie"),
        BOTH: _("Garder les deux, l'une après l'autre"),
    }
    length = getattr(TABLES[form.table].c[column].type, "length", 0)
    both = length == LONGEST and bool(conflict.current.get(column) and _typed(form, column))
    ways = [THEIRS, MINE, *([BOTH] if both else [])]
    return st.radio(
        _("{} : que garder ?").format(form.title(column, _)),
        ways,
        index=ways.index(alone) if alone else None,
        format_func=lambda way: names[way],
        key=_key(form, conflict, column),
        label_visibility="collapsed",
    )


def _merged(form: Form, column: str, how: str | None, conflict: Conflict) -> Any:
    theirs, mine = conflict.current.get(column), _typed(form, column)
    return {THEIRS: theirs, MINE: mine, BOTH: f"{theirs}\n\n{mine}"}.get(how or THEIRS)


def _typed(form: Form, column: str) -> Any:
    """Return what was typed as it would be kept: a blank text is none."""
    return tidy({column: form.draft.mine.get(column)})[column]


def _save(form: Form, merged: Row, conflict: Conflict) -> None:
    """Save the choice over the row that was shown; somebody may have been first again."""
    kept = {name: conflict.current.get(name) for name in form.columns}
    form.draft.conflict = None
    save(form, kept | merged, conflict.current["revision"])
    if form.draft.failure is not None:
        form.draft.conflict = conflict  # what was typed stays on the screen


def _key(form: Form, conflict: Conflict, name: str) -> str:
    return f"_{form.ident}_{conflict.current['revision']}_{name}"
