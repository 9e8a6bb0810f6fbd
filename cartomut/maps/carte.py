"""The main map: a choropleth of territories, circles for amounts, places as symbols.

Pure: answers of questions in, data for ``static/cartomut/carte.js`` and a legend out.
"""

import html
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cartomut.charts.palette import SHAPES, Palette
from cartomut.i18n import Language
from cartomut.maps import areas, lines, signs
from cartomut.maps.areas import Measure
from cartomut.maps.classes import METHODS, Classing, classify
from cartomut.maps.legend import Entry, Legend
from cartomut.maps.signs import Sign
from cartomut.maps.zone import Zone
from cartomut.records import records

LARGEST_CIRCLE = 26  # pixels


@dataclass(frozen=True)
class Frame:
    """What the map shows when its key changes: a box (south-west, north-east) or a territory."""

    key: str
    box: tuple[tuple[float, float], tuple[float, float]] | None = None
    level: str = ""
    code: str = ""


@dataclass(frozen=True)
class Ring:
    """A circle on the ground: its middle in degrees and its radius in kilometres."""

    latitude: float
    longitude: float
    km: float


COUNTRY = Frame("pays", ((4.3, -8.65), (10.75, -2.45)))
ABIDJAN = Frame("abidjan", ((5.18, -4.25), (5.55, -3.75)))


@dataclass(frozen=True)
class View:
    """What the reader chose to see: level, classing, layers, selection, frame."""

    level: str
    method: str = "naturelles"
    layers: tuple[str, ...] = ("rivieres", "lacs", "villes", "lieux")
    selected: tuple[str, ...] = ()
    selected_place: str = ""
    frame: Frame = COUNTRY
    zone: Zone | None = None
    tools: bool = False  # the reader may draw an area
    together: bool = False  # another map on the page follows this one
    rings: tuple[Ring, ...] = ()


@dataclass(frozen=True)
class Network:
    """Links to draw as lines, and the names of their types by code, in order."""

    links: pd.DataFrame
    types: Mapping[str, str]


@dataclass(frozen=True)
class Dots:
    """Small marks that are never gathered, in classes that follow one another.

    ``places``: nom, latitude, longitude, rang (of the class, from 0). ``names`` and ``colours`` are
    those of the classes; each also has its shape. ``title`` heads them in the legend.
    """

    title: str
    places: pd.DataFrame
    names: tuple[str, ...]
    colours: tuple[str, ...]

    def data(self) -> dict[str, Any]:
        """Return the classes, and columns of whole numbers of 1e-5 degree; the last class first."""
        rows = self.places.sort_values("rang", ascending=False, kind="stable")
        return {
            "classes": [
                [name, SHAPES[rank % len(SHAPES)], self.colours[rank]]
                for rank, name in enumerate(self.names)
            ],
            "lat": (rows["latitude"] * 1e5).round().astype(int).tolist(),
            "lon": (rows["longitude"] * 1e5).round().astype(int).tolist(),
            "nom": rows["nom"].tolist(),
            "rang": rows["rang"].astype(int).tolist(),
        }

    def entries(self, _: Language) -> tuple[Entry, ...]:
        """Make the legend's signs, each class with how many marks it has."""
        counts = self.places["rang"].value_counts()
        return tuple(
            Entry(
                f"{name} ({_.number(int(counts.get(rank, 0)))})",
                SHAPES[rank % len(SHAPES)],
                self.colours[rank],
            )
            for rank, name in enumerate(self.names)
        )


@dataclass(frozen=True)
class Picture:
    """Data for the map's script, and the legend that explains it."""

    payload: dict[str, Any]
    legend: Legend
    signs: tuple[Sign, ...] = field(default=())


def carte(
    territories: pd.DataFrame,
    places: pd.DataFrame,
    circles: pd.DataFrame,
    measure: Measure,
    amount: Measure | None,
    kinds: Mapping[str, str],
    precisions: Mapping[str, str],
    view: View,
    palette: Palette,
    _: Language,
    attribution: str = "",
    network: Network | None = None,
    classing: Classing | None = None,
    colours: Mapping[str, str] | None = None,
    ring_title: str = "",
    dots: Dots | None = None,
) -> Picture:
    """Draw the main map.

    Parameters
    ----------
    territories : code, nom, valeur, etat
        One row per territory of the level; ``etat`` is valeur or why there is none.
    places : genre, id, nom, categorie, est_ouvert, precision, latitude, longitude
        One row per place that has a position (degrees, WGS 84).
    circles : code, valeur
        The amounts drawn as circles in the middle of their territory; may be empty.
    kinds, precisions
        Names of the categories and of the precisions, by code.
    attribution
        Who made the boundaries of this level; empty for our approximate ones.
    classing
        The classes to use; when not given, those of these territories' own values.
    colours, ring_title, dots
        The colour of some categories, where it means something; what the view's rings are, for the
        legend; thousands of places, as small marks below the others.
    """
    cut = classing or classify(territories["valeur"].dropna().tolist(), view.method)
    shown = places if "lieux" in view.layers else places.iloc[:0]
    kept = signs.signs(shown, kinds, palette, _, colours)
    present = [code for code in precisions if code in set(shown["precision"])]
    payload = _frame_data(view, palette, attribution, _) | {
        "mesure": measure.title,
        "teintes": areas.shades(cut, palette),
        "aplat": areas.areas(territories, measure, cut, _),
        "cercles": _circles(circles),
        "categories": [sign.data() for sign in kept.values()],
        "precisions": [{"code": code, "nom": precisions[code]} for code in present],
        "lieux": signs.columns(shown, list(kept), present),
    }
    groups = [(measure.title, areas.entries(territories, measure, cut, palette, _))]
    groups += _amount_group(amount, circles, palette, _)
    if kept:
        groups.append((_("Lieux"), signs.entries(kept)))
    over, more = _over(view, dots, network, ring_title, palette, _)
    groups += more
    legend = Legend(tuple(groups), tuple(_notes(cut, kept, attribution, _)))
    return Picture(payload | over, legend, tuple(kept.values()))


def _over(
    view: View,
    dots: Dots | None,
    network: Network | None,
    ring_title: str,
    palette: Palette,
    _: Language,
) -> tuple[dict[str, Any], list[tuple[str, tuple[Entry, ...]]]]:
    """Return what is drawn over the territories beside places, and its groups of the legend."""
    data: dict[str, Any] = {}
    groups = []
    if dots is not None:
        data["semis"] = dots.data()
        groups.append((dots.title, dots.entries(_)))
    if network is not None and not network.links.empty:
        data["liens"] = lines.lines(network.links, network.types, palette)
        groups.append((_("Liens"), lines.entries(network.links, network.types, palette, _)))
    if view.rings:
        groups.append((_("Anneaux"), (Entry(ring_title, "rond", palette.chosen),)))
    if view.zone:
        groups.append((_("Zone"), (Entry(_("zone dessinée"), "tirets", palette.chosen),)))
    return data, groups


def _frame_data(view: View, palette: Palette, attribution: str, _: Language) -> dict[str, Any]:
    """Say what the reader chose to see, the colours, and the map's own texts."""
    data: dict[str, Any] = {
        "niveau": view.level,
        "couches": list(view.layers),
        "choisis": list(view.selected),
        "lieu_choisi": view.selected_place,
        "vue": {
            "cle": view.frame.key,
            "cadre": view.frame.box,
            "niveau": view.frame.level,
            "code": view.frame.code,
        },
        "palette": _colours(palette),
        "textes": _texts(attribution, _),
    }
    if view.zone:
        data["zone"] = view.zone.data()
    if view.rings:
        data["anneaux"] = [[one.latitude, one.longitude, one.km * 1000] for one in view.rings]
    if view.tools:
        data["outils"] = _tool_texts(_)
    if view.together:
        data["ensemble"] = True
    return data


def _amount_group(
    amount: Measure | None, circles: pd.DataFrame, palette: Palette, _: Language
) -> list[tuple[str, tuple[Entry, ...]]]:
    if not amount or not circles["valeur"].notna().any():
        return []
    largest = _("le plus grand : {}").format(amount.write(circles["valeur"].max()))
    return [(amount.title, (Entry(largest, "rond", palette.warm),))]


def _circles(circles: pd.DataFrame) -> list[dict[str, Any]]:
    known = circles.dropna(subset=["valeur"])
    known = known[known["valeur"] > 0]
    if known.empty:
        return []
    largest = known["valeur"].max()
    return [
        {"code": row.code, "rayon": round(LARGEST_CIRCLE * math.sqrt(row.valeur / largest), 1)}
        for row in records(known.sort_values("valeur", ascending=False))
    ]


def _colours(palette: Palette) -> dict[str, str]:
    return {
        "fond": palette.paper,
        "encre": palette.ink,
        "limite": palette.border,
        "choisi": palette.chosen,
        "hachure": palette.hatch,
        "eau": palette.water,
        "mer": palette.sea,
        "cercle": palette.warm,
        "contour": palette.outline,
    }


def _texts(attribution: str, _: Language) -> dict[str, str]:
    official = _("Limites : {} · Fond : Natural Earth, GeoNames").format(html.escape(attribution))
    ours = _("Limites approximatives, non officielles · Natural Earth, GeoNames")
    return {
        "carte": _(
            "Carte de la Côte d'Ivoire ; les mêmes données sont dans le tableau sous la carte"
        ),
        "grappe": _("Lieux proches, à ouvrir d'un clic"),
        "mention": official if attribution else ours,  # HTML, for Leaflet
        "zoom_plus": _("Zoom avant"),
        "zoom_moins": _("Zoom arrière"),
    }


def _tool_texts(_: Language) -> list[str]:
    """Texts of the tools to draw an area: two buttons, their help, and what ends a drawing."""
    return [
        _("Dessiner un rectangle"),
        _("Dessiner un polygone"),
        _("Glissez d'un coin à l'autre. Échap : annuler."),
        _("Cliquez chaque sommet ; double-clic ou Entrée : finir. Échap : annuler."),
    ]


def _notes(
    classing: Classing | None,
    kept: Mapping[signs.Key, Sign],
    attribution: str,
    _: Language,
) -> list[str]:
    """Say whose boundaries these are, how classes are cut, what a dashed sign means."""
    notes = [areas.credit(attribution, _)]
    if classing and len(classing.bounds) > 1:
        notes.append(_("Classes : {}.").format(_(METHODS[classing.method])))
    if any(sign.dashed for sign in kept.values()):
        notes.append(
            _("Contour pointillé : position approchée (quartier, commune, ville), pas une adresse.")
        )
    return notes
