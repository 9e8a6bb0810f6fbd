"""The map on a page: one map with its card, two maps side by side, or one small map by year."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.i18n import Language
from cartomut.maps.legend import Legend
from cartomut.ui import (
    answers,
    cards,
    choices,
    drawn_area,
    filters,
    legend,
    map_choices,
    map_file,
    map_picture,
    map_tables,
    map_years,
    scene,
    session,
    toolbar,
)
from cartomut.ui.map_choices import Chosen
from cartomut.ui.text import plain

HEIGHT = 600
PAGE = "pages/explorer/carte.py"
MUTUALS = ("siege", "organisme")

options = map_choices.options


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
    clicked = ""
    with scene.part(key, _("Carte")) as shown:
        if shown:
            chosen = Chosen(layers=("lieux", "lacs"))
            areas = map_picture.territories(chosen)
            drawn = map_picture.picture(chosen, areas, places, card, frame=frame)
            clicked = map_picture.show(drawn, key, height)
            with st.expander(_("Légende"), expanded=True):
                legend.draw(drawn.legend, session.colours())
    return clicked


def draw(chosen: Chosen, places: pd.DataFrame) -> None:
    """Draw the map or the maps that were chosen, then their tables."""
    _ = session.language()
    with st.container(key="aire_adhesion"):  # always there: what follows keeps its place
        if chosen.member_area:
            _member_area(chosen, _)
    areas = map_picture.territories(chosen)
    other = None
    with scene.part("carte", _("Carte")) as shown:
        if shown and chosen.comparison == "annees":
            map_years.draw(chosen, _)
        elif shown and chosen.comparison == "deux":
            other = _two(chosen, areas, places, _)
        elif shown:
            _one(chosen, areas, places, _)
    if chosen.comparison == "annees":
        return
    if other:
        map_tables.territories(other, map_picture.territories(other), "territoires2", _)
    map_tables.territories(chosen, areas, "territoires", _)
    map_tables.places(places, _)
    map_tables.links(chosen, _)


def _one(chosen: Chosen, areas: pd.DataFrame, places: pd.DataFrame, _: Language) -> None:
    card = choices.read_text("fiche")
    drawn = map_picture.picture(chosen, areas, places, card.partition(":")[2], tools=True)
    map_column, side = st.columns([7, 3])
    with map_column:
        _keep(map_picture.show(drawn, "carte", HEIGHT))
        map_file.buttons("carte", chosen, areas, places, _)
    with side:
        drawn_area.draw(chosen.zone, places, _)
        _card_or_legend(card, drawn.legend, _)


def _two(chosen: Chosen, areas: pd.DataFrame, places: pd.DataFrame, _: Language) -> Chosen:
    """Draw two maps that follow each other; return what the second one shows."""
    measure, year = map_choices.second(_)
    other = replace(chosen, measure=measure, year=year, member_area="", circles="aucun")
    pairs = ((chosen, areas), (other, map_picture.territories(other)))
    for rank, (column, (one, values)) in enumerate(zip(st.columns(2), pairs, strict=True)):
        drawn = map_picture.picture(one, values, places, together=True)
        with column:
            key = f"carte_{'ab'[rank]}"
            _keep(map_picture.show(drawn, key, HEIGHT - 80))
            # below the map: a title on two lines would push one map lower than the other
            st.subheader(plain(drawn.payload["mesure"]))
            map_file.buttons(key, one, values, places, _)
            legend.draw(drawn.legend, session.colours())
    return other


def _keep(clicked: str) -> None:
    """Keep in the URL what the reader clicked or drew."""
    if not clicked:
        return
    kind, _colon, value = clicked.partition(":")
    if kind == "zone":
        choices.put("zone", value)
    else:
        choices.put("fiche", clicked)
        choices.put("comparaison", None)
    st.rerun()


def _member_area(chosen: Chosen, _: Language) -> None:
    title = _("Aire d'adhésion de {}").format(map_picture.mutual(chosen.member_area))
    st.button(
        plain(title),
        icon=":material/close:",
        icon_position="right",
        help=_("Revenir à la carte de toutes les mutuelles"),
        on_click=choices.put,
        args=("aire", None),
        key="_quitter_aire",
    )


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
            if kind in MUTUALS:
                st.button(
                    _("Voir son aire d'adhésion"),
                    icon=":material/distance:",
                    on_click=choices.put,
                    args=("aire", identifier),
                )
            cards.card(kind, identifier)
    with st.container(key="legende"):
        legend.draw(drawn, session.colours())
