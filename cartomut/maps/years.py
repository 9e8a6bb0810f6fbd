"""Small maps, one per year, on the same classes: SVG drawn from the data, and one legend."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cartomut.charts.palette import Palette
from cartomut.i18n import Language
from cartomut.maps import areas, outlines
from cartomut.maps.areas import Measure
from cartomut.maps.classes import Classing, classify
from cartomut.maps.legend import Legend
from cartomut.records import records

WIDTH = 230  # pixels
HATCHES = {
    "inconnu": "M1.5 1.5h1.6v1.6h-1.6zM5 5h1.6v1.6H5z",
    "non_enquete": "M-2 6L6 -2M2 10L10 2",
    "masque": "M0 0L8 8M8 0L0 8",
    "non_calculable": "M0 2H8M0 6H8",
    "sans_entite": "M4 0V8",
    "non_declare": "M4 0V8",
}


@dataclass(frozen=True)
class SmallMap:
    """The map of one year: its colours or states by territory, as SVG, with n of N known."""

    year: int
    shades: Mapping[str, str]
    svg: str
    known: int
    total: int


def small_maps(
    shapes: Mapping[str, str],
    by_year: Mapping[int, pd.DataFrame],
    measure: Measure,
    method: str,
    palette: Palette,
    _: Language,
    attribution: str = "",
) -> tuple[list[SmallMap], Legend]:
    """Draw one small map per year; all share the classes of all years' values together.

    Parameters
    ----------
    shapes
        The GeoJSON text of each territory, by its code.
    by_year : code, valeur, etat
        One row per territory, for each year.
    attribution
        Who made the boundaries; empty for our approximate ones.
    """
    every = pd.concat(list(by_year.values()), ignore_index=True)
    classing = classify(every["valeur"].dropna().tolist(), method)
    paths, height = _paths(shapes)
    shades = {year: _shades(rows, classing, palette) for year, rows in by_year.items()}
    drawn = [
        SmallMap(
            year,
            shades[year],
            _svg(shades[year], paths, height, palette),
            int(rows["valeur"].notna().sum()),
            len(rows),
        )
        for year, rows in by_year.items()
    ]
    group = (measure.title, areas.entries(every, measure, classing, palette, _))
    note = _(
        "Les mêmes classes pour toutes les années ; entre parenthèses, les territoires-années."
    )
    return drawn, Legend((group,), (areas.credit(attribution, _), note))


def _paths(shapes: Mapping[str, str]) -> tuple[dict[str, str], int]:
    """Write each outline as an SVG path in whole half-pixels, and how high they all stand."""
    found = {code: outlines.rings(text) for code, text in shapes.items()}
    west, south, east, north = outlines.box(list(found.values()))
    scale = 2 * WIDTH / (east - west)
    paths = {
        code: "".join(_ring(ring, west, north, scale) for ring in rings)
        for code, rings in found.items()
    }
    return paths, round((north - south) * scale / outlines.STRETCH)


def _ring(ring: outlines.Ring, west: float, north: float, scale: float) -> str:
    points = [
        (round((x - west) * scale), round((north - y) * scale / outlines.STRETCH)) for x, y in ring
    ]
    kept = [point for rank, point in enumerate(points) if not rank or point != points[rank - 1]]
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + "Z" if len(kept) > 2 else ""


def _shades(rows: pd.DataFrame, classing: Classing | None, palette: Palette) -> dict[str, str]:
    """By territory: the colour of its class, or the state that says why it has none."""
    colours = areas.shades(classing, palette)
    return {
        row.code: colours[classing.rank(row.valeur)]
        if row.etat == "valeur" and classing
        else row.etat
        for row in records(rows)
    }


def _svg(shades: Mapping[str, str], paths: Mapping[str, str], height: int, palette: Palette) -> str:
    fills = {
        code: f"url(#{shade})" if shade in HATCHES else shade for code, shade in shades.items()
    }
    drawn = "".join(
        f'<path d="{path}" fill="{fills.get(code, palette.sea)}"/>' for code, path in paths.items()
    )
    side = 2 * WIDTH
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 {side + 8} {height + 8}">'
        f"<defs>{_patterns(palette)}</defs>"
        f'<g stroke="{palette.border}" stroke-width="1.6">{drawn}</g></svg>'
    )


def _patterns(palette: Palette) -> str:
    return "".join(
        f'<pattern id="{state}" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale(1.5)"><rect width="8" height="8" fill="{palette.paper}"/>'
        f'<path d="{path}" fill="none" stroke="{palette.hatch}" stroke-width="1.2"/></pattern>'
        for state, path in HATCHES.items()
    )
