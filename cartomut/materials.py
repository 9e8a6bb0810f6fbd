"""What makes reach precise when somebody has it: population raster, list of facilities, roads.

A version is a folder ``<data>/precision/<kind>/<number>/``: the table that the stores read (of
roads the graph, which the pages read once from here: no store holds it),
``source.csv`` that credits it, and ``version.json`` (what it is, from which file, who, when). It is
written beside and renamed when it is whole; none is ever changed. Number 0 stands for going
without. A version that a store refused is withdrawn: it stays, marked, and is not in use.
"""

import csv
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Self

from filelock import FileLock, Timeout

from cartomut import journal
from cartomut.contracts import contracts
from cartomut.editions import ROLE, Received, Stopped
from cartomut.i18n import N_, Language, language
from cartomut.paths import DATA

if TYPE_CHECKING:  # it brings scipy, a second that each command and start of the app would wait
    from cartomut.access.network import Network

FOLDER, ABOUT = "precision", "version.json"
GRAPH = "reseau.npz"
POPULATION, FACILITIES, ROADS = "population", "etablissements", "routes"
TABLES = {POPULATION: "cellule_peuplee", FACILITIES: "etablissement_connu"}
NAMES = {
    POPULATION: N_("grille de population"),
    FACILITIES: N_("liste d'établissements"),
    ROADS: N_("réseau routier"),
}
FOUND = {
    POPULATION: N_("{personnes} personnes en {points} points, d'environ {cote_km} km de côté."),
    FACILITIES: N_("{etablissements} établissements gardés, {ecartes} lignes écartées."),
    ROADS: N_(
        "{longueur_km} km de routes, {noeuds} nœuds, {troncons} tronçons ; {part_reliee} des "
        "kilomètres sont reliés entre eux."
    ),
}
WITHOUT = 0
LONGEST = 300  # characters of what is said of a version
YEARS = range(1950, 2101)
_UNFINISHED = "."


@dataclass(frozen=True)
class Given:
    """What whoever brings a file says of it; ``editor`` made it, ``year`` is what it stands for."""

    editor: str
    year: int | None
    licence: str = ""
    address: str = ""
    author: str = ROLE


@dataclass(frozen=True)
class Version:
    """What is known of a version; ``mesures`` says what was found in the file, in figures."""

    genre: str
    numero: int
    date: str
    auteur: str
    editeur: str = ""
    annee: int | None = None
    licence: str = ""
    adresse: str = ""
    fichier: Received | None = None
    mesures: Mapping[str, Any] = field(default_factory=dict)
    reprise_de: int | None = None
    retiree_le: str = ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a version's own description."""
        known = json.loads(path.read_text(encoding="utf-8"))
        file = known.pop("fichier")
        return cls(fichier=Received(**file) if file else None, **known)

    @property
    def is_without(self) -> bool:
        """Tell whether it stands for going without."""
        return self.fichier is None


Row = Mapping[str, Any]


def versions(kind: str, data: Path = DATA) -> list[Version]:
    """List the versions, withdrawn ones too, the latest first."""
    found = (data / FOLDER / kind).glob(f"[0-9]*/{ABOUT}")
    return sorted(map(Version.read, found), key=lambda one: one.numero, reverse=True)


def last(kind: str, data: Path = DATA) -> Version | None:
    """Return the last version that was not withdrawn, be it one that stands for going without."""
    return next((one for one in versions(kind, data) if not one.retiree_le), None)


def in_use(kind: str, data: Path = DATA) -> Version | None:
    """Return the version in use; None when the application goes without."""
    found = last(kind, data)
    return None if found is None or found.is_without else found


def folders_in_use(data: Path = DATA) -> list[Path]:
    """List the folders of the tables that the stores read, besides the reference data."""
    used = [in_use(kind, data) for kind in NAMES]
    return [_folder_of(one.genre, one.numero, data) for one in used if one]


def files_in_use(data: Path = DATA) -> list[Path]:
    """List the files that the stores are made of, besides the reference data."""
    return [path for folder in folders_in_use(data) for path in sorted(folder.glob("*.csv"))]


def graph_of(number: int, data: Path = DATA) -> Path:
    """Return the file of a version's road network."""
    return _folder_of(ROADS, number, data) / GRAPH


def source_of(kind: str, number: int) -> str:
    """Return the identifier of a version as a document."""
    return f"precision_{kind}_{number:04}"


def measured(kind: str, measures: Mapping[str, Any], _: Language) -> str:
    """Tell in figures what a version's file holds; nothing when nothing was measured."""
    if not measures:
        return ""
    return _(FOUND[kind]).format_map({name: _figure(name, measures[name], _) for name in measures})


def _figure(name: str, value: float, _: Language) -> str:
    if name.startswith("part_"):
        return _.percent(value, 1)
    return _.number(value, 1 if name.endswith("km") else 0)


def about(data: Path = DATA) -> dict[str, str]:
    """Say of each kind which version is in use, for the description of a store; 0 for none."""
    used = {kind: in_use(kind, data) for kind in NAMES}
    return {f"precision_{kind}": str(one.numero if one else 0) for kind, one in used.items()}


def check(kind: str, given: Given) -> Given:
    """Tidy what is said of a file.

    Raises
    ------
    Stopped
        When it is not said who made it or who brings it, or the year is missing or impossible.
    """
    tidy = Given(
        editor=" ".join(given.editor.split()),
        year=given.year,
        licence=" ".join(given.licence.split()),
        address=given.address.strip(),
        author=" ".join(given.author.split()),
    )
    texts = (tidy.editor, tidy.licence, tidy.address, tidy.author)
    if not tidy.editor or not tidy.author or max(map(len, texts)) > LONGEST:
        raise Stopped(
            N_(
                "Il faut dire qui a fait ce fichier et qui l'apporte, en {longueur} caractères au "
                "plus : chaque chiffre le cite. Rien n'a été changé."
            ),
            longueur=LONGEST,
        )
    if tidy.year not in YEARS and (tidy.year is not None or kind == POPULATION):
        raise Stopped(
            N_(
                "Il faut dire de quelle année est ce fichier, entre {debut} et {fin} : une "
                "population sans date ne se compare à rien. Rien n'a été changé."
            ),
            debut=YEARS[0],
            fin=YEARS[-1],
        )
    return tidy


def save(
    kind: str,
    path: Path,
    content: "Iterable[Row] | Network",
    given: Given,
    measures: Mapping[str, Any],
    data: Path = DATA,
) -> Version:
    """Keep what was made of a file as a new version, in use; the stores follow when built.

    Parameters
    ----------
    content
        Rows with the columns of the kind's table but ``source_id``, or the graph of the roads.

    Raises
    ------
    Stopped
        When it is not said who made the file, the year is impossible, or somebody else is at it.
    """
    said = check(kind, given)
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    with _alone(kind, data) as place:
        made = Version(
            genre=kind,
            numero=_next(kind, data),
            date=_now(),
            auteur=said.author,
            editeur=said.editor,
            annee=said.year,
            licence=said.licence,
            adresse=said.address,
            fichier=Received(path.name, digest, path.stat().st_size),
            mesures=measures,
        )
        source_id = source_of(kind, made.numero)

        def fill(folder: Path) -> None:
            if isinstance(content, Iterable):
                rows = ({**row, "source_id": source_id} for row in content)
                _write_table(folder, TABLES[kind], rows)
            else:
                content.write(folder / GRAPH)
            _write_table(folder, "source", [_credit(made, source_id, data)])

        return _write(place, made, fill)


def again(kind: str, number: int, author: str = ROLE, data: Path = DATA) -> Version:
    """Put an earlier version in use again, as a new version; 0 to go without.

    Raises
    ------
    Stopped
        When there is no such version, it is the one in use, or somebody else is at it.
    """
    with _alone(kind, data) as place:
        known = {one.numero: one for one in versions(kind, data)}
        now = in_use(kind, data)
        if number != WITHOUT and number not in known:
            raise Stopped(
                N_("La version {numero} n'existe pas. Versions connues : {connues}."),
                numero=number,
                connues=", ".join(map(str, sorted(known))) or "–",
            )
        if number == (now.numero if now else WITHOUT):
            raise Stopped(N_("Cette version est déjà en usage : rien n'a été changé."))
        new = {"numero": _next(kind, data), "date": _now(), "auteur": author, "reprise_de": number}
        if number == WITHOUT or known[number].is_without:
            return _write(place, Version(kind, **new), lambda _folder: None)  # type: ignore[arg-type]
        before = _folder_of(kind, number, data)

        def fill(folder: Path) -> None:
            for one in (*before.glob("*.csv"), *before.glob(GRAPH)):
                shutil.copy(one, folder)

        return _write(place, replace(known[number], retiree_le="", **new), fill)  # type: ignore[arg-type]


def withdraw(made: Version, data: Path = DATA) -> None:
    """Take a version out of use that a store refused; it stays, marked."""
    with _alone(made.genre, data):
        folder = _folder_of(made.genre, made.numero, data)
        journal.tell("precision", f"{made.genre} version {made.numero}", {"retiree": 1}, data)
        _describe(replace(made, retiree_le=_now()), folder)


def _credit(made: Version, source_id: str, data: Path) -> Row:
    """Describe the file as a document, as the store cites it."""
    with (data / "reference" / "code_liste.csv").open(encoding="utf-8", newline="") as source:
        codes = {row["code"] for row in csv.DictReader(source) if row["liste"] == "licence"}
    notes = {f"note_{code}": _note(made, code) for code in ("fr", "en")}
    file = made.fichier.nom if made.fichier else ""
    return {
        "source_id": source_id,
        "titre": file,
        "editeur": made.editeur,
        "type_source": "jeu_donnees",
        "date_publication": made.annee or "",
        "url": made.adresse,
        "licence": made.licence if made.licence in codes else "",
        "consulte_le": made.date[:10],
        **notes,
    }


def _note(made: Version, code: str) -> str:
    _ = language(code)
    sha = made.fichier.sha256[:16] if made.fichier else ""
    text = _("Apporté par {auteur} ; licence déclarée : {licence} ; empreinte SHA-256 {sha}…")
    licence = made.licence or _("non indiquée")
    return text.format(auteur=made.auteur, licence=licence, sha=sha)


def _write_table(folder: Path, table: str, rows: Iterable[Row]) -> None:
    names = [one.name for one in contracts()[table].file_fields]
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        target.flush()
        os.fsync(target.fileno())


def _write(place: Path, made: Version, fill: Callable[[Path], object]) -> Version:
    """Write a version beside, wait for the disk, then give the folder its number."""
    beside = Path(mkdtemp(dir=place, prefix=f"{_UNFINISHED}essai-"))
    try:
        whole = beside / "version"
        whole.mkdir()
        fill(whole)
        _describe(made, whole)
        told = {"sha256": made.fichier.sha256[:16] if made.fichier else ""}
        journal.tell("precision", f"{made.genre} version {made.numero}", told, place.parents[1])
        whole.rename(place / f"{made.numero:04}")
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


def _next(kind: str, data: Path) -> int:
    return max((one.numero for one in versions(kind, data)), default=WITHOUT) + 1


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _folder_of(kind: str, number: int, data: Path) -> Path:
    return data / FOLDER / kind / f"{number:04}"


@contextmanager
def _alone(kind: str, data: Path) -> Iterator[Path]:
    """Hold the versions of a kind; yields their folder. What a dead process left is removed."""
    place = data / FOLDER / kind
    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / f"{_UNFINISHED}verrou")
    try:
        lock.acquire(timeout=0)
    except Timeout as busy:
        raise Stopped(
            N_(
                "Quelqu'un d'autre apporte un fichier de précision en ce moment. Rien n'a été "
                "changé : recommencer quand ce sera fini."
            )
        ) from busy
    try:
        for left in place.glob(f"{_UNFINISHED}essai-*"):
            shutil.rmtree(left)
        yield place
    finally:
        lock.release()
