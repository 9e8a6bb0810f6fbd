"""Check what comes in: is the file readable, does it keep its contract, do the rules hold?

A finding says where, what was found, why it matters and what to do. Its texts are French patterns
with ``{fields}``, translated when they are shown. All faults are returned, never the first only.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from cartomut.contracts import Contract, Field, identifier
from cartomut.i18n import N_, Language
from cartomut.paths import QUERIES
from cartomut.sqlfiles import SqlFile

REJECT, ERROR, WARNING = "rejet", "erreur", "avertissement"


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
        known = {"valeur": self.value, "colonne": self.column}
        known |= {name: _said(value, _) for name, value in self.fields.items()}
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


def _said(value: Any, _: Language) -> Any:
    """Translate a field that is a pattern with its argument; others are values."""
    if isinstance(value, tuple):
        pattern, argument = value
        return _(pattern).format(argument)
    return value


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

TABLE = Rule(
    "S-0",
    REJECT,
    N_("Aucune table ne s'appelle « {valeur} »."),
    N_("Le fichier ne serait lu par personne."),
    N_("Donner au fichier le nom d'une table de data/contrats, ou le sortir du dossier."),
)
BOUNDARY = Rule(
    "S-10",
    REJECT,
    N_("« {valeur} » n'a pas de contour dans data/reference/limites."),
    N_("Le territoire ne pourrait être dessiné sur la carte."),
    N_("Écrire son nom comme dans le fichier des limites, ou y ajouter son contour."),
)
REQUIRED = Rule(
    "S-9",
    ERROR,
    N_("La valeur manque."),
    N_("Sans elle, la ligne ne peut être ni rangée ni citée."),
    N_("Remplir la cellule, ou retirer la ligne."),
)

_EXPECTED = {
    "string": N_("un texte"),
    "integer": N_("un nombre entier"),
    "number": N_("un nombre, avec un point décimal"),
    "boolean": N_("true ou false"),
    "date": N_("une date AAAA-MM-JJ"),
    "year": N_("une année"),
}
_LIMITS = {
    "minimum": N_("au moins {}"),
    "maximum": N_("au plus {}"),
    "pattern": N_("de la forme {}"),
    "unique": N_("une seule fois{}"),
}
_CONSTRAINT = re.compile(r'constraint "(?P<name>\w+)" is "(?P<limit>.*)"$', re.S)
_CELL_KINDS = ("missing-cell", "extra-cell", "blank-row", "row-error")
_LABELS = ("label", "header", "field")


def unknown_tables(paths: Iterable[Path]) -> list[Finding]:
    """Report files that bear the name of no table."""
    return [Finding(TABLE, path.name, value=path.stem) for path in paths]


def without_boundary(table: str, code: str, name: str) -> Finding:
    """Report a territory that the boundaries do not know."""
    return Finding(BOUNDARY, f"{table}.csv", column=code, value=name)


def check_file(contract: Contract, path: Path) -> list[Finding]:
    """Check one CSV against its contract: readable, columns, types and constraints."""
    from frictionless import Resource, Schema  # slow to import; only builds and imports need it

    names = {entry.name for entry in contract.file_fields}
    fields = [_plain(entry) for entry in contract.descriptor["fields"] if entry["name"] in names]
    schema = Schema.from_descriptor({"fields": fields})
    resource = Resource(path=path.name, basepath=str(path.parent), schema=schema, encoding="utf-8")
    report = resource.validate(limit_errors=1000)
    errors = [error for task in report.tasks for error in task.errors]
    found = [_finding(error, contract, path) for error in errors]
    return found or _check_casts(contract, path)


def _check_casts(contract: Contract, path: Path) -> list[Finding]:
    """Find values that the store's own types cannot hold, such as a number of thirty digits."""
    found = []
    with duckdb.connect() as con:
        try:
            rows = con.read_csv(
                str(path), header=True, all_varchar=True, quotechar='"', escapechar='"'
            )
            for column in contract.file_fields:
                name = identifier(column.name)
                faults = rows.project(f"row_number() over () + 1, {name}").filter(
                    f"{name} is not null and try_cast({name} as {column.sql_type}) is null"
                )
                found += [
                    _type_fault(path, column, line, value) for line, value in faults.fetchall()
                ]
        except duckdb.Error as failure:
            return [Finding(UNREADABLE, path.name, value=str(failure).splitlines()[0])]
    return found


def _type_fault(path: Path, column: Field, line: int, value: str) -> Finding:
    expected = {"attendu": (_EXPECTED[column.type], "")}
    return Finding(TYPE, path.name, line, column.name, value, expected)


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
    """Find repeated keys; two unknown values count as the same."""
    found = []
    for contract in tables:
        for key in contract.keys:
            rows = con.execute(_repeated_keys(contract, key)).fetchall()
            columns = ", ".join(key)
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
            values = dict(zip(columns, ("" if cell is None else cell for cell in row), strict=True))
            line = values.get("ligne")
            place = line if isinstance(line, int) else None
            found.append(Finding(rule, sql.text("Table"), place, fields=values))
    return found


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    """Keep the standard keys; the types and constraints are all that the library checks."""
    kept: dict[str, Any] = {
        key: entry[key] for key in ("name", "type", "constraints") if key in entry
    }
    if kept["type"] == "boolean":
        kept |= {"trueValues": ["true"], "falseValues": ["false"]}
    return kept


def _finding(error: Any, contract: Contract, path: Path) -> Finding:
    kind, note = str(error.type), str(error.note)
    line = getattr(error, "row_number", None)
    column = str(getattr(error, "field_name", "") or "")
    value = str(getattr(error, "cell", "") or "")
    if kind == "type-error":
        field_type = next(one.type for one in contract.fields if one.name == column)
        return Finding(
            TYPE, path.name, line, column, value, {"attendu": (_EXPECTED[field_type], "")}
        )
    if kind == "constraint-error":
        return _constraint_fault(path, line, column, value, note)
    if kind in _CELL_KINDS:
        return Finding(CELLS, path.name, line, column, note or kind)
    if any(part in kind for part in _LABELS):
        labels = str(getattr(error, "label", "") or column or note or kind)
        return Finding(COLUMNS, path.name, line, column, labels)
    return Finding(UNREADABLE, path.name, line, column, note or kind)


def _constraint_fault(path: Path, line: int | None, column: str, value: str, note: str) -> Finding:
    found = _CONSTRAINT.search(note)
    name, limit = (found["name"], found["limit"]) if found else ("", note)
    if name == "required":
        return Finding(REQUIRED, path.name, line, column)
    shown = "" if name == "unique" else limit
    expected = {"attendu": (_LIMITS.get(name, "{}"), shown)}
    return Finding(CONSTRAINT, path.name, line, column, value, expected)


def _line(contract: Contract) -> str:
    return "ligne" if contract.has("ligne") else "cast(null as BIGINT)"


def _foreign_codes(contract: Contract, column: str) -> str:
    table, name = identifier(contract.name), identifier(column)
    return (
        f"select {_line(contract)}, {name} from {table} where {name} is not null and {name} not in "
        "(select code from code_liste where liste = ?) order by all"
    )


def _repeated_keys(contract: Contract, key: tuple[str, ...]) -> str:
    columns = ", ".join(identifier(name) for name in key)
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
