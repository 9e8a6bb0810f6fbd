"""The map on a page: choices in the URL, the map itself, its legend, its card, its table."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts.palette import N_
from cartomut.i18n import Language
from cartomut.maps.legend import Legend
from cartomut.records import records
from cartomut.ui import answers, block, cards, choices, filters, legend, session
from cartomut.ui.note import note
from cartomut.ui.text import plain

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
        measure = _select("mesure", _("Couleur des territoires"), MEASURES, _)
    with columns[1]:
        circle = _select("cercles", _("Cercles"), {"aucun": N_("Aucun"), **_amounts()}, _)
    with columns[2], st.popover(_("Affichage"), icon=":material/tune:", width="stretch"):
        return {
            "mesure": measure,
            "cercles": circle,
            "niveau": _select("niveau", _("Niveau"), LEVELS, _),
            "methode": _select("methode", _("Découpage en classes"), METHODS, _),
            "symboles": _select("symboles", _("Symboles selon"), SYMBOLS, _),
            "couches": _layers(_),
        }


def small(_: Language) -> None:
    """Draw a small map of the places over the population, without choices."""
    chosen: dict[str, Any] = {
        "mesure": "population_2021",
        "cercles": "aucun",
        "niveau": "region",
        "methode": "naturelles",
        "symboles": "relation",
        "couches": ["lieux", "lacs"],
    }
    places = answers.answer("indicateurs/lieux", **filters.current().params())
    areas = territories(chosen["mesure"], "region")
    picture = _picture(chosen, areas, places)
    clicked = _clicked(_show(picture, "petite_carte", 400))
    if clicked:
        st.switch_page(PAGE, query_params=filters.as_query() | {"fiche": clicked})
    with st.expander(_("Légende"), expanded=True):
        legend.draw(picture.legend, session.colours())
    st.page_link(
        PAGE, label=_("Ouvrir la carte"), icon=":material/map:", query_params=filters.as_query()
    )


def territories(measure: str, level: str) -> pd.DataFrame:
    """Return one measure by territory, under the shared filters."""
    return answers.answer(
        "indicateurs/territoires_mesure", niveau=level, mesure=measure, **filters.current().params()
    )


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


def toolbar(places: pd.DataFrame, _: Language) -> None:
    """Draw the row of tools: search, frames, places that no map can show."""
    left, right = st.columns([5, 6], vertical_alignment="bottom")
    with left:
        search(_)
    with right, st.container(horizontal=True, gap="small", horizontal_alignment="right"):
        presets(_)
        without_position(places, _)


def search(_: Language) -> None:
    """Search a centre, an organisation, a commune or a region; a result opens its card."""
    text = choices.text("recherche", _("Chercher un centre, une mutuelle, une commune, une région"))
    if not text:
        return
    found = answers.answer("listes/recherche", texte=text)
    if found.empty:
        note(
            plain(
                _("Rien ne porte ce nom. Les accents ne comptent pas ; essayez un mot plus court.")
            )
        )
    for row in records(found):
        kind = "region" if row.genre == "commune" else row.genre
        detail = f"{answers.name('genre_lieu', row.genre)}{', ' + row.detail if row.detail else ''}"
        st.button(
            plain(f"{row.nom} ({detail})"),
            key=f"_trouve_{row.genre}_{row.id}_{row.nom}",
            type="tertiary",
            on_click=open_card,
            args=(kind, row.id),
        )


def presets(_: Language) -> None:
    """Frame the whole country, Abidjan or the chosen territory; show the way back up."""
    chosen = filters.current()
    places = answers.answer("listes/territoires").set_index(["niveau", "code"])["nom"]
    st.button(
        _("Côte d'Ivoire"), icon=":material/public:", key="_cadre_pays", on_click=_frame_country
    )
    for level in filters.TERRITORIES:
        code = getattr(chosen, level)
        if code:
            st.button(
                plain(places[(level, code)]),
                icon=":material/chevron_right:",
                key=f"_fil_{level}",
                on_click=filters.set_territory,
                args=(level, code),
            )
    st.button(
        _("Abidjan"), icon=":material/zoom_in:", key="_cadre_abidjan", on_click=_frame_abidjan
    )


def without_position(places: pd.DataFrame, _: Language) -> None:
    """Count the places that no map can show, with their list one click away."""
    lost = places[places["latitude"].isna()]
    if lost.empty:
        return
    text = _.plural("{} lieu sans position connue", "{} lieux sans position connue", len(lost))
    with st.popover(text, icon=":material/location_off:"):
        for row in records(lost):
            st.button(
                plain(row.nom),
                key=f"_sans_position_{row.id}",
                type="tertiary",
                on_click=open_card,
                args=(row.genre, row.id),
            )


def open_card(kind: str, identifier: str) -> None:
    """Open a card beside the map (a callback); it is in the URL as ``fiche=kind:id``."""
    choices.put("fiche", f"{kind}:{identifier}")


def close_card() -> None:
    """Close the card (a callback)."""
    choices.put("fiche", None)


def unit(measure: str, _: Language) -> str:
    """Name the unit of a measure by territory."""
    text = UNITS.get(measure, PLACES)
    return _(text)


def _picture(
    chosen: dict[str, Any], areas: pd.DataFrame, places: pd.DataFrame, card: str = ""
) -> Any:
    from cartomut.maps import carte

    _ = session.language()
    return carte.carte(
        areas,
        _categorised(places, chosen["symboles"]),
        _circles(chosen, _),
        _measure(chosen["mesure"], _),
        _measure(chosen["cercles"], _) if chosen["cercles"] != "aucun" else None,
        _kinds(chosen["symboles"]),
        _precisions(),
        _view(chosen, card),
        session.colours(),
        _,
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
    return {code: text for code, text in MEASURES.items() if code != "densite_centres"}


def _measure(code: str, _: Language) -> Any:
    from cartomut.maps.carte import Measure

    writers: dict[str, Callable[[Any], str]] = {
        "densite_centres": partial(_.number, digits=2),
        "investissements_fcfa": _.money,
    }
    return Measure(_(MEASURES[code]), writers.get(code, _.number))


def _circles(chosen: dict[str, Any], _: Language) -> pd.DataFrame:
    if chosen["cercles"] == "aucun":
        return pd.DataFrame({"code": [], "valeur": []})
    return territories(chosen["cercles"], chosen["niveau"])[["code", "valeur"]]


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
        with st.container(border=True, key="fiche_ouverte"):
            st.button(
                _("Fermer la fiche"), icon=":material/close:", type="tertiary", on_click=close_card
            )
            cards.card(kind, identifier)
    with st.container(key="legende"):
        legend.draw(drawn, session.colours())


def _frame_country() -> None:
    filters.set_territory("district", None)


def _frame_abidjan() -> None:
    choices.put("vue", "abidjan")


def tables(chosen: dict[str, Any], areas: pd.DataFrame, places: pd.DataFrame, _: Language) -> None:
    """Show the map's rows as tables: what the map says, for everyone and for download."""
    measure = chosen["mesure"]
    title = _(MEASURES[measure])
    known = areas.dropna(subset=["valeur"])
    block.figure(
        "territoires",
        _("{} par territoire").format(title),
        "indicateurs/territoires_mesure",
        areas,
        None,
        summary=_territory_summary(chosen, known, len(areas), _),
        columns=["nom", "valeur", "etat", "annee", "base"],
        unit=unit(chosen["mesure"], _),
        evidence={"mesure": chosen["mesure"], "niveau": chosen["niveau"]},
        chosen=lambda row: open_card(chosen["niveau"], areas["code"].iloc[row]),
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
        chosen=lambda row: open_card(places["genre"].iloc[row], places["id"].iloc[row]),
    )


def _territory_summary(chosen: dict[str, Any], known: pd.DataFrame, total: int, _: Language) -> str:
    if known.empty:
        return _("Aucune valeur connue pour les {} territoires affichés.").format(_.number(total))
    measure = _measure(chosen["mesure"], _)
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
