"""Export every table as CSV with its trace, and bring such an export in, whole or not at all."""

import csv
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from cartomut import journal
from cartomut.i18n import N_
from cartomut.operations import access, database
from cartomut.operations.checking import examine
from cartomut.operations.faults import Fault, Refused, Unavailable, unavailable
from cartomut.operations.schema import TABLES, Row, key_of, trace

ABOUT = "operations.json"
_ALL: dict[str, Table] = TABLES | {"trace": trace}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "'")


@dataclass(frozen=True)
class Brought:
    """What an export brought, by table: rows that are new, and rows put in place of others."""

    added: dict[str, int]
    replaced: dict[str, int]


def export(folder: Path) -> dict[str, int]:
    """Write one CSV per table and their trace, as they are at one moment; returns the counts.

    Raises
    ------
    Unavailable
        When the folder holds something already, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unavailable(N_("{fichier} existe déjà : rien n'a été écrit."), fichier=str(folder))
    database.upgrade()
    with database.reading() as connection:
        assert connection is not None
        found = {name: _all(connection, table) for name, table in _ALL.items()}
    counts = {name: len(kept) for name, kept in found.items()}
    try:
        _write_all(folder, found, counts)
    except OSError as failure:
        raise unavailable(failure, str(folder)) from failure
    return counts


def bring(folder: Path, *, replace: bool = False, by: str = "importation") -> Brought:
    """Bring an export in: rows that are not there are added, with their revision and their trace.

    A row that is there and says otherwise stops everything, unless ``replace``: it is then put in
    place, as one more revision, and the row before stays in the trace. Nothing is erased.

    Raises
    ------
    Refused
        When a row may not be written, or is there and says otherwise; every such row is told.
    Unavailable
        When the folder is not an export of this version, or the file cannot be written.
    """
    received = {name: list(_read(folder, name)) for name in _ALL}
    done = Brought(dict.fromkeys(TABLES, 0), dict.fromkeys(TABLES, 0))
    with database.writing() as connection:
        faults: list[Fault] = []
        for name, table in TABLES.items():
            for row in received[name]:
                faults += _bring(connection, table, row, replace, by, done)
        if faults:
            raise Refused(faults)
        _bring_trace(connection, received["trace"])
        counts = {"ajoutees": sum(done.added.values()), "remplacees": sum(done.replaced.values())}
        journal.tell("saisies_importees", folder.name, counts)
    return done


def _all(connection: Connection, table: Table) -> list[Row]:
    asked = select(table).order_by(*table.primary_key.columns)
    return [dict(one) for one in connection.execute(asked).mappings()]


def _write_all(folder: Path, found: dict[str, list[Row]], counts: dict[str, int]) -> None:
    """Write beside, then give the folder its name."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        for name, kept in found.items():
            _write(beside / f"{name}.csv", _ALL[name], kept)
        about = {"revision": database.head(), "date": access.now_text(), "lignes": counts}
        text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
        (beside / ABOUT).write_text(text, encoding="utf-8")
        beside.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write(path: Path, table: Table, kept: Sequence[Row]) -> None:
    names = [column.name for column in table.columns]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_cell(row[name]) for name in names] for row in kept)


def _cell(value: Any) -> str:
    """Write a value; a quote keeps a spreadsheet from running a text, and comes off again."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    return value.isoformat() if isinstance(value, date) else repr(value)


def _read(folder: Path, name: str) -> Iterator[Row]:
    """Read a table's CSV back, each value in its column's own type.

    A column that an older export does not have is left empty.
    """
    path = folder / f"{name}.csv"
    table = _ALL[name]
    try:
        csv.field_size_limit(10_000_000)
        with path.open(encoding="utf-8", newline="") as source:
            reader = csv.DictReader(source, strict=True)
            if not reader.fieldnames or set(reader.fieldnames) - set(table.c.keys()):
                raise Unavailable(
                    N_("{fichier} n'a pas les colonnes de la table {table} : rien n'a été écrit."),
                    fichier=str(path),
                    table=name,
                )
            for line in reader:
                yield {
                    one.name: _value(one.type.python_type, line.get(one.name, ""))
                    for one in table.columns
                }
    except (OSError, ValueError, TypeError, KeyError, csv.Error) as failure:
        raise Unavailable(
            N_("{fichier} ne se lit pas : {raison}. Rien n'a été écrit."),
            fichier=str(path),
            raison=str(failure),
        ) from failure


def _value(kind: type, text: str) -> Any:
    if text == "":
        return None
    if kind is str:
        return text.removeprefix("'")
    return date.fromisoformat(text) if kind is date else kind(text)


def _bring(
    connection: Connection, table: Table, row: Row, replace: bool, by: str, done: Brought
) -> list[Fault]:
    """Add or replace one row; returns why it cannot be."""
    try:
        examine(table, row)
    except Refused as refused:
        return refused.faults
    now = access.find(connection, table, row)
    if now == row:
        return []
    if now is None:
        connection.execute(insert(table).values(row))
        done.added[table.name] += 1
        return []
    if not replace:
        return [
            Fault(
                table.name,
                N_("{cle} est déjà là et dit autre chose (option --replace pour le remplacer)."),
                cle=" ".join(str(row[name]) for name in key_of(table)),
            )
        ]
    put = row | {"revision": max(now["revision"], row["revision"]) + 1}
    connection.execute(update(table).where(access.is_row(table, row)).values(put))
    access.tell(connection, table, now, put, by, access.IMPORTED)
    done.replaced[table.name] += 1
    return []


def _bring_trace(connection: Connection, received: Sequence[Row]) -> None:
    """Add the traces that are not there, after those that are."""
    known = set(connection.execute(select(trace.c.trace_id)).scalars())
    for row in received:
        if row["trace_id"] not in known:
            kept = {name: value for name, value in row.items() if name != "rang"}
            connection.execute(insert(trace).values(kept))
