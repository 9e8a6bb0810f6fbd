"""Places on the map: one sign per kind, and the columns that the map's script draws from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cartomut.charts.palette import SHAPES, Palette
from cartomut.i18n import Language
from cartomut.maps.legend import Entry

Key = tuple[str, str, bool, bool]


@dataclass(frozen=True)
class Sign:
    """How one kind of place is drawn."""

    kind: str
    label: str
    shape: str
    colour: str
    hollow: bool
    dashed: bool

    def data(self) -> list[Any]:
        """Return kind, label, shape, colour, hollow (1 or 0) and dashed (1 or 0)."""
        return [
            self.kind,
            self.label,
            self.shape,
            self.colour,
            int(self.hollow),
            int(self.dashed),
        ]


def signs(
    places: pd.DataFrame,
    kinds: Mapping[str, str],
    palette: Palette,
    _: Language,
    colours: Mapping[str, str] | None = None,
) -> dict[Key, Sign]:
    """One sign per kind of place present: shape and colour by category, hollow when not open.

    ``places``: genre, categorie, est_ouvert, precision; ``kinds`` names the categories;
    ``colours`` gives some of them a colour of their own.
    """
    order = {code: rank for rank, code in enumerate(kinds)}
    unique = set(keys(places))
    closed = _("{} (pas ouvert)")
    opened = {category for _genre, category, is_open, _dashed in unique if is_open}
    found = {}
    for key in sorted(unique, key=lambda key: (order.get(key[1], 99), not key[2])):
        genre, category, is_open, dashed = key
        rank = order.get(category, len(order))
        label = kinds.get(category, category)
        found[key] = Sign(
            kind=genre,
            label=label if is_open or category not in opened else closed.format(label),
            shape=SHAPES[rank % len(SHAPES)],
            colour=(colours or {}).get(category, palette.category(rank)),
            hollow=not is_open,
            dashed=dashed,
        )
    return found


def keys(places: pd.DataFrame) -> list[Key]:
    """Return, for each place, the key of its sign."""
    columns = (
        places["genre"],
        places["categorie"],
        places["est_ouvert"],
        places["precision"].ne("gps"),
    )
    return list(zip(*columns, strict=True))


def columns(places: pd.DataFrame, order: list[Key], precisions: list[str]) -> dict[str, Any]:
    """Columns rather than rows: whole numbers of 1e-5 degree, about one metre.

    ``precision`` is a text of one digit per place, its rank in ``precisions``.
    """
    sign_of = {key: rank for rank, key in enumerate(order)}
    return {
        "lat": (places["latitude"] * 1e5).round().astype(int).tolist(),
        "lon": (places["longitude"] * 1e5).round().astype(int).tolist(),
        "id": places["id"].tolist(),
        "nom": places["nom"].tolist(),
        "cat": [sign_of[key] for key in keys(places)],
        "precision": "".join(str(precisions.index(code)) for code in places["precision"]),
    }


def entries(found: Mapping[Key, Sign]) -> tuple[Entry, ...]:
    """Make the legend's signs, each look once."""
    looks = dict.fromkeys(
        (sign.label, sign.shape, sign.colour, sign.hollow) for sign in found.values()
    )
    return tuple(Entry(label, shape, colour, hollow) for label, shape, colour, hollow in looks)
