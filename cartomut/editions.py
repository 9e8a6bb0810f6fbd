"""The editions of a dataset that came in through the import, and which one is published.

An edition is a folder ``<editions>/<dataset>/<version>/``: one CSV per table, with the line of
each row in the file it came from, and ``edition.json``. It is written beside and renamed when it
is whole. ``journal.csv`` tells what was done; its last publication is the edition in use.
"""

import csv
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout

from cartomut.i18n import N_, Language
from cartomut.paths import DATA
from cartomut.settings import settings

PUBLISHED, RESTORED, IMPORTED = "publication", "retour", "importation"
JOURNAL = ("numero", "date", "role", "action", "objet")
ROLE = "administrateur"  # who may use the command line; sign-in adds the others
UNFINISHED = "."  # what is being made starts with it, and is never an edition


class Stopped(Exception):
    """Something asked for cannot be done; the text says why and what to do, in both languages."""

    def __init__(self, pattern: str, **fields: Any) -> None:
        self.pattern = pattern
        self.fields = fields
        super().__init__(pattern.format_map(fields))

    def text(self, _: Language) -> str:
        """Write the reason in a language."""
        return _(self.pattern).format_map(self.fields)


@dataclass(frozen=True)
class Received:
    """A file that an edition was made from."""

    nom: str
    sha256: str
    octets: int


@dataclass(frozen=True)
class Edition:
    """What is known of an edition: its files, who brought it and when, its counts."""

    version: str
    jeu: str
    date: str
    auteur: str
    fichiers: tuple[Received, ...]
    lignes_recues: Mapping[str, int] = field(default_factory=dict)
    lignes_gardees: Mapping[str, int] = field(default_factory=dict)
    anomalies: Mapping[str, int] = field(default_factory=dict)
    completee_de: str = ""
    # table → (file, sheet, rows) in the order of its rows; empty in editions older than this
    origines: Mapping[str, Sequence[tuple[str, str, int]]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read an edition's own description."""
        known = json.loads(path.read_text(encoding="utf-8"))
        files = tuple(Received(**one) for one in known.pop("fichiers"))
        return cls(fichiers=files, **known)

    def write(self, path: Path) -> None:
        """Write the description."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")

    @property
    def set_aside(self) -> int:
        """Rows that were received and not kept."""
        return sum(self.lignes_recues.values()) - sum(self.lignes_gardees.values())


def dataset_folder(dataset: str, data: Path = DATA) -> Path:
    """Return the folder where a dataset's editions are."""
    return data / "editions" / dataset


def versions(dataset: str, data: Path = DATA) -> list[Edition]:
    """List the editions of a dataset, the latest first."""
    found = dataset_folder(dataset, data).glob("*/edition.json")
    kept = (path for path in found if not path.parent.name.startswith(UNFINISHED))
    return sorted(map(Edition.read, kept), key=lambda one: one.version, reverse=True)


def folder(dataset: str, version: str, data: Path = DATA) -> Path:
    """Return the folder of an edition.

    Raises
    ------
    Stopped
        When there is no such edition.
    """
    known = [one.version for one in versions(dataset, data)]
    if version not in known:
        raise Stopped(
            N_(
                "L'édition « {version} » n'existe pas dans « {jeu} ». Éditions connues : {connues}."
            ),
            version=version,
            jeu=dataset,
            connues=", ".join(known) or "–",
        )
    return dataset_folder(dataset, data) / version


def published(dataset: str, data: Path = DATA) -> str | None:
    """Return the version in use, None when none was published."""
    for action, version in reversed(history(dataset, data)):
        if action in (PUBLISHED, RESTORED):
            return version
    return None


def before(dataset: str, data: Path = DATA) -> str | None:
    """Return the version published before the one in use, None when there is none.

    A version that was left by going back is not gone back to.
    """
    order: list[str] = []
    for action, version in history(dataset, data):
        if action == RESTORED:
            del order[-1:]
        elif action == PUBLISHED and order[-1:] != [version]:
            order.append(version)
    return order[-2] if len(order) > 1 else None


def taken_back(dataset: str, data: Path = DATA) -> set[str]:
    """Return the versions that were left by going back and never published again."""
    order: list[str] = []
    left: set[str] = set()
    for action, version in history(dataset, data):
        if action == RESTORED and order:
            left.add(order.pop())
        elif action == PUBLISHED and order[-1:] != [version]:
            order.append(version)
        if action in (PUBLISHED, RESTORED):
            left.discard(version)
    return left


def history(dataset: str, data: Path = DATA) -> list[tuple[str, str]]:
    """List (action, version) of everything done, the oldest first."""
    return [(row["action"], row["objet"]) for row in journal(dataset, data)]


def journal(dataset: str, data: Path = DATA) -> list[dict[str, str]]:
    """Read the journal of a dataset."""
    path = dataset_folder(dataset, data) / "journal.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def note(dataset: str, action: str, version: str, data: Path = DATA, *, role: str = ROLE) -> None:
    """Add a line to the journal; it is replaced whole, so that it is never half-written."""
    path = dataset_folder(dataset, data) / "journal.csv"
    rows = journal(dataset, data)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    last = dict(zip(JOURNAL, (str(len(rows) + 1), now, role, action, version), strict=True))
    beside = path.with_name(f"{UNFINISHED}journal-{os.getpid()}.csv")
    try:
        with beside.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, JOURNAL, lineterminator="\n")
            writer.writeheader()
            writer.writerows([*rows, last])
            target.flush()
            os.fsync(target.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def is_replica() -> bool:
    """Tell whether this instance only reads the editions that another one publishes."""
    chosen = settings()
    return chosen.partage != "local" and chosen.partage_role == "lit"


@contextmanager
def alone(dataset: str, data: Path = DATA) -> Iterator[Path]:
    """Hold the dataset's editions for one import or publication; yields their folder.

    The system releases the lock of a process that dies; what it left behind is removed.

    Raises
    ------
    Stopped
        When somebody else holds them, or when this instance only reads what another publishes.
    """
    if is_replica():
        raise Stopped(
            N_(
                "Cette instance lit les éditions publiées par une autre (réglage partage_role) : "
                "rien n'a été changé. Importer et publier se font sur l'autre."
            )
        )
    place = dataset_folder(dataset, data)
    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / f"{UNFINISHED}verrou")
    try:
        lock.acquire(timeout=0)
    except Timeout as busy:
        raise Stopped(
            N_(
                "Une autre importation ou publication de « {jeu} » est en cours. "
                "Rien n'a été changé : recommencer quand elle sera finie."
            ),
            jeu=dataset,
        ) from busy
    try:
        for left in place.glob(f"{UNFINISHED}import-*"):
            shutil.rmtree(left)
        yield place
    finally:
        lock.release()
