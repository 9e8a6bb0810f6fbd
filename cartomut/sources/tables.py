"""Find and load the CSV files of a dataset: one file per table, named after it."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from cartomut.contracts import Contract, Field, identifier


def find_tables(
    folders: list[Path], known: Mapping[str, Contract]
) -> tuple[dict[str, list[Path]], list[Path]]:
    """List the files of each table, and the files that bear the name of no table.

    A table may have a file in several folders.
    """
    found: dict[str, list[Path]] = {}
    unknown = []
    for path in (path for folder in folders for path in sorted(folder.glob("*.csv"))):
        if path.stem in known:
            found.setdefault(path.stem, []).append(path)
        else:
            unknown.append(path)
    return found, unknown


def load_table(con: duckdb.DuckDBPyConnection, contract: Contract, path: Path) -> int:
    """Append a checked CSV file to its table; returns the number of rows.

    ``ligne`` is filled with the row's line in the file (the header is line 1).
    """
    rows = con.read_csv(str(path), header=True, all_varchar=True, quotechar='"', escapechar='"')
    rows.project(", ".join(_expression(field) for field in contract.fields)).insert_into(
        contract.name
    )
    return int((rows.count("*").fetchone() or (0,))[0])


def _expression(field: Field) -> str:
    if field.name == "ligne":
        return "row_number() over () + 1"
    if field.name == "geometrie":
        return "cast(null as VARCHAR)"
    return f"cast({identifier(field.name)} as {field.sql_type})"
