"""Put questions to one edition kept in one way; runs alone, under the app's Python or the lake's.

Reads JSON on standard input, writes JSON on standard output: how long each question took, and a
hash of its answer. Only DuckDB and Python's own library.
"""

import hashlib
import json
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

_SETTLED = "already exists"  # a view that the build made a table


def main() -> None:
    """Open the edition as asked, then put each question several times after one not counted."""
    asked = json.load(sys.stdin)
    con = duckdb.connect(":memory:")
    OPENED[asked["way"]](con, asked)
    answers = {}
    for name, sql, values in asked["questions"]:
        answers[name] = _ask(con, sql, values, asked["runs"], asked["way"])
    print(json.dumps({"engine": duckdb.__version__, "answers": answers}))


def _ask(
    con: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any], runs: int, way: str
) -> dict[str, Any]:
    taken, worked, seen = [], [], ""
    for _run in range(runs + 1):
        start, before = time.perf_counter(), time.process_time()
        try:
            with con.cursor() as cursor:
                if way == "fichier":
                    cursor.execute("use store")
                rows = cursor.execute(sql, values).fetchall()
        except duckdb.Error as failure:
            return {"fault": str(failure).splitlines()[0]}
        taken.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - before))
        seen = hashlib.sha256(repr(rows).encode()).hexdigest()
    return {"ms": median(taken[1:]), "cpu": median(worked[1:]), "hash": seen}


def _file(con: duckdb.DuckDBPyConnection, asked: dict[str, Any]) -> None:
    con.execute(f"attach '{asked['store']}' as store (read_only)")


def _lake(con: duckdb.DuckDBPyConnection, asked: dict[str, Any]) -> None:
    sys.path.insert(0, asked["worker"])
    import lake_worker

    for name in lake_worker.EXTENSIONS:
        con.execute(f"load '{lake_worker.binary(name)}'")
    place = f"ducklake:postgres:{asked['catalogue']}"
    con.execute(f"attach '{place}' as lac (data_path '{asked['lake']}', read_only)")
    _over(con, asked, {table: f'lac.{asked["dataset"]}."{table}"' for table in _tables(asked)})


def _parquet(con: duckdb.DuckDBPyConnection, asked: dict[str, Any]) -> None:
    folder = Path(asked["parquet"])
    _over(con, asked, {table: f"'{folder / table}.parquet'" for table in _tables(asked)})


def _tables(asked: dict[str, Any]) -> list[str]:
    with duckdb.connect(asked["store"], read_only=True) as con:
        return [
            name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()
        ]


def _over(con: duckdb.DuckDBPyConnection, asked: dict[str, Any], where: dict[str, str]) -> None:
    """Stand the tables of the edition, the views and the macros of the questions on a place."""
    for table, place in where.items():
        con.execute(f'create view "{table}" as from {place}')
    for path in sorted(Path(asked["schema"]).glob("*.sql")):
        for statement in con.extract_statements(path.read_text(encoding="utf-8")):
            try:
                con.execute(statement)
            except duckdb.CatalogException as failure:
                if _SETTLED not in str(failure):
                    raise


OPENED = {"fichier": _file, "lac": _lake, "parquet": _parquet}

if __name__ == "__main__":
    main()
