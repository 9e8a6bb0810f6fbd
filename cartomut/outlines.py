"""The boundaries that the map draws: our approximate ones, or official ones that were installed.

An installation is a folder ``<data>/limites_officielles/<version>/``: one GeoJSON file per level
and ``installation.json``. It is written beside and renamed when it is whole; undoing marks it and
goes back to the one before it, or to the approximate boundaries.
"""

import csv
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Self

import duckdb
from filelock import FileLock, Timeout

from cartomut.editions import ROLE, Received, Stopped
from cartomut.i18n import N_, language
from cartomut.names import normalise
from cartomut.paths import DATA, REFERENCE

if TYPE_CHECKING:
    from cartomut.sources.official import Known, Official

LEVELS = {"region": "adm2_regions.geojson", "district": "adm1_districts.geojson"}
FOLDER = "limites_officielles"
SOURCE = "limites_officielles_{}"
LONGEST = 300  # characters of an attribution, which the map shows in its corner
_ABOUT = "installation.json"
_UNFINISHED = "."
_CREDIT = """
    insert into source
        (source_id, titre, editeur, licence, type_source, consulte_le, note_fr, note_en)
    select
        $1, $2, $3,
        (select code from code_liste where liste = 'licence' and code = $4),
        'jeu_donnees', $5, $6, $7
"""
_POINT_TO = {
    "region": "update region set est_approximatif = false, source_id = ?",
    "district": "update district set est_approximatif = false, source_id = ?",
}


@dataclass(frozen=True)
class Installation:
    """Official boundaries that were installed: from which files, by whom, under which licence."""

    version: str
    date: str
    auteur: str
    attribution: str
    licence: str
    fichiers: tuple[Received, ...]
    niveaux: Mapping[str, Mapping[str, Any]]
    annulee_le: str = ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read an installation's own description."""
        known = json.loads(path.read_text(encoding="utf-8"))
        files = tuple(Received(**one) for one in known.pop("fichiers"))
        return cls(fichiers=files, **known)


def examine(paths: Sequence[Path], data: Path = DATA) -> "Official":
    """Read files of boundaries and match them to the territories; nothing is changed."""
    from cartomut.sources import official  # slow to import; only this import needs it

    return official.examine(paths, {level: _known(level, data) for level in LEVELS})


def install(
    paths: Sequence[Path],
    attribution: str,
    licence: str = "",
    author: str = ROLE,
    data: Path = DATA,
) -> "tuple[Official, Installation | None]":
    """Examine files and, when every territory is drawn once, put them in use.

    Parameters
    ----------
    attribution
        What the map says of its boundaries: who made them.
    licence
        A code of the list ``licence``, or a text.

    Raises
    ------
    Stopped
        When the attribution is missing or too long, or somebody else installs boundaries.
    """
    said = " ".join(attribution.split())
    if not said or len(said) > LONGEST:
        raise Stopped(
            N_(
                "Il faut dire de qui viennent ces limites, en {longueur} caractères au plus : la "
                "carte l'affiche. Rien n'a été changé."
            ),
            longueur=LONGEST,
        )
    found = examine(paths, data)
    if not found.accepted:
        return found, None
    now = datetime.now(UTC)
    files = tuple(map(_received, paths))
    digest = hashlib.sha256("".join(one.sha256 for one in files).encode()).hexdigest()
    made = Installation(
        version=f"{now:%Y%m%dT%H%M%S%f}-{digest[:8]}",
        date=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        auteur=author,
        attribution=said,
        licence=" ".join(licence.split()),
        fichiers=files,
        niveaux={level: _count(one) for level, one in found.levels.items()},
    )
    _save(made, found, data)
    return found, made


def undo(data: Path = DATA) -> Installation:
    """Take out of use what was installed last; its files stay. Returns what was undone.

    Raises
    ------
    Stopped
        When no official boundaries are in use.
    """
    with _alone(data):
        last = next((one for one in installations(data) if not one.annulee_le), None)
        if last is None:
            raise Stopped(N_("Aucune limite officielle n'est en usage : il n'y a rien à annuler."))
        undone = replace(last, annulee_le=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
        _write(undone, _folder(data) / last.version)
        return undone


def installations(data: Path = DATA) -> list[Installation]:
    """List what was installed, undone or not, the latest first."""
    found = _folder(data).glob(f"[0-9]*/{_ABOUT}")
    return sorted(map(Installation.read, found), key=lambda one: one.version, reverse=True)


def in_use(level: str, data: Path = DATA) -> Installation | None:
    """Return the official boundaries in use for a level; None for our approximate ones."""
    left = (one for one in installations(data) if level in one.niveaux and not one.annulee_le)
    return next(left, None)


def files_in_use(data: Path = DATA) -> list[Path]:
    """List the files that the stores are made of, besides the reference data."""
    return [
        _folder(data) / made.version / name
        for level in LEVELS
        if (made := in_use(level, data))
        for name in (f"{level}.geojson", _ABOUT)
    ]


def areas(level: str, data: Path = DATA) -> dict[str, dict[str, Any]]:
    """Return the simplified geometry (GeoJSON) of each normalised name, as the map draws it."""
    made = in_use(level, data)
    if made is None:
        return _simplified(REFERENCE / "limites" / LEVELS[level], level)
    return _simplified(_folder(data) / made.version / f"{level}.geojson", "nom")


def exact(level: str, data: Path = DATA) -> dict[str, dict[str, Any]]:
    """Return the full geometry (GeoJSON) of each code; nothing when only ours are known."""
    made = in_use(level, data)
    if made is None:
        return {}
    text = (_folder(data) / made.version / f"{level}.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    return {one["properties"]["code"]: one["geometry"] for one in features}


def about(data: Path = DATA) -> dict[str, str]:
    """Say of each level whose boundaries are in use; empty texts for the approximate ones."""
    said = {}
    for level in LEVELS:
        made = in_use(level, data)
        said[f"limites_{level}"] = made.attribution if made else ""
        said[f"limites_{level}_licence"] = made.licence if made else ""
        said[f"limites_{level}_date"] = made.date if made else ""
    return said


def credit(con: duckdb.DuckDBPyConnection, data: Path = DATA) -> None:
    """Make the official boundaries in use a source of the store, and territories point to it."""
    for level in LEVELS:
        made = in_use(level, data)
        if made is None:
            continue
        source = SOURCE.format(level)
        con.execute("delete from source where source_id = ?", [source])
        con.execute(_CREDIT, [source, *_described(made, level)])
        con.execute(_POINT_TO[level], [source])


def _described(made: Installation, level: str) -> list[str]:
    """Describe a level's boundaries as a document: the parameters of ``_CREDIT``."""
    names = ", ".join(one.nom for one in made.fichiers)
    notes = [_note(made, level, code) for code in ("fr", "en")]
    return [names, made.attribution, made.licence, made.date[:10], *notes]


def _note(made: Installation, level: str, code: str) -> str:
    """Tell in a language how many outlines there are, and the licence as it was given."""
    _ = language(code)
    counts = made.niveaux[level]
    text = _("{nombre} contours, dont {repares} réparés. Licence déclarée : {licence}.")
    licence = made.licence or _("non indiquée")
    return text.format(nombre=counts["contours"], repares=counts["repares"], licence=licence)


def _known(level: str, data: Path) -> "Known":
    """Read the territories of a level and where our approximate boundaries put them."""
    from cartomut.sources.official import Known

    path = data / "reference" / f"{level}.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        names = {row[f"{level}_code"]: row["nom"] for row in csv.DictReader(rows)}
    ours = _simplified(REFERENCE / "limites" / LEVELS[level], level)
    return Known(names, {code: ours[normalise(name)] for code, name in names.items()})


@cache
def _simplified(path: Path, column: str) -> dict[str, dict[str, Any]]:
    from cartomut.sources import boundaries  # slow to import; only builds and imports need it

    return boundaries.read_areas(path, column)


def _count(level: Any) -> dict[str, Any]:
    return {
        "contours": len(level.shapes),
        "repares": len(level.repaired),
        "empruntes": list(level.borrowed),
        "couche": level.layer,
        "colonne": level.column,
    }


def _save(made: Installation, found: "Official", data: Path) -> None:
    """Write the levels beside, wait for the disk, then give the folder its name."""
    with _alone(data) as place:
        beside = Path(mkdtemp(dir=place, prefix=f"{_UNFINISHED}essai-"))
        try:
            whole = beside / made.version
            whole.mkdir()
            for level, outlines in found.levels.items():
                names = _known(level, data).names
                _settle(whole / f"{level}.geojson", _features(outlines.geojson(), names))
            _write(made, whole)
            whole.rename(place / made.version)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _features(shapes: Mapping[str, Any], names: Mapping[str, str]) -> str:
    features = [
        {"type": "Feature", "properties": {"code": code, "nom": names[code]}, "geometry": shape}
        for code, shape in shapes.items()
    ]
    content = {"type": "FeatureCollection", "features": features}
    return json.dumps(content, ensure_ascii=False)


def _write(made: Installation, folder: Path) -> None:
    """Write an installation's description; it is replaced whole."""
    beside = folder / f"{_UNFINISHED}{_ABOUT}"
    _settle(beside, json.dumps(asdict(made), ensure_ascii=False, indent=2) + "\n")
    beside.replace(folder / _ABOUT)


def _settle(path: Path, text: str) -> None:
    """Write a text and wait until the disk has it."""
    with path.open("w", encoding="utf-8") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())


@contextmanager
def _alone(data: Path) -> Iterator[Path]:
    """Hold the installations; yields their folder. What a dead process left is removed."""
    place = _folder(data)
    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / f"{_UNFINISHED}verrou")
    try:
        lock.acquire(timeout=0)
    except Timeout as busy:
        raise Stopped(
            N_(
                "Une autre importation de limites est en cours. Rien n'a été changé : recommencer "
                "quand elle sera finie."
            )
        ) from busy
    try:
        for left in place.glob(f"{_UNFINISHED}essai-*"):
            shutil.rmtree(left)
        yield place
    finally:
        lock.release()


def _folder(data: Path) -> Path:
    return data / FOLDER


def _received(path: Path) -> Received:
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    return Received(path.name, digest, path.stat().st_size)
