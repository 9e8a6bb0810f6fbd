"""The measures by territory: their titles, their units, their values under the filters.

Some are counted for the map itself; the others are the catalogue's indicators, which the files of
``queries/mesures`` compute.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from cartomut.charts.series import written
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import answers, filters, session

MEASURES = {
    "population_2021": N_("Population 2021"),
    "population_2014": N_("Population 2014"),
    "densite_centres": N_("Centres ouverts connus pour 100 000 habitants"),
    "nb_centres_ouverts": N_("Centres ouverts connus"),
    "nb_centres_mutualistes": N_("Centres ouverts tenus par des mutuelles"),
    "nb_centres_communautaires": N_("Centres ouverts tenus par des associations"),
    "nb_centres_annonces": N_("Centres seulement annoncés"),
    "nb_sieges": N_("Sièges de mutuelles"),
    "investissements_fcfa": N_("Coûts publiés de construction et de rénovation des centres"),
}
UNITS = {
    "population_2021": N_("personnes"),
    "population_2014": N_("personnes"),
    "densite_centres": N_("centres pour 100 000 habitants"),
    "investissements_fcfa": N_("FCFA"),
}
PLACES = N_("lieux")
LEVELS = {"region": N_("Régions"), "district": N_("Districts")}
COUNTED = "indicateurs/territoires_mesure"
COMPUTED = "indicateurs/valeurs"


def known() -> list[str]:
    """List every measure that the map can show: its own counts, then the indicators by domain."""
    return [*MEASURES, *_indicators()]


def name(code: str, _: Language) -> str:
    """Name a measure; an indicator stands under its domain."""
    if code in MEASURES:
        return _(MEASURES[code])
    row = _indicators()[code]
    return _.pair(answers.name("domaine", row.domaine), _title(row, _))


def years(code: str) -> list[int]:
    """List the years for which an indicator has a value; none for a count or a state."""
    row = _indicators().get(code)
    return [int(year) for year in row.annees] if row else []


def question(code: str) -> str:
    """Name the question that gives the values of a measure."""
    return COUNTED if code in MEASURES else COMPUTED


def evidence(code: str, level: str) -> dict[str, Any]:
    """Return what the evidence page needs beside the question to show a measure."""
    if code in MEASURES:
        return {"mesure": code, "niveau": level}
    return {"indicateur": code, "groupe": level}


def territories(code: str, level: str, year: int | None = None) -> pd.DataFrame:
    """Return one measure by territory (code, nom, valeur, etat, …), under the shared filters.

    An indicator needs a year when it has any; the state ``sans_entite`` says that there is nothing
    to measure in a territory, ``non_enquete`` that nobody has looked.
    """
    kept = filters.current()
    if code in MEASURES:
        return answers.answer(COUNTED, niveau=level, mesure=code, **kept.params())
    return _by_territory(level, kept, over_years(code, level), year)


def over_years(code: str, level: str) -> pd.DataFrame:
    """Return the values of an indicator by territory and year, under the shared filters."""
    rows = answers.answer(
        COMPUTED,
        indicateurs=[code],
        groupe=level,
        entites=None,
        annees=None,
        **filters.current().params(),
    )
    return rows[rows["code"].notna()]


def all_territories(code: str, level: str, wanted: list[int]) -> dict[int, pd.DataFrame]:
    """Return the territories of each year, from one answer."""
    kept, rows = filters.current(), over_years(code, level)
    return {year: _by_territory(level, kept, rows, year) for year in wanted}


def unit(code: str, _: Language) -> str:
    """Name the unit of a measure by territory."""
    if code not in MEASURES:
        return answers.name("unite_indicateur", _indicators()[code].unite)
    text = UNITS.get(code, PLACES)
    return _(text)


def measure(code: str, _: Language, year: int | None = None) -> Any:
    """Return the title of a measure and the way its values are written."""
    from cartomut.maps.areas import Measure  # maps are slow to import

    if code not in MEASURES:
        row = _indicators()[code]
        title = f"{_title(row, _)} ({year})" if year else _title(row, _)
        return Measure(title, partial(_written, row.unite, _))
    writers: dict[str, Callable[[Any], str]] = {
        "densite_centres": partial(_.number, digits=2),
        "investissements_fcfa": _.money,
    }
    return Measure(_(MEASURES[code]), writers.get(code, _.number))


def _by_territory(
    level: str, kept: filters.Filters, rows: pd.DataFrame, year: int | None
) -> pd.DataFrame:
    """Give every territory of the level its row, or the reason why it has none."""
    every = answers.answer(
        "listes/territoires_carte", niveau=level, district=kept.district, region=kept.region
    ).drop(columns="geometrie")
    own = rows[rows["annee"].isna() if year is None else rows["annee"] == year]
    found = every.merge(own.drop(columns="nom"), on="code", how="left")
    looked = found["est_recense"].map({True: "sans_entite", False: "non_enquete"})
    found["etat"] = found["etat"].fillna(looked)
    found[["nb_valeurs", "nb_entites"]] = found[["nb_valeurs", "nb_entites"]].fillna(0)
    return found.sort_values("valeur", ascending=False, kind="stable", ignore_index=True)


def _written(unit_code: str, _: Language, value: Any) -> str:
    """Write a value; a share under 1 % keeps two decimals, or its classes would look the same."""
    if unit_code == "part" and abs(value) < 0.01:
        return _.percent(value, 2)
    return written(value, unit_code, None, _)


def _title(row: Any, _: Language) -> str:
    return str(_.pick(row.nom_fr, row.nom_en))


def _indicators() -> dict[str, Any]:
    return _listed(session.edition())


@lru_cache(maxsize=6)  # read many times in a run, never changed
def _listed(edition: str) -> dict[str, Any]:
    del edition  # part of the key
    rows = answers.answer("listes/indicateurs_carte")
    return {row.indicateur_id: row for row in records(rows)}
