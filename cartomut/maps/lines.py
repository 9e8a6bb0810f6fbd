"""Links between places or seats: lines by type, with their legend."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cartomut.charts.palette import Palette
from cartomut.i18n import Language
from cartomut.maps.legend import Entry
from cartomut.records import records

# The legend's sign and the dashes of a line, in pixels; with the colour, never colour alone.
STROKES = (
    ("trait", ""),
    ("tirets", "9,5"),
    ("pointilles", "2,5"),
    ("mixte", "10,4,2,4"),
)


def drawn(links: pd.DataFrame) -> pd.DataFrame:
    """Keep the links that a map can show: both ends have a position, and not the same one."""
    return links[links["est_trace"] & ~(links["distance_km"] == 0)]


def lines(links: pd.DataFrame, types: Mapping[str, str], palette: Palette) -> dict[str, Any]:
    """Return the types present and the lines (whole numbers of 1e-5 degree) with their texts.

    ``links``: type_lien, de_nom, vers_nom, de_latitude, de_longitude, vers_latitude,
    vers_longitude, distance_km, est_trace.
    """
    shown = drawn(links)
    present = [code for code in types if code in set(shown["type_lien"])]
    return {
        "types": [[types[code], *look(types, code, palette)[1:]] for code in present],
        "traits": [
            [
                *_point(row.de_latitude, row.de_longitude),
                *_point(row.vers_latitude, row.vers_longitude),
                present.index(row.type_lien),
                f"{row.de_nom} → {row.vers_nom}",
            ]
            for row in records(shown)
        ],
    }


def entries(
    links: pd.DataFrame, types: Mapping[str, str], palette: Palette, _: Language
) -> tuple[Entry, ...]:
    """Make the legend's signs, with how many lines of each type are drawn."""
    counts = drawn(links)["type_lien"].value_counts()
    found = []
    for code, name in types.items():
        if code in counts:
            sign, colour, _dashes = look(types, code, palette)
            found.append(Entry(f"{name} ({_.number(counts[code])})", sign, colour))
    return tuple(found)


def look(types: Mapping[str, str], code: str, palette: Palette) -> tuple[str, str, str]:
    """Return the sign, the colour and the dashes of a type; they stay whatever is shown."""
    rank = list(types).index(code)
    sign, dashes = STROKES[rank % len(STROKES)]
    return sign, palette.category(rank + 1), dashes


def _point(latitude: float, longitude: float) -> tuple[int, int]:
    return round(latitude * 1e5), round(longitude * 1e5)
