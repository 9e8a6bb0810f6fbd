"""Build the store of a dataset beside the one in use, check it, swap it in, and open it read-only.

A store is one DuckDB file, ``<stores>/<dataset>/cartomut-<time>-<fingerprint>.duckdb``; the newest
file that passed every check is the store, the one before is kept. Nothing is replaced in place, so
that readers of the old file finish in peace.
"""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pandas as pd

from cartomut import (
    __version__,
    editions,
    logs,
    materials,
    measures,
    outlines,
    thresholds,
)
from cartomut.contracts import Contract, contracts, identifier, literal
from cartomut.findings import Finding, blocking
from cartomut.i18n import Language, language
from cartomut.loading import Report, load, territory_names
from cartomut.paths import CONTRACTS, DATA, QUERIES, REFERENCE, ROOT, STATIC, STORES
from cartomut.sources.tables import read_tables

DATASETS = ("etude", "publie", "demonstration")  # the order in which the app prefers them
KEPT = 2
BUILDING = ".building-"  # what is being made starts with it, and is never a store
DAMAGED = ".abime-"  # so does what could no longer be read
ABANDONED = 3600  # seconds after which what is being made was left by a build that was killed
STAMP = "%Y%m%dT%H%M%S%f"
TOLD = 20  # warnings that a build tells one by one; an import tells them all
LOCKS = (
    "set enable_external_access = false",
    "set autoinstall_known_extensions = false",
    "set lock_configuration = true",
)
_TOWNS = """
    select departement.nom, departement.latitude, departement.longitude
    from departement
    left join localite
        on departement.nom = localite.nom and localite.est_chef_lieu_departement
    order by localite.population desc nulls last, departement.nom asc
"""
_SHAPE = """
    select table_name, column_name, data_type
    from duckdb_columns()
    where database_name = current_database()
    union all
    select function_name, array_to_string(parameters, ', '), md5(macro_definition)
    from duckdb_functions()
    where database_name = current_database() and not internal
"""
_TABLES = "select table_name from duckdb_tables() where database_name = 'store' order by all"
_UNREADABLE = (  # what the engine says of a file that is gone, cut off or overwritten
    duckdb.IOException,
    duckdb.SerializationException,
    duckdb.InternalException,
    duckdb.FatalException,
)
_WHERE = "select path from duckdb_databases() where database_name = current_database()"


class BuildError(Exception):
    """A build that stopped; the store in use is untouched. Holds every fault found."""

    def __init__(self, dataset: str, findings: list[Finding]) -> None:
        self.dataset = dataset
        self.findings = findings
        head = f"{dataset}: {len(findings)} faults; the store in use is unchanged"
        super().__init__(f"{head}\n{self.text(language('fr'))}")

    def text(self, _: Language) -> str:
        """Write every fault, one per line."""
        return "\n".join(finding.text(_) for finding in self.findings)


class Damaged(Exception):
    """The file of a store is gone or cannot be read; it is made again from its edition."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path.parent.name}: {path.name} cannot be read")


class Store:
    """A built file, opened in memory and attached read-only, without access to other files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.dataset = path.parent.name
        self._connection = _open(path)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a connection of its own: threads sharing one would receive each other's rows.

        After a fault of the engine itself, which closes the file to everybody, it is opened anew:
        only the question that met the fault fails, not every reader until a restart.

        Raises
        ------
        Damaged
            When the file itself is gone or cannot be read.
        """
        try:
            cursor = self._lend()
        except duckdb.FatalException:
            self._connection = _open(self.path)
            cursor = self._lend()
        with cursor:
            try:
                yield cursor
            except _UNREADABLE as failure:
                if not is_readable(self.path):
                    raise Damaged(self.path) from failure
                raise

    def _lend(self) -> duckdb.DuckDBPyConnection:
        cursor = self._connection.cursor()
        cursor.execute("use store")
        return cursor

    def table(self, contract: Contract) -> pd.DataFrame:
        """Return a whole table of the contracts, in a stable order."""
        with self.cursor() as cursor:
            return cursor.execute(f"select * from {identifier(contract.name)} order by all").df()

    @property
    def fingerprint(self) -> str:
        """The hash of the files that the store was made from."""
        return self.path.stem.rpartition("-")[2]

    @property
    def edition(self) -> str:
        """What names the edition in a link: its version, or the fingerprint of published pages."""
        return self.about().get("edition") or self.fingerprint

    def shape(self) -> frozenset[tuple[str, ...]]:
        """List the columns and macros that questions rest on: two stores alike answer the same."""
        with self.cursor() as cursor:
            return frozenset(cursor.execute(_SHAPE).fetchall())

    def about(self) -> dict[str, str]:
        """Say what this edition is: dataset, time of building, script of the map's boundaries."""
        return dict(self._about)

    @cached_property
    def _about(self) -> dict[str, str]:
        with self.cursor() as cursor:
            return dict(cursor.execute("select cle, valeur from edition").fetchall())


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"attach {literal(str(path))} as store (read_only)")
    except _UNREADABLE as failure:
        raise Damaged(path) from failure
    connection.execute(_reader_macros())
    for statement in LOCKS:
        connection.execute(statement)
    return connection


def is_readable(path: Path) -> bool:
    """Read a whole store, every value of it; the file holds a checksum of each block."""
    try:
        with _open(path) as connection:
            connection.execute("use store")
            for (name,) in connection.execute(_TABLES).fetchall():
                connection.execute(f"select sum(hash(t)) from {identifier(name)} as t").fetchall()
    except (Damaged, *_UNREADABLE):
        return False
    return True


def set_aside(path: Path) -> None:
    """Take a file that cannot be read out of use, under a name that is never a store's."""
    with suppress(FileNotFoundError, PermissionError):  # gone already, or held open by the system
        path.rename(path.with_name(f"{DAMAGED}{path.name}"))


@cache
def _reader_macros() -> str:
    """Read what tells a reader's own rows from others'; it stands beside the store, not in it."""
    return (QUERIES / "regard" / "lecteur.sql").read_text(encoding="utf-8")


def dataset_folder(dataset: str, data: Path = DATA) -> Path | None:
    """Return the folder of a dataset's tables: our own, or those of the published edition."""
    if dataset == "publie":
        return data / dataset
    version = editions.published(dataset, data)
    return editions.folder(dataset, version, data) if version else None


def available(data: Path = DATA) -> list[str]:
    """List the datasets that have tables, in the order in which the app prefers them."""
    folders = {name: dataset_folder(name, data) for name in DATASETS}
    return [name for name, folder in folders.items() if folder and any(folder.glob("*.csv"))]


def current(dataset: str, stores: Path = STORES) -> Path | None:
    """Return the store in use, the newest file that passed; None when there is none yet."""
    return next(iter(kept(dataset, stores)), None)


def kept(dataset: str, stores: Path = STORES) -> list[Path]:
    """List the stores of a dataset that are still there, the newest first."""
    return sorted((stores / dataset).glob("cartomut-*.duckdb"), reverse=True)


def is_fresh(dataset: str, data: Path = DATA, stores: Path = STORES) -> bool:
    """Tell whether the store in use was built from the files as they are now."""
    path = current(dataset, stores)
    if path is None or not path.stem.endswith(fingerprint(dataset, data)):
        return False
    try:
        script = Store(path).about()["limites"]
    except Damaged:
        return False
    return (STATIC / "carte" / script).is_file()


def fingerprint(dataset: str, data: Path = DATA, tables: Path | None = None) -> str:
    """Hash what the store is made of: data, contracts, views, rules, readers and version."""
    own = tables or dataset_folder(dataset, data)
    folders = [data / "reference", *([own] if own else []), CONTRACTS]
    folders += [QUERIES / name for name in ("schema", "controles", "mesures")]
    folders += [ROOT / "cartomut" / name for name in ("sources", "access")]
    digest = hashlib.sha256(f"{__version__} {duckdb.__version__}".encode())
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    chosen = chain(
        outlines.files_in_use(data), thresholds.files_in_use(data), materials.files_in_use(data)
    )
    near = ROOT / "cartomut" / "nearness.py"
    for path in (path for path in chain(files, chosen, [near]) if path.suffix != ".pyc"):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:10]


def build(
    dataset: str,
    data: Path = DATA,
    stores: Path = STORES,
    report: Report = lambda _: None,
    *,
    tables: Path | None = None,
    commit: Callable[[], object] = lambda: None,
) -> Path:
    """Build a dataset's store and swap it in; returns its path.

    Parameters
    ----------
    tables
        The folder of the dataset's tables, when it is not yet the one in use.
    commit
        Called when the store has passed every check, just before it is swapped in.

    Raises
    ------
    BuildError
        When a file or a row is at fault. The store in use stays, nothing is left behind.
    """
    begun = time.monotonic()
    folder = stores / dataset
    folder.mkdir(parents=True, exist_ok=True)
    # before reading: a file that changes meanwhile is not in it
    made_of = fingerprint(dataset, data, tables)
    clear(folder)
    with TemporaryDirectory(dir=folder, prefix=BUILDING) as beside:
        made = Path(beside) / "store.duckdb"
        with duckdb.connect(str(made)) as con:
            _fill(con, dataset, data, tables or dataset_folder(dataset, data), report)
        commit()
        path = folder / f"cartomut-{_stamp(folder)}-{made_of}.duckdb"
        made.rename(path)
    for old in sorted(folder.glob("cartomut-*.duckdb"))[:-KEPT]:
        remove(old)
    report(f"{dataset}: {path.name}")
    took = round(time.monotonic() - begun, 1)
    logs.say("construction", jeu=dataset, fichier=path.name, secondes=took)
    return path


def _stamp(folder: Path) -> str:
    """Name the moment, after that of every store there: a clock set back hides no publication."""
    last = max((path.stem.split("-")[1] for path in folder.glob("cartomut-*.duckdb")), default="")
    now = datetime.now(UTC)
    if now.strftime(STAMP) <= last:
        now = datetime.strptime(last, STAMP).replace(tzinfo=UTC) + timedelta(microseconds=1)
    return now.strftime(STAMP)


def _fill(
    con: duckdb.DuckDBPyConnection, dataset: str, data: Path, tables: Path | None, report: Report
) -> None:
    folders = [data / "reference", *materials.folders_in_use(data), tables]
    incoming, faults = read_tables([folder for folder in folders if folder], contracts())
    edited = thresholds.files_in_use(data)
    if edited:  # they stand for those delivered, whole
        others, more = read_tables([path.parent for path in edited], contracts())
        incoming = [one for one in incoming if one.table != "seuil"] + others
        faults += more
    _stop_on_faults(dataset, faults, report)
    report(f"{dataset}: {len(incoming)} files")
    scratch = Path(con.execute(_WHERE).fetchall()[0][0]).parent
    done = load(con, incoming, scratch=scratch, data=data)
    _stop_on_faults(dataset, done.findings, report)
    for table, count in done.kept.items():
        report(f"{dataset}: {table} {count}")
    from cartomut import nearness  # scipy is slow to import, and only a build needs it

    con.execute("begin")  # one write to the disk rather than one per indicator
    measures.settle(con)
    report(f"{dataset}: localite_proche {nearness.fill(con)}")
    report(f"{dataset}: mesure {sum(measures.compute(con).values())}")
    con.execute("commit")
    about = {"jeu": dataset, "construit_le": datetime.now(UTC).isoformat(timespec="seconds")}
    about |= {"version": __version__, "limites": _write_script(con, done.outlines)}
    outlines.credit(con, data)
    about |= outlines.about(data)
    about |= {"seuils": str(thresholds.number_in_use(data))} | materials.about(data)
    about |= {"edition": "" if tables is None or dataset == "publie" else tables.name}
    con.executemany("insert into edition values (?, ?)", list(about.items()))


def _stop_on_faults(dataset: str, findings: list[Finding], report: Report) -> None:
    """Stop the build on what may not enter the store; warnings are told, and the build goes on."""
    warnings = [finding for finding in findings if not finding.blocks]
    for finding in warnings[:TOLD]:
        report(f"{finding.text(language('fr'))}\n{finding.text(language('en'))}")
    if len(warnings) > TOLD:
        report(f"+ {len(warnings) - TOLD} avertissements / warnings")
    found = blocking(findings)
    if found:
        raise BuildError(dataset, found)


def _write_script(con: duckdb.DuckDBPyConnection, areas: dict[str, dict[str, Any]]) -> str:
    from cartomut.sources import boundaries  # slow to import; only a build needs it

    middles = {
        code: boundaries.middle(area) for units in areas.values() for code, area in units.items()
    }
    names = {level: territory_names(con, level) for level in areas}
    towns = con.execute(_TOWNS).fetchall()
    content = {**_ground(), **areas, "centres": middles, "villes": towns, "noms": names}
    return boundaries.write_script(content, STATIC / "carte")


@cache
def _ground() -> dict[str, object]:
    from cartomut.sources import boundaries

    folder = REFERENCE / "limites"
    return {
        "rivieres": boundaries.read_lines(folder / "rivieres.geojson"),
        "lacs": boundaries.read_lines(folder / "lacs.geojson"),
    }


def clear(folder: Path) -> None:
    """Remove what builds that were killed left; a build under way is younger."""
    for left in folder.glob(f"{BUILDING}*"):
        if time.time() - left.stat().st_mtime > ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def remove(path: Path) -> None:
    """Delete an old store; a system that refuses while it is open keeps it until the next build."""
    try:
        path.unlink()
    except PermissionError as held:
        print(f"{path.name} is still in use and stays: {held}")
