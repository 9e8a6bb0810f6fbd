"""The measures by territory: their titles, their units, their values under the filters."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from cartomut.i18n import N_, Language
from cartomut.ui import answers, filters

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


def territories(measure: str, level: str) -> pd.DataFrame:
    """Return one measure by territory, under the shared filters."""
    return answers.answer(
        "indicateurs/territoires_mesure", niveau=level, mesure=measure, **filters.current().params()
    )


def unit(measure: str, _: Language) -> str:
    """Name the unit of a measure by territory."""
    text = UNITS.get(measure, PLACES)
    return _(text)


def measure(code: str, _: Language) -> Any:
    """Return the title of a measure and the way its values are written."""
    from cartomut.maps.carte import Measure  # maps are slow to import

    writers: dict[str, Callable[[Any], str]] = {
        "densite_centres": partial(_.number, digits=2),
        "investissements_fcfa": _.money,
    }
    return Measure(_(MEASURES[code]), writers.get(code, _.number))
