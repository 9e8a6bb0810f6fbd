"""The row of tools above the map: search, frames, places that no map can show; opening cards."""

import pandas as pd
import streamlit as st

from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, choices, drawn_area, filters
from cartomut.ui.note import note
from cartomut.ui.text import plain


def draw(places: pd.DataFrame, _: Language) -> None:
    """Draw the row of tools: search, frames, places that no map can show."""
    left, right = st.columns([5, 6], vertical_alignment="bottom")
    with left:
        search(_)
    with right, st.container(horizontal=True, gap="small", horizontal_alignment="right"):
        presets(_)
        drawn_area.describe(_)
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
    filters.breadcrumb(_)
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


def _frame_abidjan() -> None:
    choices.put("vue", "abidjan")
