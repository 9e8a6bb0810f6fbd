"""The thresholds in use: those delivered with the application, or a version that was edited.

A version is a folder ``<data>/seuils/<number>/``: the whole table ``seuil.csv`` and
``version.json`` (who, when, why, from which version). It is written beside and renamed when it is
whole; none is ever changed. Number 0 stands for ``data/reference/seuil.csv``, as delivered. A
version that a store refused is withdrawn: it stays, marked, and is not in use.
"""

import csv
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self

from filelock import FileLock, Timeout

from cartomut import journal, threshold_faults
from cartomut.contracts import contracts
from cartomut.editions import Stopped
from cartomut.findings import Finding
from cartomut.i18n import N_
from cartomut.paths import DATA
from cartomut.threshold_faults import Key, Row, key_of

FOLDER, FILE, ABOUT = "seuils", "seuil.csv", "version.json"
DELIVERED = 0
LONGEST = 300  # characters of an author or a reason
_UNFINISHED = "."


class Refused(Stopped):
    """A table of thresholds that may not be put in use; holds every fault found."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        pattern = N_("Fautes dans les seuils : {nombre}. Rien n'a été changé.")
        super().__init__(pattern, nombre=len(self.findings))


class Overtaken(Stopped):
    """Somebody else put a version in use meanwhile; ``now`` is its number."""

    def __init__(self, started: int, now: "Version") -> None:
        self.now = now
        super().__init__(
            N_(
                "Les seuils ont changé depuis que vous avez commencé : vous partiez de la version "
                "{depart}, la version {actuelle} ({auteur}, {motif}) est en usage. Vos changements "
                "ne sont pas perdus : reportez-les sur la nouvelle version, puis recommencez."
            ),
            depart=started,
            actuelle=now.numero,
            auteur=now.auteur,
            motif=now.motif,
        )


@dataclass(frozen=True)
class Version:
    """What is known of a version: who made it, when, why, and from which one."""

    numero: int
    date: str
    auteur: str
    motif: str
    depart: int
    reprise_de: int | None
    lignes: int
    sha256: str
    retiree_le: str = ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a version's own description."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Change:
    """One cell that differs; ``before`` and ``after`` are empty where the threshold is not."""

    indicateur_id: str
    regle: str
    colonne: str
    before: str
    after: str


def columns() -> list[str]:
    """List the columns of the table, in the contract's order."""
    return [field.name for field in contracts()["seuil"].file_fields]


def versions(data: Path = DATA) -> list[Version]:
    """List the versions, withdrawn ones too, the latest first."""
    found = (data / FOLDER).glob(f"[0-9]*/{ABOUT}")
    return sorted(map(Version.read, found), key=lambda one: one.numero, reverse=True)


def in_use(data: Path = DATA) -> Version | None:
    """Return the version in use; None for the thresholds as delivered."""
    return next((one for one in versions(data) if not one.retiree_le), None)


def number_in_use(data: Path = DATA) -> int:
    """Return the number of the version in use."""
    made = in_use(data)
    return made.numero if made else DELIVERED


def path_of(number: int, data: Path = DATA) -> Path:
    """Return the file of a version.

    Raises
    ------
    Stopped
        When there is no such version.
    """
    path = data / "reference" / FILE
    if number != DELIVERED:
        path = _folder_of(number, data) / FILE
    if number < DELIVERED or not path.is_file():
        known = ", ".join(str(one.numero) for one in reversed(versions(data)))
        raise Stopped(
            N_(
                "La version {numero} des seuils n'existe pas. Versions connues : {connues} ; "
                "0 est celle livrée avec l'application."
            ),
            numero=number,
            connues=known or "–",
        )
    return path


def rows(number: int, data: Path = DATA) -> list[Row]:
    """Read the table of a version, every cell a text."""
    return read(path_of(number, data))


def read(path: Path) -> list[Row]:
    """Read a table of thresholds from a CSV, with commas or semicolons.

    Raises
    ------
    Refused
        When its columns are not those of the contract.
    """
    with path.open(encoding="utf-8-sig", newline="") as source:
        header = source.readline()
        source.seek(0)
        reader = csv.DictReader(source, delimiter=";" if ";" in header else ",", restval="")
        found = [{name: cell for name, cell in row.items() if name} for row in reader]
        given = list(reader.fieldnames or [])
    wrong = threshold_faults.columns(given, path.name)
    if wrong:
        raise Refused(wrong)
    return tidy(found)


def tidy(given: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Keep the table's columns as trimmed texts; a threshold without expression is none.

    A spreadsheet's file has a quote before ``=1.00``; it goes.
    """
    kept = []
    for row in given:
        texts = {name: " ".join(str(row.get(name) or "").split()) for name in columns()}
        texts["expression"] = texts["expression"].removeprefix("'")
        if texts["expression"]:
            kept.append(texts)
    return kept


def examine(given: Sequence[Row], data: Path = DATA) -> list[Finding]:
    """Find everything that is wrong with a whole table; nothing is changed."""
    return threshold_faults.find(given, data / "reference")


def files_in_use(data: Path = DATA) -> list[Path]:
    """List the files that the stores are made of, besides the reference data."""
    number = number_in_use(data)
    return [] if number == DELIVERED else [path_of(number, data)]


def changes(before: Sequence[Row], after: Sequence[Row]) -> list[Change]:
    """List the cells that differ between two tables, in the order of the second."""
    old, new = _by_key(before), _by_key(after)
    empty = dict.fromkeys(columns(), "")
    return [
        Change(*key, name, old.get(key, empty)[name], new.get(key, empty)[name])
        for key in dict.fromkeys([*new, *old])
        for name in columns()
        if name not in ("indicateur_id", "regle")
        and old.get(key, empty)[name] != new.get(key, empty)[name]
    ]


def merge(
    start: Sequence[Row], mine: Sequence[Row], theirs: Sequence[Row]
) -> tuple[list[Row], list[Key]]:
    """Carry one's own changes over to another version.

    Returns the table, and the thresholds that both changed differently, where one's own stand.
    """
    first, own, other = _by_key(start), _by_key(mine), _by_key(theirs)
    made: list[Row] = []
    both: list[Key] = []
    for key in dict.fromkeys([*other, *own]):
        changed = own.get(key) != first.get(key)
        row = own.get(key) if changed else other.get(key)
        if changed and other.get(key) not in (first.get(key), own.get(key)):
            both.append(key)
        if row is not None:
            made.append(row)
    return made, both


def save(
    given: Sequence[Row],
    started: int,
    author: str,
    reason: str,
    data: Path = DATA,
    *,
    taken_from: int | None = None,
) -> Version:
    """Put a whole table in use as a new version; the stores follow when they are built.

    ``started`` is the version that the table was edited from.

    Raises
    ------
    Stopped
        When the author or the reason is missing, nothing changes, or somebody else is at it.
    Overtaken
        When another version was put in use since.
    Refused
        When the table has faults.
    """
    table = tidy(given)
    said = _sentence(author), _sentence(reason)
    with _alone(data) as place:
        now = in_use(data)
        if (now.numero if now else DELIVERED) != started:
            raise _overtaken(started, now, data)
        found = examine(table, data)
        if found:
            raise Refused(found)
        if not changes(rows(started, data), table):
            raise Stopped(N_("Aucun seuil ne change : il n'y a rien à mettre en usage."))
        number = max((one.numero for one in versions(data)), default=DELIVERED) + 1
        return _write(place, table, number, started, said, taken_from)


def withdraw(number: int, data: Path = DATA) -> None:
    """Take a version out of use that a store refused; it stays, marked."""
    with _alone(data):
        folder = _folder_of(number, data)
        moment = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        journal.tell("seuils", f"version {number}", {"retiree": 1}, data)
        _describe(replace(Version.read(folder / ABOUT), retiree_le=moment), folder)


def _overtaken(started: int, now: Version | None, data: Path) -> Stopped:
    """Say that the version one started from is not the one in use."""
    if now is not None:
        return Overtaken(started, now)
    path_of(started, data)  # says so when it never existed
    return Stopped(N_("La version dont vous êtes parti a été retirée : reprenez la table."))


def _sentence(text: str) -> str:
    said = " ".join(text.split())
    if not said or len(said) > LONGEST:
        raise Stopped(
            N_(
                "Il faut dire qui change les seuils et pourquoi, en {longueur} caractères au plus "
                "chacun : l'historique le garde. Rien n'a été changé."
            ),
            longueur=LONGEST,
        )
    return said


def _by_key(table: Sequence[Row]) -> dict[Key, Row]:
    return {key_of(row): row for row in table}


def _write(
    place: Path,
    table: Sequence[Row],
    number: int,
    started: int,
    said: tuple[str, str],
    taken_from: int | None,
) -> Version:
    """Write a version beside, wait for the disk, then give the folder its number."""
    beside = Path(mkdtemp(dir=place, prefix=f"{_UNFINISHED}essai-"))
    try:
        path = beside / "version" / FILE
        path.parent.mkdir()
        with path.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, columns(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)
            target.flush()
            os.fsync(target.fileno())
        made = Version(
            numero=number,
            date=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            auteur=said[0],
            motif=said[1],
            depart=started,
            reprise_de=taken_from,
            lignes=len(table),
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        _describe(made, path.parent)
        told: journal.Detail = {"depart": started, "lignes": len(table), "sha256": made.sha256[:16]}
        journal.tell("seuils", f"version {number}", told, place.parent)
        path.parent.rename(place / f"{number:04}")
        return made
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _describe(made: Version, folder: Path) -> None:
    """Write a version's description; it is replaced whole."""
    beside = folder / f"{_UNFINISHED}{ABOUT}"
    with beside.open("w", encoding="utf-8") as target:
        target.write(json.dumps(asdict(made), ensure_ascii=False, indent=2) + "\n")
        target.flush()
        os.fsync(target.fileno())
    beside.replace(folder / ABOUT)


def _folder_of(number: int, data: Path) -> Path:
    return data / FOLDER / f"{number:04}"


@contextmanager
def _alone(data: Path) -> Iterator[Path]:
    """Hold the versions; yields their folder. What a dead process left is removed."""
    place = data / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / f"{_UNFINISHED}verrou")
    try:
        lock.acquire(timeout=0)
    except Timeout as busy:
        raise Stopped(
            N_(
                "Quelqu'un d'autre change les seuils en ce moment. Rien n'a été changé : "
                "recommencer quand ce sera fini."
            )
        ) from busy
    try:
        for left in place.glob(f"{_UNFINISHED}essai-*"):
            shutil.rmtree(left)
        yield place
    finally:
        lock.release()
