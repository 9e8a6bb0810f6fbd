"""Check that no line of the journal was changed, removed, put in or moved."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cartomut.i18n import N_
from cartomut.journal.reading import HEAD, START, Entry, Head, folder, head_of, lines, read

_UNREADABLE = N_("La ligne {rang} ne se lit pas.")
_RANK = N_("La ligne {rang} porte le rang {trouve} : des lignes ont été ôtées, mises ou déplacées.")
_CHANGED = N_("La ligne {rang} a été changée : son empreinte n'est plus celle de ce qu'elle dit.")
_LINK = N_("La ligne {rang} ne suit pas celle d'avant : une ligne a été changée, ôtée ou mise.")
_CUT = N_("La fin manque : le journal allait jusqu'au rang {attendu}, il s'arrête à {trouve}.")
_LOST = N_("Au rang {rang}, l'application a constaté que la fin du journal avait été perdue.")
_MADE_ANEW = N_("La ligne {rang} n'est pas celle que l'ancre connaît : le journal a été refait.")
_NO_HEAD = N_("Le fichier {fichier}, qui garde le dernier rang, manque : la fin ne se vérifie pas.")


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


def anchor(data: Path | None = None) -> Head:
    """Return the last rank and its hash, to keep outside this computer."""
    return verify(data=data).head


def verify(anchor: Head | None = None, data: Path | None = None) -> Verdict:
    """Check every line against the one before, the end against the head, and an anchor if given.

    The first fault found is told; the lines after it are counted.
    """
    before, count, torn, backwards, instant = Head(0, START), 0, 0, 0, ""
    fault: tuple[int, str, dict[str, Any]] | None = None
    kept = head_of(folder(data))
    known = {one.rank: one.digest for one in (kept, anchor) if one is not None}
    for line in lines(data):
        if not line.endswith(b"\n"):
            torn = len(line)
            break
        count += 1
        entry = read(line)
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


def _fault(
    entry: Entry | None, line: bytes, before: Head, count: int
) -> tuple[int, str, dict[str, Any]] | None:
    """Say what is wrong with one line, None when it follows the one before."""
    if entry is None:
        return count, _UNREADABLE, {"rang": count}
    if not entry.holds(line):
        return count, _CHANGED, {"rang": count}
    if entry.rang != before.rank + 1:
        return count, _RANK, {"rang": count, "trouve": entry.rang}
    if entry.precedent != before.digest:
        return count, _LINK, {"rang": count}
    return (count, _LOST, {"rang": count}) if entry.geste == "coupure" else None
