"""Tables as CSV: the language's separators, no formulas, dataset and filters in each row."""

import pandas as pd

from cartomut.exports import audience
from cartomut.i18n import Language

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv(rows: pd.DataFrame, dataset: str, filters: str, _: Language) -> bytes:
    """Write rows as CSV that a French or English spreadsheet opens with a double click.

    French: ``;`` and decimal comma; English: ``,`` and decimal point; UTF-8 with a signature.
    Column names and codes are those of the data, in any language. ``jeu`` names the dataset on
    every row; ``filtres`` is there when some were active, ``vu_par`` when it is known for whom.
    """
    marked = rows.assign(jeu=dataset)
    if audience.code():
        marked[audience.KEY] = audience.code()
    if filters:
        marked["filtres"] = filters
    return bare_csv(marked, _)


def bare_csv(rows: pd.DataFrame, _: Language) -> bytes:
    """Write rows that are of no dataset, in the same signs."""
    written = rows.copy()
    texts = written.select_dtypes(include=["object", "string"]).columns
    written[texts] = written[texts].map(without_formula)
    separator, decimal = (";", ",") if _.code == "fr" else (",", ".")
    text = written.to_csv(index=False, sep=separator, decimal=decimal, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def without_formula(value: object) -> object:
    """Put a quote before a text that a spreadsheet would run as a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value
