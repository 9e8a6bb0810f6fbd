"""Read rows and save one, with the revision that was seen; every change leaves its trace."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pandas as pd
from sqlalchemy import Connection, Table, and_, insert, select, update

from cartomut import journal
from cartomut.operations.checking import examine, tidy
from cartomut.operations.database import reading, writing
from cartomut.operations.faults import Conflict, Gone
from cartomut.operations.schema import AUDIT, DEFAULTS, TABLES, Row, is_numbered, key_of, trace

CREATED, CHANGED, IMPORTED = "creation", "modification", "importation"


def rows(table: str, **filters: Any) -> list[Row]:
    """Read the rows of a table, oldest first; none when nothing was ever written.

    A filter is a value, or a list of which the column holds one; None keeps everything.

    Raises
    ------
    Unavailable
        When the file cannot be read.
    """
    known = TABLES[table]
    asked = select(known).order_by(known.c.date_creation.asc(), *known.primary_key.columns)
    for name, value in filters.items():
        column = known.c[name]
        if isinstance(value, list | tuple | set | frozenset):
            asked = asked.where(column.in_([tidy({name: one})[name] for one in value]))
        elif value is not None:
            asked = asked.where(column == tidy({name: value})[name])
    with reading() as connection:
        if connection is None:
            return []
        return [dict(one) for one in connection.execute(asked).mappings()]


def frame(table: str, **filters: Any) -> pd.DataFrame:
    """Read the rows of a table as ``rows`` does, with every column even when there is none."""
    known = TABLES[table]
    found = pd.DataFrame(rows(table, **filters), columns=[one.name for one in known.columns])
    whole = {one.name: "Int64" for one in known.columns if one.type.python_type is int}
    real = {one.name: "Float64" for one in known.columns if one.type.python_type is float}
    return found.astype(whole | real)


def save(
    table: str,
    key: Mapping[str, Any] | None,
    values: Mapping[str, Any],
    *,
    seen: int | None,
    by: str,
) -> Row:
    """Write the given columns of one row and return the row as it is now.

    ``key`` names the row; None makes a new comment or action, with an identifier of its own.
    ``seen`` is the revision that the writer saw; None when they saw no row. Columns that are not
    given keep their value. Saving what is there already writes nothing.

    Raises
    ------
    Conflict
        When the row is no longer the one that was seen.
    Refused
        When a value may not be written: unknown code, too long, missing, a telephone number.
    Unavailable
        When the file cannot be written; nothing was.
    """
    known = TABLES[table]
    wanted = tidy(values)
    if key is None and is_numbered(known):
        key = {f"{table}_id": uuid4().hex}
    named = tidy(key or {})
    author = tidy({"auteur": by})["auteur"]
    with writing() as connection:
        now = find(connection, known, named)
        if (now["revision"] if now else None) != (seen or None):
            raise _conflict(connection, known, now, seen, named | wanted)
        if now is not None and holds(now, wanted):
            return now
        row = _next(known, now, named | wanted, author)
        examine(known, row)
        _write(connection, known, row, now)
        tell(connection, known, now, row, author, CHANGED if now else CREATED)
        journal.tell("saisie", f"{table} {key_text(known, row)}", _changed(now, row))
    return row


def history(table: str, key: Mapping[str, Any] | None = None) -> list[Row]:
    """List what was written in a table, or in one row of it, oldest first.

    ``avant`` and ``apres`` are whole rows, with dates as texts; ``avant`` is None at the creation.
    """
    asked = select(trace).where(trace.c.table_nom == table).order_by(trace.c.rang.asc())
    if key is not None:
        asked = asked.where(trace.c.cle == key_text(TABLES[table], tidy(key)))
    with reading() as connection:
        found = [] if connection is None else list(connection.execute(asked).mappings())
    return [
        dict(one)
        | {name: json.loads(one[name]) if one[name] else None for name in ("avant", "apres")}
        for one in found
    ]


def holds(row: Row, wanted: Mapping[str, Any]) -> bool:
    """Tell whether a row already says all that is wanted of it."""
    return all(row.get(name, ...) == value for name, value in tidy(wanted).items())


def now_text() -> str:
    """Write this moment as the file keeps it: UTC, to the microsecond: they order the rows."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def key_text(table: Table, row: Mapping[str, Any]) -> str:
    """Write the key of a row as the trace keeps it."""
    return as_json({name: row[name] for name in key_of(table)})


def as_json(row: Mapping[str, Any]) -> str:
    """Write a row as JSON, with dates as texts."""
    return json.dumps(row, ensure_ascii=False, default=date.isoformat)


def tell(
    connection: Connection, table: Table, before: Row | None, after: Row, author: str, gesture: str
) -> None:
    """Add to the trace who changed what, in the transaction that changes it."""
    connection.execute(
        insert(trace).values(
            trace_id=uuid4().hex,
            moment=now_text(),
            auteur=author,
            geste=gesture,
            table_nom=table.name,
            cle=key_text(table, after),
            avant=as_json(before) if before else None,
            apres=as_json(after),
        )
    )


def find(connection: Connection, table: Table, key: Mapping[str, Any]) -> Row | None:
    """Read one row by its key; None when there is none."""
    found = connection.execute(select(table).where(is_row(table, key))).mappings().first()
    return dict(found) if found else None


def is_row(table: Table, key: Mapping[str, Any]) -> Any:
    """Name one row by every column of the key; one that is not given matches nothing."""
    return and_(*(table.c[name] == key.get(name) for name in key_of(table)))


def _next(table: Table, now: Row | None, wanted: Mapping[str, Any], author: str | None) -> Row:
    """Make the row as it will stand: what is in place, what is wanted, who and when."""
    moment = now_text()
    if now is None:
        empty = {column.name: None for column in table.columns}
        today = {"date": datetime.now(UTC).date()} if "date" in table.c else {}
        start = empty | DEFAULTS.get(table.name, {}) | today
        first = {"auteur": author, "date_creation": moment}
    else:
        start, first = now, {name: now[name] for name in ("auteur", "date_creation")}
    last = {"modifie_par": author, "date_modification": moment}
    return start | dict(wanted) | first | last | {"revision": (now["revision"] if now else 0) + 1}


def _changed(now: Row | None, row: Row) -> dict[str, str | int]:
    """Say in the journal which columns change, never what was typed: the trace keeps that."""
    changed = [name for name in row if name not in AUDIT and row[name] != (now or {}).get(name)]
    return {"revision": row["revision"], "colonnes": " ".join(changed)}


def _write(connection: Connection, table: Table, row: Row, now: Row | None) -> None:
    if now is None:
        connection.execute(insert(table).values(row))
        return
    seen = and_(is_row(table, row), table.c.revision == now["revision"])
    connection.execute(update(table).where(seen).values(row))


def _conflict(
    connection: Connection, table: Table, now: Row | None, seen: int | None, mine: Row
) -> Exception:
    """Bring together the row in place, the one that was seen, and what was to be written."""
    if now is None:
        return Gone()
    return Conflict(table.name, now, _as_seen(connection, table, now, seen), mine)


def _as_seen(connection: Connection, table: Table, now: Row, seen: int | None) -> Row | None:
    """Find in the trace the row as it was at a revision."""
    told = connection.execute(
        select(trace.c.apres)
        .where(trace.c.table_nom == table.name, trace.c.cle == key_text(table, now))
        .order_by(trace.c.rang.desc())
    ).scalars()
    return next((row for row in _read(told, table) if row["revision"] == seen), None)


def _read(texts: Iterable[str], table: Table) -> Iterable[Row]:
    dates = [one.name for one in table.columns if one.type.python_type is date]
    for text in texts:
        row = json.loads(text)
        for name in dates:
            row[name] = date.fromisoformat(row[name]) if row.get(name) else None
        yield row
