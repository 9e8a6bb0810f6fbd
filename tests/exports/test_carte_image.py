"""The map as a picture: everything that makes it readable is inside, and nothing is cut."""

import io
import math

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from cartomut.charts.palette import LIGHT
from cartomut.exports import carte_image
from cartomut.maps.areas import Measure
from cartomut.maps.carte import Frame, Network, View, carte
from cartomut.maps.years import small_maps
from cartomut.maps.zone import Zone
from tests.maps.test_years import square

SHAPES = {"a": square(-5, 5), "b": square(-4, 5), "c": square(-5, 6), "d": square(-4, 6)}
NAMES = {code: f"Région {code}" for code in SHAPES}
LINK = (
    "type_lien",
    "de_nom",
    "vers_nom",
    "de_latitude",
    "de_longitude",
    "vers_latitude",
    "vers_longitude",
    "est_trace",
    "distance_km",
)
LONG = "Part des mutuelles dont les comptes sont certifiés par un commissaire aux comptes (2024)"


@pytest.fixture
def content(fr):
    """Four regions, one of each kind; two places of which one hollow; a link; circles."""
    territories = pd.DataFrame(
        {
            "code": list(SHAPES),
            "nom": list(NAMES.values()),
            "valeur": [10.0, 30.0, math.nan, math.nan],
            "etat": ["valeur", "valeur", "inconnu", "masque"],
        }
    )
    places = pd.DataFrame(
        {
            "genre": ["centre", "centre"],
            "id": ["1", "2"],
            "nom": ["Un $x$", "Deux"],
            "categorie": ["proprietaire", "proprietaire"],
            "est_ouvert": [True, False],
            "precision": ["gps", "commune"],
            "latitude": [5.5, 6.5],
            "longitude": [-4.5, -3.5],
        }
    )
    links = pd.DataFrame(
        [("membre", "A", "B", 5.5, -4.5, 6.5, -3.5, True, 156.0)],
        columns=list(LINK),
    )
    return {
        "territories": territories,
        "places": places,
        "circles": pd.DataFrame({"code": ["a", "b"], "valeur": [5.0, 20.0]}),
        "measure": Measure(LONG, fr.number),
        "amount": Measure("Lieux", fr.number),
        "kinds": {"proprietaire": "Centre propre d'une mutuelle, dans des locaux qui sont à elle"},
        "precisions": {"gps": "GPS", "commune": "Commune"},
        "network": Network(links, {"membre": "Membre"}),
        "attribution": "",
    }


@pytest.fixture
def pages(monkeypatch):
    """Keep every page that is drawn, to look at its texts."""
    kept = []

    def keep(*args, **kwargs):
        kept.append(Figure(*args, **kwargs))
        return kept[-1]

    monkeypatch.setattr(carte_image, "Figure", keep)
    return kept


def drawn(content, kind, _, mark="DÉMONSTRATION"):
    view = View(
        "region", zone=Zone(((6.0, -4.0),), 60.0), frame=Frame("essai", ((5.0, -5.0), (7.0, -3.0)))
    )
    made = carte(**content, view=view, palette=LIGHT, _=_)
    notes = ("Unité : % · Base : 2 sur 4 " + "mot " * 90, "Jeu de données : Démonstration")
    sheet = carte_image.Sheet(LONG, notes, mark)
    return carte_image.draw(SHAPES, NAMES, content, made.payload, made.legend, view, sheet, kind, _)


def texts(page):
    return page.findobj(match=Text)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_picture_says_everything_and_cuts_nothing(content, pages, lang, request):
    _ = request.getfixturevalue(lang)
    data = drawn(content, "png", _)
    with Image.open(io.BytesIO(data)) as image:
        assert image.size[0] > 1600
    (page,) = pages
    canvas = FigureCanvasAgg(page).get_renderer()
    edge = page.bbox
    shown = [text for text in texts(page) if text.get_text().strip()]
    cut = [
        text.get_text()
        for text in shown
        if (box := text.get_window_extent(canvas)).x0 < edge.x0 - 1
        or box.x1 > edge.x1 + 1
        or box.y0 < edge.y0 - 1
        or box.y1 > edge.y1 + 1
    ]
    assert cut == []
    said = " ".join(text.get_text().replace("\n", " ") for text in shown)
    wanted = [LONG, "Région a", "km", "DÉMONSTRATION", "Membre (1)", "Jeu de données", "Lieux"]
    wanted += [entry.label for _title, entries in made_legend(content, _) for entry in entries]
    assert [text for text in wanted if " ".join(text.split()) not in " ".join(said.split())] == []


def made_legend(content, _):
    return carte(**content, view=View("region"), palette=LIGHT, _=_).legend.groups


def test_the_svg_is_drawn_from_the_same_data_and_a_real_dataset_bears_no_mark(content, fr, pages):
    data = drawn(content, "svg", fr, mark="")
    assert data.lstrip().startswith(b"<?xml")
    assert b"<image" not in data
    assert all("DÉMONSTRATION" not in text.get_text() for text in texts(pages[0]))


def test_the_maps_of_all_years_make_one_picture_with_one_legend(pages, fr):
    def year(*values):
        states = ["inconnu" if math.isnan(value) else "valeur" for value in values]
        return pd.DataFrame({"code": list(SHAPES), "valeur": values, "etat": states})

    by_year = {2022: year(1.0, 2.0, 3.0, math.nan), 2023: year(2.0, 2.0, 3.0, 1.0)}
    maps, legend = small_maps(SHAPES, by_year, Measure("Taux", fr.number), "egales", LIGHT, fr)
    sheet = carte_image.Sheet("Taux", ("Unité : %",), "DÉMONSTRATION")
    known = ["3 sur 4", "4 sur 4"]
    data = carte_image.draw_years(SHAPES, maps, known, legend, sheet, "png")
    assert data.startswith(b"\x89PNG")
    said = [text.get_text() for text in texts(pages[0])]
    assert {"2022\n3 sur 4", "2023\n4 sur 4", "DÉMONSTRATION", "3 (2)"} <= set(said)
