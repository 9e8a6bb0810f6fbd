"""Say what a question rests on: the views, macros and measures it uses, down to the base tables.

The SQL of ``queries/`` is read as text, so that whatever a question uses is found, whoever wrote
it: a table stands after ``from`` or ``join``, a macro before a parenthesis.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import duckdb

from cartomut.contracts import contracts
from cartomut.paths import QUERIES, ROOT

MEASURES = "mesure"  # the table that the files of queries/mesures fill
_CREATED = re.compile(
    r"^create (?:view|macro|table) (?:if not exists )?(?P<name>\w+)", re.MULTILINE
)
_COMMENT, _TEXT = re.compile(r"--.*"), re.compile(r"'(?:[^']|'')*'")
_TABLE = re.compile(r"\b(?:from|join)\s+(\w+)(?!\w*\s*\()")
_CALL = re.compile(r"\b(\w+)\s*\(")
_STEP = re.compile(r"\b(\w+) as (?:materialized )?\(")


@dataclass(frozen=True)
class Definition:
    """One view, macro, table or measure of ``queries/``: its name, its file, its SQL."""

    name: str
    file: str
    sql: str


@dataclass(frozen=True)
class Lineage:
    """What a question rests on: ``definitions`` in the order of their files, base ``tables``."""

    definitions: tuple[Definition, ...]
    tables: tuple[str, ...]

    @property
    def study_tables(self) -> tuple[str, ...]:
        """Return the tables whose rows come from a study or a published page."""
        return tuple(name for name in self.tables if contracts()[name].is_study)


@cache
def definitions() -> dict[str, Definition]:
    """Read every view, macro and table that the files of ``queries/schema`` create."""
    found = {}
    for path in sorted((QUERIES / "schema").glob("*.sql")):
        for statement in duckdb.extract_statements(path.read_text(encoding="utf-8")):
            created = _CREATED.search(statement.query)
            if created:
                file = str(path.relative_to(ROOT))
                found[created["name"]] = Definition(created["name"], file, statement.query.strip())
    return found


def lineage(sql: str, indicators: Iterable[str] = ()) -> Lineage:
    """Find what a statement rests on, directly or not.

    ``indicators`` are those asked of the catalogue: where the statement reads their measures, the
    files that compute them are part of what it rests on.
    """
    measures = [_measure(code) for code in sorted(indicators)]
    found: dict[str, Definition] = {}
    tables: set[str] = set()
    waiting = [sql]
    while waiting:
        names = _names(waiting.pop())
        tables |= names & contracts().keys()
        new = [definitions()[name] for name in names & definitions().keys() if name not in found]
        if any(one.name == MEASURES for one in new):
            new += [one for one in measures if one]
        found |= {one.name: one for one in new}
        waiting += [one.sql for one in new]
    ordered = sorted(found.values(), key=lambda one: (one.file, one.name))
    return Lineage(tuple(ordered), tuple(sorted(tables)))


def _measure(code: str) -> Definition | None:
    path = QUERIES / "mesures" / f"{code}.sql"
    if not re.fullmatch(r"\w+", code) or not path.is_file():
        return None
    return Definition(code, str(path.relative_to(ROOT)), path.read_text(encoding="utf-8").strip())


def _names(sql: str) -> set[str]:
    """List the tables that a statement reads and what it calls; its own steps are left out."""
    bare = _TEXT.sub("''", _COMMENT.sub("", sql))
    called = set(_CALL.findall(bare)) & definitions().keys()
    return (set(_TABLE.findall(bare)) - set(_STEP.findall(bare))) | called
