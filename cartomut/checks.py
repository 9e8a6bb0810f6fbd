"""Check what comes in: is the file readable, does it keep its contract, do the rules hold?

A finding says where, what was found, why it matters and what to do. Its texts are French patterns
with ``{fields}``, translated when they are shown. All faults are returned, never the first only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from cartomut.contracts import Contract, identifier
from cartomut.i18n import Language
from cartomut.paths import QUERIES
from cartomut.sqlfiles import SqlFile

REJECT, ERROR, WARNING = "rejet", "erreur", "avertissement"
CodeLists = Mapping[str, frozenset[str]]


def N_(text: str) -> str:
    """Mark a text for the catalogue without translating it now."""
    return text


@dataclass(frozen=True)
class Rule:
    """What a kind of fault is called and how it is explained."""

    code: str
    level: str
    message: str
    why: str
    fix: str


@dataclass(frozen=True)
class Finding:
    """One fault, at one place."""

    rule: Rule
    file: str
    line: int | None = None
    column: str = ""
    value: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """Tell whether the store may not be built with this fault."""
        return self.rule.level in (REJECT, ERROR)

    def text(self, _: Language) -> str:
        """Write the finding in one paragraph: where, what, why, what to do."""
        known = {"valeur": self.value, "colonne": self.column, **self.fields}
        what = _(self.rule.message).format_map(known)
        place = ", ".join(
            part
            for part in (
                self.file,
                _("ligne {}").format(self.line) if self.line else "",
                _("colonne « {} »").format(self.column) if self.column else "",
            )
            if part
        )
        return f"[{self.rule.code}] {place} : {what} {_(self.rule.why)} {_(self.rule.fix)}"


UNREADABLE = Rule(
    "S-1",
    REJECT,
    N_("Le fichier ne se lit pas ({valeur})."),
    N_("Rien ne peut en être chargé."),
    N_("L'enregistrer en CSV, UTF-8, séparé par des virgules."),
)
COLUMNS = Rule(
    "S-2",
    REJECT,
    N_("Les colonnes ne sont pas celles du contrat ({valeur})."),
    N_("Une colonne absente ou inconnue ne peut être rangée dans la table."),
    N_("Reprendre les en-têtes de data/contrats."),
)
CELLS = Rule(
    "S-3",
    ERROR,
    N_("La ligne n'a pas le bon nombre de cellules ({valeur})."),
    N_("Les valeurs se décalent d'une colonne à l'autre."),
    N_("Vérifier les virgules et les guillemets de cette ligne."),
)
TYPE = Rule(
    "S-4",
    ERROR,
    N_("« {valeur} » n'est pas du type attendu ({attendu})."),
    N_("La valeur ne peut être ni comptée ni comparée."),
    N_("Corriger la valeur, ou laisser la cellule vide si elle est inconnue."),
)
CONSTRAINT = Rule(
    "S-5",
    ERROR,
    N_("« {valeur} » sort de ce qui est permis ({attendu})."),
    N_("Une valeur impossible fausserait les totaux et les cartes."),
    N_("Corriger la valeur à la source, ou laisser la cellule vide si elle est inconnue."),
)
CODE = Rule(
    "S-6",
    ERROR,
    N_("« {valeur} » n'est pas un code de la liste « {attendu} »."),
    N_("La valeur n'aurait ni nom ni couleur à l'écran."),
    N_("Choisir un code de data/reference/code_liste.csv, ou y ajouter le nouveau code."),
)
KEY = Rule(
    "S-7",
    ERROR,
    N_("La clé « {valeur} » existe déjà."),
    N_("La même chose serait comptée deux fois."),
    N_("Supprimer le doublon ou lui donner un identifiant propre."),
)
REFERENCE = Rule(
    "S-8",
    ERROR,
    N_("« {valeur} » n'existe pas dans la table « {attendu} »."),
    N_("La ligne pointerait vers rien."),
    N_("Corriger l'identifiant, ou ajouter la ligne manquante à cette table."),
)

_KINDS = {
    "type-error": TYPE,
    "constraint-error": CONSTRAINT,
    "missing-cell": CELLS,
    "extra-cell": CELLS,
    "blank-row": CELLS,
    "row-error": CELLS,
}
_LABELS = ("label", "header", "field")


def check_file(contract: Contract, path: Path) -> list[Finding]:
    """Check one CSV against its contract: readable, columns, types and constraints."""
    from frictionless import Resource, Schema  # slow to import; only builds and imports need it

    names = {entry.name for entry in contract.file_fields}
    descriptor = {
        "fields": [
            _plain(entry) for entry in contract.descriptor["fields"] if entry["name"] in names
        ]
    }
    resource = Resource(
        path=path.name, basepath=str(path.parent), schema=Schema.from_descriptor(descriptor)
    )
    report = resource.validate(limit_errors=1000)
    return [_finding(error, path) for task in report.tasks for error in task.errors]


def check_codes(
    con: duckdb.DuckDBPyConnection, tables: Iterable[Contract], files: Mapping[str, str]
) -> list[Finding]:
    """Find values of coded columns that their code list does not have."""
    found = []
    for contract in tables:
        for column in contract.fields:
            if column.code_list:
                rows = con.execute(
                    _foreign_codes(contract, column.name), [column.code_list]
                ).fetchall()
                found += [
                    Finding(
                        CODE,
                        files[contract.name],
                        line,
                        column.name,
                        value,
                        {"attendu": column.code_list},
                    )
                    for line, value in rows
                ]
    return found


def check_keys(
    con: duckdb.DuckDBPyConnection, tables: Iterable[Contract], files: Mapping[str, str]
) -> list[Finding]:
    """Find repeated primary keys."""
    found = []
    for contract in tables:
        if contract.primary_key:
            rows = con.execute(_repeated_keys(contract)).fetchall()
            columns = ", ".join(contract.primary_key)
            found += [Finding(KEY, files[contract.name], None, columns, value) for (value,) in rows]
    return found


def check_references(
    con: duckdb.DuckDBPyConnection, tables: Iterable[Contract], files: Mapping[str, str]
) -> list[Finding]:
    """Find foreign keys that point to nothing."""
    found = []
    for contract in tables:
        for key in contract.foreign_keys:
            rows = con.execute(
                _orphans(contract, key.columns, key.table, key.references)
            ).fetchall()
            columns = ", ".join(key.columns)
            found += [
                Finding(
                    REFERENCE, files[contract.name], line, columns, value, {"attendu": key.table}
                )
                for line, value in rows
            ]
    return found


def check_rules(con: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Run the rules of ``queries/controles``; each returns the rows at fault."""
    found = []
    for path in sorted((QUERIES / "controles").glob("*.sql")):
        sql = SqlFile.read(path)
        rule = Rule(*(sql.text(name) for name in ("Code", "Level", "Message", "Why", "Fix")))
        answer = con.execute(sql.sql)
        columns = [entry[0] for entry in answer.description or ()]
        for row in answer.fetchall():
            values = dict(zip(columns, row, strict=True))
            found.append(Finding(rule, sql.text("Table"), values.get("ligne"), fields=values))
    return found


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    """Keep the standard keys; the types and constraints are all that the library checks."""
    kept: dict[str, Any] = {
        key: entry[key] for key in ("name", "type", "constraints") if key in entry
    }
    if kept["type"] == "boolean":
        kept |= {"trueValues": ["true"], "falseValues": ["false"]}
    return kept


def _finding(error: Any, path: Path) -> Finding:
    kind = str(error.type)
    value = str(getattr(error, "cell", "") or "")
    line = getattr(error, "row_number", None)
    column = str(getattr(error, "field_name", "") or "")
    if kind in ("type-error", "constraint-error"):
        return Finding(_KINDS[kind], path.name, line, column, value, {"attendu": error.note})
    if kind in _KINDS:
        return Finding(_KINDS[kind], path.name, line, column, error.note)
    rule = COLUMNS if any(part in kind for part in _LABELS) else UNREADABLE
    return Finding(rule, path.name, line, column, error.note)


def _line(contract: Contract) -> str:
    return "ligne" if contract.has("ligne") else "cast(null as BIGINT)"


def _foreign_codes(contract: Contract, column: str) -> str:
    table, name = identifier(contract.name), identifier(column)
    return (
        f"select {_line(contract)}, {name} from {table} where {name} is not null and {name} not in "
        "(select code from code_liste where liste = ?) order by all"
    )


def _repeated_keys(contract: Contract) -> str:
    columns = ", ".join(identifier(name) for name in contract.primary_key)
    return (
        f"select concat_ws(' / ', {columns}) from {identifier(contract.name)} "
        f"group by {columns} having count(*) > 1 order by all"
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
        f"select {_line(contract)}, concat_ws(' / ', {', '.join(here)}) "
        f"from {identifier(contract.name)} as here where {known} and not exists "
        f"(select 1 from {identifier(table)} as there where {same}) order by all"
    )
