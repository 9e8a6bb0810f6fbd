"""How often each page is opened: totals by day, page, language and role, and nothing else.

No address, account or session is kept, so nothing here tells who read what. Counting adds one to a
number in memory; a thread of its own writes the totals twice a minute, in one file per month that
several servers may share.
"""

import atexit
import json
import os
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from cartomut import logs, paths
from cartomut.settings import settings

EVERY = 30.0  # seconds between two writes
MONTHS = 14  # months kept
_counts: Counter["Opened"] = Counter()
_lock = threading.Lock()
_writer: list[threading.Thread] = []


class Opened(NamedTuple):
    """What is counted: a page opened on a day, in a language, by a role."""

    jour: str
    page: str
    langue: str
    role: str


def count(page: str, language: str, role: str, day: date | None = None) -> None:
    """Count one opening of a page; returns at once."""
    if not settings().compter_usage:
        return
    on = (day or datetime.now(UTC).date()).isoformat()
    with _lock:
        _counts[Opened(on, page, language, role)] += 1
        if not _writer:
            _writer.append(threading.Thread(target=_write_now_and_then, daemon=True))
            _writer[0].start()
            atexit.register(flush)


def flush(folder: Path | None = None) -> None:
    """Write what was counted since the last time; what cannot be written is kept for later."""
    with _lock:
        taken = _counts.copy()
        _counts.clear()
    for month in sorted({one.jour[:7] for one in taken}):
        of_month = {one: number for one, number in taken.items() if one.jour[:7] == month}
        try:
            _add(folder or place(), month, of_month)
        except (OSError, Timeout) as failure:
            logs.warn("usage non écrit", raison=type(failure).__name__)
            with _lock:
                _counts.update(of_month)


def totals(folder: Path | None = None) -> Iterator[tuple[Opened, int]]:
    """Yield what was counted and written, by month."""
    for path in sorted((folder or place()).glob("????-??.json")):
        for name, number in _read(path).items():
            yield Opened(*name.split("|")), number


def place() -> Path:
    """Return the folder of the totals."""
    return paths.FOLLOWED / "usage"


def _write_now_and_then() -> None:
    waiting = threading.Event()
    while not waiting.wait(EVERY):
        flush()


def _add(folder: Path, month: str, counts: dict[Opened, int]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{month}.json"
    with FileLock(folder / ".verrou", timeout=5):
        known = Counter(_read(path))
        known.update({"|".join(one): number for one, number in counts.items()})
        beside = folder / f".{path.name}-{os.getpid()}"
        text = json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=0)
        with beside.open("w", encoding="utf-8") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())
        beside.replace(path)
        for old in sorted(folder.glob("????-??.json"))[:-MONTHS]:
            old.unlink()


def _read(path: Path) -> dict[str, int]:
    """Read the totals of a month; a file that cannot be read is set aside, and told."""
    if not path.exists():
        return {}
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): int(number) for name, number in known.items() if name.count("|") == 3}
    except (ValueError, AttributeError, TypeError):
        logs.warn("usage illisible", fichier=path.name)
        path.replace(path.with_suffix(".illisible"))
        return {}
