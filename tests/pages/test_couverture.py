"""The page of reach: its parts in both datasets and languages, its figures against brute force."""

import json
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from cartomut import store
from cartomut.i18n import language
from cartomut.queries import query
from cartomut.records import records
from cartomut.store import Store
from cartomut.ui import reached
from cartomut.ui.block import Caption
from tests.pages.visit import REACH, payload, texts, visit

PAGE = REACH
PARTS = ("portee", "offre", "recours")


def page(dataset="demonstration", **params):
    app = visit(PAGE, jeu=dataset, **{"lang": "fr"} | params)
    assert [error.message for error in app.exception] == [], params
    return app


def charts(app):
    return {
        one.proto.id.split("-")[-1].removesuffix("_0"): json.loads(one.proto.spec)
        for one in app.get("plotly_chart")
    }


def said(app):
    return " ".join(texts(app))


def numbers(values):
    """Read the numbers of a chart, packed or not."""
    if isinstance(values, dict):
        import base64

        return np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"])
    return np.array(values, dtype=float)


@pytest.fixture(scope="module")
def ground():
    """Return the places and the open centres, and kilometres between all of them."""
    opened = Store(store.current("demonstration"))
    places = query("indicateurs/localites_acces").run(opened, district=None, region=None)
    asked = query("indicateurs/centres_acces")
    given = dict.fromkeys(asked.params) | {"service": "tb_traitement"}
    centres = asked.run(opened, **given).dropna(subset=["latitude"])
    north, east = (np.radians(places[one].to_numpy())[:, None] for one in POSITION)
    to_north, to_east = (np.radians(centres[one].to_numpy())[None, :] for one in POSITION)
    half = np.sin((to_north - north) / 2) ** 2
    half = half + np.cos(north) * np.cos(to_north) * np.sin((to_east - east) / 2) ** 2
    return places, centres, 2 * 6371.0088 * np.arcsin(np.sqrt(half))


POSITION = ("latitude", "longitude")


def test_each_ring_of_each_set_is_what_brute_force_counts(ground):
    places, centres, km = ground
    drawn = charts(page(rayon="7", detour="1.2"))["anneaux"]["data"]
    sets = (
        centres["est_mutualiste"],
        centres["relation"] == "proprietaire",
        centres["relation"].notna() | True,
        centres["disponible"].fillna(False),
    )
    people = places["population"].fillna(0).to_numpy()
    bounds = [0, 5, 7, 10, 20, np.inf]
    for rank, kept in enumerate(sets):
        near = 1.2 * km[:, kept.to_numpy(dtype=bool)].min(axis=1)
        shares = [
            people[(near > low) & (near <= high) | ((near == 0) & (low == 0))].sum() / people.sum()
            for low, high in pairwise(bounds)
        ]
        assert [numbers(trace["x"])[rank] for trace in drawn] == pytest.approx(shares), rank


def test_the_supply_of_each_region_is_that_of_a_table_of_all_pairs(ground):
    places, _centres, km = ground
    table = page(volet="offre", ensemble="etude", rayon="20", vue_offre_regions="tableau")
    shown = table.dataframe[0].value
    near = 1.3 * km <= 20
    people = places["population"].fillna(0).to_numpy()
    ratio = np.divide(1, people @ near, where=people @ near > 0, out=np.zeros(near.shape[1]))
    index = near @ ratio
    for name, part in places.groupby("nom_region"):
        rows = part.index.to_numpy()
        mean = 1e5 * (index[rows] * people[rows]).sum() / people[rows].sum()
        row = shown[shown["Région"] == name].iloc[0]
        assert row["Offre à portée"] == pytest.approx(mean), name
    assert "Indice de Gini" in said(table)


def test_nothing_is_computed_of_a_capacity_that_centres_do_not_state():
    text = said(page(volet="offre", capacite="lits", rayon="50"))
    assert "L'inégalité (Gini, part sous la moitié de la médiane) n'est pas calculée." in text
    assert "Indice de Gini" not in text


def test_the_map_has_every_place_in_its_class_and_a_ring_around_each_centre(ground):
    places, centres, km = ground
    data = payload(page(classes="trajet", moyen="pied", pied="4"))
    mutual = centres["est_mutualiste"].to_numpy(dtype=bool)
    minutes = 1.3 * km[:, mutual].min(axis=1) / 4 * 60
    ranks = np.searchsorted([30, 60, 120], minutes, side="left")
    assert np.bincount(data["semis"]["rang"]).tolist() == np.bincount(ranks).tolist()
    assert len(data["anneaux"]) == len(data["lieux"]["id"]) == mutual.sum()
    assert data["anneaux"][0][2] == pytest.approx(5000 / 1.3)
    assert len(data["semis"]["nom"]) == len(places)


def test_every_part_says_its_assumptions_and_keeps_them_in_the_link():
    for part in PARTS:
        app = page(volet=part, ensemble="service", detour="1.5", moto="50")
        text = said(app)
        for words in (
            "Distance = vol d'oiseau × 1,5",
            "à moto 50 km/h",
            "non demandé ou sans réponse",
            "Aucune liste officielle de tous les établissements",
        ):
            assert words in text, (part, words)
        assert app.query_params["detour"] == "1.5"
    lines = Caption("km", "", "", "", _documents(), (), ("Route × 1,5.",)).lines(language("fr"))
    assert "Route × 1,5." in lines


def _documents():
    return list(records(pd.DataFrame({"intitule": ["Étude"], "url": [None]})))


def test_published_pages_give_a_minimum_and_no_figure_of_inequality_in_english():
    for part in PARTS:
        app = page("publie", lang="en", volet=part)
        assert app.info, part
    first = page("publie")
    assert "La population à portée est un minimum" in said(first)
    assert "non recensé" in json.dumps(charts(first)["couverture_regions"], ensure_ascii=False)
    assert "au moins" in said(first)
    assert "Indice de Gini" not in said(page("publie", volet="offre"))


def test_a_region_filter_narrows_the_places_and_never_the_centres(ground):
    places, centres, km = ground
    text = said(page(region="nawa", vue_couverture_regions="tableau"))
    here = (places["region_code"] == "nawa").to_numpy()
    mutual = centres["est_mutualiste"].to_numpy(dtype=bool)
    near = 1.3 * km[here][:, mutual].min(axis=1) <= 5
    people = places["population"].fillna(0).to_numpy()[here]
    assert language("fr").number(round(people[near].sum())) in text


def test_an_official_list_adds_a_set_and_is_where_patients_may_be_sent(ground, monkeypatch):
    _places, centres, _km = ground
    here = centres[centres["region_code"] == "bounkani"]
    lost = here[here["niveau_soins"] == "primaire"].iloc[0]
    facility = {
        "centre_id": "officiel",
        "nom": "Hôpital officiel",
        "niveau_soins": "secondaire",
        "region_code": "bounkani",
        "nom_region": "Bounkani",
        "latitude": lost["latitude"],
        "longitude": lost["longitude"],
        "precision": "gps",
        "source_id": "geonames_lieux",
        "est_mutualiste": False,
    }
    monkeypatch.setattr(reached, "listed", lambda: pd.DataFrame([facility]))
    app = page(ensemble="connu", region="bounkani")
    drawn = charts(app)["anneaux"]["data"]
    near = dict(zip(drawn[0]["y"], numbers(drawn[0]["x"]), strict=True))
    assert near["Tout établissement connu"] >= near["Tout centre connu"] > 0
    assert "Aucune liste officielle" not in said(app)
    sent = page(volet="recours", region="bounkani").dataframe[0].value
    assert "Hôpital officiel" in set(sent["Centre de recours le plus proche"])
