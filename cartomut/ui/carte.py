"""The map on a page: choices in the URL, the map itself, its legend, its card, its table."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.i18n import N_, Language
from cartomut.maps.legend import Legend
from cartomut.ui import (
    answers,
    block,
    cards,
    choices,
    filters,
    legend,
    mesures,
    session,
    toolbar,
)

SYMBOLS = {
    "relation": N_("Lien avec le propriétaire"),
    "type_etablissement": N_("Type d'établissement"),
    "niveau_soins": N_("Niveau de soins"),
}
LAYERS = {
    "lieux": N_("Lieux"),
    "villes": N_("Villes"),
    "rivieres": N_("Rivières"),
    "lacs": N_("Lacs"),
}
HEIGHT = 600
PAGE = "pages/explorer/carte.py"


def options(_: Language) -> dict[str, Any]:
    """Draw the map's own choices and return them; all are in the URL."""
    from cartomut.maps.classes import METHODS

    columns = st.columns([5, 4, 2], vertical_alignment="bottom")
    with columns[0]:
        measure = _select("mesure", _("Couleur des territoires"), mesures.MEASURES, _)
    with columns[1]:
        circle = _select("cercles", _("Cercles"), {"aucun": N_("Aucun"), **_amounts()}, _)
    with columns[2], st.popover(_("Affichage"), icon=":material/tune:", width="stretch"):
        return {
            "mesure": measure,
            "cercles": circle,
            "niveau": _select("niveau", _("Niveau"), mesures.LEVELS, _),
            "methode": _select("methode", _("Découpage en classes"), METHODS, _),
            "symboles": _select("symboles", _("Symboles selon"), SYMBOLS, _),
            "couches": _layers(_),
        }


def small(_: Language) -> None:
    """Draw a small map of the places over the population, without choices."""
    places = answers.answer("indicateurs/lieux", **filters.current().params())
    clicked = of_places("petite_carte", places, 400)
    if clicked:
        st.switch_page(PAGE, query_params=filters.as_query() | {"fiche": clicked})
    st.page_link(
        PAGE, label=_("Ouvrir la carte"), icon=":material/map:", query_params=filters.as_query()
    )


def of_places(
    key: str, places: pd.DataFrame, height: int, card: str = "", *, frame: Any = None
) -> str:
    """Draw these rows of ``indicateurs/lieux`` over the population, with their legend.

    ``card`` is the identifier of the place that stands out; ``frame`` says what the map shows,
    instead of the filtered territory. Returns what was just clicked, as ``kind:id``, or nothing.
    """
    _ = session.language()
    chosen: dict[str, Any] = {
        "mesure": "population_2021",
        "cercles": "aucun",
        "niveau": "region",
        "methode": "naturelles",
        "symboles": "relation",
        "couches": ["lieux", "lacs"],
    }
    areas = mesures.territories(chosen["mesure"], "region")
    picture = _picture(chosen, areas, places, card, frame)
    clicked = _clicked(_show(picture, key, height))
    with st.expander(_("Légende"), expanded=True):
        legend.draw(picture.legend, session.colours())
    return clicked


def draw(chosen: dict[str, Any], areas: pd.DataFrame, places: pd.DataFrame) -> None:
    """Draw the map with its legend beside it, and keep what the reader clicked in the URL."""
    card = choices.read_text("fiche")
    picture = _picture(chosen, areas, places, card.partition(":")[2])
    map_column, side = st.columns([7, 3])
    with map_column:
        clicked = _clicked(_show(picture, "carte", HEIGHT))
    if clicked:
        choices.put("fiche", clicked)
        st.rerun()
    with side:
        _card_or_legend(card, picture.legend, session.language())


def _picture(
    chosen: dict[str, Any],
    areas: pd.DataFrame,
    places: pd.DataFrame,
    card: str = "",
    frame: Any = None,
) -> Any:
    from cartomut.maps import carte

    _ = session.language()
    view = _view(chosen, card)
    return carte.carte(
        areas,
        _categorised(places, chosen["symboles"]),
        _circles(chosen, _),
        mesures.measure(chosen["mesure"], _),
        mesures.measure(chosen["cercles"], _) if chosen["cercles"] != "aucun" else None,
        _kinds(chosen["symboles"]),
        _precisions(),
        replace(view, frame=frame) if frame else view,
        session.colours(),
        _,
        attribution=session.opened().about().get(f"limites_{chosen['niveau']}", ""),
    )


def _show(picture: Any, key: str, height: int) -> dict[str, Any] | None:
    """Send the picture to the map; only a click on an area or a place comes back."""
    from streamlit_folium import st_folium  # slow to import; warmed up once the server is ready

    from cartomut.maps import base

    clicked: dict[str, Any] | None = st_folium(
        base.base_map(session.opened().about()["limites"]),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=base.drawing(picture.payload),
    )
    return clicked


def _layers(_: Language) -> list[str]:
    return choices.pills("couches", _("Couches"), list(LAYERS), lambda code: _(LAYERS[code]))


def _select(key: str, title: str, options: dict[str, str], _: Language) -> str:
    first = next(iter(options))
    return str(
        choices.select(key, title, list(options), lambda code: _(options[code]), default=first)
    )


def _amounts() -> dict[str, str]:
    return {code: text for code, text in mesures.MEASURES.items() if code != "densite_centres"}


def _circles(chosen: dict[str, Any], _: Language) -> pd.DataFrame:
    if chosen["cercles"] == "aucun":
        return pd.DataFrame({"code": [], "valeur": []})
    return mesures.territories(chosen["cercles"], chosen["niveau"])[["code", "valeur"]]


def _categorised(places: pd.DataFrame, symbols: str) -> pd.DataFrame:
    """Keep what has a position; its category is a code, ``siege`` for a head office."""
    shown = places[places["latitude"].notna()]
    category = shown[symbols].fillna("inconnu").mask(shown["genre"] == "siege", "siege")
    return shown.assign(categorie=category)


def _kinds(symbols: str) -> dict[str, str]:
    names = answers.names().get(symbols, {})
    return {
        **names,
        "siege": answers.name("genre_lieu", "siege"),
        "inconnu": answers.name("etat_valeur", "inconnu"),
    }


def _precisions() -> dict[str, str]:
    return dict(answers.names()["precision"])


def _view(chosen: dict[str, Any], opened: str) -> Any:
    from cartomut.maps.carte import View

    kept = filters.current()
    selected = {code for code in (kept.region or kept.district, opened) if code}
    return View(
        level=chosen["niveau"],
        method=chosen["methode"],
        layers=tuple(chosen["couches"]),
        selected=tuple(sorted(selected)),
        selected_place=opened,
        frame=_frame(kept),
    )


def _frame(kept: filters.Filters) -> Any:
    from cartomut.maps.carte import ABIDJAN, COUNTRY, Frame

    if choices.read("vue", ["abidjan"], None):
        return ABIDJAN
    level, code = ("region", kept.region) if kept.region else ("district", kept.district)
    return Frame(f"{level}:{code}", level=level, code=code) if code else COUNTRY


def _clicked(answer: dict[str, Any] | None) -> str:
    """Say what was just clicked, as ``kind:id``; clicks are numbered, so none counts twice."""
    drawing = (answer or {}).get("last_active_drawing") or {}
    seen = drawing.get("properties") or {}
    if not seen or seen.get("clic") == st.session_state.get("_clic"):
        return ""
    st.session_state["_clic"] = seen["clic"]
    return f"{seen['genre']}:{seen['id']}"


def _card_or_legend(card: str, drawn: Legend, _: Language) -> None:
    kind, _colon, identifier = card.partition(":")
    if kind:
        with st.container(border=True, height=HEIGHT, key="fiche_ouverte"):
            st.button(
                _("Fermer la fiche"),
                icon=":material/close:",
                type="tertiary",
                on_click=toolbar.close_card,
            )
            cards.card(kind, identifier)
    with st.container(key="legende"):
        legend.draw(drawn, session.colours())


def tables(chosen: dict[str, Any], areas: pd.DataFrame, places: pd.DataFrame, _: Language) -> None:
    """Show the map's rows as tables: what the map says, for everyone and for download."""
    measure = chosen["mesure"]
    title = _(mesures.MEASURES[measure])
    known = areas.dropna(subset=["valeur"])
    block.figure(
        "territoires",
        _("{} par territoire").format(title),
        "indicateurs/territoires_mesure",
        areas,
        None,
        summary=_territory_summary(chosen, known, len(areas), _),
        columns=["nom", "valeur", "etat", "annee", "base"],
        unit=mesures.unit(chosen["mesure"], _),
        evidence={"mesure": chosen["mesure"], "niveau": chosen["niveau"]},
        chosen=lambda row: toolbar.open_card(chosen["niveau"], areas["code"].iloc[row]),
        folded=True,
    )
    if places.empty:
        return
    block.figure(
        "lieux",
        _("Lieux de la carte"),
        "indicateurs/lieux",
        places,
        None,
        summary=_place_summary(places, _),
        columns=[
            "nom",
            "genre",
            "organisme",
            "relation",
            "type_etablissement",
            "statut",
            "commune",
            "precision",
        ],
        chosen=lambda row: toolbar.open_card(places["genre"].iloc[row], places["id"].iloc[row]),
        folded=True,
    )


def _territory_summary(chosen: dict[str, Any], known: pd.DataFrame, total: int, _: Language) -> str:
    if known.empty:
        return _("Aucune valeur connue pour les {} territoires affichés.").format(_.number(total))
    measure = mesures.measure(chosen["mesure"], _)
    first, last = known.iloc[0], known.iloc[-1]
    text = _("Valeur connue pour {} territoires sur {} ; de {} ({}) à {} ({}).")
    return text.format(
        _.number(len(known)),
        _.number(total),
        measure.write(last["valeur"]),
        last["nom"],
        measure.write(first["valeur"]),
        first["nom"],
    )


def _place_summary(places: pd.DataFrame, _: Language) -> str:
    centres = places[places["genre"] == "centre"]
    text = _(
        "{} lieux de soins connus, dont {} ouverts d'après leur source, et {} sièges de mutuelles."
    )
    seats = len(places) - len(centres)
    return text.format(
        _.number(len(centres)), _.number(centres["est_ouvert"].sum()), _.number(seats)
    )
