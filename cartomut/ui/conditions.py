"""Numeric conditions on the rows of a list, as the reader adds them: in the URL, safe to type.

One condition is ``column>=5000``, ``column<=5000`` or ``column=1000..5000``, in the unit of the
data; the URL repeats the key. A condition that cannot be read is said, never guessed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import Any

import streamlit as st

from cartomut.i18n import Language
from cartomut.ui import choices
from cartomut.ui.note import note
from cartomut.ui.text import plain

MOST = 12  # conditions of one list; more are dropped
_SHAPE = re.compile(r"^\s*(?P<column>\w+)\s*(?P<sign>>=|<=|=)\s*(?P<limit>.+?)\s*$")
_SPACES = re.compile(r"[\s\u00a0\u202f]")


@dataclass(frozen=True)
class Column:
    """A number that conditions may be put on.

    ``unit`` is what the reader types in; one of it is ``scale`` in the unit of the data.
    """

    code: str
    title: str
    unit: str
    scale: float = 1


@dataclass(frozen=True)
class Condition:
    """A column with its limits, both included, in the unit of the data; None has no limit."""

    column: str
    minimum: float | None
    maximum: float | None

    def written(self) -> str:
        """Write the condition as the URL has it."""
        if self.maximum is None:
            return f"{self.column}>={_short(self.minimum)}"
        if self.minimum is None:
            return f"{self.column}<={_short(self.maximum)}"
        return f"{self.column}={_short(self.minimum)}..{_short(self.maximum)}"


def parse(text: str, known: Iterable[str]) -> Condition | None:
    """Read one condition; None when its column is not known or its limits are not numbers."""
    found = _SHAPE.match(text)
    if not found or found["column"] not in set(known):
        return None
    if found["sign"] == "=":
        low, dots, high = found["limit"].partition("..")
        limits = (_number(low), _number(high)) if dots else (_number(low), _number(low))
        ordered = None not in limits and float(str(limits[0])) <= float(str(limits[1]))
        return Condition(found["column"], *limits) if ordered else None
    limit = _number(found["limit"])
    if limit is None:
        return None
    low_high = (limit, None) if found["sign"] == ">=" else (None, limit)
    return Condition(found["column"], *low_high)


def choose(key: str, columns: Sequence[Column], _: Language) -> list[Condition]:
    """Let the reader add and remove conditions; returns those that could be read.

    ``key`` is the URL's key, repeated once per condition.
    """
    texts = choices.read_texts(key, MOST)
    codes = [column.code for column in columns]
    read = {text: parse(text, codes) for text in texts}
    title = _("Conditions ({})").format(len(texts)) if texts else _("Conditions")
    with st.popover(title, icon=":material/filter_list:"):
        _form(key, columns, _)
    good = [one for one in read.values() if one]
    _chips(key, columns, good, _)
    _bad(key, [text for text, one in read.items() if one is None], codes, _)
    return good


def bounds(
    conditions: Sequence[Condition], columns: Sequence[Column]
) -> dict[str, list[float | None] | None]:
    """Return the questions' parameters ``minima`` and ``maxima``, in the order of the columns.

    Several conditions on one column hold together. Both are None without any condition.
    """
    if not conditions:
        return {"minima": None, "maxima": None}
    return {
        "minima": [_strictest(max, conditions, one.code, "minimum") for one in columns],
        "maxima": [_strictest(min, conditions, one.code, "maximum") for one in columns],
    }


def sentence(condition: Condition, columns: Sequence[Column], _: Language) -> str:
    """Write a condition in words, in the reader's unit."""
    column = next(one for one in columns if one.code == condition.column)
    low, high = (
        None if limit is None else _.number(limit / column.scale, 2)
        for limit in (condition.minimum, condition.maximum)
    )
    unit = column.unit
    if high is None:
        text = _("{} : au moins {} {}").format(column.title, low, unit)
    elif low is None:
        text = _("{} : au plus {} {}").format(column.title, high, unit)
    else:
        text = _("{} : de {} à {} {}").format(column.title, low, high, unit)
    return text.strip()


def _strictest(pick: Any, conditions: Sequence[Condition], code: str, side: str) -> float | None:
    limits = [getattr(one, side) for one in conditions if one.column == code]
    known = [limit for limit in limits if limit is not None]
    return float(pick(known)) if known else None


def _number(text: str) -> float | None:
    """Read a number as either language writes it; one that is not finite is none."""
    try:
        value = float(_SPACES.sub("", text).replace(",", "."))
    except ValueError:
        return None
    return value if isfinite(value) else None


def _short(value: float | None) -> str:
    """Write a number without an idle ``.0`` and without a power of ten."""
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _form(key: str, columns: Sequence[Column], _: Language) -> None:
    titles = {one.code: f"{one.title} ({one.unit})" if one.unit else one.title for one in columns}
    with st.form(f"_{key}_formulaire", border=False, clear_on_submit=True):
        st.selectbox(
            _("Colonne"), list(titles), format_func=titles.__getitem__, key=f"_{key}_colonne"
        )
        low, high = st.columns(2)
        with low:
            st.number_input(_("Au moins"), value=None, key=f"_{key}_minimum")
        with high:
            st.number_input(_("Au plus"), value=None, key=f"_{key}_maximum")
        note(
            plain(
                _(
                    "Laissez vide la borne dont vous ne voulez pas. Une valeur inconnue ne "
                    "remplit aucune condition."
                )
            )
        )
        st.form_submit_button(
            _("Ajouter la condition"), icon=":material/add:", on_click=partial(_add, key, columns)
        )


def _add(key: str, columns: Sequence[Column]) -> None:
    """Keep the condition typed in the form (a callback); one without limit adds nothing."""
    code = st.session_state[f"_{key}_colonne"]
    scale = next(one.scale for one in columns if one.code == code)
    typed = [st.session_state[f"_{key}_{side}"] for side in ("minimum", "maximum")]
    limits = [None if value is None else value * scale for value in typed]
    if None not in limits:
        limits.sort()
    if limits != [None, None]:
        text = Condition(code, *limits).written()
        kept = choices.read_texts(key, MOST)
        choices.put(key, [*(one for one in kept if one != text), text][-MOST:], [])


def _chips(
    key: str, columns: Sequence[Column], conditions: Sequence[Condition], _: Language
) -> None:
    for one in conditions:
        st.button(
            plain(sentence(one, columns, _)),
            key=f"_{key}_chip_{one.written()}",
            icon=":material/close:",
            icon_position="right",
            help=_("Retirer cette condition"),
            on_click=partial(_remove, key, lambda text, one=one: parse(text, [one.column]) == one),
        )


def _bad(key: str, texts: Sequence[str], codes: Sequence[str], _: Language) -> None:
    """Say what was found, what is expected, and offer to drop it."""
    if not texts:
        return
    text = _(
        "Condition illisible, laissée de côté : {}. On attend une colonne parmi {}, puis >=, <= ou "
        "=, puis un nombre ; par exemple {}>=5000 ou {}=1000..5000."
    )
    found = ", ".join(f"« {one} »" for one in texts)
    st.warning(
        plain(text.format(found, ", ".join(codes), codes[0], codes[0])),
        icon=":material/rule:",
    )
    st.button(
        _("Retirer ce qui est illisible"),
        key=f"_{key}_nettoyer",
        icon=":material/close:",
        on_click=partial(_remove, key, lambda text: parse(text, codes) is None),
    )


def _remove(key: str, unwanted: Any) -> None:
    """Drop the texts that are unwanted (a callback)."""
    kept = choices.read_texts(key, MOST)
    choices.put(key, [text for text in kept if not unwanted(text)], [])
