"""Small maps by year: one scale for all, each year's own gaps, pictures without a browser."""

import json
import math
import re
from xml.etree import ElementTree

import pandas as pd

from cartomut.charts.palette import LIGHT
from cartomut.maps import outlines
from cartomut.maps.areas import Measure
from cartomut.maps.years import small_maps


def square(west, south, side=1.0):
    """Write a square as GeoJSON."""
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side]]
    return json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})


SHAPES = {"a": square(-5, 5), "b": square(-4, 5)}


def year(a, b):
    values = [math.nan if value is None else float(value) for value in (a, b)]
    states = ["inconnu" if math.isnan(value) else "valeur" for value in values]
    return pd.DataFrame({"code": ["a", "b"], "valeur": values, "etat": states})


def fills(svg):
    """Return the fill of each territory, in order; the XML must be sound."""
    ElementTree.fromstring(svg)
    return re.findall(r'<path d="[^"]+" fill="([^"]+)"/>', svg.partition("</defs>")[2])


def test_the_same_value_has_the_same_colour_in_every_year(fr):
    maps, legend = small_maps(
        SHAPES,
        {2022: year(1, 2), 2023: year(2, None), 2024: year(3, 1)},
        Measure("Taux", fr.number),
        "egales",
        LIGHT,
        fr,
    )
    first, second, third = (fills(one.svg) for one in maps)
    assert first[1] == second[0]  # 2
    assert first[0] == third[1]  # 1
    assert second[1] == "url(#inconnu)"
    assert [(one.year, one.known, one.total) for one in maps] == [
        (2022, 2, 2),
        (2023, 1, 2),
        (2024, 2, 2),
    ]
    ((title, entries),) = legend.groups
    assert title == "Taux"
    assert [entry.label for entry in entries[:3]] == ["1 (2)", "2 (2)", "3 (1)"]
    assert len(entries) == 4


def test_years_without_any_value_are_still_maps(fr):
    (made,), legend = small_maps(
        SHAPES, {2022: year(None, None)}, Measure("Taux", fr.number), "naturelles", LIGHT, fr
    )
    assert set(fills(made.svg)) == {"url(#inconnu)"}
    assert [entry.sign for entry in legend.groups[0][1]] == ["inconnu"]


def test_the_middle_of_a_square_is_its_middle_and_the_box_holds_all():
    assert outlines.middle(outlines.rings(SHAPES["a"])) == (-4.5, 5.5)
    assert outlines.box([outlines.rings(one) for one in SHAPES.values()]) == (-5, 5, -3, 6)
