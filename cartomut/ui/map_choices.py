"""What the reader chose to see on the map; every choice is in the URL."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from cartomut.i18n import N_, Language
from cartomut.ui import answers, choices, mesures

if TYPE_CHECKING:
    from cartomut.maps.zone import Zone

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
COMPARISONS = {
    "aucune": N_("Une carte"),
    "deux": N_("Deux cartes"),
    "annees": N_("Année par année"),
}


@dataclass(frozen=True)
class Chosen:
    """One map: measure and year, circles, level, classing, symbols, layers, links, areas."""

    measure: str = "population_2021"
    year: int | None = None
    circles: str = "aucun"
    level: str = "region"
    method: str = "naturelles"
    symbols: str = "relation"
    layers: tuple[str, ...] = tuple(LAYERS)
    links: tuple[str, ...] = ()
    links_year: int | None = None
    comparison: str = "aucune"
    zone: "Zone | None" = None
    member_area: str = ""


def options(_: Language) -> Chosen:
    """Draw the map's own choices and return them."""
    from cartomut.maps.classes import METHODS

    columns = st.columns([5, 4, 2], vertical_alignment="bottom")
    with columns[0]:
        measure = _measure("mesure", _("Couleur des territoires"), _)
    with columns[1]:
        circles = _select("cercles", _("Cercles"), {"aucun": N_("Aucun"), **_amounts()}, _)
    with columns[2], st.popover(_("Affichage"), icon=":material/tune:", width="stretch"):
        level = _select("niveau", _("Niveau"), mesures.LEVELS, _)
        method = _select("methode", _("Découpage en classes"), METHODS, _)
        symbols = _select("symboles", _("Symboles selon"), SYMBOLS, _)
        layers = choices.pills("couches", _("Couches"), list(LAYERS), _writer(LAYERS, _))
        links = _links(_)
        links_year = _links_year(_) if links else None
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        comparison = choices.segments(
            "comparaison", _("Comparer"), list(COMPARISONS), _writer(COMPARISONS, _)
        )
    with right:
        year = None if comparison == "annees" else year_of("annee", measure, _)
    return Chosen(
        measure=measure,
        year=year,
        circles=circles,
        level=level,
        method=method,
        symbols=symbols,
        layers=tuple(layers),
        links=tuple(links),
        links_year=links_year,
        comparison=comparison,
        zone=zone(),
        member_area=_member_area(),
    )


def second(_: Language) -> tuple[str, int | None]:
    """Draw the choices of the second map: its measure and its year."""
    columns = st.columns(2, vertical_alignment="bottom")
    with columns[0]:
        measure = _measure("mesure2", _("Couleur de la seconde carte"), _, "nb_centres_ouverts")
    with columns[1]:
        return measure, year_of("annee2", measure, _, _("Année de la seconde carte"))


def year_of(key: str, measure: str, _: Language, title: str = "") -> int | None:
    """Let the reader slide to a year when the measure has several; the last one by default."""
    years = [str(year) for year in mesures.years(measure)]
    if len(years) < 2:
        return int(years[0]) if years else None
    return int(choices.steps(key, title or _("Année"), years, str))


def zone() -> "Zone | None":
    """Read the area that the reader drew, from the URL."""
    from cartomut.maps.zone import Zone

    return Zone.read(choices.read_text("zone"))


def _member_area() -> str:
    """Read the mutual whose area is shown, from the URL; one that nobody knows counts as none."""
    asked = choices.read_text("aire")
    known = asked and not answers.answer("fiches/organisme", id=asked).empty
    return asked if known else ""


def _measure(key: str, title: str, _: Language, default: str = "population_2021") -> str:
    write = partial(mesures.name, _=_)
    return str(choices.select(key, title, mesures.known(), write, default=default))


def _links(_: Language) -> list[str]:
    return choices.select_many(
        "liens",
        _("Liens entre mutuelles, centres et partenaires"),
        list(answers.names().get("type_lien", {})),
        partial(answers.name, "type_lien"),
        placeholder=_("Aucun lien tracé"),
    )


def _links_year(_: Language) -> int | None:
    """Choose the year for which links are drawn; without choice, whatever their date."""
    rows = answers.answer("listes/annees_liens")
    years = [str(year) for year in rows["annee"]]
    chosen = choices.select(
        "annee_liens", _("Liens existant en"), years, str, placeholder=_("Toutes les années")
    )
    return int(chosen) if chosen else None


def _select(key: str, title: str, names: dict[str, str], _: Language) -> str:
    first = next(iter(names))
    return str(choices.select(key, title, list(names), _writer(names, _), default=first))


def _writer(names: dict[str, str], _: Language) -> Callable[[str], str]:
    return lambda code: _(names[code])


def _amounts() -> dict[str, str]:
    return {code: text for code, text in mesures.MEASURES.items() if code != "densite_centres"}
