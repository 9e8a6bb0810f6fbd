"""What a data package holds: the tables that this reader may see, as the filters leave them.

Rows come by the question that also shows them on the page of evidence: small counts of disease are
masked in SQL, the filters are the page's. What is kept from the public is left out here, and named.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from cartomut.contracts import Contract, Field, contracts
from cartomut.exports import package_values
from cartomut.queries import query
from cartomut.rights import WHOLE, Sight
from cartomut.store import Store

ROWS, PLACES = "listes/lignes_etude", "listes/lieux"
REFERENCE = ("district", "region", "indicateur", "source", "code_liste")
# Tables, in the order of the package, whose rows anyone may read.
OPEN = (
    "organisme",
    "organisme_statut",
    "organisme_exercice",
    "perimetre",
    "centre",
    "centre_service",
    "centre_activite",
    "lien_reseau",
    "fait_publie",
    "affirmation",
)
RESERVED = (
    "implantation",
    "prestation_acte",
    "prestation_pathologie",
    "depense_sha",
    "projet",
    "financement_projet",
    "com_contrat",
    "com_axe",
    "com_objectif",
    "com_indicateur",
    "com_cible",
    "com_mesure",
    "com_evaluation",
    "com_moyen",
)
# Of these open tables, columns that only the regulator and PASS read; the rest of a mutual's year.
WITHHELD = {"centre": ("est_autorise",), "centre_activite": ("recettes_fcfa", "charges_fcfa")}
SHOWN = {
    "organisme_exercice": (
        *("organisme_id", "annee", "nb_adherents", "nb_beneficiaires", "population_cible"),
        *("source_id", "nature"),
    )
}
MASKED = {
    "centre_activite": Field(
        "masques",
        "string",
        "Colonnes masquées",
        "Masked columns",
        "Colonnes dont la valeur, de 1 à 4, n'est pas montrée ; séparées par « ; ».",
        'Columns whose value, 1 to 4, is not shown; separated by ";".',
    ),
    "prestation_pathologie": Field(
        "est_masque",
        "boolean",
        "Valeur masquée",
        "Value masked",
        "Vrai quand le nombre et le montant sont masqués : 1 à 4 cas, ou ce qui les rendrait.",
        "True when count and amount are not shown: 1 to 4 cases, or what would tell them.",
    ),
}
EVERYTHING: dict[str, Any] = dict.fromkeys(
    ("district", "region", "commune", "types", "etablissements", "relations", "statuts")
)


@dataclass(frozen=True)
class Table:
    """A table of the package: its contract, the columns that are given, its rows.

    ``withheld`` names the columns that this reader may not see; ``keys`` are the references to
    other tables of the package that every one of its rows respects.
    """

    contract: Contract
    fields: Sequence[Field]
    rows: pd.DataFrame
    withheld: Sequence[str] = ()
    keys: Sequence[Mapping[str, Any]] = ()

    @property
    def name(self) -> str:
        """The table's name, which is its file's."""
        return self.contract.name


@dataclass(frozen=True)
class Content:
    """All that a package is made of.

    ``about`` is the store's, ``params`` the filters as the questions take them, ``filters`` the
    same in words; ``is_whole`` tells that nothing was withheld; ``absent`` names the tables that
    were. ``places`` are the answer of ``listes/lieux``; ``outlines`` map a level (region, district)
    and a code to its GeoJSON.
    """

    tables: Mapping[str, Table]
    places: pd.DataFrame
    outlines: Mapping[str, Mapping[str, str]]
    about: Mapping[str, str]
    params: Mapping[str, Any]
    filters: str
    is_whole: bool
    absent: Sequence[str]
    fingerprint: str
    address: str

    @property
    def dataset(self) -> str:
        """The code of the dataset."""
        return self.about["jeu"]

    @property
    def edition(self) -> str:
        """What names the edition: its version, or the fingerprint of published pages."""
        return self.about.get("edition") or self.fingerprint


def gather(
    opened: Store,
    params: Mapping[str, Any] | None = None,
    filters: str = "",
    *,
    is_whole: bool = False,
    address: str = "",
) -> Content:
    """Read what the filters leave of a dataset; ``is_whole`` when the reader may see everything."""
    chosen = {**EVERYTHING, **(params or {})}
    asked = (*OPEN, *RESERVED) if is_whole else OPEN
    read = {name: _study_table(opened, name, chosen, is_whole) for name in asked}
    found = {name: table for name, table in read.items() if not table.rows.empty}
    found |= {name: _reference_table(opened, name) for name in REFERENCE}
    found |= _values(opened, chosen, found, is_whole)
    found["source"] = _cited(found)
    kept = {name: replace(table, keys=_keys(table, found)) for name, table in found.items()}
    return Content(
        tables=kept,
        places=query(PLACES).run(opened, **chosen),
        outlines={level: _outlines(opened, level) for level in ("region", "district")},
        about=opened.about(),
        params={name: value for name, value in chosen.items() if value is not None},
        filters=filters,
        is_whole=is_whole,
        absent=() if is_whole else _absent(opened, chosen),
        fingerprint=opened.fingerprint,
        address=address,
    )


def _absent(opened: Store, chosen: Mapping[str, Any]) -> list[str]:
    """Name the tables that have rows under these filters and are withheld."""
    asked = query(ROWS)
    params = {**chosen, "entites": None, "annees": None, "nombre": 1}
    return [name for name in RESERVED if not asked.run(opened, **params, table_nom=name).empty]


def _study_table(opened: Store, name: str, chosen: Mapping[str, Any], is_whole: bool) -> Table:
    params = {**chosen, "table_nom": name, "entites": None, "annees": None, "nombre": None}
    sight = WHOLE if is_whole else Sight()
    answer = query(ROWS).seen_by(sight, opened, **params)
    contract = contracts()[name]
    known = [field for field in contract.file_fields if _is_given(field, name, is_whole)]
    fields = [*known, *([MASKED[name]] if name in MASKED else [])]
    content = pd.DataFrame([json.loads(text) for text in answer["contenu"]])
    left_out = [one.name for one in contract.file_fields if one not in known]
    return Table(contract, fields, typed(content, fields), left_out)


def _is_given(field: Field, table: str, is_whole: bool) -> bool:
    if is_whole:
        return True
    return field.name in SHOWN.get(table, (field.name,)) and field.name not in WITHHELD.get(
        table, ()
    )


def _reference_table(opened: Store, name: str) -> Table:
    contract = contracts()[name]
    rows = opened.table(contract)
    return Table(contract, contract.file_fields, typed(rows, contract.file_fields))


def _values(
    opened: Store, chosen: Mapping[str, Any], found: Mapping[str, Table], is_whole: bool
) -> dict[str, Table]:
    """Make the table of the indicators' values; none when nothing can be computed."""
    catalogue = found[package_values.CATALOGUE].rows
    rows = package_values.values(opened, chosen, catalogue, is_whole=is_whole)
    contract = package_values.CONTRACT
    table = Table(contract, contract.fields, typed(rows, contract.fields))
    return {} if rows.empty else {contract.name: table}


def _outlines(opened: Store, level: str) -> dict[str, str]:
    rows = opened.table(contracts()[level])
    known = rows[rows["geometrie"].notna()]
    return dict(zip(known[f"{level}_code"], known["geometrie"], strict=True))


def _cited(found: Mapping[str, Table]) -> Table:
    """Keep the documents that a row of the package cites."""
    own = found["source"]
    cited = {
        one
        for name, table in found.items()
        if name != "source" and "source_id" in table.rows
        for told in table.rows["source_id"].dropna().unique()
        for one in told.split(" ; ")
    }
    rows = own.rows[own.rows["source_id"].isin(cited)]
    return replace(own, rows=rows.reset_index(drop=True))


def typed(rows: pd.DataFrame, fields: Sequence[Field]) -> pd.DataFrame:
    """Keep these columns, in the types of the contract: unknown stays unknown, 1 stays 1."""
    columns = {
        field.name: _CASTS[field.type](rows[field.name])
        if field.name in rows
        else pd.Series([None] * len(rows), dtype=object)
        for field in fields
    }
    return pd.DataFrame(columns).reset_index(drop=True)


def _texts(values: pd.Series) -> pd.Series:
    told = [" ; ".join(one) if isinstance(one, list) else one for one in values]
    return pd.Series([None if _is_unknown(one) else str(one) for one in told], dtype=object)


def _is_unknown(value: Any) -> bool:
    return value is None or value is pd.NA or value != value or value == ""  # noqa: PLR0124


def _dates(values: pd.Series) -> pd.Series:
    known = [None if _is_unknown(one) else date.fromisoformat(str(one)[:10]) for one in values]
    return pd.Series(known, dtype=object)


_CASTS: dict[str, Callable[[pd.Series], pd.Series]] = {
    "string": _texts,
    "date": _dates,
    "integer": lambda values: values.astype("Int64"),
    "year": lambda values: values.astype("Int64"),
    "number": lambda values: values.astype("Float64"),
    "boolean": lambda values: values.astype("boolean"),
}


def _keys(table: Table, found: Mapping[str, Table]) -> list[dict[str, Any]]:
    """List the references that hold: under filters, a centre may outlive its owner's row."""
    kept = []
    for key in table.contract.foreign_keys:
        other = found.get(key.table)
        if other is None or not set(key.columns) <= set(table.rows):
            continue
        known = set(other.rows[list(key.references)].itertuples(index=False, name=None))
        told = table.rows[list(key.columns)].dropna().itertuples(index=False, name=None)
        if all(row in known for row in told):
            reference = {"resource": key.table, "fields": list(key.references)}
            kept.append({"fields": list(key.columns), "reference": reference})
    return kept
