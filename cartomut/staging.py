"""Rows as received, as text, in tables of their own; then the same rows with the contract's types.

The staged tables live in a database of their own, ``recu``, beside the one being built, and
disappear with it. Within one import every row has one number: the number of its file or sheet,
times ``SPAN``, plus its line as a person sees it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import duckdb
import pandas as pd

from cartomut.contracts import Contract, Field, contracts, identifier, literal
from cartomut.sources.sheets import Incoming, Row

SPAN = 10_000_000
CHUNK = 20_000  # rows that travel at once from a reader to the database
READ = {  # {0} is the number that a cell said, {1} its text
    "string": "{1}",
    "integer": "lit_entier({0})",
    "number": "{0}",
    "boolean": "lit_booleen({1})",
    "date": "lit_date({1})",
    "year": "lit_annee({0})",
}
PERSONAL = re.compile(  # the same as the macro est_personnel
    r"(?<!\d)(?:\+?225[ .-]?)?(?:01|05|07|21|25|27)(?:[ .-]?\d{2}){4}(?!\d)"
    r"|\+(?:[ .()-]*\d){11,13}(?!\d)"
    r"|[\w.+-]+@[\w-]+\.[a-zA-Z]{2,}"
)
TERRITORIES = ("region", "district")  # a key to them may be given as a name
_NAMED = """
    create or replace table recu.code_lu as
    with ecrit as (
        select liste, nom_simple(code) as cle, code, 0 as rang from code_liste
        union all
        select liste, nom_simple(nom_fr), code, 1 from code_liste
        union all
        select liste, nom_simple(nom_en), code, 1 from code_liste
        union all
        select 'region', nom_simple(region_code), region_code, 0 from region
        union all
        select 'region', nom_territoire(nom), region_code, 1 from region
        union all
        select 'district', nom_simple(district_code), district_code, 0 from district
        union all
        select 'district', nom_territoire(nom), district_code, 1 from district
    ),

    meilleur as (
        select distinct liste, cle, code from ecrit
        qualify rang = min(rang) over (partition by liste, cle)
    )

    select liste, cle, any_value(code) as code from meilleur
    group by liste, cle
    having count(*) = 1
    order by all
"""


@dataclass(frozen=True)
class Origin:
    """A file or sheet that rows came from, and the header of each column as it was written."""

    file: str
    sheet: str
    headers: Mapping[str, str]


class Staging:
    """The rows of one import, by table of the contracts."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self.origins: list[Origin] = []
        self.files: dict[str, list[int]] = {}  # table → its origins
        self.rows: dict[str, int] = {}  # table → rows received

    def add(self, incoming: Incoming) -> int:
        """Take in the rows of one table; returns how many there were."""
        first = len(self.origins) * SPAN
        headers = dict(zip(incoming.columns, incoming.headers, strict=True))
        if incoming.table not in self.files:
            self._create(contracts()[incoming.table])
        self.files.setdefault(incoming.table, []).append(len(self.origins))
        self.origins.append(Origin(incoming.file, incoming.sheet, headers))
        before = self._count(incoming.table)
        if not (incoming.path and self._copy(incoming, first)):
            self._insert(incoming, first)
        added = self._count(incoming.table) - before
        self.rows[incoming.table] = self.rows.get(incoming.table, 0) + added
        return added

    def given(self, table: str) -> set[str]:
        """Return the columns that any source of a table fills."""
        return {
            column
            for number in self.files.get(table, ())
            for column in self.origins[number].headers
        }

    def locate(self, table: str, number: int | None) -> tuple[str, str, int | None]:
        """Return the file, the sheet and the line of a row; of the table's first file without."""
        if number is None:
            known = self.files.get(table)
            origin = self.origins[known[-1]] if known else Origin(table, "", {})
            return origin.file, origin.sheet, None
        origin = self.origins[number // SPAN]
        return origin.file, origin.sheet, number % SPAN

    def texts(self, table: str, numbers: Iterable[int]) -> dict[int, str]:
        """Write rows as they stood: header = cell for each cell that is not empty."""
        names = [field.name for field in contracts()[table].file_fields]
        columns = ", ".join(map(identifier, ["ligne", *names]))
        rows = self.con.execute(
            f"select {columns} from recu.{identifier(table)} "
            "where ligne in (select unnest($1::BIGINT[]))",
            [sorted(set(numbers))],
        ).fetchall()
        return {row[0]: self._row(table, row[0], row[1:]) for row in rows}

    def _row(self, table: str, number: int, cells: tuple[str | None, ...]) -> str:
        headers = self.origins[number // SPAN].headers
        fields = contracts()[table].file_fields
        return " | ".join(
            f"{headers[field.name]} = {_shown(field, cell)}"
            for field, cell in zip(fields, cells, strict=True)
            if field.name in headers and cell and cell.strip()
        )

    def name_codes(self) -> None:
        """Learn how codes and territories may be written, once the reference tables are there."""
        self.con.execute(_NAMED)

    def read(self, contract: Contract) -> None:
        """Give the rows of a table the contract's types: ``recu.lu_<table>``.

        ``fautes`` lists what is wrong in each row, as ``code:column`` of the structure's rules.
        """
        fields = contract.file_fields
        said = ", ".join(_said(field, contract) for field in fields)
        joined = ", ".join(
            f"coalesce(c{rank}.code, dit.{_text(field)}) as {identifier(field.name)}"
            if _list_of(field, contract)
            else f"{READ[field.type].format(_number(field), _text(field))} "
            f"as {identifier(field.name)}"
            for rank, field in enumerate(fields)
        )
        texts = ", ".join(f"dit.{_text(field)}" for field in fields)
        joins = " ".join(self._joins(contract))
        public = contract.is_study
        faults = ", ".join(fault for field in fields for fault in _faults(field, public))
        kept = ", ".join(identifier(field.name) for field in fields)
        self.con.execute(
            f"create or replace table recu.{identifier('lu_' + contract.name)} as "
            f"with dit as (select ligne, {said} from recu.{identifier(contract.name)}), "
            f"lu as (select dit.ligne, {joined}, {texts} from dit {joins}) "
            f"select ligne, {kept}, list_filter([{faults}], lambda f: f is not null) as fautes "
            "from lu order by ligne"
        )

    def move(self, contract: Contract) -> int:
        """Put the rows without fault into their table; returns how many."""
        names = [field.name for field in contract.file_fields]
        names += ["ligne"] if contract.has("ligne") else []
        columns = ", ".join(map(identifier, names))
        answer = self.con.execute(
            f"insert into {identifier(contract.name)} ({columns}) select {columns} "
            f"from recu.{identifier('lu_' + contract.name)} where len(fautes) = 0 order by ligne"
        ).fetchone()
        return int(answer[0]) if answer else 0

    def _create(self, contract: Contract) -> None:
        columns = ", ".join(f"{identifier(field.name)} VARCHAR" for field in contract.file_fields)
        self.con.execute(f"create table recu.{identifier(contract.name)} (ligne BIGINT, {columns})")

    def _count(self, table: str) -> int:
        answer = self.con.execute(f"select count(*) from recu.{identifier(table)}").fetchone()
        return int(answer[0]) if answer else 0

    def _copy(self, incoming: Incoming, first: int) -> bool:
        """Let DuckDB read a plain CSV itself; false when it cannot, as with mixed line ends."""
        names = ", ".join(identifier(name) for name in incoming.columns if name != "ligne")
        number = f"row_number() over () + {first + 1}"
        if "ligne" in incoming.columns:  # an edition remembers the line of the file it came from
            number = f"cast(ligne as BIGINT) + {first}"
        try:
            self.con.execute(
                f"insert into recu.{identifier(incoming.table)} by name select {number} as ligne, "
                f"{names} from {plain_csv(str(incoming.path), incoming.columns)}"
            )
        except duckdb.InvalidInputException:
            return False
        return True

    def _insert(self, incoming: Incoming, first: int) -> None:
        names = ", ".join(identifier(name) for name in incoming.columns if name != "ligne")
        number = '"numero du rang"'
        if "ligne" in incoming.columns:  # an edition remembers the line of the file it came from
            number = f"cast(ligne as BIGINT) + {first}"
        for rows in _chunks(incoming.rows()):
            frame = pd.DataFrame([cells for _line, cells in rows], columns=list(incoming.columns))
            frame["numero du rang"] = [line + first for line, _cells in rows]
            self.con.register("apporte", frame.astype(dict.fromkeys(incoming.columns, "str")))
            self.con.execute(
                f"insert into recu.{identifier(incoming.table)} by name "
                f"select {number} as ligne, {names} from apporte"
            )
            self.con.unregister("apporte")

    def _joins(self, contract: Contract) -> Iterator[str]:
        for rank, field in enumerate(contract.file_fields):
            code_list = _list_of(field, contract)
            if code_list:
                name = "nom_territoire" if code_list in TERRITORIES else "nom_simple"
                yield (
                    f"left join recu.code_lu as c{rank} on c{rank}.liste = {literal(code_list)} "
                    f"and c{rank}.cle = {name}(dit.{_text(field)})"
                )


def plain_csv(path: str, columns: Iterable[str]) -> str:
    """Write the SQL that reads a CSV as texts, nothing guessed: a guess skips lines with #."""
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    return (
        f"read_csv({literal(path)}, auto_detect = false, columns = {{{types}}}, header = true, "
        "delim = ',', quote = '\"', escape = '\"', strict_mode = true)"
    )


def _text(field: Field) -> str:
    """Name what a cell said, NULL when it said nothing."""
    return identifier(f"dit {field.name}")


def _number(field: Field) -> str:
    """Name the number that a cell said."""
    return identifier(f"nombre {field.name}")


def _said(field: Field, contract: Contract) -> str:
    cell = identifier(field.name)
    if field.type == "string" and not _list_of(field, contract):
        return f"case when trim({cell}) <> '' then {cell} end as {_text(field)}"
    said = f"case when not est_absent({cell}) then {cell} end as {_text(field)}"
    if field.type in ("integer", "number", "year"):
        said += f", nombre_ecrit({_text(field)}) as {_number(field)}"
    return said


def mask(text: str) -> str:
    """Hide what designates a person: telephone numbers, electronic addresses."""
    return PERSONAL.sub("•••", text)


def _shown(field: Field, cell: str) -> str:
    return mask(cell) if field.type == "string" else cell


def _list_of(field: Field, contract: Contract) -> str:
    """Return the code list of a column, or the territory that it names; empty otherwise."""
    if field.type != "string":
        return ""
    if field.code_list:
        return field.code_list
    pointed = (key.table for key in contract.foreign_keys if key.columns == (field.name,))
    return next((table for table in pointed if table in TERRITORIES), "")


def _faults(field: Field, public: bool) -> Iterator[str]:
    """Write the SQL that names each fault of a column, NULL where there is none."""
    value, text = identifier(field.name), _text(field)

    def when(condition: str, code: str) -> str:
        return f"case when {condition} then {literal(f'{code}:{field.name}')} end"

    if field.type != "string":
        unread = f"{value} is null and {text} is not null"
        money = f"est_autre_monnaie({text})" if "FCFA" in field.unit else "false"
        yield when(f"{unread} and not {money}", "S-4")
        if money != "false":
            yield when(f"{unread} and {money}", "S-12")
    elif public and not field.code_list:
        yield when(f"est_personnel({text})", "S-11")
    if field.required:
        yield when(f"{text} is null", "S-9")
    for limit, sign in (("minimum", "<"), ("maximum", ">")):
        if limit in field.constraints:
            yield when(f"{value} {sign} {field.constraints[limit]}", "S-5")
    if "pattern" in field.constraints:
        pattern = literal(str(field.constraints["pattern"]))
        yield when(f"not regexp_full_match({value}, {pattern})", "S-5")


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
