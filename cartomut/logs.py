"""What the server and the commands say of their work, on standard error: text, or JSON by line.

A fault gets a short reference: the reader sees it instead of a trace, and the log, and the Health
page, know it by the same one. What is logged is the work, never the person: no address, no
account; what an address could hold after its ``?`` is taken out of every line.
"""

import json
import logging
import os
import re
import secrets
import sys
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from cartomut import paths
from cartomut.settings import settings

NAME = "cartomut"
FAULTS = "fautes.jsonl"
KEPT = 100  # faults that are kept; the file is cut back to as many when it holds twice that
LONGEST = 2_000  # characters of a text of the log
LEVELS = {"info": logging.INFO, "avis": logging.WARNING, "erreur": logging.ERROR}
OTHERS = ("streamlit", "uvicorn", "websockets")  # whose lines take the form of ours
_NAMES = {"DEBUG": "detail", "INFO": "info", "WARNING": "avis", "ERROR": "erreur"}
_NAMES["CRITICAL"] = "erreur"
_REFERENCE = "_reference"  # of a fault, on the exception itself
# After the ``?`` of an address, and wherever a word of this kind is given a value.
_QUERY = re.compile(r"(?<=[\w/])\?[\w.%+~-]+=[^\s'\"<>)]*")
_WORDS = r"acces|token|code|state|nonce|cookie_secret|client_secret|password|authorization"
_SECRET = re.compile(rf"\b((?:\w+_)?(?:{_WORDS}))(['\"]?\s*[=:]\s*['\"]?)[^\s&'\",;)]+", re.I)
_log = logging.getLogger(NAME)


@dataclass(frozen=True)
class FaultSeen:
    """A fault that a reader met: its reference, when, on which page, of which kind."""

    reference: str
    instant: str  # UTC
    page: str
    genre: str


class Line(logging.Formatter):
    """One line of text: instant, level, what, then the fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record; only a trace takes more than its line."""
        known = _fields(record)
        told = " ".join(f"{name}={value}" for name, value in known.items() if name != "trace")
        trace = f"\n{known['trace']}" if "trace" in known else ""
        head = f"{_instant(record)} {_level(record)} {record.name}: {_flat(record.getMessage())}"
        return f"{head} {told}".rstrip() + trace


class Json(logging.Formatter):
    """One JSON object per line, a trace being one of its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        told = {"instant": _instant(record), "niveau": _level(record), "source": record.name}
        told |= {"texte": _flat(record.getMessage())} | _fields(record)
        return json.dumps(told, ensure_ascii=False, default=str)


def start() -> None:
    """Log as the settings say from now on, Streamlit's own lines included."""
    form = Json() if settings().journaux == "json" else Line()
    level = LEVELS[settings().niveau_journaux]
    handler = next(iter(_log.handlers), None) or logging.StreamHandler(sys.stderr)
    handler.setFormatter(form)
    if not _log.handlers:
        _log.addHandler(handler)
    _log.setLevel(level)
    _log.propagate = False
    for other in _others():
        if other.level:
            other.setLevel(max(level, other.level))
        for one in other.handlers:
            one.setFormatter(form)
        if not any(isinstance(one, _Named) for one in other.filters):
            other.addFilter(_Named())


def say(what: str, **fields: Any) -> None:
    """Log something that was done, with its fields."""
    _log.info(what, extra={"champs": fields})


def warn(what: str, **fields: Any) -> None:
    """Log something that somebody should look at."""
    _log.warning(what, extra={"champs": fields})


def reference(failure: BaseException) -> str:
    """Return the short reference of a fault, the same however often it is asked."""
    known = getattr(failure, _REFERENCE, "")
    if not known:
        known = secrets.token_hex(4).upper()
        setattr(failure, _REFERENCE, known)
    return str(known)


def fault(failure: BaseException, page: str = "", *, told: bool = False) -> str:
    """Log a fault with its trace and keep it among the last ones; returns its reference.

    Parameters
    ----------
    page
        The address of the page on which it came, without parameters.
    told
        Whether the log already has it.
    """
    code, genre = reference(failure), type(failure).__name__
    if not told:
        fields = {"reference": code, "page": page}
        _log.error("faute", exc_info=failure, extra={"champs": fields})
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        _keep(FaultSeen(code, now, page, genre))
    except (OSError, Timeout) as other:  # a full disk must not hide the fault itself
        warn("faute non gardée", reference=code, raison=type(other).__name__)
    return code


def last_faults(folder: Path | None = None) -> list[FaultSeen]:
    """List the last faults, the newest first."""
    path = (folder or paths.FOLLOWED) / FAULTS
    if not path.exists():
        return []
    read = map(_read, path.read_text(encoding="utf-8", errors="replace").splitlines())
    return [one for one in read if one is not None][::-1][:KEPT]


def clean(text: str) -> str:
    """Take out of a text what could be somebody's: parameters of addresses, secrets."""
    return _SECRET.sub(r"\1\2…", _QUERY.sub("?…", text))


def _keep(seen: FaultSeen) -> None:
    path = paths.FOLLOWED / FAULTS
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(seen), ensure_ascii=False) + "\n"
    with FileLock(path.with_name(f".{FAULTS}.verrou"), timeout=1):
        known = path.read_bytes().splitlines(keepends=True) if path.exists() else []
        if len(known) >= 2 * KEPT:
            beside = path.with_name(f".{FAULTS}-{os.getpid()}")
            beside.write_bytes(b"".join(known[-KEPT:]))
            beside.replace(path)
        with path.open("ab") as target:
            target.write(line.encode())


def _read(line: str) -> FaultSeen | None:
    try:
        return FaultSeen(**json.loads(line))
    except (ValueError, TypeError):  # a line that a power cut left
        return None


class _Named(logging.Filter):
    """Give the faults that Streamlit logs the reference that their reader sees."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the reference to a record that brings an exception; lets every record pass."""
        failure = record.exc_info[1] if record.exc_info else None
        if failure is not None and not hasattr(record, "champs"):
            record.champs = {"reference": reference(failure)}
        return True


def _others() -> Iterator[logging.Logger]:
    known = list(logging.root.manager.loggerDict.items())
    for name, one in known:
        if name.split(".")[0] in OTHERS and isinstance(one, logging.Logger):
            yield one


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: _flat(value) if isinstance(value, str) else value
        for name, value in getattr(record, "champs", {}).items()
        if value not in ("", None)
    }
    if record.exc_info and record.exc_info[1] is not None:
        told["genre"] = type(record.exc_info[1]).__name__
        told["trace"] = clean("".join(traceback.format_exception(record.exc_info[1])).rstrip())
    return told


def _flat(text: str) -> str:
    """Write a text on one line: one that holds line ends could pass for other entries."""
    return clean(" ".join(text.split()))[:LONGEST]


def _level(record: logging.LogRecord) -> str:
    return _NAMES.get(record.levelname, record.levelname.lower())


def _instant(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{int(record.msecs):03d}Z"
