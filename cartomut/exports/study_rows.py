"""The rows of a study's table behind a figure: whole, with the document, sheet and line of each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from cartomut.contracts import Contract, contracts
from cartomut.exports import tables
from cartomut.i18n import Language
from cartomut.queries import query
from cartomut.rights import Sight
from cartomut.store import Store

QUESTION = "listes/lignes_etude"
FIRST = ("nom", "annee", "fichier", "feuille", "ligne", "source_id", "nature")


@dataclass(frozen=True)
class Origins:
    """Where a table's rows came from: (file, sheet, rows) in the order of the edition's file.

    ``path`` is that file, None when the table is one file of its own.
    """

    sheets: Sequence[tuple[str, str, int]]
    path: Path | None = None


def whole(
    rows: pd.DataFrame,
    table: str,
    origins: Origins,
    documents: Mapping[str, str],
    withheld: Sequence[str] = (),
) -> pd.DataFrame:
    """Spread each row's content over the columns of its table, with where it comes from.

    Parameters
    ----------
    rows
        The answer of ``listes/lignes_etude``.
    documents
        ``source_id`` → title and passage. An identifier that it lacks stays.
    withheld
        Columns that this reader may not see.
    """
    content = pd.DataFrame([json.loads(text) for text in rows["contenu"]], index=rows.index)
    content = content.drop(columns=list(withheld), errors="ignore")
    names = [field.name for field in contracts()[table].fields if field.name in content]
    names += [str(name) for name in content if name not in names]
    kept = [name for name in names if name not in FIRST]
    lists = [name for name in kept if content[name].map(lambda cell: isinstance(cell, list)).any()]
    places = _places(content.assign(ligne=rows["ligne"]), table, origins)
    content[lists] = content[lists].map(lambda cell: ", ".join(cell or []))
    found = rows.assign(
        fichier=[" / ".join(dict.fromkeys(file for file, _sheet in one)) for one in places],
        feuille=[" / ".join(sheet for _file, sheet in one if sheet) for one in places],
        source_id=rows["source_id"].map(lambda one: documents.get(one, one)),
    )[list(FIRST)].replace("", None)
    return found.join(content[kept].convert_dtypes()).dropna(axis=1, how="all")


def file(
    opened: Store,
    params: Mapping[str, Any],
    origins: Origins,
    documents: Mapping[str, str],
    dataset: str,
    filters: str,
    withheld: Sequence[str],
    sight: Sight,
    _: Language,
) -> bytes:
    """Write every row that a reader may see as CSV, without the limit of the screen."""
    rows = query(QUESTION).seen_by(sight, opened, **{**params, "nombre": None})
    found = whole(rows, params["table_nom"], origins, documents, withheld)
    return tables.csv(found, dataset, filters, _)


def _places(content: pd.DataFrame, table: str, origins: Origins) -> list[list[tuple[str, str]]]:
    """Find the file and sheet of each row; all those that it may be in when they cannot be told."""
    everywhere = [(file, sheet) for file, sheet, _count in origins.sheets]
    if len(everywhere) < 2 or origins.path is None:
        return [everywhere] * len(content)
    contract = contracts()[table]
    keys = [*(contract.primary_key or _subjects(contract)), "ligne"]
    known = _by_key(origins.path, origins.sheets, keys)
    told = content[keys].astype("str").itertuples(index=False, name=None)
    return [known.get(key, everywhere) for key in told]


def _subjects(contract: Contract) -> tuple[str, ...]:
    return tuple(name for name in ("organisme_id", "centre_id") if contract.has(name))


def _by_key(
    path: Path, sheets: Sequence[tuple[str, str, int]], keys: list[str]
) -> dict[tuple[str, ...], list[tuple[str, str]]]:
    """Read which rows of the edition's file came from which sheet; empty when counts disagree."""
    rows = pd.read_csv(path, usecols=keys, dtype="str", keep_default_na=False)[keys]
    if len(rows) != sum(count for _file, _sheet, count in sheets):
        return {}
    places = [(file, sheet) for file, sheet, count in sheets for _row in range(count)]
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for key, place in zip(rows.itertuples(index=False, name=None), places, strict=True):
        if place not in found.setdefault(key, []):
            found[key].append(place)
    return found
