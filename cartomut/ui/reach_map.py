"""The map of reach: places by class of distance or of travel time, rings around the centres."""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from cartomut import summaries
from cartomut.access.reach import Reach
from cartomut.access.travel import MINUTES, classes
from cartomut.charts import couverture as charts
from cartomut.i18n import N_, Language
from cartomut.ui import (
    answers,
    block,
    cards,
    choices,
    filters,
    legend,
    map_file,
    map_picture,
    scene,
    session,
    toolbar,
)
from cartomut.ui.assumptions import MODES, Assumptions
from cartomut.ui.map_choices import Chosen as MapChosen
from cartomut.ui.note import note
from cartomut.ui.reached import PLACES, Ground
from cartomut.ui.text import plain

HEIGHT = 620
CLASSINGS = {"distance": N_("Distance"), "trajet": N_("Temps de trajet")}
TIMES = (1.0, 2.0, 4.0)  # of the chosen distance: the bounds of the map's classes


@scene.titled("carte_portee", N_("Où vivent ceux qui sont à portée, et les autres ?"))
def draw(
    ground: Ground,
    ensemble: str,
    assumed: Assumptions,
    regions: pd.DataFrame,
    told: list[str],
    _: Language,
) -> None:
    """Draw the map, its legend or the card of what was clicked, and its pictures.

    ``regions``: region_code, nom_region, part_a_portee, etat, and what a caption needs.
    """
    with st.container(border=True, key="figure_carte_portee"):
        st.subheader(_("Où vivent ceux qui sont à portée, et les autres ?"))
        way = choices.segments(
            "classes", _("Classes"), list(CLASSINGS), lambda code: _(CLASSINGS[code])
        )
        centres = ground.of(ensemble).dropna(subset=["latitude", "longitude"])
        found = ground.reach(ensemble)
        parts = _content(ground, centres, found, assumed, regions, way, _)
        view = _view(centres, assumed)
        _map(parts, view, _)
        map_file.of_content("carte_portee", parts, view, _notes(regions, told, _), _)


def _map(parts: dict[str, Any], view: Any, _: Language) -> None:
    from cartomut.maps import carte

    drawn = carte.carte(**parts, view=view, palette=session.colours(), _=_)
    left, right = st.columns([7, 3])
    with left:
        _keep(map_picture.show(drawn, "carte_portee", HEIGHT))
    with right:
        card = choices.read_text("fiche")
        if card.startswith("centre:"):
            with st.container(border=True, height=HEIGHT, key="fiche_portee"):
                st.button(
                    _("Fermer la fiche"),
                    icon=":material/close:",
                    type="tertiary",
                    on_click=toolbar.close_card,
                )
                cards.card("centre", card.partition(":")[2])
        legend.draw(drawn.legend, session.colours())
        note(plain(_key(_)))


def _key(_: Language) -> str:
    return _(
        "Un petit signe est un lieu habité, quel que soit le nombre de ses habitants ; un disque "
        "chiffré regroupe des centres voisins. Cliquez une région pour y descendre, un centre pour "
        "sa fiche."
    )


def _keep(clicked: str) -> None:
    """Open the card of a clicked centre, or go down to a clicked region."""
    kind, _colon, value = clicked.partition(":")
    if kind == "centre":
        choices.put("fiche", clicked)
        st.rerun()
    if kind == "region":
        filters.set_territory("region", value)
        st.rerun()


def _view(centres: pd.DataFrame, assumed: Assumptions) -> Any:
    from cartomut.maps.carte import Ring, View

    kept = filters.current()
    drawn = centres.head(0) if assumed.way.network else centres  # by the road it is no circle
    rings = [
        Ring(float(latitude), float(longitude), assumed.straight_km)
        for latitude, longitude in zip(drawn["latitude"], drawn["longitude"], strict=True)
    ]
    return View(
        level="region",
        layers=("lieux", "lacs"),
        selected=tuple(one for one in (kept.region or kept.district,) if one),
        frame=map_picture.frame_of(kept),
        rings=tuple(rings),
    )


def _content(
    ground: Ground,
    centres: pd.DataFrame,
    found: Reach,
    assumed: Assumptions,
    regions: pd.DataFrame,
    way: str,
    _: Language,
) -> dict[str, Any]:
    """Gather the parts of the picture, on the screen or in a file."""
    from cartomut.maps.areas import Measure

    title = _("Part de la population à {} km ou moins").format(_.number(assumed.km, 1))
    ring = _("{} km de route, soit {} km droit, autour de chaque centre")
    return {
        "territories": regions.rename(columns=_AREAS)[list(_AREAS.values())],
        "places": _centres(centres),
        "circles": pd.DataFrame({"code": [], "valeur": []}),
        "measure": Measure(title, partial(summaries.percent, _=_)),
        "amount": None,
        "kinds": {"centre": _("centre qui compte")},
        "precisions": dict(answers.names()["precision"]),
        "attribution": map_picture.attribution(MapChosen()),
        "colours": {"centre": session.colours().ink},
        "dots": _dots(ground.places, found, assumed, way, _),
        "ring_title": ring.format(_.number(assumed.km, 1), _.number(assumed.straight_km, 1)),
    }


_AREAS = {"region_code": "code", "nom_region": "nom", "part_a_portee": "valeur", "etat": "etat"}


def _classes(
    found: Reach, assumed: Assumptions, way: str, _: Language
) -> tuple[Any, tuple[float, ...], list[str]]:
    """Return the value of each place, the bounds of the classes and their names."""
    if way == "trajet":
        mode = _(MODES[assumed.mode])
        names = [f"{one} ({mode})" for one in charts.class_names(MINUTES, "min", _)]
        return assumed.travel.minutes(found.km), MINUTES, names
    bounds = tuple(assumed.km * times for times in TIMES)
    return found.km, bounds, charts.class_names(bounds, "km", _)


def _dots(places: pd.DataFrame, found: Reach, assumed: Assumptions, way: str, _: Language) -> Any:
    """Put each inhabited place in its class; those without a position are left out.

    Places without a known road to a centre are a class of their own, the last.
    """
    from cartomut.maps.carte import Dots

    values, bounds, names = _classes(found, assumed, way, _)
    ranks = np.where(found.without_way, len(names), classes(values, bounds))
    ranked = places.assign(rang=ranks)[["nom", "latitude", "longitude", "rang"]]
    colours = tuple(charts.hue(rank, session.colours()) for rank in range(len(names)))
    if found.without_way.any():
        names, colours = [*names, _("distance inconnue")], (*colours, session.colours().quiet)
    return Dots(_("Lieux habités"), ranked[ranked["rang"] >= 0], tuple(names), colours)


def _centres(centres: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            # a facility of the official list has no card
            "genre": centres["nature"].isna().map({True: "etablissement", False: "centre"}),
            "id": centres["centre_id"],
            "nom": centres["nom"],
            "categorie": "centre",
            "est_ouvert": True,
            "precision": centres["precision"],
            "latitude": centres["latitude"],
            "longitude": centres["longitude"],
        }
    )


def _notes(regions: pd.DataFrame, told: list[str], _: Language) -> list[str]:
    documents = block.caption(PLACES, regions, _("personnes"), base=_("régions")).lines(_)
    return [*documents, *told, *map_file.edition_notes(_)]
