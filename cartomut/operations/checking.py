"""What a row may hold: texts made safe to keep, then every value checked against its column."""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Column, Table

from cartomut.i18n import N_
from cartomut.operations.faults import Fault, Refused
from cartomut.operations.schema import AUDIT, CODES, LONGEST, Row
from cartomut.staging import PERSONAL

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # signs that make a text read backwards
_BREAKS = re.compile("\r\n?|\u2028|\u2029")
_FREE = ("texte", "commentaire", "droit_reponse", "motif", "responsable", "valide_par", "auteur")


def tidy(values: Mapping[str, Any]) -> Row:
    """Keep the signs that can be stored and read; a blank text is none."""
    return {
        name: _sign(value) if isinstance(value, str) else _plain(value)
        for name, value in values.items()
    }


def _sign(text: str) -> str | None:
    lines = _TURNING.sub("", _BREAKS.sub("\n", text))
    kept = "".join(
        sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return kept.strip() or None


def _plain(value: Any) -> Any:
    """Turn a number of numpy into Python's; what pandas takes for missing is none."""
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def examine(table: Table, row: Row) -> None:
    """Check a whole row.

    Raises
    ------
    Refused
        With every fault, when there is one.
    """
    unknown = [name for name in row if name not in table.c]
    if unknown:
        raise TypeError(f"{table.name} has no column {unknown}")
    faults = [fault for column in table.columns for fault in _faults(column, row.get(column.name))]
    if faults:
        raise Refused(faults)


def _faults(column: Column[Any], value: Any) -> Iterator[Fault]:
    name = column.name
    if value is None:
        if not column.nullable:
            yield Fault(name, N_("cette réponse est nécessaire."))
        return
    kind = column.type.python_type
    if not _is_of(kind, value):
        yield Fault(name, N_("« {valeur} » n'a pas la bonne forme."), valeur=str(value)[:40])
    elif kind is str:
        yield from _text_faults(column, value)


def _is_of(kind: type, value: Any) -> bool:
    if kind is float:
        return (
            isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        )
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    return type(value) is date if kind is date else isinstance(value, kind)


def _text_faults(column: Column[Any], text: str) -> Iterator[Fault]:
    listed = column.info.get("liste")
    most = getattr(column.type, "length", None) or LONGEST
    if listed and text not in CODES[listed]:
        yield Fault(
            column.name, N_("« {valeur} » n'est pas un code de la liste."), valeur=text[:40]
        )
    if len(text) > most:
        yield Fault(
            column.name,
            N_("{longueur} caractères, alors que {limite} au plus sont gardés."),
            longueur=len(text),
            limite=most,
        )
    if column.name in _FREE and column.name not in AUDIT and PERSONAL.search(text):
        yield Fault(
            column.name,
            N_("un téléphone ou une adresse électronique n'est pas gardé : l'ôter du texte."),
        )
