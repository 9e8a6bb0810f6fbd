"""Read and write the lake, for ``lake.py``: runs in the environment of requirements-echelle.txt.

One question per line on standard input, one answer per line on standard output, as JSON. It stands
alone: only DuckDB, its extensions, and Python's own library.
"""

import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb

EXTENSIONS = ("ducklake", "postgres_scanner")
OBJECTS = "s3://"  # rows in an object storage, reached with the usual variables AWS_…
LAKE = "lac"
EDITION, SUMS = "_edition", "_controle"
_TABLES = """
    select
        tables.table_name,
        string_agg(
            columns.column_name || ' ' || columns.data_type, ', ' order by columns.column_index asc
        ) as form
    from duckdb_tables() as tables
    inner join duckdb_columns() as columns
        on tables.schema_name = columns.schema_name and tables.table_name = columns.table_name
    where not tables.internal and tables.schema_name = 'main'
    group by tables.table_name
    order by tables.table_name asc
"""
_SUM = """
    select
        md5(
            getvariable('forme')
            || coalesce(string_agg(hash(_entiere)::varchar, ' ' order by _entiere.rowid asc), '')
        )
    from _table_ as _entiere
"""
_VIEWS = "select view_name, comment from duckdb_views() where not internal"
_THERE = "select table_name from duckdb_tables() where database_name = ? and schema_name = ?"
_SCHEMAS = "select schema_name from duckdb_tables() where database_name = ? and table_name = ?"
_MESSAGE = f"call {LAKE}.set_commit_message(?, ?, extra_info => ?)"

Answer = dict[str, Any]


class Worker:
    """One connection to the lake, opened by the first question."""

    def __init__(self) -> None:
        self._con: duckdb.DuckDBPyConnection | None = None
        self._attached = False
        self._said: tuple[int, list[str]] = (-1, [])

    def answer(self, question: dict[str, Any]) -> Any:
        """Do what is asked; after a failure the next question goes to the catalogue anew."""
        try:
            con = self._opened(question)
            if question["do"] == "current":
                return self._current(con)
            does = {"put": put, "fetch": fetch}[question["do"]]
            return does(con, question)
        except Exception:
            self._leave()
            raise

    def _leave(self) -> None:
        con, self._attached, self._said = self._con, False, (-1, [])
        try:
            if con is not None:
                con.execute(f"detach database if exists {LAKE}")
        except duckdb.Error:
            self._con = None

    def _current(self, con: duckdb.DuckDBPyConnection) -> list[str]:
        """Read the lake again only when it has a new snapshot."""
        snapshot = con.execute(f"select id from {LAKE}.current_snapshot()").fetchall()[0][0]
        if self._said[0] != snapshot:
            self._said = (snapshot, current(con))
        return self._said[1]

    def _opened(self, question: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        con = self._con
        if con is None:
            self._con = con = duckdb.connect(":memory:")
            for name in EXTENSIONS:
                con.execute(f"load {literal(str(binary(name)))}")
            if question["data"].startswith(OBJECTS):
                con.execute(f"load {literal(str(binary('httpfs')))}")
                con.execute(keys(question["data"]))
        if not self._attached:
            place = literal(f"ducklake:postgres:{question['catalogue']}")
            rights = ", read_only" if question["read_only"] else ""
            files = literal(question["data"])
            con.execute(f"attach {place} as {LAKE} (data_path {files}{rights})")
            self._attached = True
        return con


def keys(place: str) -> str:
    """Write what opens an object storage, for this place alone, from the environment."""
    endpoint = urlsplit(os.environ.get("AWS_ENDPOINT_URL") or "https://s3.amazonaws.com")
    told = {
        "scope": place,
        "key_id": os.environ.get("AWS_ACCESS_KEY_ID", ""),
        "secret": os.environ.get("AWS_SECRET_ACCESS_KEY", ""),
        "region": os.environ.get("AWS_REGION") or "us-east-1",
        "endpoint": endpoint.netloc,
        "url_style": "path",
    }
    written = ", ".join(f"{name} {literal(value)}" for name, value in told.items())
    secure = str(endpoint.scheme == "https").lower()
    return f"create or replace secret objets (type s3, {written}, use_ssl {secure})"


def current(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return what was said of the edition in use of each dataset, all of one snapshot."""
    con.execute("begin")
    try:
        schemas = con.execute(_SCHEMAS, [LAKE, EDITION]).fetchall()
        tables = [f"{LAKE}.{named(schema)}.{EDITION}" for (schema,) in schemas]
        return [con.execute(f"select pointeur from {one}").fetchall()[0][0] for one in tables]
    finally:
        con.execute("rollback")


def put(con: duckdb.DuckDBPyConnection, question: dict[str, Any]) -> int:
    """Write the tables that changed, in one transaction; returns how many."""
    dataset, shared = question["dataset"], json.loads(question["shared"])
    now = totals(question["store"])
    con.execute(f"attach {literal(question['store'])} as source (read_only)")
    try:
        with transaction(con):
            changed = _write(con, dataset, now, question)
            told = f"{dataset} {shared['edition'] or shared['nom']}"
            con.execute(_MESSAGE, ["CartoMut", told, question["shared"]])
    finally:
        con.execute("detach source")
    return changed


def _write(
    con: duckdb.DuckDBPyConnection, dataset: str, now: dict[str, str], question: dict[str, Any]
) -> int:
    schema = f"{LAKE}.{named(dataset)}"
    con.execute(f"create schema if not exists {schema}")
    there = {table for (table,) in con.execute(_THERE, [LAKE, dataset]).fetchall()}
    before = sums(con, dataset) if SUMS in there else {}
    changed = [table for table in now if table not in there or before.get(table) != now[table]]
    for table in changed:
        con.execute(
            f"create or replace table {schema}.{named(table)} as from source.{named(table)}"
        )
    for table in there - now.keys() - {EDITION, SUMS}:
        con.execute(f"drop table {schema}.{named(table)}")
    con.execute(f"create or replace table {schema}.{SUMS} (table_nom varchar, somme varchar)")
    con.executemany(f"insert into {schema}.{SUMS} values (?, ?)", list(now.items()))
    con.execute(f"create or replace table {schema}.{EDITION} (pointeur varchar, script varchar)")
    script = Path(question["script"]).read_text(encoding="utf-8")
    con.execute(f"insert into {schema}.{EDITION} values (?, ?)", [question["shared"], script])
    return len(changed)


def fetch(con: duckdb.DuckDBPyConnection, question: dict[str, Any]) -> int:
    """Fill an empty store with the tables of the edition in use; returns how many there are."""
    with duckdb.connect(question["store"], read_only=True) as empty:
        tables = {table for table, _form in empty.execute(_TABLES).fetchall()}
        views = dict(empty.execute(_VIEWS).fetchall())
    con.execute(f"attach {literal(question['store'])} as cible")
    try:
        with transaction(con):  # what is read in it is of one snapshot
            expected = _fill(con, question, tables, views)
    finally:
        con.execute("detach cible")
    written = totals(question["store"])
    for table, total in expected.items():
        if written.get(table) != total:
            raise ValueError(f"{table} : la somme diffère / the checksum differs")
    return len(expected)


def _fill(
    con: duckdb.DuckDBPyConnection,
    question: dict[str, Any],
    tables: set[str],
    views: dict[str, Any],
) -> dict[str, str]:
    dataset = question["dataset"]
    schema = f"{LAKE}.{named(dataset)}"
    said, script = con.execute(f"select pointeur, script from {schema}.{EDITION}").fetchall()[0]
    if said != question["shared"]:
        raise ValueError("une autre édition vient d'être publiée / another was just published")
    expected = sums(con, dataset)
    for table in expected:
        _bring(con, schema, table, views, is_there=table in tables)
    Path(question["script"]).write_text(script, encoding="utf-8")
    return expected


def _bring(
    con: duckdb.DuckDBPyConnection,
    schema: str,
    table: str,
    views: dict[str, Any],
    *,
    is_there: bool,
) -> None:
    """Copy a table in the order of its rows; a view that the build had settled becomes a table."""
    target, origin = f"cible.{named(table)}", f"{schema}.{named(table)}"
    rows = f"select * from {origin} order by rowid asc"
    if is_there:
        con.execute(f"insert into {target} by name {rows}")
        return
    if table in views:
        con.execute(f"drop view {target}")
    con.execute(f"create table {target} as {rows}")
    if views.get(table):
        con.execute(f"comment on table {target} is {literal(views[table])}")


def sums(con: duckdb.DuckDBPyConnection, dataset: str) -> dict[str, str]:
    """Read the checksums that were written with an edition."""
    found = f"select table_nom, somme from {LAKE}.{named(dataset)}.{SUMS} order by table_nom asc"
    return dict(con.execute(found).fetchall())


def totals(path: str) -> dict[str, str]:
    """Sum up each table of a store: columns, rows and their order, not where they lie in it."""
    found = {}
    with duckdb.connect(path, read_only=True) as con:
        for table, form in con.execute(_TABLES).fetchall():
            con.execute(f"set variable forme = {literal(form)}")
            answer = con.execute(_SUM.replace("_table_", named(table)))
            found[table] = str(answer.fetchall()[0][0])
    return found


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Do the whole, or nothing."""
    con.execute("begin")
    try:
        yield
        con.execute("commit")
    except BaseException:
        with suppress(duckdb.Error):  # a lost server has rolled back already
            con.execute("rollback")
        raise


def binary(name: str) -> Path:
    """Find the signed binary of an extension in its wheel."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    if found is None or found.origin is None:
        raise ImportError(f"requirements-echelle.txt: duckdb_extension_{name}")
    version = f"v{duckdb.__version__}"
    return Path(found.origin).parent / "extensions" / version / f"{name}.duckdb_extension"


def named(text: str) -> str:
    """Quote a name."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote a text."""
    return "'" + text.replace("'", "''") + "'"


def main() -> None:
    """Answer until standard input ends, which it does when the app does."""
    worker = Worker()
    for line in sys.stdin:
        answer: Answer
        try:
            answer = {"answer": worker.answer(json.loads(line))}
        except Exception as failure:  # whatever it is, the app is told and goes on
            answer = {"fault": str(failure).splitlines()[0]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
