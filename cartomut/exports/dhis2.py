"""Organisation units for DHIS2: metadata CSV and GeoJSON, matched by code.

The hierarchy is country, district, region, centre. A unit's uid is drawn from its code: the same
centre keeps its uid from one edition to the next.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from cartomut.exports.package import zipped
from cartomut.exports.package_geo import Layer, layers
from cartomut.exports.package_tables import Content
from cartomut.exports.package_words import words
from cartomut.exports.tables import without_formula
from cartomut.i18n import Language
from cartomut.records import records

COUNTRY = "CI"
UNKNOWN_OPENING = "1970-01-01"  # DHIS2 wants a date; this one is its own custom for "not known"
NAME, SHORT = 230, 50  # signs that DHIS2 takes
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SIGNS = LETTERS + "0123456789"
LENGTH = 11
HEADER = (
    *("name", "uid", "code", "parent", "shortName", "description", "openingDate", "closedDate"),
    *("comment", "featureType", "coordinates", "url", "contactPerson", "address", "email"),
    "phoneNumber",
)
PLANNED = ("projet", "annonce")  # not yet a unit that could report
SURVEYED = ("gps", "quartier")


@dataclass(frozen=True)
class Unit:
    """An organisation unit; dates are ISO, ``closed`` is empty while it is open."""

    name: str
    code: str
    parent: str
    description: str = ""
    opening: str = ""
    closed: str = ""
    comment: str = ""

    @property
    def uid(self) -> str:
        """Eleven letters and digits, a letter first."""
        return uid(self.code)


def uid(code: str) -> str:
    """Draw a DHIS2 uid from a code."""
    number = int.from_bytes(hashlib.sha256(f"cartomut:{code}".encode()).digest())
    first, number = LETTERS[number % len(LETTERS)], number // len(LETTERS)
    rest = []
    for _rank in range(LENGTH - 1):
        number, at = divmod(number, len(SIGNS))
        rest.append(SIGNS[at])
    return first + "".join(rest)


def dhis2(content: Content, made_on: date, _: Language) -> bytes:
    """Make the zip: units as CSV, places as GeoJSON, how to import them."""
    listed = list(units(content, _))
    return zipped(
        {
            "LISEZMOI.txt" if _.code == "fr" else "README.txt": _read_me(content, made_on, _),
            "organisationUnits.csv": _csv(listed),
            "organisationUnits.geojson": _geojson(content, {one.code for one in listed}),
        }
    )


def units(content: Content, _: Language) -> Iterator[Unit]:
    """Yield the units, each after its parent."""
    yield Unit("Côte d'Ivoire", COUNTRY, "")
    for row in records(content.tables["district"].rows):
        yield Unit(row.nom, f"CI_D_{row.district_code}", COUNTRY)
    for row in records(content.tables["region"].rows):
        yield Unit(row.nom, f"CI_R_{row.region_code}", f"CI_D_{row.district_code}")
    if "centre" not in content.tables:
        return
    places = content.places[content.places["genre"] == "centre"].set_index("id")
    rows = content.tables["centre"].rows
    for row in records(rows[~rows["statut_operationnel"].isin(PLANNED)]):
        region = places.loc[row.centre_id, "region_code"]
        parent = COUNTRY if pd.isna(region) else f"CI_R_{region}"
        opening, closed = _text(row.date_ouverture), _text(row.date_fermeture)
        yield Unit(
            row.nom,
            row.centre_id,
            parent,
            description=_text(row.type_etablissement),
            opening=opening,
            closed=_whole_date(closed) if closed else "",
            comment=_comment(row, opening, content, _),
        )


def _comment(row: Any, opening: str, content: Content, _: Language) -> str:
    """Say what the unit's fields cannot: the source, the nature, what is not known."""
    told = [
        _("Source : {} ; nature : {} ; jeu : {}.").format(
            row.source_id, row.nature, content.dataset
        )
    ]
    told.append(_("Statut : {}.").format(row.statut_operationnel))
    if not opening:
        told.append(_("Date d'ouverture inconnue."))
    elif len(opening) < len(UNKNOWN_OPENING):
        told.append(_("Date d'ouverture connue en partie : {}.").format(opening))
    return " ".join(told)


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _whole_date(text: str) -> str:
    """Complete a year or a month with its first day."""
    return text + "-01" * ((len(UNKNOWN_OPENING) - len(text)) // 3)


def _csv(listed: list[Unit]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(HEADER)
    for one in listed:
        cells = (
            *(one.name[:NAME], one.uid, one.code, uid(one.parent) if one.parent else ""),
            *(one.name[:SHORT], one.description),
            _whole_date(one.opening) if one.opening else UNKNOWN_OPENING,
            *(one.closed, one.comment, "", "", "", "", "", "", ""),
        )
        writer.writerow([without_formula(cell) for cell in cells])
    return target.getvalue().encode("utf-8")


def _geojson(content: Content, known: set[str]) -> bytes:
    """Write what has a place: surveyed centres, regions and districts; ``code`` matches units."""
    prefixes = {"centres": "", "regions": "CI_R_", "districts": "CI_D_"}
    features = [
        feature
        for layer in layers(content)
        if layer.name in prefixes
        for feature in _features(layer, prefixes[layer.name], known)
    ]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _features(layer: Layer, prefix: str, known: set[str]) -> Iterator[dict[str, Any]]:
    for row, shape in zip(records(layer.rows), layer.shapes, strict=True):
        code = f"{prefix}{getattr(row, layer.key)}"
        if shape is None or code not in known:
            continue
        if layer.kind == "Point" and row.precision not in SURVEYED:
            continue
        yield {
            "type": "Feature",
            "id": uid(code),
            "geometry": shape,
            "properties": {"code": code, "name": row.nom},
        }


def _read_me(content: Content, made_on: date, _: Language) -> bytes:
    said = words(content, made_on, _)
    told = [
        said.title,
        "",
        *(f"{title} : {text}" for title, text in said.facts),
        "",
        _(
            "1. Importer organisationUnits.csv dans l'application Import/Export de DHIS2 (type : "
            "unités d'organisation), d'abord à blanc."
        ),
        _(
            "2. Envoyer organisationUnits.geojson à POST /api/organisationUnits/geometry?"
            "geoJsonId=false&geoJsonProperty=code&orgUnitProperty=code, avec dryRun=true d'abord."
        ),
        _(
            "Une date d'ouverture inconnue est écrite {} : DHIS2 en exige une ; le commentaire le "
            "dit."
        ).format(UNKNOWN_OPENING),
        _(
            "Un centre placé au milieu de sa commune n'a pas de point ici : seuls les relevés GPS "
            "et les quartiers en ont un. Les contours sont approximatifs, sauf limites officielles "
            "installées."
        ),
        _("Les centres en projet ou annoncés n'y sont pas."),
        _("Si DHIS2 a déjà ces unités sous d'autres codes, rapprochez-les avant d'importer."),
    ]
    return "\n".join([*told, ""]).encode("utf-8")
