"""Add a line to the journal, alone, held by the disk; set aside what a crash left of one."""

import hashlib
import json
import os
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from filelock import FileLock, Timeout

from cartomut import logs
from cartomut.editions import Stopped
from cartomut.i18n import N_
from cartomut.journal.acts import ACTS, APPLICATION, Actor, actor
from cartomut.journal.reading import FILE, HEAD, START, Entry, Head, folder, head_of, read

WAIT = 10.0  # seconds that a writer waits for another one
LONGEST = 300  # characters of an object or of one value of the detail
Detail = Mapping[str, str | int]


def tell(act: str, thing: str, detail: Detail | None = None, data: Path | None = None) -> Entry:
    """Write what whoever acts now is about to do; see ``write``."""
    return write(*actor(), act, thing, detail, data)


def write(
    account: str,
    role: str,
    act: str,
    thing: str,
    detail: Detail | None = None,
    data: Path | None = None,
) -> Entry:
    """Add one line, held by the disk when this returns.

    Parameters
    ----------
    account, role
        Who acts: the account's address, empty without one.
    act
        A code of ``ACTS``.
    thing, detail
        On what, and a few words or numbers more; never what a person typed.
    data
        The data folder, when it is not the application's own.

    Raises
    ------
    Stopped
        When the line cannot be written; what it tells must then not be done.
    """
    if act not in ACTS:
        raise ValueError(f"unknown act: {act}")
    path = folder(data) / FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path.parent), path.open("a+b") as target:
            last = _mended(target, path.parent)
            said = {name: _said(value) for name, value in (detail or {}).items()}
            entry = _add(target, last, Actor(account, role), act, _said(thing), said)
        logs.say("acte", geste=act, role=role, rang=entry.rang)
        return entry
    except OSError as failure:
        raise Stopped(
            N_(
                "Le journal ({fichier}) n'accepte pas d'écriture : {raison}. Ce qui ne peut être "
                "noté n'est pas fait : rien n'a été changé."
            ),
            fichier=str(path),
            raison=str(failure),
        ) from failure


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    try:
        with FileLock(place / ".journal.verrou", timeout=WAIT, poll_interval=0.01):
            yield
    except Timeout as busy:
        raise OSError(str(busy)) from busy


def _add(
    target: BinaryIO, last: Head, who: Actor, act: str, thing: str, detail: dict[str, str | int]
) -> Entry:
    """Write a line and wait for the disk; one that it does not take whole leaves nothing."""
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"
    who = Actor(str(_said(who.account)), str(_said(who.role)))
    entry = Entry(last.rank + 1, now, *who, act, thing, detail, last.digest)
    sealed = replace(entry, empreinte=entry.sealed())
    size = target.seek(0, os.SEEK_END)
    try:
        target.write(sealed.line())
        target.flush()
        os.fsync(target.fileno())
    except OSError:
        os.ftruncate(target.fileno(), size)
        raise
    _keep_head(Path(target.name).parent, Head(sealed.rang, sealed.empreinte))
    return sealed


def _mended(target: BinaryIO, place: Path) -> Head:
    """Return the last line, after setting aside what is torn and telling what was lost."""
    torn = _torn(target)
    last = _last(target)
    kept = head_of(place)
    if torn:
        name = _set_aside(torn, place)
        os.ftruncate(target.fileno(), target.seek(0, os.SEEK_END) - len(torn))
        detail = {"octets": len(torn), "fichier": name, "sha256": hashlib.sha256(torn).hexdigest()}
        last = _told(target, last, "ligne_dechiree", detail)
    if kept is None and last.rank > 1 + bool(torn):
        return _told(target, last, "coupure", {"attendu": HEAD})
    if kept is not None and (kept.rank > last.rank or (kept.rank == last.rank and kept != last)):
        return _told(target, last, "coupure", {"attendu": str(kept)})
    return last


def _told(target: BinaryIO, last: Head, act: str, detail: dict[str, Any]) -> Head:
    made = _add(target, last, Actor("", APPLICATION), act, FILE, detail)
    return Head(made.rang, made.empreinte)


def _torn(target: BinaryIO) -> bytes:
    """Return what follows the last end of line: what a crash left of a write."""
    return _tail(target).rpartition(b"\n")[2]


def _last(target: BinaryIO) -> Head:
    """Read the last whole line; one that cannot be read counts by its bytes, and breaks the chain.

    The chain goes on after it, so that the journal still tells what comes.
    """
    whole = _tail(target).rpartition(b"\n")[0]
    if not whole:
        return Head(0, START)
    line = whole.rpartition(b"\n")[2] + b"\n"
    entry = read(line)
    if entry is not None:
        return Head(entry.rang, entry.empreinte)
    target.seek(0)
    count = sum(one.endswith(b"\n") for one in target)
    return Head(count, hashlib.sha256(line).hexdigest())


def _tail(target: BinaryIO) -> bytes:
    """Read the end of the file: what is torn and, whole, the line before it."""
    size = target.seek(0, os.SEEK_END)
    wanted = 16_384
    while True:
        start = max(0, size - wanted)
        target.seek(start)
        found = target.read()
        if start == 0 or found.count(b"\n") > 1:
            return found
        wanted *= 4


def _set_aside(torn: bytes, place: Path) -> str:
    """Keep what is torn in a file of its own; returns its name."""
    name = f"journal-dechire-{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}.txt"
    _hold(place / name, torn)
    return name


def _keep_head(place: Path, head: Head) -> None:
    beside = place / f".{HEAD}"
    _hold(beside, json.dumps({"rang": head.rank, "empreinte": head.digest}).encode() + b"\n")
    beside.replace(place / HEAD)


def _hold(path: Path, content: bytes) -> None:
    with path.open("wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


def _said(value: str | int) -> Any:
    """Keep of a text what can be stored and shown on one line."""
    if not isinstance(value, str):
        return value
    signs = (sign if unicodedata.category(sign)[0] != "C" else " " for sign in value)
    return " ".join("".join(signs).split())[:LONGEST]
