"""Answers of questions, kept per edition and per what a reader may see; names, sources, natures."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import lru_cache, wraps
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from cartomut import labels, withheld
from cartomut.i18n import Language
from cartomut.queries import query
from cartomut.records import records
from cartomut.rights import WHOLE, Sight
from cartomut.ui import reader, session

T = TypeVar("T")
_ASKED = "_questions_reservees"


def answer(question: str, **params: Any) -> pd.DataFrame:
    """Put a question to the dataset in use. Lists must be sorted: they are part of the key.

    Each caller gets its own copy, which is made when it is changed (copy on write).
    """
    return _answered(question, params).copy(deep=False)


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
    _ = session.language()
    key = _key(question, session.edition(), sight(question), _.code, params)
    kept = _localised(key=key, _of=lambda: _answered(question, params), _in=_)
    return kept.copy(deep=False)


def sources(ids: pd.Series) -> pd.DataFrame:
    """Return the documents behind a column of ``source_id``, aggregated ones included.

    ``intitule`` is the editor and the title, or the one that is known; ``editeur`` is the title
    when no editor is stated.
    """
    wanted = _wanted(ids)
    known = _documents(session.edition(), session.language().code)
    return known[known["source_id"].isin(wanted)].reset_index(drop=True)


def documents(ids: pd.Series) -> tuple[Any, ...]:
    """Return what ``sources`` does row by row, kept: it is asked under every figure."""
    return _rows(session.edition(), session.language().code, _wanted(ids))


def per_edition(make: Callable[..., T]) -> Callable[..., T]:
    """Keep what a function makes of answers that are for everybody, by edition and language.

    Its arguments are hashable; nobody changes what it returns.
    """

    @lru_cache(maxsize=100)
    def kept(_edition: str, _code: str, *args: Hashable) -> T:
        return make(*args)

    @wraps(make)
    def asked(*args: Hashable) -> T:
        return kept(session.edition(), session.language().code, *args)

    return asked


def forget() -> None:
    """Let go of the answers that are kept: for a process that asks each question once."""
    _answer.clear()
    _localised.clear()


def _answered(question: str, params: dict[str, Any]) -> pd.DataFrame:
    seen = sight(question)
    key = _key(question, session.edition(), seen, params)
    return _answer(key=key, _ask=lambda: query(question).seen_by(seen, session.opened(), **params))


def _key(*parts: object) -> str:
    """Write what tells an answer from any other: one text, which is hashed at once.

    A new edition has a new path; the parameters are texts, numbers, and lists of these.
    """
    return repr(parts)


# Not pickled, which took 0.1 s for a list; keyword only, or the signature is read at each call.
@st.cache_resource(max_entries=1000, show_spinner=False)
def _answer(*, key: str, _ask: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    del key
    return _ask()


@st.cache_resource(max_entries=400, show_spinner=False)
def _localised(*, key: str, _of: Callable[[], pd.DataFrame], _in: Language) -> pd.DataFrame:
    del key
    return _in.localise(_of())


def _wanted(ids: pd.Series) -> frozenset[str]:
    """List the sources of a column, whose values may name several."""
    told = (value for value in ids.unique().tolist() if isinstance(value, str))
    return frozenset(one for value in told for one in value.split(" ; "))


@lru_cache(maxsize=400)
def _rows(store_path: str, language: str, wanted: frozenset[str]) -> tuple[Any, ...]:
    known = _documents(store_path, language)
    return tuple(records(known[known["source_id"].isin(wanted)]))


@lru_cache(maxsize=12)
def _documents(store_path: str, language: str) -> pd.DataFrame:
    del store_path, language  # those of this run; part of the key
    known = localised("listes/sources")
    both = (known["editeur"] + ", " + known["titre"]).fillna(known["titre"])
    return known.assign(intitule=both, editeur=known["editeur"].fillna(known["titre"]))


@lru_cache(maxsize=12)  # shared: nobody changes names; asked hundreds of times in a run
def _names(store_path: str, language: str) -> dict[str, dict[str, str]]:
    del store_path
    return labels.code_names(answer("listes/codes"), Language(language))
