"""Places, centres and the reach between them, from the dataset in use, kept by what was chosen."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from cartomut.access.points import Places, Points
from cartomut.access.reach import Reach, reach
from cartomut.access.road import OFF_ROAD_KM, Road
from cartomut.i18n import Language
from cartomut.ui import answers, filters, session
from cartomut.ui.roads import Measured

PLACES = "indicateurs/localites_acces"
CENTRES = "indicateurs/centres_acces"
LISTED = "indicateurs/etablissements_acces"
SETS = ("mutualiste", "possede", "etude", "service")
ANY = "connu"  # open centres and the facilities of an official list, where one was brought


@dataclass(frozen=True)
class Ground:
    """The inhabited places of the chosen territory and every open centre of the country.

    A centre serves whoever is near, whatever its region: only the other filters narrow them.
    ``way`` is how distances between them are measured.
    """

    places: pd.DataFrame
    centres: pd.DataFrame
    service: str
    way: Measured
    key: tuple[Any, ...]

    @cached_property
    def people(self) -> Places:
        """Give the places to the engine."""
        return Places.from_frame(self.places)

    def is_grid(self) -> bool:
        """Tell whether the people are those of a raster that was brought, not of the census."""
        return bool(self.places["methode_population"].eq("grille").any())

    def of(self, name: str) -> pd.DataFrame:
        """Return the centres of a set, in the order of the question."""
        rows = self.centres
        if name == ANY:
            more = listed()
            return rows if more.empty else pd.concat([rows, more], ignore_index=True)
        kept = {
            "mutualiste": rows["est_mutualiste"],
            "possede": rows["relation"] == "proprietaire",
            "etude": pd.Series(True, rows.index),
            "service": rows["disponible"].fillna(False),
        }[name]
        return rows[kept.fillna(False).astype(bool)].reset_index(drop=True)

    def reach(self, name: str) -> Reach:
        """Find the nearest centre of a set for each place; kept by edition and choices."""
        return _reach(self.key, name, self)

    @property
    def surveyed(self) -> bool:
        """Tell whether the centres of every region shown were surveyed."""
        return bool(self.places["est_enquete"].all())


def listed() -> pd.DataFrame:
    """Return the facilities of the official list as centres are; no row without a list."""
    rows = answers.answer(LISTED).rename(columns={"etablissement_id": "centre_id"})
    return rows.assign(est_mutualiste=False, precision="gps")


def sets() -> tuple[str, ...]:
    """List the sets of centres that the dataset can tell apart."""
    return SETS if listed().empty else (*SETS, ANY)


def load(service: str, way: Measured, *, everywhere: bool = False) -> Ground:
    """Read places and centres under the filters; ``service`` is the one asked about.

    ``everywhere`` reads the places of the whole country, whatever the territory filtered.
    """
    kept = filters.current()
    where = {"district": kept.district, "region": kept.region}
    if everywhere:
        where = dict.fromkeys(where)
    which = {
        "types": kept.types,
        "etablissements": kept.etablissements,
        "relations": kept.relations,
        "statuts": kept.statuts,
    }
    key = (session.edition(), str(where), str(which), service, way.key)
    places = answers.answer(PLACES, **where)
    if way.source:  # what is said of a place rests on the roads too
        places = places.assign(source_id=places["source_id"] + " ; " + way.source)
    return Ground(places, answers.answer(CENTRES, service=service, **which), service, way, key)


def points(rows: pd.DataFrame) -> Points:
    """Give the positions of centres to the engine."""
    return Points.of(rows["latitude"], rows["longitude"])


@st.cache_resource(max_entries=60, show_spinner=False)
def _reach(key: tuple[Any, ...], name: str, _ground: Ground) -> Reach:
    del key  # what the ground was made of
    return reach(_ground.people, points(_ground.of(name)), _ground.way.by)


def sources(*columns: pd.Series) -> str:
    """Join the documents of several columns of ``source_id``, each once."""
    texts = pd.concat(columns).dropna()
    return " ; ".join(sorted({one for text in texts.unique() for one in text.split(" ; ")}))


def by_region(ground: Ground, found: Reach, km: float) -> pd.DataFrame:
    """Count who is within ``km`` in each region, with its farthest place.

    Where nobody surveyed the centres and none is known within reach, nothing is counted: the state
    is ``non_enquete``, not zero. It is ``inconnu`` where nobody's distance is known.
    """
    places = ground.places
    about = places.groupby("region_code", sort=False).agg(
        nom_region=("nom_region", "first"),
        est_enquete=("est_enquete", "first"),
        annee=("annee", "max"),
        base=("base", lambda one: " ; ".join(sorted(one.dropna().unique()))),
        source_id=("source_id", sources),
    )
    rows = found.by_territory(km).rename(columns={"territoire_code": "region_code"})
    rows = rows.merge(about, on="region_code", how="inner")
    known = rows["est_enquete"] | (rows["population_a_portee"] > 0)
    lost = (rows["population"] > 0) & (rows["population_sans_route"] >= rows["population"])
    rows["etat"] = np.select([lost, known], ["inconnu", "valeur"], "non_enquete")
    counted = ["population_a_portee", "population_hors_portee", "part_a_portee"]
    rows[counted] = rows[counted].where(rows["etat"] == "valeur")
    return rows.merge(_farthest(ground, found), on="region_code", how="left")


def _farthest(ground: Ground, found: Reach) -> pd.DataFrame:
    """Name the inhabited place of each region that is farthest from a centre."""
    rows = ground.places.assign(km_eloigne=found.km)[found.known & np.isfinite(found.km)]
    rows = rows.sort_values(["km_eloigne", "population"], ascending=False, kind="stable")
    first = rows.drop_duplicates("region_code")[["region_code", "nom", "km_eloigne"]]
    return first.rename(columns={"nom": "lieu_eloigne"})


def distances(ground: Ground, found: Reach, name: str, minutes: Any) -> pd.DataFrame:
    """List every inhabited place with its nearest centre of a set, the farthest first.

    Columns: those of the places, ``km_proche``, ``minutes_proche``, ``centre_proche``, its
    ``precision_centre``; nothing when no centre has a position.
    """
    centres = ground.of(name)
    rows = ground.places.assign(km_proche=found.km, rang_centre=found.centre)
    rows = rows[found.known & (found.centre >= 0)]
    near = centres.iloc[rows["rang_centre"].to_numpy()]
    rows = rows.assign(
        minutes_proche=minutes(rows["km_proche"].to_numpy()),
        centre_proche=near["nom"].to_numpy(),
        precision_centre=near["precision"].to_numpy(),
        source_centre=near["source_id"].to_numpy(),
    )
    rows["source_id"] = rows["source_id"] + " ; " + rows["source_centre"]
    order = ["km_proche", "population"]
    rows = rows.sort_values(order, ascending=False, kind="stable").reset_index(drop=True)
    return rows.rename(columns={"nom": "nom_lieu"}).drop(columns=["rang_centre", "source_centre"])


def rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """Round what is known only so far: whole persons and minutes, tenths of a kilometre."""
    kinds = {"population": 0, "minutes": 0, "km_": 1}
    digits = {name: kinds[kind] for kind in kinds for name in rows if str(name).startswith(kind)}
    return rows.round(digits)


def known_centres(ground: Ground, name: str, _: Language) -> str:
    """Say how many centres count, how many have no position, how precisely others are placed."""
    rows = ground.of(name)
    placed = rows[rows["latitude"].notna() & rows["longitude"].notna()]
    kinds = placed["precision"].value_counts()
    told = _.series(
        f"{answers.name('precision', code)} {_.number(int(count))}" for code, count in kinds.items()
    )
    lost = len(rows) - len(placed)
    text = _("Centres comptés : {} ; sans position, donc non comptés : {}.").format(
        _.number(len(placed)), _.number(lost)
    )
    if not told:
        return text
    return " ".join([text, _("Précision de leur position : {}.").format(told)])


def unknown(ground: Ground, name: str, _: Language) -> str:
    """Say whose distance no road tells; nothing when distances are straight lines."""
    road = ground.way.by
    if not isinstance(road, Road):
        return ""
    found = ground.reach(name)
    tied = road.tie(points(ground.of(name)))
    return _(
        "Sans chemin connu par la route : {} lieux ({} personnes), à plus de {} km d'une route ou "
        "sans route vers un centre ; centres à plus de {} km d'une route : {}. Leur distance est "
        "inconnue : ils sont comptés à part."
    ).format(
        _.number(int(found.without_way.sum())),
        _.number(round(float(found.places.persons[found.without_way].sum()))),
        _.number(OFF_ROAD_KM),
        _.number(OFF_ROAD_KM),
        _.number(int((tied.points.placed & (tied.node < 0)).sum())),
    )


def asked(ground: Ground, _: Language) -> str:
    """Say how many centres answered about the service: not asked is not absent."""
    said = ground.centres["disponible"]
    return _(
        "Réponse des centres ouverts sur « {} » : oui {}, non {}, non demandé ou sans réponse {}. "
        "Ces derniers ne comptent pas, sans être dits absents."
    ).format(
        answers.name("service", ground.service),
        _.number(int(said.eq(True).sum())),
        _.number(int(said.eq(False).sum())),
        _.number(int(said.isna().sum())),
    )


def counted(ground: Ground, _: Language) -> str:
    """Say where people were counted: inhabited places of a census, or points of a raster."""
    years = sorted({int(one) for one in ground.places["annee"].dropna()})
    told = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}" if years else ""
    if not told:
        return _("lieux habités")
    points = _("points d'une grille de population, {}")
    return (points if ground.is_grid() else _("lieux habités, recensement {}")).format(told)


def population(ground: Ground, _: Language) -> str:
    """Say how the people of each place are known, with the years of the censuses."""
    methods = ground.places["methode_population"].value_counts()
    told = _.series(
        _.pair(answers.name("methode_population", code), _.number(int(count)))
        for code, count in methods.items()
    )
    if ground.is_grid():
        point = _(
            "Population par point d'une grille ({}), sans mise à l'échelle du recensement. "
            "Un point est là où vivent en moyenne ses habitants, tous à la même distance."
        )
        return point.format(told)
    years = ground.places.drop_duplicates("region_code")["annee"].dropna().value_counts()
    counted = _.series(
        _.plural("{} région", "{} régions", int(count)) + f" ({year:.0f})"
        for year, count in zip(years.index, years, strict=True)
    )
    text = _(
        "Population par lieu, lieux selon la méthode ({}). Les communes d'Abidjan sont comptées "
        "une fois. Un lieu est un point : tous ses habitants sont à la même distance."
    ).format(told)
    return " ".join([text, _("Derniers recensements connus : {}.").format(counted)])
