"""The lines of the journal: what each holds, where they are, how they are read."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cartomut import paths

FILE, HEAD = "journal.jsonl", "journal.tete.json"
START = "0" * 64  # what stands for the hash before the first line
_ORDER = ("rang", "instant", "compte", "role", "geste", "objet", "detail", "precedent", "empreinte")


class Head(NamedTuple):
    """The last line of the journal: its rank, 0 when there is none, and its hash."""

    rank: int
    digest: str

    def __str__(self) -> str:
        """Write it as an anchor to keep elsewhere."""
        return f"{self.rank}:{self.digest}"

    @classmethod
    def read(cls, text: str) -> "Head | None":
        """Read an anchor; None when it is not one."""
        rank, _sign, digest = text.strip().partition(":")
        if not rank.isascii() or not rank.isdigit() or not re.fullmatch("[0-9a-f]{64}", digest):
            return None
        return cls(int(rank), digest)


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
        return _seal(self._text())

    def line(self) -> bytes:
        """Write the line, with its end."""
        return self._text() + b"\n"

    def holds(self, line: bytes) -> bool:
        """Tell whether a line is this entry, sealed as it should be."""
        text = self._text()
        return text + b"\n" == line and _seal(text) == self.empreinte

    def _text(self) -> bytes:
        known = {name: getattr(self, name) for name in _ORDER}
        return json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode()


def _seal(text: bytes) -> str:
    """Hash the text of a line up to its own hash, which is the last that it says."""
    return hashlib.sha256(text[: text.rindex(b',"empreinte":')]).hexdigest()


def folder(data: Path | None = None) -> Path:
    """Return the folder of the journal: beside the file of the operations."""
    if data is None or data == paths.DATA:
        return paths.OPERATIONS.parent
    return data / "operations"


def lines(data: Path | None = None) -> Iterator[bytes]:
    """Yield the lines as they stand, the last one even when it is torn."""
    path = folder(data) / FILE
    if path.exists():
        with path.open("rb") as source:
            yield from source


def entries(data: Path | None = None) -> list[Entry]:
    """Read the lines that are whole and readable, oldest first; ``verify`` tells of the others."""
    return [one for one in map(read, lines(data)) if one is not None]


def head_of(place: Path) -> Head | None:
    """Read the head; one that cannot be read is as one that is missing."""
    try:
        known = json.loads((place / HEAD).read_text(encoding="utf-8"))
        return Head(int(known["rang"]), str(known["empreinte"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read(line: bytes) -> Entry | None:
    """Read a line; None when it is not one of ours."""
    try:
        entry = Entry(**json.loads(line))
        if b"\\u" in line:
            entry.line()
    except (ValueError, TypeError):  # not JSON, not these columns, or signs that no file holds
        return None
    texts = (entry.instant, entry.compte, entry.role, entry.geste, entry.objet)
    hashes = (entry.precedent, entry.empreinte)
    told = all(isinstance(one, str) for one in (*texts, *hashes))
    ranked = isinstance(entry.rang, int) and isinstance(entry.detail, dict)
    return entry if line.endswith(b"\n") and told and ranked else None
