"""Names of columns and codes for the screen, from the contracts and the code lists."""

from collections.abc import Iterable, Mapping
from functools import cache

import pandas as pd

from cartomut.contracts import contracts
from cartomut.i18n import Language

# Columns of answers that carry the codes of a list under another name than their table's column.
LISTS = {
    "statut": "statut_operationnel",
    "services": "service",
    "etat": "etat_valeur",
    "genre": "genre_lieu",
    "base": "base",
    "niveau": "territoire_type",
    "etat_a": "etat_valeur",
    "etat_b": "etat_valeur",
    "nature_a": "nature",
    "nature_b": "nature",
    "obstacles": "obstacle",
    "place": "place_pairs",
    "origine_chiffres": "origine_chiffre",
    "qualificatifs": "qualificatif",
    "appreciation_seuil": "appreciation_seuil",
    "appreciation_avant": "appreciation_seuil",
    "appreciation_apres": "appreciation_seuil",
    "statut_projet": "statut_projet",
    "etape_projet": "etape_projet",
    "statut_financement": "statut_financement",
    "statut_convention": "statut_convention",
    "atelier_adosm": "atelier_adosm",
    "verdict_appariement": "verdict_appariement",
    "lien_theme": "lien_theme",
    "critere_region": "critere",
    "critere_taille": "critere",
    "etat_financement": "etat_financement",
    "theme_offre": "theme",
    "suite_rencontre": "suite_rencontre",
    "etape_flux": "etape_flux",
    "cote_compte": "cote_compte",
    "poste_compte": "poste_compte",
    "poste_sha": "poste_sha",
    "poids_mutuelles": "poids_mutuelles",
    "numerateur_code": "indicateur_publie",
    "denominateur_code": "indicateur_publie",
    "etat_poids": "etat_poids",
    "lecture": "lecture_part",
    "comparateur": "comparateur",
    "relation_total": "relation_total",
    "ensemble": "ensemble_centres",
    "methode_population": "methode_population",
    "niveau_suivant": "niveau_soins",
    "precision_centre": "precision",
    "verdict_recoupement": "verdict_recoupement",
    "sorte_conflit": "sorte_conflit",
    "role_reseau": "role_reseau",
    "types_liens": "type_lien",
    "de_niveau": "niveau_soins",
    "vers_niveau": "niveau_soins",
    "composante_reseau": "composante_reseau",
    "manque_service": "manque_service",
    "ratio_modele": "ratio_modele",
    "ensemble_reseau": "ensemble_reseau",
    "grandeur_haut": "grandeur_reseau",
    "grandeur_bas": "grandeur_reseau",
    "lecture_modele": "lecture_modele",
    "modele": "modele_publie",
    "defi": "defi_adosm",
    "type_com": "type_com",
    "statut_com": "statut_com",
    "type_evaluation": "type_evaluation",
    "etat_mesure_com": "etat_mesure_com",
    "bande_realisation": "bande_realisation",
    "evolution": "evolution",
    "accord_avis": "accord_avis",
    "appreciation_renseignee": "appreciation",
    "etape_jalon": "etape_jalon",
    "etat_etape": "etat_etape",
    "origine_etape": "origine_etape",
    "etat_echeance": "etat_echeance",
    "sorte_decision": "sorte_decision",
    "statut_recommandation": "statut_recommandation",
}
CodeNames = Mapping[str, Mapping[str, str]]


def code_names(codes: pd.DataFrame, _: Language) -> dict[str, dict[str, str]]:
    """Map each list to its ``code → name`` in this language, from ``listes/codes``."""
    return {str(name): dict(_.labels(rows)) for name, rows in codes.groupby("liste", sort=False)}


def title(column: str, names: CodeNames, _: Language) -> str:
    """Name a column: the list ``colonne`` first, else the contract that has it, else its slug."""
    listed = names.get("colonne", {}).get(column)
    if listed:
        return listed
    found = _contract_titles().get(column)
    return str(_.pick(*found)) if found else column


def unit(column: str) -> str:
    """Return the unit that a column's contract states; empty when it states none."""
    return _contract_units().get(column, "")


def for_screen(
    frame: pd.DataFrame, columns: Iterable[str], names: CodeNames, _: Language
) -> pd.DataFrame:
    """Keep these columns, with codes replaced by names and columns by titles.

    A column without any value says nothing and is left out.
    """
    kept = _.localise(frame)
    shown = {
        title(column, names, _): _decoded(kept[column], names.get(list_of(column), {}), _)
        for column in columns
        if kept[column].notna().any()
    }
    return pd.DataFrame(shown, index=kept.index)  # a column at a time costs more


def list_of(column: str) -> str:
    """Return the code list of a column of an answer; empty when it has none."""
    return LISTS.get(column) or _contract_lists().get(column, "")


def _decoded(values: pd.Series, names: Mapping[str, str], _: Language) -> pd.Series:
    if values.dtype == bool:
        return values.map({True: _("oui"), False: _("non")})
    if not names:
        return values
    return values.map(lambda value: _decode(value, names))


def _decode(value: object, names: Mapping[str, str]) -> object:
    """Name a code, or each code of an aggregate such as ``publie ; estime``."""
    if not isinstance(value, str):
        return value
    return "; ".join(names.get(code, code) for code in value.split(" ; "))


@cache
def _contract_titles() -> dict[str, tuple[str, str]]:
    return {
        field.name: (field.title, field.title_en)
        for contract in contracts().values()
        for field in contract.fields
    }


@cache
def _contract_lists() -> dict[str, str]:
    return {
        field.name: field.code_list
        for contract in contracts().values()
        for field in contract.fields
        if field.code_list
    }


@cache
def _contract_units() -> dict[str, str]:
    return {
        field.name: field.unit
        for contract in contracts().values()
        for field in contract.fields
        if field.unit
    }
