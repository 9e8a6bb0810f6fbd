"""A table as CSV: for machines, for a French spreadsheet, and with HXL tags."""

from collections.abc import Mapping

import pandas as pd

from cartomut.contracts import Field
from cartomut.exports.package_tables import Table
from cartomut.exports.tables import without_formula
from cartomut.i18n import Language

TRUE_FALSE = {True: "true", False: "false"}
EXCEL_TRUE_FALSE = {True: "VRAI", False: "FAUX"}
# Tables about places and services, which humanitarian tools read; the country's first level of
# administration is the district, the second the region (ISO 3166-2:CI).
HXL: Mapping[str, Mapping[str, str]] = {
    "centre": {
        "centre_id": "#loc+code",
        "nom": "#loc+name+i_fr",
        "organisme_id": "#org+code+owner",
        "gestionnaire": "#org+name+manager+i_fr",
        "relation": "#org+type+relation",
        "type_etablissement": "#loc+type",
        "niveau_soins": "#loc+type+level",
        "statut_operationnel": "#status",
        "ville": "#loc+name+town+i_fr",
        "commune": "#adm4+name+i_fr",
        "quartier": "#adm5+name+i_fr",
        "region_code": "#adm2+code",
        "latitude": "#geo+lat",
        "longitude": "#geo+lon",
        "precision": "#geo+precision",
        "precision_m": "#geo+precision+m",
        "date_ouverture": "#date+start",
        "date_fermeture": "#date+end",
        "nb_lits": "#capacity+beds",
        "nb_personnel": "#capacity+staff",
    },
    "organisme": {
        "organisme_id": "#org+code",
        "nom": "#org+name+i_fr",
        "sigle": "#org+acronym",
        "type_organisme": "#org+type",
        "siege_commune": "#adm4+name+i_fr",
        "siege_region_code": "#adm2+code",
        "latitude": "#geo+lat",
        "longitude": "#geo+lon",
        "precision": "#geo+precision",
        "date_creation": "#date+start",
        "site_web": "#contact+url",
    },
    "centre_service": {
        "centre_id": "#loc+code",
        "service": "#service+code",
        "disponible": "#service+available",
    },
    "indicateur_valeur": {
        "indicateur_id": "#indicator+code",
        "nom": "#loc+name",
        "annee": "#date+year",
        "valeur": "#indicator+value+num",
        "unite": "#indicator+unit",
    },
    "centre_activite": {"centre_id": "#loc+code", "annee": "#date+year"},
    "organisme_exercice": {
        "organisme_id": "#org+code",
        "annee": "#date+year",
        "nb_adherents": "#population+members",
        "nb_beneficiaires": "#beneficiary",
        "population_cible": "#targeted",
    },
}
COMMON = {"source_id": "#meta+source+code", "nature": "#meta+nature"}


def canonical(table: Table) -> bytes:
    """Write UTF-8, comma, decimal point, ISO dates, true and false; unknown is an empty cell."""
    return _written(_plain(table.rows, TRUE_FALSE)).encode("utf-8")


def for_excel(table: Table, _: Language) -> bytes:
    """Write what a French spreadsheet opens with a double click: titles, ``;``, decimal comma."""
    titles = {one.name: without_formula(heading(one, _)) for one in table.fields}
    rows = _plain(table.rows, EXCEL_TRUE_FALSE).rename(columns=titles)
    return _written(rows, sep=";", decimal=",", lineterminator="\r\n").encode("utf-8-sig")


def tagged(table: Table) -> bytes | None:
    """Write the canonical table with a row of HXL tags under its header; None without tags.

    A column that HXL has no tag for has one of its own, ``#x_`` and its name.
    """
    known = HXL.get(table.name)
    if known is None:
        return None
    tags = [known.get(one.name) or COMMON.get(one.name) or _own(one) for one in table.fields]
    first, _newline, rest = canonical(table).decode("utf-8").partition("\n")
    return f"{first}\n{','.join(tags)}\n{rest}".encode()


def heading(field: Field, _: Language) -> str:
    """Name a column, with its unit, for who reads it."""
    title = str(_.pick(field.title, field.title_en))
    said = not field.unit or field.unit.lower() in title.lower()
    return title if said else f"{title} ({field.unit})"


def _own(field: Field) -> str:
    if field.type in ("integer", "number"):
        return f"#indicator+num+{field.name.replace('_', '')}"
    return f"#x_{field.name}"


def _plain(rows: pd.DataFrame, words: Mapping[bool, str]) -> pd.DataFrame:
    """Put booleans in words, whole numbers without a decimal part, and disarm formulas."""
    told = rows.copy()
    for name in told:
        if str(told[name].dtype) == "boolean":
            told[name] = told[name].map(lambda one: words[bool(one)], na_action="ignore")
        elif not pd.api.types.is_numeric_dtype(told[name].dtype):
            told[name] = told[name].astype(object).map(without_formula)
    return told


def _written(rows: pd.DataFrame, **options: str) -> str:
    chosen = {"sep": ",", "decimal": ".", "lineterminator": "\n"} | options
    return str(rows.to_csv(index=False, **chosen))  # type: ignore[call-overload]
