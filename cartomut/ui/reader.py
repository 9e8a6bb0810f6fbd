"""Who reads in this session: by sign-in, by an expiring link, or at the computer itself.

Whoever signs in is what the table of accounts says, else what the claims of their provider say;
whoever is not signed in is the public, or a reviewer for as long as the link they came by holds.
"""

import logging
import time
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from cartomut import rights
from cartomut.link_cookie import COOKIE, TOKEN
from cartomut.operations import accounts, links
from cartomut.rights import Reader, Role
from cartomut.settings import settings

HERE = ("localhost", "127.0.0.1", "::1")
HOUR = 3600  # seconds
AHEAD = 300  # seconds by which a provider's clock may be ahead of ours
FRESH = 2.0  # seconds for which a run trusts what it knows of its reader
# Why somebody who came with an account or a link has not the rights they may expect.
ENDED, CLOSED, LAPSED = "session", "compte", "lien"

_log = logging.getLogger("cartomut")
_standing_for: list[Reader] = []  # for whom a command makes its files


def current() -> Reader:
    """Return the reader of this session.

    It is worked out again every two seconds, so that a closed account or a revoked link also ends
    while a part of a page is drawn anew by itself.
    """
    known = st.session_state.get("_lecteur")
    if known is None or not 0 <= time.monotonic() - known[0] < FRESH:
        return begin()
    reader: Reader = known[1]
    return reader


def begin() -> Reader:
    """Work out who reads, at the start of a run; takes the token of a link out of the address."""
    _take_token()
    reader, why = _found()
    st.session_state["_lecteur"] = time.monotonic(), reader
    st.session_state["_lecteur_pourquoi"] = why
    return reader


def why() -> str:
    """Return why the reader is only the public: ``ENDED``, ``CLOSED``, ``LAPSED``, or nothing."""
    return str(st.session_state.get("_lecteur_pourquoi", ""))


def signs_in() -> bool:
    """Tell whether this installation has a sign-in."""
    return "is_logged_in" in st.user


def is_signed_in() -> bool:
    """Tell whether somebody is signed in, whatever their rights."""
    return bool(st.user.get("is_logged_in"))


def came_by_link() -> bool:
    """Tell whether the rights of this session are those of a link."""
    by_link = bool(st.session_state.get("_acces")) and not is_signed_in()
    return by_link and current().role is Role.REVIEWER


def is_closed() -> bool:
    """Tell whether the app must refuse to run: reachable by others, and nobody can sign in."""
    return not (_standing_for or signs_in() or is_open_to_public() or is_here())


def is_open_to_public() -> bool:
    """Tell whether whoever reaches the app without signing in is the public."""
    return settings().ouvert == "public"


def stand_for(reader: Reader) -> None:
    """Read as somebody else from now on: for a command that makes files to hand out."""
    _standing_for[:] = [reader]


def is_here() -> bool:
    """Tell whether the reader sits at the computer that serves the app.

    A proxy in front of it also speaks from this computer: it shows by its headers, or by the
    address that the browser asked for.
    """
    headers = st.context.headers
    if any(name in headers for name in ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded")):
        return False
    asked = (headers.get("Host"), headers.get("Origin"))
    return st.get_option("server.address") in HERE and all(
        _host(one) in HERE for one in asked if one
    )


def _host(address: str) -> str:
    """Take the host's name of an origin, or of a host with its port."""
    try:
        return urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""


def _take_token() -> None:
    """Take the token out of the address, else, in a page loaded again, out of its cookie."""
    token = st.query_params.pop(TOKEN, "")
    if token:
        st.session_state["_acces"] = str(token)
    elif "_acces" not in st.session_state:
        st.session_state["_acces"] = str(st.context.cookies.get(COOKIE, ""))


def _found() -> tuple[Reader, str]:
    """Return the reader, and why they are only the public."""
    if _standing_for:
        return _standing_for[-1], ""
    if is_signed_in():
        return _signed_in(st.user.to_dict())
    if not (signs_in() or is_open_to_public()) and is_here():
        return rights.LOCAL, ""
    return _by_link()


def _by_link() -> tuple[Reader, str]:
    token = st.session_state.get("_acces", "")
    if not token:
        return rights.NOBODY, ""
    link = links.find(token)
    return (Reader(Role(link.role)), "") if link else (rights.NOBODY, LAPSED)


def _signed_in(claims: Mapping[str, Any]) -> tuple[Reader, str]:
    if _is_over(claims):
        return rights.NOBODY, ENDED
    address = _address(claims)
    account = accounts.find(address) if address else None
    if account and not account.active:
        return rights.NOBODY, CLOSED
    if account:
        return Reader(Role(account.role), account.address, account.organisation), ""
    role = by_claims(claims)
    organisation = _claim(claims, settings().champ_organisation)
    return Reader(role, address, str(organisation or "") if role is Role.MUTUAL else ""), ""


def _address(claims: Mapping[str, Any]) -> str:
    """Return the account's address; one that the provider says it did not check is none."""
    if claims.get("email_verified") in (False, "false"):
        return ""
    return accounts.tidy(str(claims.get("email") or ""))


def by_claims(claims: Mapping[str, Any]) -> Role:
    """Return the highest role that the provider's claim is given for; the public's otherwise."""
    said = _claim(claims, settings().champ_role)
    values = [said] if isinstance(said, str) else said if isinstance(said, Iterable) else []
    given = settings().roles
    roles = {Role(given[str(one)]) for one in values if str(one) in given}
    return max(roles, key=rights.GIVEN.index, default=Role.PUBLIC)


def _claim(claims: Mapping[str, Any], path: str) -> Any:
    """Read a claim, which may stand inside another: ``realm_access.roles``."""
    value: Any = claims
    for name in path.split(".") if path else [None]:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _is_over(claims: Mapping[str, Any]) -> bool:
    """Tell whether a sign-in is too old, by the provider's word or by this installation's."""
    now, signed, until = time.time(), _moment(claims.get("iat")), _moment(claims.get("exp"))
    if signed is None or until is None:
        return True  # every token says both: one that does not is not trusted
    longest = settings().session_heures * HOUR
    if not -AHEAD <= now - signed <= longest:  # a clock set back makes no session longer
        return True
    return settings().session_jeton and now > until


def _moment(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
