"""Check what comes in against the contracts and the rules; every fault is found, none is hidden.

Each check names its faulty rows in SQL. In an import the rows at fault are set aside (``aside``)
and the rest goes on; a build of a dataset's own files stops on them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import duckdb

from cartomut import findings
from cartomut.contracts import Contract, contracts, identifier
from cartomut.findings import ERROR, Finding, Rule
from cartomut.i18n import N_
from cartomut.paths import QUERIES
from cartomut.sqlfiles import SqlFile
from cartomut.staging import Staging, mask

SHOWN = 1000  # findings of one rule in one column of one table that are told one by one
BY_LOADER = {"source_id", "nature"}  # an import fills them where the source says nothing
STRUCTURE = {
    rule.code: rule
    for rule in (
        findings.TYPE,
        findings.CONSTRAINT,
        findings.REQUIRED,
        findings.PERSONAL,
        findings.CURRENCY,
    )
}
_EXPECTED = {
    "string": N_("un texte"),
    "integer": N_("un nombre entier"),
    "number": N_("un nombre"),
    "boolean": N_("oui ou non"),
    "date": N_("une date, comme 2024-12-31 ou 31/12/2024"),
    "year": N_("une année à quatre chiffres"),
}
_LIMITS = {
    "minimum": N_("au moins {}"),
    "maximum": N_("au plus {}"),
    "pattern": N_("de la forme {}"),
}


def without_boundary(table: str, code: str, name: str) -> Finding:
    """Report a territory that the boundaries do not know."""
    return Finding(findings.BOUNDARY, f"{table}.csv", column=code, value=name)


class Checker:
    """Runs the checks of one build or import over the rows that were staged."""

    def __init__(self, con: duckdb.DuckDBPyConnection, staging: Staging, *, aside: bool) -> None:
        self.con = con
        self.staging = staging
        self.aside = aside
        self.found: list[Finding] = []

    def columns(self, contract: Contract, *, filled: Iterable[str] = ()) -> None:
        """Find columns that every row needs and that no source gives."""
        given = self.staging.given(contract.name) | set(filled)
        missing = [field.name for field in contract.file_fields if field.required]
        missing = [name for name in missing if name not in given]
        if missing:
            file, sheet, _line = self.staging.locate(contract.name, None)
            text = ", ".join(missing)
            self.found.append(
                Finding(findings.COLUMNS, file, value=text, fields={"sens": "absente"}, sheet=sheet)
            )

    def cells(self, contract: Contract) -> None:
        """Tell what ``Staging.read`` found in the cells: types, required values, limits."""
        table = identifier(f"lu_{contract.name}")
        counts = self.con.execute(
            f"select faute, count(*) from (select unnest(fautes) as faute from recu.{table}) "
            "group by faute order by faute"
        ).fetchall()
        for fault, count in counts:
            code, _colon, column = fault.partition(":")
            cell = identifier(column)
            rows = self.con.execute(
                f"select lu.ligne, brut.{cell} from recu.{table} as lu "
                f"join recu.{identifier(contract.name)} as brut using (ligne) "
                "where list_contains(lu.fautes, ?) order by lu.ligne limit ?",
                [fault, SHOWN],
            ).fetchall()
            expected = _expected(contract, code, column)
            self._tell(
                STRUCTURE[code],
                contract.name,
                [(number, column, mask(value or ""), expected) for number, value in rows],
                count,
            )

    def codes(self, contract: Contract) -> None:
        """Find values of coded columns that their code list does not have."""
        for column in contract.fields:
            if column.code_list:
                self._run(
                    findings.CODE,
                    contract,
                    column.name,
                    _foreign_codes(contract, column.name),
                    {"attendu": column.code_list},
                    [column.code_list],
                )

    def keys(self, contract: Contract) -> None:
        """Find repeated keys; the first row keeps it, two unknown values count as the same."""
        for key in contract.keys:
            self._run(findings.KEY, contract, ", ".join(key), _repeated_keys(contract, key))

    def references(self, contract: Contract) -> int:
        """Find keys that point to nothing; returns how many rows were at fault."""
        return sum(
            self._run(
                findings.REFERENCE,
                contract,
                ", ".join(key.columns),
                _orphans(contract, key.columns, key.table, key.references),
                {"attendu": key.table},
            )
            for key in contract.foreign_keys
        )

    def rules(self) -> None:
        """Run the rules of ``queries/controles``; each returns the rows at fault."""
        for sql in rules():
            rule = rule_of(sql)
            table = sql.text("Table")
            self.con.execute(f"create or replace temp table fautif as {sql.sql}")
            rows = self._faulty(table, rule)
            told = []
            for row in rows:
                values = {name: "" if cell is None else cell for name, cell in row.items()}
                told.append(
                    (
                        row.get("ligne"),
                        str(row.get("colonne") or ""),
                        str(values.get("valeur", "")),
                        values,
                    )
                )
            self._tell(rule, table, told, self._count())

    def all_references(self, tables: list[Contract]) -> None:
        """Find all keys that point to nothing, and what points to rows that are now aside."""
        while sum([self.references(contract) for contract in tables]) and self.aside:
            continue

    def _run(
        self,
        rule: Rule,
        contract: Contract,
        column: str,
        sql: str,
        fields: dict[str, Any] | None = None,
        params: list[Any] | None = None,
    ) -> int:
        self.con.execute(f"create or replace temp table fautif as {sql}", params or [])
        count = self._count()
        if count:
            rows = self._faulty(contract.name, rule)
            self._tell(
                rule,
                contract.name,
                [(row["ligne"], column, mask(str(row["valeur"])), fields or {}) for row in rows],
                count,
            )
        return count

    def _count(self) -> int:
        answer = self.con.execute("select count(*) from fautif").fetchone()
        return int(answer[0]) if answer else 0

    def _faulty(self, table: str, rule: Rule) -> list[dict[str, Any]]:
        """Return the first faulty rows as they are told, and set all of them aside."""
        answer = self.con.execute(f"select * from fautif limit {SHOWN}")
        names = [entry[0] for entry in answer.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        numbered = "rang" in names or contracts()[table].has("ligne")
        if self.aside and rule.level == ERROR and numbered:
            by = ("rowid", "rang") if "rang" in names else ("ligne", "ligne")
            self.con.execute(
                f"delete from {identifier(table)} where {by[0]} in (select {by[1]} from fautif)"
            )
        return rows

    def _tell(
        self,
        rule: Rule,
        table: str,
        rows: list[tuple[int | None, str, str, dict[str, Any]]],
        count: int,
    ) -> None:
        numbers = [number for number, *_rest in rows if number is not None]
        texts = self.staging.texts(table, numbers) if numbers else {}
        for number, column, value, fields in rows:
            file, sheet, line = self.staging.locate(table, number)
            text = texts.get(number, "") if number is not None else ""
            finding = Finding(rule, file, line, column, value, fields, sheet, text)
            self.found.append(replace(finding, table=table, number=number))
        if count > len(rows):
            more = {"nombre": count - len(rows)}
            self.found.append(Finding(findings.MORE, table, value=rule.code, fields=more))


def rules() -> Iterator[SqlFile]:
    """Read the rules of ``queries/controles``, in the order of their files."""
    for path in sorted((QUERIES / "controles").glob("*.sql")):
        yield SqlFile.read(path)


def rule_of(sql: SqlFile) -> Rule:
    """Make a rule of a file's header."""
    return Rule(*(sql.text(name) for name in ("Code", "Level", "Message", "Why", "Fix")))


def _expected(contract: Contract, code: str, column: str) -> dict[str, Any]:
    field = next(one for one in contract.fields if one.name == column)
    if code == findings.CONSTRAINT.code:
        limits = {name: field.constraints[name] for name in _LIMITS if name in field.constraints}
        name, limit = next(iter(limits.items()))
        if len(limits) > 1:
            return {"attendu": (N_("de {}"), " – ".join(map(str, limits.values())))}
        return {"attendu": (_LIMITS[name], limit)}
    if code == findings.PERSONAL.code:
        return {"attendu": (N_("téléphone ou adresse électronique"), "")}
    return {"attendu": (_EXPECTED[field.type], "")}


def _line(contract: Contract) -> str:
    return "ligne" if contract.has("ligne") else "cast(null as BIGINT)"


def _foreign_codes(contract: Contract, column: str) -> str:
    table, name = identifier(contract.name), identifier(column)
    return (
        f"select {_line(contract)} as ligne, rowid as rang, {name} as valeur from {table} "
        f"where {name} is not null and {name} not in "
        "(select code from code_liste where liste = ?) order by all"
    )


def _repeated_keys(contract: Contract, key: tuple[str, ...]) -> str:
    columns = ", ".join(identifier(name) for name in key)
    return (
        f"select {_line(contract)} as ligne, rowid as rang, concat_ws(' / ', {columns}) as valeur "
        f"from {identifier(contract.name)} "
        f"qualify row_number() over (partition by {columns} order by rowid) > 1 order by all"
    )


def _orphans(
    contract: Contract, columns: tuple[str, ...], table: str, references: tuple[str, ...]
) -> str:
    here = [f"here.{identifier(name)}" for name in columns]
    known = " and ".join(f"{name} is not null" for name in here)
    same = " and ".join(
        f"there.{identifier(far)} = {near}" for far, near in zip(references, here, strict=True)
    )
    return (
        f"select {_line(contract)} as ligne, rowid as rang, "
        f"concat_ws(' / ', {', '.join(here)}) as valeur "
        f"from {identifier(contract.name)} as here where {known} and not exists "
        f"(select 1 from {identifier(table)} as there where {same}) order by all"
    )
