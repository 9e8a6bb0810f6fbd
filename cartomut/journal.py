"""The audit: who imported, published, exported what is restricted or changed what, and when.

One JSON object per line in ``journal.jsonl``, beside the file of the operations and apart from it:
bringing these back to an older state never touches it. Lines are only added, each with the hash of
the one before (docs/decisions.md, 41): a line that is changed, removed, put in or moved breaks the
chain. ``journal.tete.json`` holds the last rank and its hash, so that a cut end is seen. Whoever
may write both files can still make the whole anew: only an ``anchor`` kept elsewhere shows that.

What cannot be told is not done: the line is written before the act takes effect, so that a failure
between the two leaves a line too many, never an act untold.
"""

import hashlib
import json
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from filelock import FileLock, Timeout

from cartomut import paths
from cartomut.editions import Stopped
from cartomut.i18n import N_

FILE, HEAD = "journal.jsonl", "journal.tete.json"
START = "0" * 64  # what stands for the hash before the first line
WAIT = 10.0  # seconds that a writer waits for another one
LONGEST = 300  # characters of an object or of one value of the detail
APPLICATION = "application"  # the role of what nobody asked for
LOCAL = "local"  # the role of whoever has the files
ACTS = {
    "importation": N_("Importation gardée"),
    "publication": N_("Publication d'une édition"),
    "retour": N_("Retour à une édition"),
    "saisie": N_("Saisie dans une page"),
    "saisies_importees": N_("Saisies apportées d'un export"),
    "saisies_mises_a_jour": N_("Tables des saisies mises à jour"),
    "seuils": N_("Version des seuils"),
    "precision": N_("Matériau de précision"),
    "export_reserve": N_("Export de données réservées"),
    "paquet_hors_ligne": N_("Paquet hors ligne"),
    "compte": N_("Compte créé ou changé"),
    "lien": N_("Lien de lecture créé"),
    "lien_revoque": N_("Lien de lecture révoqué"),
    "connexion_refusee": N_("Connexion refusée"),
    "sauvegarde": N_("Sauvegarde"),
    "restauration": N_("Restauration d'une sauvegarde"),
    "ligne_dechiree": N_("Ligne déchirée mise de côté"),
    "coupure": N_("Fin du journal perdue"),
}
_ORDER = ("rang", "instant", "compte", "role", "geste", "objet", "detail", "precedent", "empreinte")
Detail = Mapping[str, str | int]


class Actor(NamedTuple):
    """Who acts: the address of an account, empty without one, and a role."""

    account: str
    role: str


class Head(NamedTuple):
    """The last line of the journal: its rank, 0 when there is none, and its hash."""

    rank: int
    digest: str

    def __str__(self) -> str:
        """Write it as an anchor to keep elsewhere."""
        return f"{self.rank}:{self.digest}"


@dataclass(frozen=True)
class Entry:
    """One line of the journal."""

    rang: int
    instant: str  # UTC
    compte: str
    role: str
    geste: str
    objet: str
    detail: dict[str, str | int]
    precedent: str
    empreinte: str = ""

    def sealed(self) -> str:
        """Return the hash of everything that the line says but its own hash."""
        return hashlib.sha256(self._text(_ORDER[:-1])).hexdigest()

    def line(self) -> bytes:
        """Write the line, with its end."""
        return self._text(_ORDER) + b"\n"

    def _text(self, names: tuple[str, ...]) -> bytes:
        known = asdict(self)
        kept = {name: known[name] for name in names}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Verdict:
    """What the check of the journal found."""

    count: int  # lines read
    head: Head
    broken: int | None = None  # first rank at fault
    reason: str = ""  # to translate
    fields: dict[str, Any] = field(default_factory=dict)
    torn: int = 0  # bytes after the last whole line
    backwards: int = 0  # lines whose clock is before the one above

    @property
    def holds(self) -> bool:
        """Tell whether nothing is at fault."""
        return self.broken is None


_forced: ContextVar[Actor | None] = ContextVar("journal_actor", default=None)
_asked: list[Callable[[], Actor | None]] = []


def identify(ask: Callable[[], Actor | None]) -> None:
    """Ask this function who acts; None when it does not know, as from the command line."""
    _asked[:] = [ask]


def actor() -> Actor:
    """Say who acts now: as set by ``acting``, the reader of the session, else the local one."""
    known = _forced.get() or (_asked[0]() if _asked else None)
    return known or Actor("", LOCAL)


@contextmanager
def acting(account: str, role: str) -> Iterator[None]:
    """Write what is done inside as done by this account and role."""
    token = _forced.set(Actor(account, role))
    try:
        yield
    finally:
        _forced.reset(token)


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
            return _add(target, last, Actor(account, role), act, _said(thing), said)
    except OSError as failure:
        raise Stopped(
            N_(
                "Le journal ({fichier}) n'accepte pas d'écriture : {raison}. Ce qui ne peut être "
                "noté n'est pas fait : rien n'a été changé."
            ),
            fichier=str(path),
            raison=str(failure),
        ) from failure


def folder(data: Path | None = None) -> Path:
    """Return the folder of the journal: beside the file of the operations."""
    if data is None or data == paths.DATA:
        return paths.OPERATIONS.parent
    return data / paths.OPERATIONS.parent.name


def lines(data: Path | None = None) -> Iterator[bytes]:
    """Yield the lines as they stand, the last one even when it is torn."""
    path = folder(data) / FILE
    if path.exists():
        with path.open("rb") as source:
            yield from source


def entries(data: Path | None = None) -> list[Entry]:
    """Read the lines that are whole and readable, oldest first; ``verify`` tells of the others."""
    return [one for one in map(_read, lines(data)) if one is not None]


def anchor(data: Path | None = None) -> Head:
    """Return the last rank and its hash, to keep outside this computer."""
    return verify(data=data).head


def verify(anchor: Head | None = None, data: Path | None = None) -> Verdict:
    """Check every line against the one before, the end against the head, and an anchor if given.

    The first fault found is told; the lines after it are counted.
    """
    before, count, torn, backwards, instant = Head(0, START), 0, 0, 0, ""
    fault: tuple[int, str, dict[str, Any]] | None = None
    kept = _head(folder(data))
    known = {one.rank: one.digest for one in (kept, anchor) if one is not None}
    for line in lines(data):
        if not line.endswith(b"\n"):
            torn = len(line)
            break
        count += 1
        entry = _read(line)
        fault = fault or _fault(entry, line, before, count)
        if entry is None:
            before = Head(count, hashlib.sha256(line).hexdigest())
            continue
        if known.pop(entry.rang, entry.empreinte) != entry.empreinte:
            fault = fault or (entry.rang, _MADE_ANEW, {})
        backwards += entry.instant < instant
        before, instant = Head(entry.rang, entry.empreinte), entry.instant
    missing = max((rank for rank in known if rank > before.rank), default=0)
    if missing:
        fault = fault or (before.rank + 1, _CUT, {"attendu": missing, "trouve": before.rank})
    elif kept is None and count > 1:
        fault = fault or (before.rank + 1, _NO_HEAD, {"fichier": HEAD})
    rank, reason, fields = fault or (None, "", {})
    return Verdict(count, before, rank, reason, fields, torn, backwards)


_UNREADABLE = N_("La ligne {rang} ne se lit pas.")
_RANK = N_("La ligne {rang} porte le rang {trouve} : des lignes ont été ôtées, mises ou déplacées.")
_CHANGED = N_("La ligne {rang} a été changée : son empreinte n'est plus celle de ce qu'elle dit.")
_LINK = N_("La ligne {rang} ne suit pas celle d'avant : une ligne a été changée, ôtée ou mise.")
_CUT = N_("La fin manque : le journal allait jusqu'au rang {attendu}, il s'arrête à {trouve}.")
_LOST = N_("Au rang {rang}, l'application a constaté que la fin du journal avait été perdue.")
_MADE_ANEW = N_("La ligne {rang} n'est pas celle que l'ancre connaît : le journal a été refait.")
_NO_HEAD = N_("Le fichier {fichier}, qui garde le dernier rang, manque : la fin ne se vérifie pas.")


def _fault(
    entry: Entry | None, line: bytes, before: Head, count: int
) -> tuple[int, str, dict[str, Any]] | None:
    """Say what is wrong with one line, None when it follows the one before."""
    if entry is None:
        return count, _UNREADABLE, {"rang": count}
    if entry.sealed() != entry.empreinte or entry.line() != line:
        return count, _CHANGED, {"rang": count}
    if entry.rang != before.rank + 1:
        return count, _RANK, {"rang": count, "trouve": entry.rang}
    if entry.precedent != before.digest:
        return count, _LINK, {"rang": count}
    return (count, _LOST, {"rang": count}) if entry.geste == "coupure" else None


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    try:
        with FileLock(place / ".journal.verrou", timeout=WAIT):
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
    sealed = Entry(**{**asdict(entry), "empreinte": entry.sealed()})
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
    kept = _head(place)
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
    entry = _read(line)
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


def _head(place: Path) -> Head | None:
    """Read the head; one that cannot be read is as one that is missing."""
    try:
        known = json.loads((place / HEAD).read_text(encoding="utf-8"))
        return Head(int(known["rang"]), str(known["empreinte"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep_head(place: Path, head: Head) -> None:
    beside = place / f".{HEAD}"
    _hold(beside, json.dumps({"rang": head.rank, "empreinte": head.digest}).encode() + b"\n")
    beside.replace(place / HEAD)


def _hold(path: Path, content: bytes) -> None:
    with path.open("wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


def _read(line: bytes) -> Entry | None:
    """Read a line; None when it is not one of ours."""
    try:
        entry = Entry(**json.loads(line))
        entry.line()
    except (ValueError, TypeError):  # not JSON, not these columns, or signs that no file holds
        return None
    texts = (entry.instant, entry.compte, entry.role, entry.geste, entry.objet)
    hashes = (entry.precedent, entry.empreinte)
    told = all(isinstance(one, str) for one in (*texts, *hashes))
    ranked = isinstance(entry.rang, int) and isinstance(entry.detail, dict)
    return entry if line.endswith(b"\n") and told and ranked else None


def _said(value: str | int) -> Any:
    """Keep of a text what can be stored and shown on one line."""
    if not isinstance(value, str):
        return value
    signs = (sign if unicodedata.category(sign)[0] != "C" else " " for sign in value)
    return " ".join("".join(signs).split())[:LONGEST]
