"""Tells the journal who acts: the reader of the session, by account, by link or at the computer."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cartomut import journal
from cartomut.journal import Actor
from cartomut.operations import links
from cartomut.ui import reader

LINK = "lien:"  # before the identifier of a link, where an account's address stands


def now() -> Actor:
    """Return who acts in this session; a reader who came by a link is named by the link."""
    known = reader.current()
    if reader.came_by_link():
        link = links.find(st.session_state["_acces"])
        return Actor(f"{LINK}{link.link_id}" if link else LINK, known.role)
    return Actor(known.account, known.role)


def _in_session() -> Actor | None:
    """Return who acts when a session asks; a command, or a download, has none."""
    return now() if get_script_run_ctx(suppress_warning=True) is not None else None


journal.identify(_in_session)
