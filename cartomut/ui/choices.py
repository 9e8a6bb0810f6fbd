"""Widgets whose choice stands in the URL under a fixed name, as slugs that no language changes.

Streamlit's own binding writes the shown label into the URL, which a change of language breaks.
Here the URL rules when it names a known value; without it the session's last choice holds, so that
a choice survives a change of page. A default is left out of the URL.
"""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from cartomut.ui import once

Write = Callable[[Any], str]
KEPT = "_choix"  # where the session keeps them
LONGEST = 200  # signs of a free text of a list, or of what is searched
LONGEST_READ = 20_000  # signs of any other text of an address, such as an area drawn on the map


def read(key: str, known: Sequence[str], default: str | None) -> str | None:
    """Read one choice; a value that is not known counts as none."""
    asked = st.query_params.get_all(key)
    wanted = (*asked[-1:], _kept().get(key, default))
    value = next((one for one in wanted if one in known), default)
    _put(key, value, default, asked)
    return value


def read_many(key: str, known: Sequence[str], default: Sequence[str] = ()) -> list[str]:
    """Read several choices; unknown values are dropped."""
    asked = st.query_params.get_all(key)
    wanted = [one for one in asked if one in known]
    value = wanted or [one for one in _kept().get(key, default) if one in known]
    return list(_put(key, value, list(default), asked))


def read_text(key: str) -> str:
    """Read a free text."""
    asked = st.query_params.get_all(key)
    text = str((asked and asked[-1]) or _kept().get(key) or "")
    return str(_put(key, text[:LONGEST_READ], "", asked))


def read_texts(key: str, most: int) -> list[str]:
    """Read several free texts, each once; those past ``most`` and overlong ones are dropped."""
    asked = st.query_params.get_all(key)
    wanted = dict.fromkeys(map(str, asked or _kept().get(key, [])))
    texts = [text for text in wanted if 0 < len(text) <= LONGEST]
    return list(_put(key, texts[:most], [], asked))


def put(key: str, value: Any, default: Any = None) -> None:
    """Change a choice from elsewhere (a callback)."""
    _put(key, value, default, st.query_params.get_all(key))


def forget(*kept: str) -> None:
    """Let go of every choice, in the session and in the URL, but those ``kept`` (a callback)."""
    for key in set(_kept()) - set(kept):
        del _kept()[key]
        st.query_params.pop(key, None)
    once.changed()


def select(
    key: str,
    title: str,
    options: Sequence[str],
    write: Write,
    *,
    default: str | None = None,
    placeholder: str | None = None,
    then: Callable[[], None] | None = None,
    hint: str | None = None,
) -> str | None:
    """Choose one option of a list; without default nothing may be chosen.

    ``hint`` is Markdown that defines the title.
    """
    widget = f"{key}_choix"
    st.session_state[widget] = value = read(key, options, default)
    st.selectbox(
        title,
        options=list(options),
        index=None if default is None else 0,
        format_func=write,
        placeholder=placeholder,
        help=hint,
        key=widget,
        on_change=_keep,
        args=(key, default, then),
    )
    return value


def apart(write: Write) -> Write:
    """Write options with each accent after its letter: « gbe » typed in a list finds « Gbêkê ».

    The reader sees no difference; the frame takes apart in the same way what is typed in a filter.
    """
    return lambda option: unicodedata.normalize("NFD", write(option))


def select_many(
    key: str,
    title: str,
    options: Sequence[str],
    write: Write,
    *,
    placeholder: str,
    default: Sequence[str] = (),
    hint: str | None = None,
) -> list[str]:
    """Choose any number of options of a list; ``hint`` is Markdown that defines the title."""
    widget = f"{key}_choix"
    st.session_state[widget] = value = read_many(key, options, default)
    st.multiselect(
        title,
        options=list(options),
        format_func=write,
        placeholder=placeholder,
        help=hint,
        key=widget,
        on_change=_keep,
        args=(key, list(default), None),
    )
    return list(value)


def segments(
    key: str, title: str, options: Sequence[str], write: Write, *, hidden: bool = False
) -> str:
    """Choose one of a few options shown side by side; the first is the default."""
    widget = f"{key}_choix"
    st.session_state[widget] = value = read(key, options, options[0])
    st.segmented_control(
        title,
        options=list(options),
        format_func=write,
        required=True,
        key=widget,
        label_visibility="collapsed" if hidden else "visible",
        on_change=_keep,
        args=(key, options[0], None),
    )
    return str(value)


def steps(
    key: str, title: str, options: Sequence[str], write: Write, *, default: str | None = None
) -> str:
    """Choose one step of an ordered scale on a slider; the last is the default unless told."""
    start = options[-1] if default is None else default
    widget = f"{key}_choix"
    st.session_state[widget] = value = read(key, options, start)
    st.select_slider(
        title,
        options=list(options),
        format_func=write,
        key=widget,
        on_change=_keep,
        args=(key, start, None),
    )
    return str(value)


def pills(key: str, title: str, options: Sequence[str], write: Write) -> list[str]:
    """Switch options on and off; all are on by default, ``aucun`` in the URL means none."""
    widget = f"{key}_choix"
    chosen = [one for one in read_many(key, [*options, "aucun"], options) if one != "aucun"]
    st.session_state[widget] = chosen
    st.pills(
        title,
        options=list(options),
        format_func=write,
        selection_mode="multi",
        key=widget,
        on_change=_keep_pills,
        args=(key, list(options)),
    )
    return list(chosen)


def switch(key: str, title: str) -> bool:
    """Switch something on or off; it is off by default, ``oui`` in the URL means on."""
    widget = f"{key}_choix"
    st.session_state[widget] = is_on = read(key, ["oui"], None) == "oui"
    st.toggle(title, key=widget, on_change=_keep_switch, args=(key,))
    return is_on


def text(key: str, title: str) -> str:
    """Type a text to search."""
    widget = f"{key}_choix"
    st.session_state[widget] = value = read_text(key)[:LONGEST]
    st.text_input(
        title,
        key=widget,
        icon=":material/search:",
        max_chars=LONGEST,
        on_change=_keep,
        args=(key, "", None),
    )
    return value


def _keep(key: str, default: Any, then: Callable[[], None] | None) -> None:
    put(key, st.session_state[f"{key}_choix"], default)
    if then:
        then()


def _keep_switch(key: str) -> None:
    put(key, "oui" if st.session_state[f"{key}_choix"] else None, None)


def _keep_pills(key: str, default: list[str]) -> None:
    chosen = st.session_state[f"{key}_choix"]
    put(key, [one for one in default if one in chosen] or ["aucun"], default)


def _kept() -> dict[str, Any]:
    """Return the session's own choices, by key; one dictionary, since each look takes a lock."""
    state: Any = st.session_state
    kept: dict[str, Any] | None = state.get(KEPT)
    if kept is None:
        kept = state[KEPT] = {}
    return kept


def _put(key: str, value: Any, default: Any, asked: Sequence[str]) -> Any:
    """Keep a choice in the session and, unless it is the default, in the URL.

    ``asked`` is what the URL says now.
    """
    kept = _kept()
    if key not in kept or kept[key] != value:
        kept[key] = value
        once.changed()
    if value == default or value in (None, "", []):
        wanted = []
    else:
        wanted = value if isinstance(value, list) else [value]
    if list(asked) != wanted:
        once.changed()
        if wanted:
            st.query_params[key] = value
        else:
            st.query_params.pop(key, None)
    return value
