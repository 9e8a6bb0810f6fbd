"""Tells the journal who acts: the reader of the session, by account, by link or at the computer."""

import time

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cartomut import journal, logs
from cartomut.editions import Stopped
from cartomut.journal import Actor
from cartomut.operations import accounts, links
from cartomut.rights import Role
from cartomut.ui import reader

QUIET = 3600.0  # seconds
_refusals: dict[str, float] = {}  # address → when its refusal was last told, on a clock of its own
LINK = "lien:"  # before the identifier of a link, where an account's address stands


def now() -> Actor:
    """Return who acts in this session; a reader who came by a link is named by the link."""
    known = reader.current()
    if reader.came_by_link():
        link = links.find(st.session_state["_acces"])
        return Actor(f"{LINK}{link.link_id}" if link else LINK, known.role)
    return Actor(known.account, known.role)


def tell_refusal() -> None:
    """Tell in the journal that a closed account tried to come in, at most once an hour."""
    if reader.why() != reader.CLOSED:
        return
    address = accounts.tidy(str(st.user.get("email") or ""))
    now = time.monotonic()
    if now - _refusals.get(address, -QUIET) < QUIET:
        return
    _refusals[address] = now
    try:
        journal.write(address, Role.PUBLIC, "connexion_refusee", address)
    except Stopped as stopped:  # the refusal holds, told or not
        logs.warn(str(stopped))


def _in_session() -> Actor | None:
    """Return who acts when a session asks; a command, or a download, has none."""
    return now() if get_script_run_ctx(suppress_warning=True) is not None else None


journal.identify(_in_session)
