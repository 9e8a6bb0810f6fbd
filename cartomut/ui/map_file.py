"""The map as a picture to download, drawn from the same data as the map on the screen."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts.palette import LIGHT
from cartomut.exports.carried import View
from cartomut.i18n import Language
from cartomut.ui import answers, block, download, emporter, filters, map_picture, mesures, session
from cartomut.ui.map_choices import Chosen


def years(
    chosen: Chosen,
    shapes: dict[str, str],
    by_year: dict[int, pd.DataFrame],
    rows: pd.DataFrame,
    _: Language,
) -> None:
    """Offer the small maps of every year as one picture."""
    draw = partial(
        _draw_years,
        shapes,
        by_year,
        mesures.measure(chosen.measure, _),
        chosen.method,
        map_picture.attribution(chosen),
    )
    notes = _notes(chosen, rows, None, _)
    title = mesures.measure(chosen.measure, _).title
    whole = partial(draw, block.mark(), _, title, notes)
    bare = partial(draw, block.mark(), _, "", [], "png")
    _offer("carte_annees", title, whole, notes, _, bare, reserved=_is_reserved(chosen))


def buttons(
    key: str, chosen: Chosen, areas: pd.DataFrame, places: pd.DataFrame, _: Language
) -> None:
    """Offer the map as PNG and as SVG; it is drawn when a button is pressed."""
    notes = _notes(chosen, areas, places, _)
    content = map_picture.content(chosen, areas, places)
    drawing = _drawing_of(chosen.level, content, map_picture.view_of(chosen), _)
    title = content["measure"].title
    bare, reserved = partial(drawing, "", [], "png"), _is_reserved(chosen)
    _offer(key, title, partial(drawing, title, notes), notes, _, bare, reserved=reserved)


def _is_reserved(chosen: Chosen) -> bool:
    """Tell whether the map shows values that not everybody sees."""
    return not chosen.member_area and download.is_reserved(mesures.question(chosen.measure))


def of_content(key: str, content: dict[str, Any], view: Any, notes: list[str], _: Language) -> None:
    """Offer a map of regions that a page made itself, from the parts that it drew."""
    drawing = _drawing_of("region", _in_light(content), view, _)
    title = content["measure"].title
    _offer(key, title, partial(drawing, title, notes), notes, _, partial(drawing, "", [], "png"))


def _in_light(content: dict[str, Any]) -> dict[str, Any]:
    """Give the parts of a map their colours on white paper, whatever the theme of the screen."""
    shown = session.colours()
    pairs = zip(
        (shown.ink, shown.warm, *shown.categories),
        (LIGHT.ink, LIGHT.warm, *LIGHT.categories),
        strict=True,
    )
    light = dict(pairs)
    colours = {code: light.get(one, one) for code, one in content.get("colours", {}).items()}
    dots = content.get("dots")
    if dots is not None:
        dots = replace(dots, colours=tuple(light.get(one, one) for one in dots.colours))
    return content | {"colours": colours, "dots": dots}


def _offer(
    key: str,
    title: str,
    draw: Any,
    notes: list[str],
    _: Language,
    bare: Any,
    *,
    reserved: bool = False,
) -> None:
    titles = {"png": _("Image PNG de la carte"), "svg": _("Image SVG de la carte")}
    with st.container(horizontal=True, gap="small", key=f"image_{key}"):
        for kind, mime in block.MIMES.items():
            download.button(
                titles[kind],
                data=partial(draw, kind),
                file_name=block.file_name(key, kind),
                mime=mime,
                icon=":material/image:",
                type="tertiary",
                on_click="ignore",
                key=f"{key}_{kind}",
                reserved=reserved,
            )
        view = View(
            title, lines=notes, picture=draw, is_whole=True, bare=bare, is_reserved=reserved
        )
        emporter.note(key, view, _)


def _drawing_of(level: str, content: dict[str, Any], view: Any, _: Language) -> Any:
    """Capture everything the picture needs: a download runs without a session.

    Its title, its notes and its kind are still to be given.
    """
    shapes = answers.answer(
        "listes/territoires_carte", niveau=level, district=None, region=None
    ).dropna(subset=["geometrie"])
    return partial(
        _draw,
        dict(zip(shapes["code"], shapes["geometrie"], strict=True)),
        dict(zip(shapes["code"], shapes["nom"], strict=True)),
        content,
        view,
        block.mark(),
        _,
    )


def _draw_years(
    shapes: dict[str, str],
    by_year: dict[int, pd.DataFrame],
    measure: Any,
    method: str,
    attribution: str,
    mark: str,
    _: Language,
    title: str,
    notes: list[str],
    kind: str,
) -> bytes:
    from cartomut.exports import carte_image
    from cartomut.maps.years import small_maps

    maps, legend = small_maps(shapes, by_year, measure, method, LIGHT, _, attribution)
    text = _("valeur connue pour {} sur {}")
    known = [text.format(_.number(one.known), _.number(one.total)) for one in maps]
    sheet = carte_image.Sheet(title, tuple(notes), mark)
    return carte_image.draw_years(shapes, maps, known, legend, sheet, kind)


def _draw(
    shapes: dict[str, str],
    names: dict[str, str],
    content: dict[str, Any],
    view: Any,
    mark: str,
    _: Language,
    title: str,
    notes: list[str],
    kind: str,
) -> bytes:
    from cartomut.exports import carte_image  # slow to import; warmed up with the first picture
    from cartomut.maps import carte

    made = carte.carte(**content, view=view, palette=LIGHT, _=_)
    sheet = carte_image.Sheet(title, tuple(notes), mark)
    return carte_image.draw(shapes, names, content, made.payload, made.legend, view, sheet, kind, _)


def _notes(
    chosen: Chosen, areas: pd.DataFrame, places: pd.DataFrame | None, _: Language
) -> list[str]:
    question = (
        "indicateurs/aire_adhesion" if chosen.member_area else mesures.question(chosen.measure)
    )
    unit = _("personnes") if chosen.member_area else mesures.unit(chosen.measure, _)
    notes = block.caption(question, areas, unit).lines(_)
    if places is not None and "lieux" in chosen.layers:
        lost = int(places["latitude"].isna().sum())
        text = _("{} lieux situés sur {} ; sources des lieux dans le tableau de la carte")
        notes.append(text.format(_.number(len(places) - lost), _.number(len(places))))
    return [*notes, *edition_notes(_)]


def edition_notes(_: Language) -> list[str]:
    """Say the filters, the dataset, its edition and the day, under a picture."""
    kept = filters.summary(_)
    notes = [_("Filtres : {}").format(kept)] if kept else []
    about = session.opened().about()
    edition = _("Jeu de données : {} · édition du {} · image du {} · CartoMut")
    day = _.date(date.today().isoformat())
    name = answers.name("jeu", session.dataset())
    return [*notes, edition.format(name, _.date(about["construit_le"]), day)]
