"""Answers of questions, kept per edition and per what a reader may see; names, sources, natures."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import labels, withheld
from cartomut.i18n import Language
from cartomut.queries import query
from cartomut.rights import WHOLE, Sight
from cartomut.ui import reader, session

_ASKED = "_questions_reservees"


def answer(question: str, **params: Any) -> pd.DataFrame:
    """Put a question to the dataset in use. Lists must be sorted: they are part of the key.

    Each caller gets its own copy, which is made when it is changed (copy on write).
    """
    return _answer(question, session.edition(), sight(question), params).copy(deep=False)


def begin() -> set[str]:
    """Start the list of the questions of this run that keep something from somebody."""
    asked: set[str] = set()
    st.session_state[_ASKED] = asked
    return asked


def sight(question: str) -> Sight:
    """Return what this reader may see of a question; the same for all where it keeps nothing."""
    if not withheld.withholds(query(question)):
        return WHOLE
    st.session_state.get(_ASKED, set()).add(question)
    return replace(reader.current().sight, past=session.reads_past())


def is_withheld(question: str) -> bool:
    """Tell whether a question keeps something from this reader."""
    return not sight(question).everything


def names() -> labels.CodeNames:
    """Return the names of all codes in this run's language."""
    return _names(session.edition(), session.language().code)


def names_in(language: Language) -> labels.CodeNames:
    """Return the names of all codes in a language, which need not be this run's."""
    return _names(session.edition(), language.code)


def name(code_list: str, code: Any) -> str:
    """Name one code; a code without a name stays as it is, an unknown one is a dash."""
    if code is None or pd.isna(code):
        return "–"
    return names().get(code_list, {}).get(str(code), str(code))


def localised(question: str, **params: Any) -> pd.DataFrame:
    """Put a question as ``answer`` does; its texts come in this run's language alone."""
    code = session.language().code
    kept = _localised(question, session.edition(), sight(question), code, params)
    return kept.copy(deep=False)


def sources(ids: pd.Series) -> pd.DataFrame:
    """Return the documents behind a column of ``source_id``, aggregated ones included.

    ``intitule`` is the editor and the title, or the one that is known; ``editeur`` is the title
    when no editor is stated.
    """
    wanted = {one for value in ids.dropna().unique() for one in str(value).split(" ; ")}
    known = _documents(session.edition(), session.language().code)
    return known[known["source_id"].isin(wanted)].reset_index(drop=True)


def forget() -> None:
    """Let go of the answers that are kept: for a process that asks each question once."""
    _answer.clear()
    _localised.clear()


@st.cache_resource(max_entries=400, show_spinner=False)  # pickling a list took 0.1 s
def _answer(question: str, store_path: str, seen: Sight, params: dict[str, Any]) -> pd.DataFrame:
    del store_path  # part of the key: a new edition has a new path
    return query(question).seen_by(seen, session.opened(), **params)


@st.cache_resource(max_entries=200, show_spinner=False)
def _localised(
    question: str, store_path: str, seen: Sight, language: str, params: dict[str, Any]
) -> pd.DataFrame:
    return Language(language).localise(_answer(question, store_path, seen, params))


@lru_cache(maxsize=12)  # asked for under every figure
def _documents(store_path: str, language: str) -> pd.DataFrame:
    known = _localised("listes/sources", store_path, WHOLE, language, {})
    both = (known["editeur"] + ", " + known["titre"]).fillna(known["titre"])
    return known.assign(intitule=both, editeur=known["editeur"].fillna(known["titre"]))


@lru_cache(maxsize=12)  # shared: nobody changes names; asked hundreds of times in a run
def _names(store_path: str, language: str) -> dict[str, dict[str, str]]:
    del store_path
    return labels.code_names(answer("listes/codes"), Language(language))
