"""Put rows that came in through every check into a database: the one door of all datasets.

Rows go from text (``staging``) to the tables of the contracts; on the way the checks name every
fault. The reference tables come first: they say how codes and territories are written.
"""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from cartomut import checks, findings, outlines
from cartomut.checks import Checker
from cartomut.contracts import contracts, ddl, identifier, literal
from cartomut.findings import REJECT, Finding, blocking
from cartomut.i18n import N_
from cartomut.names import normalise
from cartomut.paths import DATA, QUERIES
from cartomut.sources.sheets import Incoming
from cartomut.staging import SPAN, Staging, plain_csv

Report = Callable[[str], object]
STAGED = N_("lignes rangées par table")
STRUCTURE = N_("colonnes, types et bornes")
KEYS = N_("codes, clés et renvois")
COMPARED_WITH = N_("positions et édition précédente")
RULES = N_("règles")
FIRST = ("code_liste", "district", "region")  # what the reading of all others needs
MEMORY = "1GB"  # of the database; what does not fit goes to its folder
COMPARED = ("organisme", "organisme_exercice", "centre")  # with the edition before


@dataclass(frozen=True)
class Fill:
    """What an import writes where its files say nothing: their own source, how they were got."""

    source_id: str
    nature: str


@dataclass
class Loaded:
    """What a load did: every finding, the rows received and kept by table, the outlines drawn."""

    findings: list[Finding] = field(default_factory=list)
    received: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    outlines: dict[str, dict[str, Any]] = field(default_factory=dict)
    # table → (file, sheet, rows kept), in the order of the rows
    origins: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)

    @property
    def rejected(self) -> bool:
        """Tell whether something forbids the whole."""
        return bool(blocking(self.findings, REJECT))


def create_schema(con: duckdb.DuckDBPyConnection) -> None:
    """Create every table of the contracts, empty, and the views of ``queries/schema``."""
    con.execute("begin")  # one write to the disk rather than one per column
    for contract in contracts().values():
        for statement in ddl(contract):
            con.execute(statement)
    for path in sorted((QUERIES / "schema").glob("*.sql")):
        con.execute(path.read_text(encoding="utf-8"))
    con.execute("create table edition (cle VARCHAR not null, valeur VARCHAR not null)")
    con.execute("comment on table edition is 'Une ligne par propriété de cette édition'")
    con.execute("commit")


def load(
    con: duckdb.DuckDBPyConnection,
    incoming: list[Incoming],
    *,
    scratch: Path,
    aside: bool = False,
    fill: Fill | None = None,
    previous: Path | None = None,
    data: Path = DATA,
    report: Report = lambda _: None,
) -> Loaded:
    """Load rows into an empty database, checking them on the way.

    Parameters
    ----------
    incoming
        The rows of each table, those of the reference tables included.
    scratch
        A folder for what is only needed meanwhile.
    aside
        Rows at fault are set aside and the rest is kept; without, they all stay and are told.
    fill
        What to write where an import's rows give no source and no nature.
    previous
        The folder of the edition to compare with.
    data
        The folder where official boundaries may be installed.
    """
    create_schema(con)
    con.execute(f"set memory_limit = {literal(MEMORY)}")
    done = Loaded()
    with _received(con, scratch):
        staging = Staging(con)
        for one in incoming:
            staging.add(one)
            report(f"{one.file} {one.sheet} → {one.table}")
        done.received = dict(staging.rows)
        report(STAGED)
        checker = Checker(con, staging, aside=aside)
        _prepare(con, staging, checker, fill)
        done.findings = checker.found
        _check(con, staging, checker, done, fill, previous, data, report)
        _finish(con, staging, done)
    return done


@contextmanager
def _received(con: duckdb.DuckDBPyConnection, scratch: Path) -> Iterator[None]:
    """Lend a database for the rows as received; it goes when they are loaded."""
    with TemporaryDirectory(dir=scratch, prefix=".recu-") as folder:
        con.execute(f"set temp_directory = {literal(folder)}")
        con.execute("attach ':memory:' as recu")  # what exceeds MEMORY goes to the folder
        try:
            yield
        finally:
            con.execute("detach recu")


def _prepare(
    con: duckdb.DuckDBPyConnection, staging: Staging, checker: Checker, fill: Fill | None
) -> None:
    """Replay the declared corrections and fill in the source, before anything is read."""
    if fill:
        for table in staging.files:
            if contracts()[table].is_study:
                _fill(con, staging, checker, table, fill)
        if "correction" in staging.files:  # an edition's own rows were corrected when it came in
            _correct(con, staging, checker)


def _check(
    con: duckdb.DuckDBPyConnection,
    staging: Staging,
    checker: Checker,
    done: Loaded,
    fill: Fill | None,
    previous: Path | None,
    data: Path,
    report: Report,
) -> None:
    """Run the stages; what one rejects stops the next."""
    loaded = [contracts()[name] for name in _in_order(staging)]
    for contract in loaded:
        checker.columns(contract, filled=checks.BY_LOADER if fill else ())
    loaded = [contract for contract in loaded if staging.rows[contract.name]]
    if done.rejected:
        return
    for rank, contract in enumerate(loaded):
        if rank <= len(FIRST):
            staging.name_codes()
        staging.read(contract)
        checker.cells(contract)
        staging.move(contract)
    report(STRUCTURE)
    if blocking(done.findings) and not checker.aside:
        return
    _drop_same_sources(con)
    for contract in loaded:
        checker.codes(contract)
        checker.keys(contract)
    checker.all_references(loaded)
    report(KEYS)
    done.outlines = draw_outlines(con, done.findings, data)
    _compare(con, previous)
    _place(con, data)
    report(COMPARED_WITH)
    checker.rules()
    if checker.aside:
        checker.all_references(loaded)
    report(RULES)


def _in_order(staging: Staging) -> list[str]:
    rest = [name for name in contracts() if name in staging.files and name not in FIRST]
    return [name for name in FIRST if name in staging.files] + rest


def _fill(
    con: duckdb.DuckDBPyConnection, staging: Staging, checker: Checker, table: str, fill: Fill
) -> None:
    """Name the import's own source and nature in rows that state none; say so."""
    empty = f"update recu.{identifier(table)} set {{0}} = ? where coalesce(trim({{0}}), '') = ''"
    answer = con.execute(empty.format("source_id"), [fill.source_id]).fetchone()
    con.execute(empty.format("nature"), [fill.nature])
    if answer and answer[0]:
        file, sheet, _line = staging.locate(table, None)
        fields = {"nombre": answer[0], "attendu": table}
        checker.found.append(
            Finding(findings.UNDATED, file, fields=fields, sheet=sheet, table=table)
        )


def _correct(con: duckdb.DuckDBPyConnection, staging: Staging, checker: Checker) -> None:
    """Replay the declared corrections on the rows as received; each is told, none is silent."""
    rows = con.execute(
        "select ligne, table_nom, cle, colonne, coalesce(ancienne, ''), coalesce(nouvelle, ''), "
        "motif from recu.correction order by ligne"
    ).fetchall()
    for number, table, key, column, old, new, reason in rows:
        done = _corrected(con, staging, table, key, column, old, new)
        rule = findings.CORRECTED if done else findings.STALE
        fields = {"attendu": new if done else f"{table} / {key} / {column}", "motif": reason or ""}
        file, sheet, line = staging.locate("correction", number)
        checker.found.append(
            Finding(rule, file, line, "cle", old, fields, sheet, table="correction", number=number)
        )


def _corrected(
    con: duckdb.DuckDBPyConnection,
    staging: Staging,
    table: str,
    key: str,
    column: str,
    old: str,
    new: str,
) -> int:
    contract = contracts().get(table) if table in staging.files else None
    if contract is None or column not in [field.name for field in contract.file_fields]:
        return 0
    keys = ", ".join(map(identifier, contract.primary_key or contract.unique_keys[0]))
    answer = con.execute(
        f"update recu.{identifier(table)} set {identifier(column)} = nullif(?, '') "
        f"where concat_ws(' / ', {keys}) = ? and coalesce(trim({identifier(column)}), '') = ?",
        [new, key, old],
    ).fetchone()
    return int(answer[0]) if answer else 0


def _drop_same_sources(con: duckdb.DuckDBPyConnection) -> None:
    """Forget sources given twice, word for word: a workbook brings back those that all share."""
    columns = ", ".join(identifier(one.name) for one in contracts()["source"].fields)
    con.execute(
        "delete from source where rowid in (select rowid from source "
        f"qualify row_number() over (partition by {columns} order by rowid) > 1)"
    )


def draw_outlines(
    con: duckdb.DuckDBPyConnection, found: list[Finding], data: Path = DATA
) -> dict[str, dict[str, Any]]:
    """Keep each territory's geometry in its row; return the geometries by level and code."""
    drawn: dict[str, dict[str, Any]] = {}
    for table in ("district", "region"):
        shapes = outlines.areas(table, data)
        drawn[table] = {}
        for code, name in territory_names(con, table).items():
            shape = shapes.get(normalise(name))
            if shape is None:
                found.append(checks.without_boundary(table, code, name))
                continue
            update = f"update {table} set geometrie = ? where {table}_code = ?"
            con.execute(update, [json.dumps(shape), code])
            drawn[table][code] = shape
    return drawn


def territory_names(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Return the names of a level's territories by code."""
    return dict(con.execute(f"select {table}_code, nom from {table} order by 1").fetchall())


def _compare(con: duckdb.DuckDBPyConnection, previous: Path | None) -> None:
    """Show the rules the edition before."""
    for table in COMPARED:
        path = previous / f"{table}.csv" if previous else None
        if path and path.exists():
            with path.open(encoding="utf-8", newline="") as source:
                header = next(csv.reader(source), [])
            names = ", ".join(identifier(name) for name in header if contracts()[table].has(name))
            con.execute(
                f"insert into precedente.{table} by name "
                f"select {names} from {plain_csv(str(path), header)}"
            )


def _place(con: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Show the rules where each given point falls, in the most exact outlines there are."""
    from cartomut.sources import boundaries  # slow to import; only builds and imports need it

    areas = con.execute("select region_code, geometrie from region where geometrie is not null")
    drawn = {code: json.loads(shape) for code, shape in areas.fetchall()}
    drawn |= {
        code: shape for code, shape in outlines.exact("region", data).items() if code in drawn
    }
    points = con.execute(
        "select 'centre' as objet, centre_id as objet_id, region_code, latitude, longitude "
        "from centre "
        "where latitude is not null and longitude is not null union all "
        "select 'organisme', organisme_id, siege_region_code, latitude, longitude from organisme "
        "where latitude is not null and longitude is not null order by all"
    ).df()
    if drawn and len(points):
        placed = boundaries.place(points, drawn)
        con.register("place", placed)
        con.execute("insert into position_controle by name select * from place")
        con.unregister("place")


def _finish(con: duckdb.DuckDBPyConnection, staging: Staging, done: Loaded) -> None:
    """Count what was kept, give rows their line back, drop what was only needed meanwhile."""
    for table in staging.files:
        answer = con.execute(f"select count(*) from {identifier(table)}").fetchone()
        done.kept[table] = int(answer[0]) if answer else 0
        if contracts()[table].has("ligne"):
            done.origins[table] = _origins(con, staging, table)
            con.execute(
                f"update {identifier(table)} set ligne = ligne % {SPAN} where ligne >= {SPAN}"
            )
    con.execute("drop schema precedente cascade")


def _origins(
    con: duckdb.DuckDBPyConnection, staging: Staging, table: str
) -> list[tuple[str, str, int]]:
    """Count the rows that a table keeps of each file and sheet."""
    rows = con.execute(
        f"select ligne // {SPAN}, count(*) from {identifier(table)} "
        "where ligne is not null group by all order by all"
    ).fetchall()
    return [(staging.origins[one].file, staging.origins[one].sheet, count) for one, count in rows]
