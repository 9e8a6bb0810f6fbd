"""An area in the address: what is read, what is refused, what comes back."""

import pytest

from cartomut.maps.zone import MOST_CORNERS, Zone

SQUARE = Zone(((5.0, -5.0), (5.0, -3.0), (7.0, -3.0), (7.0, -5.0)))


@pytest.mark.parametrize("zone", [SQUARE, Zone(((5.35, -4.0),), 20.0), Zone(((5.35, -4.0),), 0.5)])
def test_an_area_comes_back_from_its_address(zone):
    assert Zone.read(zone.write()) == zone


def test_what_is_no_area_counts_as_none():
    crowd = ";".join(["5.0,-4.0"] * (MOST_CORNERS + 1))
    refused = (
        "",
        "cercle:",
        "cercle:5,-4",
        "cercle:5,-4,0",
        "cercle:5,-4,-3",
        "cercle:5,-4,9999",
        "cercle:48,2,20",
        "cercle:5,-4,nan",
        "cercle:5,-4,1e3",
        "polygone:5,-4;6,-4",
        "polygone:5,-4;6,-4;7",
        "polygone:5,-4;6,-4;<script>,1",
        f"polygone:{crowd}",
        "carre:5,-4,20",
        "5,-4,20",
        "cercle:٥,-4,20",
    )
    assert [text for text in refused if Zone.read(text)] == []


def test_an_area_gives_the_questions_their_parameters():
    assert Zone(((5.0, -4.0),), 20.0).params() == {
        "latitudes": [5.0],
        "longitudes": [-4.0],
        "rayon_km": 20.0,
    }
    assert SQUARE.params()["rayon_km"] is None
