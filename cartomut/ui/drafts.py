"""What a session holds of a form between two runs, and how it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import streamlit as st

from cartomut import operations
from cartomut.editions import Stopped
from cartomut.i18n import MISSING, N_, Language
from cartomut.operations import TABLES, Conflict, Row
from cartomut.operations.access import holds
from cartomut.rights import Right
from cartomut.ui import answers, reader

AUTHOR = "_auteur"  # who writes in this session, typed once
TITLES = {
    "texte": N_("Texte"),
    "etat": N_("État"),
    "sorte": N_("Sorte"),
    "responsable": N_("Responsable"),
    "echeance": N_("Échéance"),
    "lien": N_("Lien"),
    "figure": N_("Figure"),
    "adresse": N_("Adresse"),
    "organisme_id": N_("Organisme"),
    "commentaire": N_("Commentaire"),
    "numerateur": N_("Numérateur"),
    "denominateur": N_("Dénominateur"),
    "realise": N_("Réalisé"),
    "piece": N_("Pièce justificative"),
    "droit_reponse": N_("Droit de réponse"),
    "valide_par": N_("Validé par"),
    "reponse": N_("Réponse"),
    "etape": N_("Étape"),
    "date": N_("Date"),
    "motif": N_("Motif"),
    "auteur": N_("Auteur"),
}


@dataclass(frozen=True)
class Form:
    """A form on a page: the row that it writes and the columns that the reader fills in."""

    table: str
    key: Mapping[str, Any] | None
    columns: tuple[str, ...]
    fixed: Mapping[str, Any]
    titles: Mapping[str, str]
    ident: str
    start: Mapping[str, Any] = field(
        default_factory=dict
    )  # what a row that is not there begins with

    def title(self, column: str, _: Language) -> str:
        """Name a column as this form does."""
        return self.titles.get(column) or _(TITLES.get(column, column))

    def widget(self, column: str) -> str:
        """Return the key of a column's widget; it changes when the form starts anew."""
        return f"_{self.ident}_{self.draft.turn}_{column}"

    @property
    def draft(self) -> "Draft":
        """Return what this session holds of the form."""
        kept: Draft = st.session_state.setdefault(f"_{self.ident}", Draft())
        return kept


@dataclass
class Draft:
    """What a session holds of a form between two runs."""

    row: Row | None = None  # as the reader saw it
    turn: int = 0
    saved: Row | None = None  # by the last click
    failure: Stopped | None = None
    conflict: Conflict | None = None
    mine: Row = field(default_factory=dict)

    def begin(self, row: Row | None) -> None:
        """Start anew from a row, with nothing typed."""
        self.row, self.turn = row, self.turn + 1
        self.failure = self.conflict = None


def written(table: str, column: str, value: Any, _: Language) -> str:
    """Write a value for the screen: codes by their name, dates and numbers in the language."""
    if value is None:
        return MISSING
    code_list = TABLES[table].c[column].info.get("liste")
    if code_list:
        return answers.name(code_list, value)
    if isinstance(value, date):
        return _.date(value.isoformat())
    return _.number(value, 4) if isinstance(value, int | float) else str(value)


def signature() -> str:
    """Return who writes in this session: the signed-in account, else the name typed once."""
    return reader.current().account or str(st.session_state.get(AUTHOR, ""))


def save(form: Form, values: Row, seen: int | None) -> None:
    """Save what was typed, and keep in the session what came of it; a callback's work."""
    draft = form.draft
    draft.failure = draft.saved = None
    if not reader.current().may(Right.EDIT):  # the form may be older than the right
        draft.failure = Stopped(N_("Rien n'a été écrit : vous n'avez plus le droit d'écrire ici."))
        return
    author = signature()
    if not author:
        draft.failure = Stopped(
            N_("Rien n'a été écrit : dites d'abord qui vous êtes, chaque changement le garde.")
        )
        return
    try:
        row = operations.save(
            form.table,
            form.key,
            {**form.fixed, **values},
            seen=seen,
            by=author,
        )
    except Conflict as conflict:
        if holds(conflict.current, values):  # somebody wrote the same: nothing to choose
            draft.begin(conflict.current)
            draft.saved = conflict.current
        else:
            draft.conflict, draft.mine = conflict, values
    except Stopped as stopped:
        draft.failure = stopped
    else:
        draft.begin(None if form.key is None else row)
        draft.saved = row
