"""What the tests of rules share: a row of any table, and the lines that one rule finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cartomut.contracts import FILLED_BY_LOADER, contracts
from cartomut.queries import names, query
from tests.conftest import HARMLESS

RULES = {query(name).text("Code"): query(name) for name in names("controles")}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """Rows of the rule's table that break it, rows at the limit that do not, and what is beside.

    ``base`` is in every row; a row without a key gets one of its own.
    """

    breaks: Sequence[Row]
    holds: Sequence[Row]
    base: Row = field(default_factory=dict)
    beside: Sequence[tuple[str, Row]] = ()


def put(connection: Any, table: str, **values: Any) -> None:
    """Insert a row, harmless where it must have a value; ``precedente.x`` has the columns of x."""
    contract = contracts().get(table.removeprefix("precedente."))
    required = [one for one in contract.fields if one.required] if contract else []
    row = {one.name: HARMLESS[one.type] for one in required if one.name not in FILLED_BY_LOADER}
    row |= values
    marks = ", ".join("?" * len(row))
    connection.execute(
        f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values())
    )


def found(connection: Any, code: str) -> list[dict[str, Any]]:
    """Return what one rule finds, as rows by column."""
    answer = connection.execute(RULES[code].sql)
    columns = [entry[0] for entry in answer.description]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def check(connection: Any, code: str, case: Case) -> None:
    """Hold that the rule finds the rows that break it, once each, and no other."""
    table = RULES[code].text("Table")
    key = contracts()[table].fields[0].name
    for name, row in case.beside:
        put(connection, name, **row)
    for line, row in enumerate((*case.breaks, *case.holds), 2):
        put(connection, table, **{key: f"r{line}", "ligne": line, **case.base, **row})
    faults = found(connection, code)
    lines = [row["ligne"] for row in faults]
    assert [row for row in faults if not contracts()[table].has(row["colonne"])] == []
    assert lines == list(range(2, 2 + len(case.breaks)))
