"""Read a correspondence: which question of a form fills which column of our tables.

The format is told in ``data/contrats/correspondances/README.md``.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cartomut.contracts import Contract, contracts
from cartomut.findings import ERROR, REJECT, Finding, Rule
from cartomut.i18n import N_
from cartomut.paths import CONTRACTS

FOLDER = CONTRACTS / "correspondances"
MAIN = "principale"
KEY = "@cle"  # stands for the key of the submission, or of the row of a repeat
LOADED = ("source", "correction")  # tables of other families that an import may bring

NOT_TOML = Rule(
    "R-30",
    REJECT,
    N_("La correspondance n'est pas un fichier TOML lisible ({valeur})."),
    N_("Aucune question du formulaire ne peut être rangée dans une table."),
    N_("Corriger cette ligne ; les guillemets et les crochets vont par deux."),
)
NO_SUCH_TABLE = Rule(
    "R-31",
    ERROR,
    N_("La correspondance remplit une table « {valeur} », qui n'existe pas."),
    N_("Les réponses de cette section ne seraient chargées nulle part."),
    N_("Prendre le nom d'une table de data/contrats."),
)
NO_SUCH_COLUMN = Rule(
    "R-32",
    ERROR,
    N_("La table « {table} » n'a pas de colonne « {valeur} »."),
    N_("La réponse à cette question ne serait chargée nulle part."),
    N_("Prendre le nom d'une colonne du contrat de la table, ou retirer la ligne."),
)
NO_SUCH_KEY = Rule(
    "R-33",
    ERROR,
    N_("La correspondance ne connaît pas de réglage « {valeur} »."),
    N_("Il resterait sans effet."),
    N_("Voir les réglages permis dans data/contrats/correspondances/README.md."),
)
WRONG_VALUE = Rule(
    "R-34",
    ERROR,
    N_("« {valeur} » devrait être {attendu}."),
    N_("Le réglage ne peut être compris."),
    N_("Voir un exemple dans data/contrats/correspondances/etude_mutuelles.toml."),
)
NO_TABLE = Rule(
    "R-35",
    ERROR,
    N_("La correspondance ne remplit aucune table."),
    N_("Rien de ce formulaire ne serait chargé."),
    N_("Ajouter une partie [tables.…], ou en proposer une par : python -m cartomut map FICHIER."),
)

_SHAPES = {
    "text": N_("un texte entre guillemets"),
    "texts": N_("une liste de textes"),
    "truth": N_("true ou false"),
    "table": N_("une partie entre crochets"),
}
_TOP = {
    "formulaire": "text",
    "identifiants": "texts",
    "defauts": "table",
    "tables": "table",
    "libelles": "table",
}
_TABLE = {
    "section": "text",
    "position": "text",
    "facultative": "truth",
    "colonnes": "table",
    "constantes": "table",
    "codes": "table",
    "multiple": "text",
    "choix": "text",
    "reponse": "text",
    "proposes": "texts",
    "aucun": "texts",
}
_COLUMN_KEYS = ("choix", "reponse")  # settings of a table whose value is one of its columns
_TOML_PLACE = re.compile(r"at line (\d+)")


@dataclass(frozen=True)
class TableMap:
    """How one table is filled from one section of the form."""

    table: str
    section: str = MAIN
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # → questions, in order
    constants: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # choice → code
    position: str = ""  # the geopoint question
    optional: bool = False  # no row when none of its own questions is answered
    multiple: str = ""  # the select_multiple question that makes one row per choice
    choice: str = ""  # the column that takes the choice
    answer: str = ""  # the column that says true or false
    offered: tuple[str, ...] = ()  # the choices of the form
    none: tuple[str, ...] = ()  # choices that mean none of these

    @property
    def questions(self) -> Iterator[str]:
        """Every question that this table asks for, keys of submissions left out."""
        for asked in self.columns.values():
            yield from (question for question in asked if question != KEY)
        yield from (question for question in (self.position, self.multiple) if question)


@dataclass(frozen=True)
class Correspondence:
    """A form and the tables that its answers fill."""

    file: str
    form: str = ""
    ids: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[TableMap, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of questions, sections


@cache
def shipped() -> tuple[Correspondence, ...]:
    """Read the correspondences of ``data/contrats/correspondances``."""
    read = (load(path)[0] for path in sorted(FOLDER.glob("*.toml")))
    return tuple(found for found in read if found)


def load(path: Path) -> tuple[Correspondence | None, list[Finding]]:
    """Read a correspondence; None when it is unreadable, with all that is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as failure:
        return None, [Finding(NOT_TOML, path.name, value=str(failure))]
    return parse(text, path.name)


def parse(text: str, file: str) -> tuple[Correspondence | None, list[Finding]]:
    """Read the text of a correspondence; what is wrong is left out and reported."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as failure:
        place = _TOML_PLACE.search(str(failure))
        line = int(place[1]) if place else None
        return None, [Finding(NOT_TOML, file, line, value=str(failure))]
    reader = _Reader(text, file)
    return reader.correspondence(raw), reader.findings


def importable() -> dict[str, Contract]:
    """Name the tables that an import may fill; the other reference tables come with CartoMut."""
    return {
        name: contract
        for name, contract in contracts().items()
        if contract.is_study or name in LOADED
    }


class _Reader:
    """Reads one file and keeps what is wrong with it."""

    def __init__(self, text: str, file: str) -> None:
        self.lines = text.splitlines()
        self.file = file
        self.findings: list[Finding] = []

    def correspondence(self, raw: Mapping[str, Any]) -> Correspondence:
        top = self.settings(raw, _TOP, "")
        tables = [
            self.table(name, entry)
            for name, entry in top.get("tables", {}).items()
            if self.known_table(name, entry)
        ]
        if not tables:
            self.findings.append(Finding(NO_TABLE, self.file))
        return Correspondence(
            self.file,
            top.get("formulaire", ""),
            tuple(top.get("identifiants", ())),
            self.values(top.get("defauts", {}), "defauts"),
            tuple(tables),
            self.lists(top.get("libelles", {}), "libelles"),
        )

    def known_table(self, name: str, entry: Any) -> bool:
        if name not in importable():
            self.add(NO_SUCH_TABLE, f"tables.{name}", "", name)
            return False
        return self.shaped(entry, "table", "tables", name)

    def table(self, name: str, entry: Mapping[str, Any]) -> TableMap:
        part = f"tables.{name}"
        known = self.settings(entry, _TABLE, part)
        codes = {
            column: self.values(choices, f"{part}.codes.{column}")
            for column, choices in self.of_table(name, known, "codes").items()
            if self.shaped(choices, "table", f"{part}.codes", column)
        }
        for key in _COLUMN_KEYS:
            if known.get(key) and not contracts()[name].has(known[key]):
                self.add(NO_SUCH_COLUMN, part, key, known.pop(key), table=name)
        return TableMap(
            name,
            known.get("section", MAIN),
            self.lists(self.of_table(name, known, "colonnes"), f"{part}.colonnes"),
            self.values(self.of_table(name, known, "constantes"), f"{part}.constantes"),
            codes,
            known.get("position", ""),
            known.get("facultative", False),
            known.get("multiple", ""),
            known.get("choix", ""),
            known.get("reponse", ""),
            tuple(known.get("proposes", ())),
            tuple(known.get("aucun", ())),
        )

    def of_table(self, table: str, known: Mapping[str, Any], key: str) -> dict[str, Any]:
        """Keep the entries of this part whose name is a column of the table."""
        columns = {column.name for column in contracts()[table].file_fields}
        part = known.get(key, {})
        for name in sorted(part.keys() - columns):
            self.add(NO_SUCH_COLUMN, f"tables.{table}.{key}", name, name, table=table)
        return {name: value for name, value in part.items() if name in columns}

    def settings(
        self, raw: Mapping[str, Any], shapes: Mapping[str, str], part: str
    ) -> dict[str, Any]:
        """Keep the settings that exist and have the right shape."""
        for key in sorted(raw.keys() - shapes.keys()):
            self.add(NO_SUCH_KEY, part, key, key)
        return {
            key: value
            for key, value in raw.items()
            if key in shapes and self.shaped(value, shapes[key], part, key)
        }

    def values(self, raw: Mapping[str, Any], part: str) -> dict[str, str]:
        """Keep texts, numbers and dates, as the text that a cell would hold."""
        kept = {}
        for key, value in raw.items():
            if isinstance(value, bool):
                kept[key] = "true" if value else "false"
            elif isinstance(value, (dict, list)):
                self.wrong(value, "text", part, key)
            else:
                kept[key] = str(value)
        return kept

    def lists(self, raw: Mapping[str, Any], part: str) -> dict[str, tuple[str, ...]]:
        """Keep texts and lists of texts, as tuples."""
        kept = {}
        for key, value in raw.items():
            texts = [value] if isinstance(value, str) else value
            if self.shaped(texts, "texts", part, key):
                kept[key] = tuple(texts)
        return kept

    def shaped(self, value: Any, shape: str, part: str, key: str) -> bool:
        """Tell whether a value has its shape; report it when not."""
        right = {
            "text": isinstance(value, str),
            "texts": isinstance(value, list) and all(isinstance(one, str) for one in value),
            "truth": isinstance(value, bool),
            "table": isinstance(value, dict),
        }[shape]
        if not right:
            self.wrong(value, shape, part, key)
        return right

    def wrong(self, value: Any, shape: str, part: str, key: str) -> None:
        self.add(WRONG_VALUE, part, key, str(value), attendu=(_SHAPES[shape], ""))

    def add(self, rule: Rule, part: str, key: str, value: str, **fields: Any) -> None:
        line = self.line(part, key)
        self.findings.append(Finding(rule, self.file, line, key, value, fields))

    def line(self, part: str, key: str) -> int | None:
        """Find the line where a part begins, or where a setting of this part stands."""
        inside, found = not part, None
        for number, line in enumerate(self.lines, 1):
            text = line.strip()
            if text.startswith("["):
                inside = text.strip("[] ") == part
                found = number if inside and found is None else found
            elif inside and re.match(rf"[\"']?{re.escape(key)}[\"']?\s*=", text):
                return number
        return found
