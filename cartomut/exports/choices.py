"""What a column of the workbook offers in its drop-down, and the code behind each label."""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cartomut.contracts import Contract, Field, contracts
from cartomut.i18n import Language
from cartomut.names import normalise
from cartomut.paths import REFERENCE

LONGEST = 500  # a drop-down that is longer helps nobody
_ONE_OF = re.compile(r"\^\(([a-z_|]+)\)\$")


@dataclass(frozen=True)
class Choices:
    """A drop-down: its name, and the text offered for each code, in order."""

    name: str
    labels: Mapping[str, str]


def choices(contract: Contract, field: Field, _: Language) -> Choices | None:
    """Find what a column offers: yes or no, a code list, a few words, codes of a small table."""
    if field.type == "boolean":
        return Choices("oui_non", {"true": _("oui"), "false": _("non")})
    if field.code_list:
        labels = code_labels(field.code_list, _)
        return Choices(field.code_list, labels) if 0 < len(labels) <= LONGEST else None
    found = _ONE_OF.fullmatch(str(limits(contract, field).get("pattern", "")))
    if found:
        return Choices(
            f"{contract.name}_{field.name}", {word: word for word in found[1].split("|")}
        )
    return _codes_of_table(contract, field)


def limits(contract: Contract, field: Field) -> Mapping[str, object]:
    """Return the constraints of a column: ``minimum``, ``maximum``, ``pattern``…"""
    entries = (one for one in contract.descriptor["fields"] if one["name"] == field.name)
    return dict(next(entries).get("constraints", {}))


def code_labels(code_list: str, _: Language) -> dict[str, str]:
    """Map each code of a list to the text that stands for it and for no other code.

    A label that another code shares, or that has no letter (``%``), gives way to the code.
    """
    rows = [row for row in _reference("code_liste") if row["liste"] == code_list]
    meanings = Counter(
        form
        for row in rows
        for form in {normalise(row[name]) for name in ("code", "nom_fr", "nom_en")}
    )
    labels = {row["code"]: str(_.pick(row["nom_fr"], row["nom_en"])) for row in rows}
    return {
        code: label if normalise(label) and meanings[normalise(label)] == 1 else code
        for code, label in labels.items()
    }


def definitions(code_list: str, _: Language) -> dict[str, tuple[str, str]]:
    """Map each code of a list to its name and its definition."""
    return {
        row["code"]: (
            str(_.pick(row["nom_fr"], row["nom_en"])),
            str(_.pick(row["definition_fr"], row["definition_en"])),
        )
        for row in _reference("code_liste")
        if row["liste"] == code_list
    }


def _codes_of_table(contract: Contract, field: Field) -> Choices | None:
    keys = [key for key in contract.foreign_keys if key.columns == (field.name,)]
    small = [key for key in keys if contracts()[key.table].family == "reference"]
    if not small or small[0].table == "source":
        return None
    key = small[0]
    codes = [row[key.references[0]] for row in _reference(key.table)]
    return Choices(key.table, {code: code for code in codes}) if 0 < len(codes) <= LONGEST else None


def _reference(table: str) -> list[dict[str, str]]:
    return _rows(REFERENCE / f"{table}.csv")


@cache
def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
