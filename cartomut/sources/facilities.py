"""Read a list of health facilities, whoever made it: a table or a GeoJSON of points.

Rows at fault are set aside and told with their line; the rest is kept.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cartomut.contracts import contracts
from cartomut.i18n import N_
from cartomut.names import normalise
from cartomut.sources import facility_faults as faults
from cartomut.sources.faults import SHOWN, TOO_BIG, Faults
from cartomut.sources.limits import MEGABYTE, Limits
from cartomut.sources.reading import read
from cartomut.sources.recognition import read_as
from cartomut.sources.safety import is_there
from cartomut.sources.sheets import Row, Sheet

TABLE = "etablissement_connu"
NEEDED = ("nom", "latitude", "longitude")
WRONG = 0.5  # share of rows set aside above which the whole is refused
GEOJSON_MB = 30  # it is read whole
CELL = 32_767  # characters of one property of a GeoJSON
_NOT_POINTS = N_("ce n'est pas une collection de points")
_NOT_DEGREES = N_("ses coordonnées ne sont pas en degrés (WGS 84)")
_BROKEN = N_("le contenu est abîmé ou d'un autre format ({})")


@dataclass(frozen=True)
class Facility:
    """A facility as listed: ``level`` is a code of ``niveau_soins`` or empty; degrees."""

    line: int
    id: str
    name: str
    kind: str
    level: str
    latitude: float
    longitude: float

    @property
    def point(self) -> str:
        """Write the position."""
        return f"{self.latitude:g} ; {self.longitude:g}"


def read_facilities(
    path: Path,
    box: tuple[float, float, float, float],
    levels: Mapping[str, str],
    limits: Limits,
    found: Faults,
) -> list[Facility]:
    """Read the facilities that can be placed in the frame; what is wrong is told, never raised.

    Parameters
    ----------
    box
        The frame of the country: west, south, east, north, in degrees.
    levels
        The code of each normalised name of a level of care.
    """
    if not is_there(path, limits, found):
        return []
    before = found.rejects
    kept, received = [], 0
    for sheet in _sheets(path, limits, found):
        places = _places(sheet, found)
        for row in sheet.rows() if places else ():
            received += 1
            one = _facility(row, places, levels, sheet, found)
            if one and _is_inside(one, box, sheet, found):
                kept.append(one)
    if found.rejects > before:
        return []
    once = _once(kept, path.name, found)
    if not once and not received:
        found.add(faults.EMPTY, path.name)
    elif received - len(once) > WRONG * received:
        fields = {"nombre": received - len(once), "attendu": received}
        found.add(faults.MOSTLY_WRONG, path.name, fields=fields)
    return once


def _sheets(path: Path, limits: Limits, found: Faults) -> list[Sheet]:
    with path.open("rb") as source:
        head = source.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{"):
        if path.stat().st_size > GEOJSON_MB * MEGABYTE:
            fields = {"trouve": path.stat().st_size // MEGABYTE, "limite": GEOJSON_MB}
            found.add(TOO_BIG, path.name, fields=fields)
            return []
        sheet = _geojson(path, found)
        return [sheet] if sheet else []
    reading = read([path], limits)
    found.take_in(reading.findings)
    return reading.sheets


def _places(sheet: Sheet, found: Faults) -> dict[str, int]:
    """Find the columns; tell what is missing and what is left aside."""
    contract = contracts()[TABLE]
    places = read_as(sheet, contract).places
    missing = [name for name in NEEDED if name not in places]
    if missing:
        given = ", ".join(sheet.columns)[:SHOWN]
        label, fields = ", ".join(missing), {"attendu": given}
        found.add(faults.COLUMNS, sheet.file, value=label, sheet=sheet.name, fields=fields)
        return {}
    ignored = [name for n, name in enumerate(sheet.columns) if name and n not in places.values()]
    if ignored:
        found.add(faults.IGNORED, sheet.file, value=", ".join(ignored), sheet=sheet.name)
    return places


def _facility(
    row: Row, places: Mapping[str, int], levels: Mapping[str, str], sheet: Sheet, found: Faults
) -> Facility | None:
    """Read a row; None when it has no name or no position."""
    line, cells = row
    texts = {
        name: " ".join(cells[place].split()) if place < len(cells) else ""
        for name, place in places.items()
    }

    def tell(rule: Any, column: str, value: str = "") -> None:
        found.add(rule, sheet.file, line, column, value, sheet.name)

    position = f"{texts['latitude']} ; {texts['longitude']}"
    latitude, longitude = map(_degrees, (texts["latitude"], texts["longitude"]))
    if not texts["nom"]:
        tell(faults.NAMELESS, "nom")
    elif latitude is None or longitude is None:
        tell(faults.NO_POINT, "latitude", position)
    elif latitude == longitude == 0:
        tell(faults.ZERO, "latitude", position)
    else:
        level = texts.get("niveau_soins", "")
        if level and normalise(level) not in levels:
            tell(faults.LEVEL, "niveau_soins", level)
        code = levels.get(normalise(level), "")
        kind = texts.get("type_declare", "")
        own = texts.get("etablissement_id", "")
        return Facility(line, own, texts["nom"], kind, code, latitude, longitude)
    return None


def _degrees(text: str) -> float | None:
    """Read decimal degrees, with a point or a comma."""
    try:
        value = float(text.replace(",", ".").removesuffix("°"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _is_inside(
    one: Facility, box: tuple[float, float, float, float], sheet: Sheet, found: Faults
) -> bool:
    west, south, east, north = box
    if west <= one.longitude <= east and south <= one.latitude <= north:
        return True
    swapped = west <= one.latitude <= east and south <= one.longitude <= north
    rule = faults.SWAPPED if swapped else faults.OUTSIDE
    found.add(rule, sheet.file, one.line, "latitude", f"{one.name} ({one.point})", sheet.name)
    return False


def _once(listed: Sequence[Facility], file: str, found: Faults) -> list[Facility]:
    """Leave out a facility listed before under the same name within about 100 m."""
    kept: list[Facility] = []
    names: dict[tuple[str, float, float], Facility] = {}
    points: dict[tuple[float, float], Facility] = {}
    for one in listed:
        key = (normalise(one.name), round(one.latitude, 3), round(one.longitude, 3))
        if key in names:
            fields: dict[str, Any] = {"autre": names[key].line}
            found.add(faults.TWICE, file, one.line, "nom", one.name, fields=fields)
            continue
        names[key] = one
        first = points.setdefault((one.latitude, one.longitude), one)
        if first is not one:
            fields = {"autre": first.name}
            found.add(faults.SAME_POINT, file, one.line, "latitude", one.name, fields=fields)
        kept.append(one)
    return kept


def _geojson(path: Path, found: Faults) -> Sheet | None:
    """Read a collection of points as a table; its line is the rank of the point."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        rows = [_feature(one) for one in content["features"]]
        _in_degrees(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as why:
        known = str(why) if str(why) in (_NOT_POINTS, _NOT_DEGREES) else ""
        reason = (known, "") if known else (_BROKEN, type(why).__name__)
        found.add(faults.UNREADABLE, path.name, fields={"raison": reason})
        return None
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [
        (rank, tuple(row.get(name, "") for name in names)) for rank, row in enumerate(rows, start=1)
    ]

    def again() -> Iterator[Row]:
        return iter(cells)

    return Sheet(path.name, "", tuple(names), again)


def _feature(feature: Any) -> dict[str, str]:
    """Give a point's properties as texts, with its position; it stands over a column's."""
    shape = feature["geometry"] or {}
    if shape and shape["type"] != "Point":
        raise ValueError(_NOT_POINTS)
    longitude, latitude = (shape.get("coordinates") or ("", ""))[:2]
    texts = {
        str(name): "" if value is None else str(value)[:CELL]
        for name, value in (feature["properties"] or {}).items()
        if normalise(str(name)) not in ("latitude", "longitude", "lat", "lon", "lng", "x", "y")
    }
    return texts | {"latitude": str(latitude), "longitude": str(longitude)}


def _in_degrees(content: Mapping[str, Any]) -> None:
    """Refuse a collection that names another system than WGS 84."""
    named = str((content.get("crs") or {}).get("properties", {}).get("name", "CRS84"))
    if not any(known in named.upper() for known in ("CRS84", "4326")):
        raise ValueError(_NOT_DEGREES)
