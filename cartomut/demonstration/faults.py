"""Plant the faults of a real survey, one by one, and keep their list."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cartomut.demonstration.accounts import MONEY
from cartomut.demonstration.setting import Setting

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Planted:
    """A fault put on purpose: where it stands, and what it is."""

    table: str
    key: tuple[str, ...]  # the values of the table's primary key
    column: str  # empty when the whole row is at fault
    what: str  # the parameter of ``[fautes]`` that asks for it


def plant(setting: Setting, tables: Tables) -> list[Planted]:
    """Put every fault of ``[fautes]`` into the tables, in place; returns what was planted."""
    rng = setting.stream(f"fautes {setting.edition}")
    planted = _too_many(setting, tables, rng, "centre_activite", "vih_positifs_plus_que_tests")
    planted += _too_many(
        setting, tables, rng, "organisme_exercice", "femmes_plus_que_beneficiaires"
    )
    planted += _thousands(setting, tables, rng)
    planted += _negative(setting, tables, rng)
    planted += _text(setting, tables, rng)
    planted += _twins(setting, tables, rng)
    planted += _swapped(setting, tables, rng)
    return planted + _unapproved(setting, tables, rng)


def _pick(
    setting: Setting,
    rng: np.random.Generator,
    rows: pd.DataFrame,
    mask: "pd.Series[bool]",
    what: str,
) -> list[int]:
    """Choose rows of the last year, at most one in three of those that fit."""
    fit = rows.index[mask.fillna(False).astype(bool)].to_numpy()
    number = min(setting.values["fautes"][what] * setting.scale, len(fit))
    return [int(place) for place in rng.choice(fit, number, replace=False)]


def _too_many(
    setting: Setting, tables: Tables, rng: np.random.Generator, table: str, what: str
) -> list[Planted]:
    """Make a part larger than its whole: positives than tests, women than beneficiaries."""
    part, total, keys = {
        "centre_activite": ("nb_vih_positifs", "nb_depistages_vih", ["centre_id", "annee"]),
        "organisme_exercice": (
            "nb_beneficiaires_femmes",
            "nb_beneficiaires",
            ["organisme_id", "annee"],
        ),
    }[table]
    rows = tables[table]
    known = (rows["annee"] == setting.last_year) & rows[part].notna() & rows[total].notna()
    chosen = _pick(setting, rng, rows, known, what)
    rows.loc[chosen, part] = rows.loc[chosen, total] + 7
    return [Planted(table, _key(rows, place, keys), part, what) for place in chosen]


def _thousands(setting: Setting, tables: Tables, rng: np.random.Generator) -> list[Planted]:
    """Write the accounts of a mutual in thousands of francs."""
    what, rows = "milliers_pour_francs", tables["organisme_exercice"]
    small = rows["cotisations_emises_fcfa"] < 95_000_000
    mask = small & (rows["nb_beneficiaires"] > 1_200) & (rows["annee"] == setting.last_year)
    women = rows["nb_beneficiaires_femmes"].fillna(0) <= rows["nb_beneficiaires"]
    chosen = _pick(setting, rng, rows, mask & women, what)
    for column in MONEY:
        rows.loc[chosen, column] = rows.loc[chosen, column] // 1000
    keys = ["organisme_id", "annee"]
    return [
        Planted("organisme_exercice", _key(rows, place, keys), "cotisations_emises_fcfa", what)
        for place in chosen
    ]


def _negative(setting: Setting, tables: Tables, rng: np.random.Generator) -> list[Planted]:
    what, rows = "montant_negatif", tables["prestation_pathologie"]
    mask = (rows["annee"] == setting.last_year) & (rows["montant_fcfa"] > 0)
    chosen = _pick(setting, rng, rows, mask, what)
    rows.loc[chosen, "montant_fcfa"] = -rows.loc[chosen, "montant_fcfa"]
    keys = ["organisme_id", "annee", "pathologie"]
    return [
        Planted("prestation_pathologie", _key(rows, place, keys), "montant_fcfa", what)
        for place in chosen
    ]


def _text(setting: Setting, tables: Tables, rng: np.random.Generator) -> list[Planted]:
    """Write words where a number is due; the column then holds objects."""
    what, rows = "texte_dans_un_nombre", tables["prestation_acte"]
    chosen = _pick(setting, rng, rows, rows["annee"] == setting.last_year, what)
    rows["nb_actes"] = rows["nb_actes"].astype(object)
    rows.loc[chosen, "nb_actes"] = "environ 300"
    keys = ["organisme_id", "annee", "categorie_prestation"]
    return [
        Planted("prestation_acte", _key(rows, place, keys), "nb_actes", what) for place in chosen
    ]


def _twins(setting: Setting, tables: Tables, rng: np.random.Generator) -> list[Planted]:
    """Enter a mutual a second time, its words in another order and its acronym without a hyphen."""
    what, rows = "noms_presque_pareils", tables["organisme"]
    mask = (rows["type_organisme"] == "mutuelle_sociale") & rows["nom"].str.startswith(
        "Mutuelle Démo"
    )
    twins = rows.loc[_pick(setting, rng, rows, mask, what)].copy()
    twins["nom"] = "Démo Mutuelle" + twins["nom"].str.removeprefix("Mutuelle Démo")
    twins["sigle"] = twins["sigle"].str.replace("-", "", n=1)
    twins["organisme_id"] = twins["organisme_id"] + "_bis"
    tables["organisme"] = pd.concat([rows, twins], ignore_index=True)
    return [Planted("organisme", (name,), "nom", what) for name in twins["organisme_id"]]


def _swapped(setting: Setting, tables: Tables, rng: np.random.Generator) -> list[Planted]:
    """Swap the axes of a facility that is not open yet, on which no other row depends."""
    what, rows = "gps_inverse", tables["centre"]
    mask = rows["statut_operationnel"].isin(["annonce", "projet"]) & rows["latitude"].notna()
    mask &= ~rows["centre_id"].isin(tables["projet"]["centre_id"])
    chosen = _pick(setting, rng, rows, mask, what)
    axes = rows.loc[chosen, ["longitude", "latitude"]].to_numpy()
    rows.loc[chosen, ["latitude", "longitude"]] = axes
    return [
        Planted("centre", _key(rows, place, ["centre_id"]), "latitude", what) for place in chosen
    ]


def _unapproved(setting: Setting, tables: Tables, rng: np.random.Generator) -> list[Planted]:
    """Choose forms that nobody has approved yet; ``field_form`` marks them so."""
    what, rows = "fiche_kobo_non_approuvee", tables["organisme_exercice"]
    chosen = _pick(setting, rng, rows, rows["annee"] == setting.last_year, what)
    return [
        Planted("organisme", (str(rows.loc[place, "organisme_id"]),), "", what) for place in chosen
    ]


def _key(rows: pd.DataFrame, place: int, columns: list[str]) -> tuple[str, ...]:
    return tuple(str(rows.loc[place, column]) for column in columns)
