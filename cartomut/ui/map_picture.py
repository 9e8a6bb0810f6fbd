"""From what the reader chose to the picture that the map draws, and the map itself."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.i18n import Language
from cartomut.ui import answers, choices, filters, mesures, session
from cartomut.ui.map_choices import Chosen


def territories(chosen: Chosen) -> pd.DataFrame:
    """Return what colours the territories: the measure, or a mutual's membership area."""
    if chosen.member_area:
        return answers.answer(
            "indicateurs/aire_adhesion",
            organisme_id=chosen.member_area,
            niveau=chosen.level,
            annee=None,
        )
    return mesures.territories(chosen.measure, chosen.level, chosen.year)


def measure(chosen: Chosen, areas: pd.DataFrame, _: Language) -> Any:
    """Return the title and the writer of what colours the territories."""
    from cartomut.maps.areas import Measure

    if not chosen.member_area:
        return mesures.measure(chosen.measure, _, chosen.year)
    years = areas["annee"].dropna()
    title = _("Bénéficiaires déclarés par {}").format(mutual(chosen.member_area))
    return Measure(f"{title} ({int(years.max())})" if len(years) else title, _.number)


def mutual(identifier: str) -> str:
    """Name a mutual, by its acronym when it has one."""
    found = answers.answer("fiches/organisme", id=identifier)
    if found.empty:
        return identifier
    row = found.iloc[0]
    return str(row["nom"] if pd.isna(row["sigle"]) else row["sigle"])


def shown_places(chosen: Chosen, places: pd.DataFrame) -> pd.DataFrame:
    """Keep what has a position, and only the mutual's own places when its area is shown."""
    shown = places[places["latitude"].notna()]
    if chosen.member_area:
        own = answers.answer("listes/lieux_organisme", organisme_id=chosen.member_area)
        keys = set(zip(own["genre"], own["id"], strict=True))
        kept = [key in keys for key in zip(shown["genre"], shown["id"], strict=True)]
        shown = shown[kept]
    category = shown[chosen.symbols].fillna("inconnu").mask(shown["genre"] == "siege", "siege")
    return shown.assign(categorie=category)


def links(chosen: Chosen) -> pd.DataFrame | None:
    """Return the links that the reader wants to see; None when none are wanted."""
    if not chosen.links:
        return None
    return answers.answer(
        "indicateurs/liens",
        liens=sorted(chosen.links),
        annee=chosen.links_year,
        **filters.current().params(),
    )


def circles(chosen: Chosen) -> pd.DataFrame:
    """Return the amounts drawn as circles; no row when there are none."""
    if chosen.circles == "aucun":
        return pd.DataFrame({"code": [], "valeur": []})
    return mesures.territories(chosen.circles, chosen.level)[["code", "valeur"]]


def content(chosen: Chosen, areas: pd.DataFrame, places: pd.DataFrame) -> dict[str, Any]:
    """Gather everything that a picture of the map shows, on the screen or in a file."""
    from cartomut.maps.carte import Network

    _ = session.language()
    wanted = links(chosen)
    types = answers.names().get("type_lien", {})
    return {
        "territories": areas,
        "places": shown_places(chosen, places),
        "circles": circles(chosen),
        "measure": measure(chosen, areas, _),
        "amount": mesures.measure(chosen.circles, _) if chosen.circles != "aucun" else None,
        "kinds": _kinds(chosen.symbols),
        "precisions": dict(answers.names()["precision"]),
        "attribution": attribution(chosen),
        "network": None if wanted is None else Network(wanted, types),
    }


def attribution(chosen: Chosen) -> str:
    """Say who made the boundaries of the level; empty for our approximate ones."""
    return str(session.opened().about().get(f"limites_{chosen.level}", ""))


def picture(
    chosen: Chosen,
    areas: pd.DataFrame,
    places: pd.DataFrame,
    card: str = "",
    *,
    tools: bool = False,
    together: bool = False,
    frame: Any = None,
) -> Any:
    """Make the picture of one map; ``card`` is the open entity's identifier.

    ``frame`` says what the map shows, instead of the filtered territory.
    """
    from cartomut.maps import carte

    view = view_of(chosen, card, tools=tools, together=together)
    view = replace(view, frame=frame) if frame else view
    parts = content(chosen, areas, places)
    return carte.carte(**parts, view=view, palette=session.colours(), _=session.language())


def view_of(chosen: Chosen, card: str = "", *, tools: bool = False, together: bool = False) -> Any:
    """Return how the map shows its content: level, classes, layers, selection, frame."""
    from cartomut.maps.carte import View

    kept = filters.current()
    selected = {code for code in (kept.region or kept.district, card) if code}
    return View(
        level=chosen.level,
        method=chosen.method,
        layers=chosen.layers,
        selected=tuple(sorted(selected)),
        selected_place=card,
        frame=frame_of(kept),
        zone=chosen.zone,
        tools=tools,
        together=together,
    )


def show(drawn: Any, key: str, height: int) -> str:
    """Send a picture to its map; return what was just clicked or drawn, as ``kind:id``."""
    from streamlit_folium import st_folium  # slow to import; warmed up once the server is ready

    from cartomut.maps import base

    answer: dict[str, Any] | None = st_folium(
        base.base_map(session.opened().about()["limites"]),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=base.drawing(drawn.payload),
    )
    return _clicked(answer, f"_clic_{key}")


def _clicked(answer: dict[str, Any] | None, memory: str) -> str:
    """Say what was just clicked; clicks are numbered, so that none counts twice."""
    drawing = (answer or {}).get("last_active_drawing") or {}
    seen = drawing.get("properties") or {}
    if not seen or seen.get("clic") == st.session_state.get(memory):
        return ""
    st.session_state[memory] = seen["clic"]
    return f"{seen['genre']}:{seen['id']}"


def _kinds(symbols: str) -> dict[str, str]:
    names = answers.names().get(symbols, {})
    return {
        **names,
        "siege": answers.name("genre_lieu", "siege"),
        "inconnu": answers.name("etat_valeur", "inconnu"),
    }


def frame_of(kept: filters.Filters) -> Any:
    """Return what a map shows: the filtered territory, Abidjan, or the country."""
    from cartomut.maps.carte import ABIDJAN, COUNTRY, Frame

    if choices.read("vue", ["abidjan"], None):
        return ABIDJAN
    level, code = ("region", kept.region) if kept.region else ("district", kept.district)
    return Frame(f"{level}:{code}", level=level, code=code) if code else COUNTRY
