"""The map of simulated centres: sites with their rings, over each region's share within reach."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import summaries
from cartomut.i18n import Language
from cartomut.ui import (
    answers,
    block,
    choices,
    filters,
    legend,
    map_file,
    map_picture,
    reached,
    scene,
    session,
)
from cartomut.ui.map_choices import Chosen as MapChosen
from cartomut.ui.note import note
from cartomut.ui.simulateur import Basis

HEIGHT = 560


def draw(
    key: str, title: str, basis: Basis, sites: pd.DataFrame, told: list[str], _: Language
) -> tuple[float, float] | None:
    """Draw the map with its legend and pictures; return the point just clicked, in degrees.

    ``sites``: id, nom, latitude, longitude, precision, km (of road, the radius of its ring).
    """
    clicked = None
    with scene.part(key, title) as shown:
        if shown:
            clicked = _figure(key, title, basis, sites, told, _)
    return clicked


def _figure(
    key: str, title: str, basis: Basis, sites: pd.DataFrame, told: list[str], _: Language
) -> tuple[float, float] | None:
    with st.container(border=True, key=f"figure_{key}"):
        st.subheader(title)
        with_centres = choices.switch(
            "centres_existants", _("Montrer aussi les centres qui comptent")
        )
        parts = _content(basis, sites, with_centres, _)
        view = _view(basis, sites)
        from cartomut.maps import carte

        drawn = carte.carte(**parts, view=view, palette=session.colours(), _=_)
        left, right = st.columns([7, 3])
        with left:
            clicked = _ask(drawn, key)
        with right:
            legend.draw(drawn.legend, session.colours())
            note(_("Un disque chiffré regroupe des points voisins : zoomez pour voir chacun."))
        map_file.of_content(key, parts, view, _notes(basis, told, _), _)
    return clicked


def _ask(drawn: Any, key: str) -> tuple[float, float] | None:
    """Send the picture to its map and return where it was just clicked, each click once."""
    from streamlit_folium import st_folium  # slow to import; warmed up once the server is ready

    from cartomut.maps import base

    answer: dict[str, Any] | None = st_folium(
        base.base_map(session.opened().about()["limites"]),
        key=key,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_clicked"],
        feature_group_to_add=base.drawing(drawn.payload),
    )
    spot = (answer or {}).get("last_clicked")
    if not spot or spot == st.session_state.get(f"_clic_{key}"):
        return None
    st.session_state[f"_clic_{key}"] = spot
    return float(spot["lat"]), float(spot["lng"])


def _view(basis: Basis, sites: pd.DataFrame) -> Any:
    from cartomut.maps.carte import Ring, View

    kept = filters.current()
    if basis.ground.way.network:  # by the road, what is within reach is no circle
        sites = sites.head(0)
    rings = [
        Ring(float(latitude), float(longitude), float(km) / basis.by.factor)
        for latitude, longitude, km in zip(
            sites["latitude"], sites["longitude"], sites["km"], strict=True
        )
    ]
    return View(
        level="region",
        layers=("lieux", "lacs", "villes"),
        selected=tuple(one for one in (kept.region or kept.district,) if one),
        frame=map_picture.frame_of(kept),
        rings=tuple(rings),
    )


def _content(basis: Basis, sites: pd.DataFrame, with_centres: bool, _: Language) -> dict[str, Any]:
    """Gather the parts of the picture, on the screen or in a file."""
    from cartomut.maps.areas import Measure

    palette = session.colours()
    title = _("Part de la population à {} km ou moins, aujourd'hui").format(_.number(basis.km, 1))
    shown = [_signs(sites, "site", "id")]
    if with_centres:
        shown.append(_signs(basis.existing, "centre", "centre_id"))
    areas = regions(basis).rename(columns=_AREAS)
    return {
        "territories": areas[list(_AREAS.values())],
        "places": pd.concat(shown, ignore_index=True),
        "circles": pd.DataFrame({"code": [], "valeur": []}),
        "measure": Measure(title, partial(summaries.percent, _=_)),
        "amount": None,
        "kinds": {"site": _("SIMULATION : site"), "centre": _("centre qui compte")},
        "precisions": dict(answers.names()["precision"]),
        "attribution": map_picture.attribution(MapChosen()),
        "colours": {"site": palette.warm, "centre": palette.ink},
        "ring_title": _("à portée du site"),
    }


_AREAS = {"region_code": "code", "nom_region": "nom", "part_a_portee": "valeur", "etat": "etat"}


def regions(basis: Basis) -> pd.DataFrame:
    """Count who is within reach in each region today."""
    found = basis.ground.reach(basis.ensemble)
    return reached.by_region(basis.ground, found, basis.km)


def _signs(rows: pd.DataFrame, kind: str, identifier: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "genre": kind,
            "id": rows[identifier].astype(str),
            "nom": rows["nom"],
            "categorie": kind,
            "est_ouvert": True,
            "precision": rows["precision"],
            "latitude": rows["latitude"],
            "longitude": rows["longitude"],
        }
    )


def _notes(basis: Basis, told: list[str], _: Language) -> list[str]:
    documents = block.caption(reached.PLACES, regions(basis), _("personnes")).lines(_)
    return [*told, *documents, *map_file.edition_notes(_)]
