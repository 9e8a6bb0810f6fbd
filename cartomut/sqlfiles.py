"""Read the SQL files of ``queries/``: their statement, their parameters and their header."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import duckdb

_FIELD = re.compile(r"^-- (?P<name>[A-Z]\w*) *: (?P<text>.*)$")


@dataclass(frozen=True)
class SqlFile:
    """One SQL file: its SQL, its header and the names of its parameters."""

    name: str
    sql: str
    header: dict[str, str]
    params: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file that holds exactly one statement."""
        sql = path.read_text(encoding="utf-8")
        statements = duckdb.extract_statements(sql)
        if len(statements) != 1:
            raise ValueError(f"{path}: expected one statement, found {len(statements)}")
        name = f"{path.parent.name}/{path.stem}"
        return cls(name, sql, header(sql), frozenset(statements[0].named_parameters))

    def text(self, field: str) -> str:
        """Return a field of the header on one line; empty when the header has none."""
        return " ".join(self.header.get(field, "").split())


def header(sql: str) -> dict[str, str]:
    """Read the ``-- Field : text`` lines at the top of a query; a field may span lines."""
    fields: dict[str, str] = {}
    name = ""
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        if field := _FIELD.match(line):
            name = field["name"]
            fields[name] = field["text"]
        elif name:
            fields[name] += "\n" + line.removeprefix("--").strip()
    return fields
