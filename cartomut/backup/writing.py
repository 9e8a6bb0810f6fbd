"""Write a backup: every file with its hash, read again before the archive takes its name."""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cartomut import __version__, editions, journal, logs, setting_texts, whole
from cartomut.backup.places import (
    FORMAT,
    JOURNAL,
    MANIFEST,
    TYPED,
    Places,
    files,
    here,
    journal_files,
)
from cartomut.backup.reading import check
from cartomut.editions import Stopped
from cartomut.i18n import N_
from cartomut.operations import database
from cartomut.store import DATASETS

PATIENCE = 60.0  # seconds for which a backup waits for an import to end
PIECE = 1 << 20  # bytes
LAST = "sauvegarde.json"


@dataclass(frozen=True)
class Made:
    """A backup that was written and read again."""

    fichier: str
    instant: str  # UTC
    octets: int
    fichiers: int
    sha256: str


def write(out: Path, places: Places | None = None, *, told: bool = True) -> Made:
    """Write a backup of everything to a new file, which only its owner may read.

    Parameters
    ----------
    told
        Whether the journal says it and it counts as the last one; a restoration says its own.

    Raises
    ------
    Stopped
        When the file exists, an import does not end, or the disk refuses. Nothing is left behind.
    """
    own = places or here()
    if out.exists():
        raise Stopped(N_("{fichier} existe déjà : rien n'a été écrit."), fichier=str(out))
    beside = out.with_name(f".{out.name}.partiel")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if told:
            journal.tell("sauvegarde", out.name, data=own.data)
        with _at_rest(own.data):
            count = _fill(beside, own)
        check(beside)
        beside.replace(out)
    except OSError as failure:
        raise Stopped(
            N_("La sauvegarde {fichier} n'a pas pu être écrite : {raison}. Rien n'a été laissé."),
            fichier=str(out),
            raison=str(failure),
        ) from failure
    finally:
        beside.unlink(missing_ok=True)
    made = Made(str(out.resolve()), _now(), out.stat().st_size, count, _hash(out))
    if told:
        try:
            _remember(made, own)
        except OSError as failure:  # the backup is there all the same
            logs.warn("sauvegarde non notée", fichier=str(out), raison=str(failure))
    return made


def last(places: Places | None = None) -> Made | None:
    """Return the last backup that was written here, None when there is none that is known."""
    path = (places or here()).followed / LAST
    try:
        return Made(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _remember(made: Made, own: Places) -> None:
    own.followed.mkdir(parents=True, exist_ok=True)
    whole.write(own.followed / LAST, (json.dumps(asdict(made)) + "\n").encode())


@contextmanager
def _at_rest(data: Path) -> Iterator[None]:
    """Hold every dataset's editions, so that none is being written; waits for an import to end."""
    until = time.monotonic() + PATIENCE
    with ExitStack() as held:
        for name in [one for one in DATASETS if editions.dataset_folder(one, data).is_dir()]:
            while True:
                try:
                    held.enter_context(editions.alone(name, data))
                    break
                except Stopped:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.2)
        yield


def _fill(path: Path, own: Places) -> int:
    """Write the archive; returns how many files it holds, the manifest apart."""
    with TemporaryDirectory(dir=path.parent, prefix=".sauvegarde-") as scratch:
        typed = Path(scratch) / "operations.sqlite"
        if own.operations.exists():
            database.backup(typed)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            with ZipFile(target, "w", ZIP_DEFLATED) as archive:
                listed = [_add(archive, name, one) for name, one in _content(own, typed)]
                about = _about(own) | {"fichiers": listed}
                archive.writestr(_info(MANIFEST), json.dumps(about, ensure_ascii=False, indent=1))
            target.flush()
            os.fsync(target.fileno())
    return len(listed)


def _content(own: Places, typed: Path) -> Iterator[tuple[str, Path]]:
    for name, folder in own.folders().items():
        for path in files(folder):
            yield f"{name}/{path.relative_to(folder).as_posix()}", path
    if typed.exists():
        yield TYPED, typed
    for path in journal_files(own.journal):
        yield f"{JOURNAL}/{path.name}", path


def _add(archive: ZipFile, name: str, path: Path) -> dict[str, Any]:
    """Copy one file piece by piece; returns its line of the manifest."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(_info(name), "w") as target:
        while piece := source.read(PIECE):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    return {"chemin": name, "octets": size, "sha256": digest.hexdigest()}


def _info(name: str) -> ZipInfo:
    made = ZipInfo(name, time.gmtime()[:6])
    made.compress_type = ZIP_DEFLATED
    made.external_attr = 0o600 << 16
    return made


def _about(own: Places) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": __version__,
        "instant": _now(),
        "editions": {
            name: {
                "gardees": [one.version for one in editions.versions(name, own.data)],
                "publiee": editions.published(name, own.data),
            }
            for name in DATASETS
        },
        "reglages": {name: value for name, value, _origin in setting_texts.in_force()},
    }


def _hash(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
