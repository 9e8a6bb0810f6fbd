"""The rows of a study's table behind a figure: whole, with the document, sheet and line of each."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cartomut.contracts import contracts
from cartomut.exports import tables
from cartomut.i18n import Language
from cartomut.queries import query
from cartomut.store import Store

QUESTION = "listes/lignes_etude"
FIRST = ("nom", "annee", "fichier", "feuille", "ligne", "source_id", "nature")
Origins = Sequence[Sequence[str]]


def whole(
    rows: pd.DataFrame, table: str, origins: Origins, documents: Mapping[str, str]
) -> pd.DataFrame:
    """Spread each row's content over the columns of its table, with where it comes from.

    Parameters
    ----------
    rows
        The answer of ``listes/lignes_etude``.
    origins
        The files and sheets of the table; several are all named, since a row is in one of them.
    documents
        ``source_id`` → title and passage. An identifier that it lacks stays.
    """
    content = pd.DataFrame([json.loads(text) for text in rows["contenu"]], index=rows.index)
    names = [field.name for field in contracts()[table].fields if field.name in content]
    names += [str(name) for name in content if name not in names]
    kept = [name for name in names if name not in FIRST]
    lists = [name for name in kept if content[name].map(lambda cell: isinstance(cell, list)).any()]
    content[lists] = content[lists].map(lambda cell: ", ".join(cell or []))
    places: dict[str, Any] = {
        "fichier": " / ".join(dict.fromkeys(file for file, _sheet in origins)),
        "feuille": " / ".join(sheet for _file, sheet in origins if sheet),
        "source_id": rows["source_id"].map(lambda one: documents.get(one, one)),
    }
    found = rows.assign(**places)[list(FIRST)]
    return found.join(content[kept].convert_dtypes()).dropna(axis=1, how="all")


def file(
    opened: Store,
    params: Mapping[str, Any],
    origins: Origins,
    documents: Mapping[str, str],
    dataset: str,
    filters: str,
    _: Language,
) -> bytes:
    """Write every row as CSV, without the limit of the screen."""
    rows = query(QUESTION).run(opened, **{**params, "nombre": None})
    return tables.csv(whole(rows, params["table_nom"], origins, documents), dataset, filters, _)
