"""The pages of reach by the road: what they say with a network, without one, and when asked not."""

import numpy as np
import pytest

from cartomut.access.network import Network
from cartomut.access.road import Road
from cartomut.editions import Received
from cartomut.materials import ROADS, Version
from cartomut.ui import roads
from tests.pages.visit import REACH, SIMULATOR, payload, texts, visit

KM_PER_DEGREE = 111.195
STEP = 0.1  # degrees between two crossings
VERSION = Version(
    ROADS, 1, "2026-11-23T00:00:00Z", "AIRMS", "OSM", 2026, fichier=Received("civ.gpkg", "0", 1)
)


def grid():
    """Draw a road every 11 km, of the west alone: the east has none, and is not known."""
    north, east = np.meshgrid(np.arange(4.3, 10.7, STEP), np.arange(-8.6, -4.6, STEP))
    rank = np.arange(north.size).reshape(north.shape)
    pairs = [(rank[:-1], rank[1:]), (rank[:, :-1], rank[:, 1:])]
    start, end = (np.concatenate([one[at].ravel() for one in pairs]) for at in (0, 1))
    nothing = np.zeros(len(start))
    return Network.of(
        {
            "latitude": north.ravel(),
            "longitude": east.ravel(),
            "start": start,
            "end": end,
            "km": nothing + STEP * KM_PER_DEGREE,
            "oneway": nothing,
            "kind": nothing,
            "speed": nothing,
        }
    )


@pytest.fixture
def network(monkeypatch):
    """Put that network in use."""
    made = grid()
    kept = {}
    monkeypatch.setattr(roads, "_in_use", lambda: VERSION)
    monkeypatch.setattr(
        roads, "_road", lambda _path, factor: kept.setdefault(factor, Road(made, factor))
    )


def page(where, **params):
    app = visit(where, jeu="demonstration", **{"lang": "fr"} | params)
    assert [one.message for one in app.exception] == [], params
    return app, " ".join(texts(app))


def test_every_part_says_that_it_follows_the_road_and_counts_apart_what_has_none(network):
    for params in ({"volet": "offre", "ensemble": "etude"}, {"volet": "recours"}, {}):
        app, said = page(REACH, rayon="20", **params)
        for words in (
            "Distance = plus court chemin par la route",
            "civ.gpkg",
            "vol d'oiseau × 1,3, 5 km au plus",
            "Sans chemin connu par la route",
            "la même sur toutes les routes",
        ):
            assert words in said, (params, words)
        assert "trajet" not in app.query_params  # the road is what a network is brought for
    assert "Distance inconnue" in said
    assert "au moins" in said
    drawn = payload(app)
    names = [one[0] for one in drawn["semis"]["classes"]]
    assert names[-1] == "distance inconnue"
    assert drawn["semis"]["rang"].count(len(names) - 1) > 500  # the east
    assert not drawn.get("anneaux")


def test_the_reader_may_ask_for_the_straight_line_and_the_link_keeps_it(network):
    app, said = page(REACH, trajet="ligne")
    assert "Distance = vol d'oiseau × 1,3" in said
    assert "Aucun réseau routier n'a été apporté" not in said
    assert "Distance inconnue" not in said
    assert app.query_params["trajet"] == "ligne"


def test_new_centres_and_sites_follow_the_road_too(network):
    scenario = "7.69,-5.03,primaire,tb_traitement,lits:20,20,Bouaké"
    _app, said = page(SIMULATOR, rayon="20", scenario=scenario)
    assert "plus court chemin par la route" in said
    assert "Nouvellement à portée" in said
    _app, said = page(SIMULATOR, rayon="20", simuler="sites", region="gbeke")
    assert "Sans chemin connu par la route" in said


def test_without_a_network_a_link_that_asks_for_one_is_told_so(monkeypatch):
    monkeypatch.setattr(roads, "_in_use", lambda: None)
    app, said = page(REACH, trajet="route")
    assert "aucun réseau routier n'est en usage ici" in said
    assert "Aucun réseau routier n'a été apporté" in said
    assert "trajet" not in app.query_params
