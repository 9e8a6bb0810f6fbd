"""Read the table contracts of ``data/contrats`` and make the store's DDL from them.

A contract is a Frictionless Table Schema (https://specs.frictionlessdata.io/table-schema/) with
our own keys beside the standard ones: ``title_en``, ``description_en``, ``unit``, ``liste`` (the
code list of ``data/reference/code_liste.csv`` whose codes the column takes) and ``famille``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cartomut.paths import CONTRACTS

SQL_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "year": "INTEGER",
}
STUDY = ("etude", "pilotage")  # the families that a study brings and whose texts are published
FILLED_BY_LOADER = frozenset({"ligne", "geometrie"})


@dataclass(frozen=True)
class Field:
    """One column: its SQL type, its titles in both languages, its unit and its code list."""

    name: str
    type: str
    title: str
    title_en: str
    description: str = ""
    description_en: str = ""
    unit: str = ""
    code_list: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """Tell whether every row must have a value."""
        return bool(self.constraints.get("required"))

    @property
    def sql_type(self) -> str:
        """DuckDB's name for the column's type."""
        return SQL_TYPES[self.type]


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must stand in another table."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Contract:
    """One table: its grain, its columns, its keys, and the descriptor it was read from."""

    name: str
    title: str
    title_en: str
    description: str
    description_en: str
    family: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    foreign_keys: tuple[ForeignKey, ...]
    descriptor: dict[str, Any]

    @property
    def is_study(self) -> bool:
        """Tell whether a study brings this table."""
        return self.family in STUDY

    @property
    def file_fields(self) -> list[Field]:
        """Columns that a source file carries (the others are filled by the loader)."""
        return [field for field in self.fields if field.name not in FILLED_BY_LOADER]

    @property
    def keys(self) -> list[tuple[str, ...]]:
        """Sets of columns whose values together name one row only."""
        return [key for key in (self.primary_key, *self.unique_keys) if key]

    def has(self, column: str) -> bool:
        """Tell whether the table has this column."""
        return any(field.name == column for field in self.fields)


@cache
def contracts(folder: Path = CONTRACTS) -> dict[str, Contract]:
    """Read every contract of the folder, by table name."""
    read = (_read(path) for path in sorted(folder.glob("*.json")))
    return {contract.name: contract for contract in read}


def ddl(contract: Contract) -> list[str]:
    """Statements that create the table with its comments (grain, titles, units)."""
    columns = ", ".join(
        f"{identifier(field.name)} {field.sql_type}"
        + (" not null" if field.required and field.name not in FILLED_BY_LOADER else "")
        for field in contract.fields
    )
    table = identifier(contract.name)
    comments = [
        f"comment on column {table}.{identifier(field.name)} is {literal(_comment(field))}"
        for field in contract.fields
    ]
    grain = f"comment on table {table} is {literal(contract.description)}"
    return [f"create table {table} ({columns})", grain, *comments]


def identifier(name: str) -> str:
    """Quote a name for SQL; names come from contracts, never from users."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote a text for SQL statements that take no parameters (COMMENT, ATTACH)."""
    return "'" + text.replace("'", "''") + "'"


def _comment(field: Field) -> str:
    unit = f" ({field.unit})" if field.unit else ""
    detail = f" : {field.description}" if field.description else ""
    return f"{field.title}{unit}{detail}"


def _read(path: Path) -> Contract:
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    try:
        return Contract(
            name=descriptor["name"],
            title=descriptor["title"],
            title_en=descriptor["title_en"],
            description=descriptor["description"],
            description_en=descriptor["description_en"],
            family=descriptor["famille"],
            fields=tuple(_field(entry) for entry in descriptor["fields"]),
            primary_key=tuple(descriptor.get("primaryKey", ())),
            unique_keys=tuple(map(tuple, descriptor.get("uniqueKeys", ()))),
            foreign_keys=tuple(_foreign_key(entry) for entry in descriptor.get("foreignKeys", ())),
            descriptor=descriptor,
        )
    except KeyError as missing:
        raise ValueError(
            f"{path}: the contract lacks {missing}; see {path.parent}/README.md"
        ) from missing


def _field(entry: dict[str, Any]) -> Field:
    return Field(
        name=entry["name"],
        type=entry["type"],
        title=entry["title"],
        title_en=entry["title_en"],
        description=entry.get("description", ""),
        description_en=entry.get("description_en", ""),
        unit=entry.get("unit", ""),
        code_list=entry.get("liste", ""),
        constraints=entry.get("constraints", {}),
    )


def _foreign_key(entry: dict[str, Any]) -> ForeignKey:
    reference = entry["reference"]
    return ForeignKey(tuple(entry["fields"]), reference["resource"], tuple(reference["fields"]))
