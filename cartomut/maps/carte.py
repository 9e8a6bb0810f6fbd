"""The main map: a choropleth of territories, circles for amounts, places as symbols.

Pure: answers of questions in, data for ``static/cartomut/carte.js`` and a legend out.
"""

import html
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cartomut.charts.palette import SHAPES, Palette, state_label
from cartomut.i18n import Language
from cartomut.maps.classes import METHODS, Classing, classify, spread
from cartomut.maps.legend import Entry, Legend
from cartomut.records import records

LARGEST_CIRCLE = 26  # pixels
Format = Callable[[Any], str]


@dataclass(frozen=True)
class Frame:
    """What the map shows when its key changes: a box (south-west, north-east) or a territory."""

    key: str
    box: tuple[tuple[float, float], tuple[float, float]] | None = None
    level: str = ""
    code: str = ""


COUNTRY = Frame("pays", ((4.3, -8.65), (10.75, -2.45)))
ABIDJAN = Frame("abidjan", ((5.18, -4.25), (5.55, -3.75)))


@dataclass(frozen=True)
class Measure:
    """A measure by territory: its title and how its values are written."""

    title: str
    write: Format


@dataclass(frozen=True)
class View:
    """What the reader chose to see: level, classing, layers, selection, frame."""

    level: str
    method: str = "naturelles"
    layers: tuple[str, ...] = ("rivieres", "lacs", "villes", "lieux")
    selected: tuple[str, ...] = ()
    selected_place: str = ""
    frame: Frame = COUNTRY


@dataclass(frozen=True)
class Sign:
    """How one kind of place is drawn."""

    kind: str
    label: str
    shape: str
    colour: str
    hollow: bool
    dashed: bool


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
) -> Picture:
    """Draw the main map.

    Parameters
    ----------
    territories : code, nom, valeur, etat
        One row per territory of the level; ``etat`` is valeur, inconnu or non_enquete.
    places : genre, id, nom, categorie, est_ouvert, precision, latitude, longitude
        One row per place that has a position (degrees, WGS 84).
    circles : code, valeur
        The amounts drawn as circles in the middle of their territory; may be empty.
    kinds, precisions
        Names of the categories and of the precisions, by code.
    attribution
        Who made the boundaries of this level; empty for our approximate ones.
    """
    classing = classify(territories["valeur"].dropna().tolist(), view.method)
    shown = places if "lieux" in view.layers else places.iloc[:0]
    signs = _signs(shown, kinds, palette, _)
    present = [code for code in precisions if code in set(shown["precision"])]
    payload = {
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
        "mesure": measure.title,
        "teintes": _shades(classing, palette),
        "aplat": _areas(territories, measure, classing, _),
        "cercles": _circles(circles),
        "categories": [_sign_data(sign) for sign in signs.values()],
        "precisions": [{"code": code, "nom": precisions[code]} for code in present],
        "lieux": _places(shown, list(signs), present),
        "textes": _texts(attribution, _),
    }
    groups = _groups(territories, measure, classing, amount, circles, signs, palette, _)
    legend = Legend(tuple(groups), tuple(_notes(classing, signs, attribution, _)))
    return Picture(payload, legend, tuple(signs.values()))


def _shades(classing: Classing | None, palette: Palette) -> list[str]:
    count = len(classing.bounds) if classing else 0
    return [spread(rank, count, palette.steps) for rank in range(count)]


def _areas(
    territories: pd.DataFrame,
    measure: Measure,
    classing: Classing | None,
    _: Language,
) -> dict[str, list[Any]]:
    """By territory: the rank of its colour or its state, and its value as a text."""
    areas: dict[str, list[Any]] = {}
    for row in records(territories):
        if row.etat == "valeur" and classing:
            areas[row.code] = [classing.rank(row.valeur), measure.write(row.valeur)]
        else:
            areas[row.code] = [row.etat, state_label(row.etat, _)]
    return areas


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


def _signs(
    places: pd.DataFrame, kinds: Mapping[str, str], palette: Palette, _: Language
) -> dict[tuple[str, str, bool, bool], Sign]:
    """One sign per kind of place present: shape and colour by category, hollow when not open."""
    order = {code: rank for rank, code in enumerate(kinds)}
    keys = places[["genre", "categorie", "est_ouvert", "precision"]].copy()
    keys["precision"] = keys["precision"].ne("gps")
    unique = set(keys.drop_duplicates().itertuples(index=False, name=None))
    closed = _("{} (pas ouvert)")
    opened = {category for _genre, category, is_open, _dashed in unique if is_open}
    signs = {}
    for genre, category, is_open, dashed in sorted(
        unique, key=lambda key: (order.get(key[1], 99), not key[2])
    ):
        rank = order.get(category, len(order))
        label = kinds.get(category, category)
        signs[(genre, category, is_open, dashed)] = Sign(
            kind=genre,
            label=label if is_open or category not in opened else closed.format(label),
            shape=SHAPES[rank % len(SHAPES)],
            colour=palette.category(rank),
            hollow=not is_open,
            dashed=dashed,
        )
    return signs


def _sign_data(sign: Sign) -> dict[str, Any]:
    return {
        "genre": sign.kind,
        "nom": sign.label,
        "forme": sign.shape,
        "couleur": sign.colour,
        "vide": sign.hollow,
        "pointille": sign.dashed,
    }


def _places(
    places: pd.DataFrame, signs: list[tuple[str, str, bool, bool]], precisions: list[str]
) -> dict[str, list[Any]]:
    """Columns rather than rows: whole numbers of 1e-5 degree, about one metre."""
    sign_of = {key: rank for rank, key in enumerate(signs)}
    keys = zip(
        places["genre"],
        places["categorie"],
        places["est_ouvert"],
        places["precision"].ne("gps"),
        strict=True,
    )
    return {
        "lat": (places["latitude"] * 1e5).round().astype(int).tolist(),
        "lon": (places["longitude"] * 1e5).round().astype(int).tolist(),
        "id": places["id"].tolist(),
        "nom": places["nom"].tolist(),
        "cat": [sign_of[key] for key in keys],
        "precision": [precisions.index(code) for code in places["precision"]],
    }


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


def _groups(
    territories: pd.DataFrame,
    measure: Measure,
    classing: Classing | None,
    amount: Measure | None,
    circles: pd.DataFrame,
    signs: Mapping[tuple[str, str, bool, bool], Sign],
    palette: Palette,
    _: Language,
) -> list[tuple[str, tuple[Entry, ...]]]:
    groups = [(measure.title, _area_entries(territories, measure, classing, palette, _))]
    if amount and circles["valeur"].notna().any():
        largest = _("le plus grand : {}").format(amount.write(circles["valeur"].max()))
        groups.append((amount.title, (Entry(largest, "rond", palette.warm),)))
    if signs:
        groups.append((_("Lieux"), _symbol_entries(signs)))
    return groups


def _notes(
    classing: Classing | None,
    signs: Mapping[tuple[str, str, bool, bool], Sign],
    attribution: str,
    _: Language,
) -> list[str]:
    """Say whose boundaries these are, how classes are cut, what a dashed sign means."""
    ours = _("Limites approximatives, non officielles.")
    notes = [_("Limites : {}.").format(attribution) if attribution else ours]
    if classing and len(classing.bounds) > 1:
        notes.append(_("Classes : {}.").format(_(METHODS[classing.method])))
    if any(sign.dashed for sign in signs.values()):
        notes.append(
            _("Contour pointillé : position approchée (quartier, commune, ville), pas une adresse.")
        )
    return notes


def _area_entries(
    territories: pd.DataFrame,
    measure: Measure,
    classing: Classing | None,
    palette: Palette,
    _: Language,
) -> tuple[Entry, ...]:
    entries = []
    shades = _shades(classing, palette)
    if classing:
        known = territories["valeur"].dropna().tolist()
        for rank, (start, end) in enumerate(classing.spans()):
            inside = [value for value in known if classing.rank(value) == rank]
            alone = min(inside, default=start) == end
            text = (
                measure.write(end)
                if alone
                else f"{measure.write(min(inside, default=start))} – {measure.write(end)}"
            )
            entries.append(Entry(f"{text} ({_.number(len(inside))})", "aplat", shades[rank]))
    for state in ("inconnu", "non_enquete"):
        count = int((territories["etat"] == state).sum())
        if count:
            label = f"{state_label(state, _)} ({_.number(count)})"
            entries.append(Entry(label, state, palette.hatch))
    return tuple(entries)


def _symbol_entries(signs: Mapping[tuple[str, str, bool, bool], Sign]) -> tuple[Entry, ...]:
    unique = {(sign.label, sign.shape, sign.colour, sign.hollow) for sign in signs.values()}
    seen: list[tuple[str, str, str, bool]] = []
    for sign in signs.values():
        key = (sign.label, sign.shape, sign.colour, sign.hollow)
        if key in unique and key not in seen:
            seen.append(key)
    return tuple(Entry(label, shape, colour, hollow) for label, shape, colour, hollow in seen)
