"""Build the store of a dataset beside the one in use, check it, swap it in, and open it read-only.

A store is one DuckDB file, ``<stores>/<dataset>/cartomut-<time>-<fingerprint>.duckdb``; the newest
file that passed every check is the store, the one before is kept. Nothing is replaced in place, so
that readers of the old file finish in peace.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

from cartomut import __version__, checks
from cartomut.checks import Finding
from cartomut.contracts import Contract, contracts, ddl, literal
from cartomut.i18n import Language, language
from cartomut.names import normalise
from cartomut.paths import CONTRACTS, DATA, QUERIES, REFERENCE, ROOT, STATIC, STORES
from cartomut.sources import tables

DATASETS = ("etude", "publie", "demonstration")  # the order in which the app prefers them
KEPT = 2
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
Report = Callable[[str], object]


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


class Store:
    """A built file, opened in memory and attached read-only, without access to other files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.dataset = path.parent.name
        self._connection = duckdb.connect(":memory:")
        self._connection.execute(f"attach {literal(str(path))} as store (read_only)")
        for statement in LOCKS:
            self._connection.execute(statement)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a connection of its own: threads sharing one would receive each other's rows."""
        with self._connection.cursor() as cursor:
            cursor.execute("use store")
            yield cursor

    def about(self) -> dict[str, str]:
        """Say what this edition is: dataset, time of building, script of the map's boundaries."""
        return dict(self._about)

    @cached_property
    def _about(self) -> dict[str, str]:
        with self.cursor() as cursor:
            return dict(cursor.execute("select cle, valeur from edition").fetchall())


def dataset_folder(dataset: str, data: Path = DATA) -> Path:
    """Return the folder of a dataset's tables."""
    return data / dataset


def available(data: Path = DATA) -> list[str]:
    """List the datasets that have tables, in the order in which the app prefers them."""
    return [name for name in DATASETS if any(dataset_folder(name, data).glob("*.csv"))]


def current(dataset: str, stores: Path = STORES) -> Path | None:
    """Return the store in use, the newest file that passed; None when there is none yet."""
    built = sorted((stores / dataset).glob("cartomut-*.duckdb"))
    return built[-1] if built else None


def is_fresh(dataset: str, data: Path = DATA, stores: Path = STORES) -> bool:
    """Tell whether the store in use was built from the files as they are now."""
    path = current(dataset, stores)
    if path is None or not path.stem.endswith(fingerprint(dataset, data)):
        return False
    script = Store(path).about()["limites"]
    return (STATIC / "carte" / script).is_file()


def fingerprint(dataset: str, data: Path = DATA) -> str:
    """Hash what the store is made of: data, contracts, views, rules, readers and version."""
    folders = [data / "reference", dataset_folder(dataset, data), CONTRACTS]
    folders += [QUERIES / "schema", QUERIES / "controles", ROOT / "cartomut" / "sources"]
    digest = hashlib.sha256(f"{__version__} {duckdb.__version__}".encode())
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    for path in (path for path in files if path.suffix != ".pyc"):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:10]


def build(
    dataset: str, data: Path = DATA, stores: Path = STORES, report: Report = lambda _: None
) -> Path:
    """Build a dataset's store and swap it in; returns its path.

    Raises
    ------
    BuildError
        When a file or a row is at fault. The store in use stays, nothing is left behind.
    """
    folder = stores / dataset
    folder.mkdir(parents=True, exist_ok=True)
    made_of = fingerprint(
        dataset, data
    )  # before reading: a file that changes meanwhile is not in it
    temporary = folder / f".building-{os.getpid()}-{uuid4().hex}.duckdb"
    try:
        with duckdb.connect(str(temporary)) as con:
            _fill(con, dataset, data, report)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        path = folder / f"cartomut-{stamp}-{made_of}.duckdb"
        temporary.rename(path)
    finally:
        temporary.unlink(missing_ok=True)
    for old in sorted(folder.glob("cartomut-*.duckdb"))[:-KEPT]:
        _remove(old)
    report(f"{dataset}: {path.name}")
    return path


def create_schema(con: duckdb.DuckDBPyConnection) -> None:
    """Create every table of the contracts, empty, and the views of ``queries/schema``."""
    for contract in contracts().values():
        for statement in ddl(contract):
            con.execute(statement)
    for path in sorted((QUERIES / "schema").glob("*.sql")):
        con.execute(path.read_text(encoding="utf-8"))
    con.execute("create table edition (cle VARCHAR not null, valeur VARCHAR not null)")
    con.execute("comment on table edition is 'Une ligne par propriété de cette édition'")


def _fill(con: duckdb.DuckDBPyConnection, dataset: str, data: Path, report: Report) -> None:
    folders = [data / "reference", dataset_folder(dataset, data)]
    files, unknown = tables.find_tables(folders, contracts())
    _stop_on_faults(dataset, checks.unknown_tables(unknown), report)
    report(f"{dataset}: {sum(map(len, files.values()))} files")
    _stop_on_faults(dataset, _check_files(files), report)
    create_schema(con)
    for name, paths in files.items():
        rows = sum(tables.load_table(con, contracts()[name], path) for path in paths)
        report(f"{dataset}: {name} {rows}")
    script = _draw_boundaries(con, dataset)
    _stop_on_faults(dataset, _check_rows(con, files), report)
    about = {"jeu": dataset, "construit_le": datetime.now(UTC).isoformat(timespec="seconds")}
    about |= {"version": __version__, "limites": script}
    con.executemany("insert into edition values (?, ?)", list(about.items()))


def _check_files(files: dict[str, list[Path]]) -> list[Finding]:
    known = contracts()
    return [
        finding
        for name, paths in files.items()
        for path in paths
        for finding in checks.check_file(known[name], path)
    ]


def _check_rows(con: duckdb.DuckDBPyConnection, files: dict[str, list[Path]]) -> list[Finding]:
    loaded: list[Contract] = [contracts()[name] for name in files]
    names = {name: paths[-1].name for name, paths in files.items()}
    found = checks.check_codes(con, loaded, names)
    found += checks.check_keys(con, loaded, names)
    found += checks.check_references(con, loaded, names)
    return found + checks.check_rules(con)


def _stop_on_faults(dataset: str, findings: list[Finding], report: Report) -> None:
    """Stop the build on what may not enter the store; warnings are told, and the build goes on."""
    for finding in findings:
        if not finding.blocks:
            report(f"{finding.text(language('fr'))}\n{finding.text(language('en'))}")
    blocking = [finding for finding in findings if finding.blocks]
    if blocking:
        raise BuildError(dataset, blocking)


def _draw_boundaries(con: duckdb.DuckDBPyConnection, dataset: str) -> str:
    from cartomut.sources import boundaries  # slow to import; only a build needs it

    areas = {name: _store_areas(con, dataset, name) for name in ("district", "region")}
    seats = con.execute(_TOWNS).fetchall()
    middles = {
        code: boundaries.middle(area) for units in areas.values() for code, area in units.items()
    }
    names = {level: _names(con, level) for level in areas}
    content = {**_ground(), **areas, "centres": middles, "villes": seats, "noms": names}
    return boundaries.write_script(content, STATIC / "carte")


def _store_areas(
    con: duckdb.DuckDBPyConnection, dataset: str, table: str
) -> dict[str, dict[str, Any]]:
    """Keep each unit's geometry in its row, and return it by code for the map's script."""
    shapes = _areas()[table]
    update = f"update {table} set geometrie = ? where {table}_code = ?"
    drawn: dict[str, dict[str, Any]] = {}
    for code, name in _names(con, table).items():
        shape = shapes.get(normalise(name))
        if shape is None:
            raise BuildError(dataset, [checks.without_boundary(table, code, name)])
        con.execute(update, [json.dumps(shape), code])
        drawn[code] = shape
    return drawn


def _names(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return dict(con.execute(f"select {table}_code, nom from {table} order by 1").fetchall())


@cache
def _areas() -> dict[str, dict[str, dict[str, Any]]]:
    from cartomut.sources import boundaries

    folder = REFERENCE / "limites"
    return {
        "district": boundaries.read_areas(folder / "adm1_districts.geojson", "district"),
        "region": boundaries.read_areas(folder / "adm2_regions.geojson", "region"),
    }


@cache
def _ground() -> dict[str, object]:
    from cartomut.sources import boundaries

    folder = REFERENCE / "limites"
    return {
        "rivieres": boundaries.read_lines(folder / "rivieres.geojson"),
        "lacs": boundaries.read_lines(folder / "lacs.geojson"),
    }


def _remove(path: Path) -> None:
    """Delete an old store; a system that refuses while it is open keeps it until the next build."""
    try:
        path.unlink()
    except PermissionError as held:
        print(f"{path.name} is still in use and stays: {held}")
