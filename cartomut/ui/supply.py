"""Supply against demand: the two-step floating catchment index by region, and how unequal it is."""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from cartomut import summaries
from cartomut.access import catchment
from cartomut.access.catchment import Catchment
from cartomut.charts import couverture as charts
from cartomut.i18n import N_, Language
from cartomut.ui import block, choices, couverture, reached, session
from cartomut.ui.couverture import Chosen
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.reached import Ground
from cartomut.ui.text import plain

CAPACITIES = {
    "centre": N_("Un par centre"),
    "personnel": N_("Personnel"),
    "lits": N_("Lits"),
}
COLUMNS_OF = {"personnel": "nb_personnel", "lits": "nb_lits"}
UNITS = {
    "centre": N_("centres pour 100 000 personnes"),
    "personnel": N_("agents pour 10 000 personnes"),
    "lits": N_("lits pour 10 000 personnes"),
}
PER = {"centre": 100_000, "personnel": 10_000, "lits": 10_000}  # persons


def draw(chosen: Chosen, _: Language) -> None:
    """Show the index by region, then how unequal it is, each with what it means."""
    capacity = choices.segments(
        "capacite", _("Ce qu'un centre offre"), list(CAPACITIES), lambda code: _(CAPACITIES[code])
    )
    if not (chosen.reach.centre >= 0).any():
        couverture.none(chosen, _)
        return
    rows, found = index(chosen, capacity)
    told = [*chosen.lines(_), *_method(chosen, capacity, _)]
    _equity(chosen, rows, found, capacity, _)
    _regions(rows, capacity, told, _)
    st.subheader(_("Comment lire l'indice"))
    st.markdown("\n".join("- " + plain(one) for one in _method(chosen, capacity, _)))


def index(chosen: Chosen, capacity: str) -> tuple[pd.DataFrame, Catchment]:
    """Compute the index by region, the best served first, and by place.

    A region has no value when a centre within reach of its people does not say its capacity, nor
    when its centres were not surveyed and none is known within reach.
    """
    ground, km = chosen.ground, chosen.assumed.km
    key = (*ground.key, chosen.ensemble, capacity)
    found, lacking = _two_step(key, km, ground, chosen.ensemble, capacity)
    rows = _by_region(ground, found, lacking, PER[capacity])
    centres = ground.of(chosen.ensemble)["source_id"]
    rows["source_id"] = [reached.sources(pd.Series([one]), centres) for one in rows["source_id"]]
    order = ["offre_a_portee", "population"]
    rows = rows.sort_values(order, ascending=False, kind="stable").reset_index(drop=True)
    return rows, found


@st.cache_resource(max_entries=60, show_spinner=False)
def _two_step(
    key: tuple[Any, ...], km: float, _ground: Ground, _name: str, _capacity: str
) -> tuple[Catchment, pd.Series]:
    """Return the index, and for each place its centres within reach that say no capacity."""
    del key
    centres = _ground.of(_name)
    amounts = offered(centres, _capacity)
    where = reached.points(centres)
    by = _ground.way.by
    found = catchment.two_step(_ground.people, where, amounts, km, by=by)
    silent = np.flatnonzero(np.isnan(amounts))
    pairs = by.index(where.take(silent)).pairs(_ground.people.points, km)
    return found, pd.Series(silent[pairs.centre], index=pairs.place, dtype="int64")


def offered(centres: pd.DataFrame, capacity: str) -> Any:
    """Return what each centre offers, in the unit of a capacity; NaN where it does not say."""
    if capacity == "centre":
        return np.ones(len(centres))
    return pd.to_numeric(centres[COLUMNS_OF[capacity]]).astype("float64").to_numpy()


def _by_region(ground: Ground, found: Catchment, lacking: pd.Series, per: int) -> pd.DataFrame:
    people = ground.people.persons
    places = ground.places.assign(
        personnes=people,
        pondere=np.nan_to_num(found.index) * people,
        sans=np.where(found.index == 0, people, 0.0),
        perdues=np.where(np.isnan(found.index), people, 0.0),
    )
    rows = places.groupby("region_code", sort=False).agg(
        nom_region=("nom_region", "first"),
        est_enquete=("est_enquete", "first"),
        population=("personnes", "sum"),
        pondere=("pondere", "sum"),
        population_sans_offre=("sans", "sum"),
        population_sans_route=("perdues", "sum"),
        annee=("annee", "max"),
        base=("base", lambda one: " ; ".join(sorted(one.dropna().unique()))),
        source_id=("source_id", reached.sources),
    )
    of_place = places["region_code"].to_numpy()[lacking.index.to_numpy(dtype=int)]
    silent = lacking.groupby(of_place).nunique()
    rows["nb_sans_capacite"] = silent.reindex(rows.index).fillna(0).astype(int)
    known = rows["population"] - rows["population_sans_route"]
    rows["offre_a_portee"] = per * rows["pondere"] / known.where(known > 0)
    rows["part_sans_offre"] = rows["population_sans_offre"] / known.where(known > 0)
    lost = (known <= 0) & (rows["population"] > 0)
    rows["etat"] = np.select(
        [(rows["nb_sans_capacite"] > 0) | lost, ~rows["est_enquete"] & (rows["pondere"] == 0)],
        ["inconnu", "non_enquete"],
        "valeur",
    )
    shown = ["offre_a_portee", "population_sans_offre", "part_sans_offre"]
    rows[shown] = rows[shown].where(rows["etat"] == "valeur")
    return rows.drop(columns="pondere").reset_index()


def _equity(
    chosen: Chosen, rows: pd.DataFrame, found: Catchment, capacity: str, _: Language
) -> None:
    """Show how unequal the index is among persons; nothing when an input is missing."""
    missing = rows[rows["etat"] != "valeur"]
    if not missing.empty or not chosen.ground.surveyed:
        st.info(plain(_why_not(chosen, rows, _)), icon=":material/block:")
        return
    people = chosen.ground.people.persons
    middle = PER[capacity] * catchment.median(found.index, people)
    shown = (
        (
            _("Indice de Gini"),
            _.number(catchment.gini(found.index, people), 2),
            _("0 : tous ont la même offre ; proche de 1 : quelques-uns ont tout"),
        ),
        (
            _("Sous la moitié de la médiane"),
            summaries.percent(catchment.share_below_half_median(found.index, people), _),
            _("part des personnes ; médiane : {} {}").format(
                _.number(middle, 2), _(UNITS[capacity])
            ),
        ),
        (
            _("Sans aucune offre à portée"),
            summaries.percent(catchment.share_without(found.index, people), _),
            _("part des personnes"),
        ),
    )
    for column, (title, value, about) in zip(st.columns(3), shown, strict=True):
        with column:
            kpi(title, value, about)
    if middle == 0:
        note(
            plain(
                _(
                    "La médiane est nulle : plus de la moitié des personnes n'ont aucune offre à "
                    "portée, et personne ne peut être sous sa moitié."
                )
            )
        )


def _why_not(chosen: Chosen, rows: pd.DataFrame, _: Language) -> str:
    silent = int((rows["etat"] == "inconnu").sum())
    said = [_("L'inégalité (Gini, part sous la moitié de la médiane) n'est pas calculée.")]
    if silent:
        said.append(
            _(
                "Régions où un centre à portée ne dit pas sa capacité : {}. Les compter à zéro "
                "ferait paraître leurs habitants plus mal servis qu'ils ne le sont."
            ).format(_.number(silent))
        )
    if not chosen.ground.surveyed:
        lost = chosen.ground.places.loc[~chosen.ground.places["est_enquete"], "region_code"]
        said.append(
            _("Régions dont les centres n'ont pas été recensés : {}.").format(
                _.number(int(lost.nunique()))
            )
        )
    return " ".join(said)


def _regions(rows: pd.DataFrame, capacity: str, told: list[str], _: Language) -> None:
    texts = [_.number(one, 2) for one in rows["offre_a_portee"]]
    unit = _(UNITS[capacity])
    block.figure(
        "offre_regions",
        _("Quelle offre les habitants de chaque région ont-ils à portée ?"),
        reached.PLACES,
        reached.rounded(rows),
        charts.regions(rows, "offre_a_portee", texts, unit, session.colours(), _),
        summary=_told(rows, unit, _),
        columns=[
            "nom_region",
            "offre_a_portee",
            "population",
            "population_sans_offre",
            "part_sans_offre",
            *(["population_sans_route"] if rows["population_sans_route"].any() else []),
            "nb_sans_capacite",
            "annee",
            "etat",
        ],
        unit=unit,
        denominators=[_("personnes à portée de chaque centre, puis population de la région")],
        base=_("régions"),
        assumptions=told,
    )


def _told(rows: pd.DataFrame, unit: str, _: Language) -> str:
    return summaries.spread(
        _("Offre à portée, {}").format(unit),
        rows["offre_a_portee"],
        _("régions"),
        partial(_.number, digits=2),
        _,
    )


def _method(chosen: Chosen, capacity: str, _: Language) -> list[str]:
    """Say how the index is made, in sentences."""
    return [
        _(
            "Indice d'offre à portée en deux temps (2SFCA, Luo et Wang 2003) : chaque centre "
            "partage ce qu'il offre entre tous ceux qui sont à {} km ou moins de lui ; chaque lieu "
            "additionne ce que lui offrent les centres à {} km ou moins."
        ).format(_.number(chosen.assumed.km, 1), _.number(chosen.assumed.km, 1)),
        _("Ce qu'un centre offre : {}.").format(_(CAPACITIES[capacity]).lower()),
        _(
            "L'indice d'une région est la moyenne de ses habitants ; il n'est pas montré quand la "
            "capacité d'un centre à leur portée est inconnue."
        ),
    ]
