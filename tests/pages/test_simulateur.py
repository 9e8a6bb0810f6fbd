"""The simulator: scenarios in the link, best sites that can be stopped, a service to be added."""

import threading
import time
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from cartomut import store
from cartomut.access import added
from cartomut.access.distance import haversine
from cartomut.access.points import Points
from cartomut.access.siting import Curve, Siting
from cartomut.queries import query
from cartomut.store import Store
from cartomut.ui import scenarios, solver
from cartomut.ui.scenarios import Scenario, Unreadable
from tests.access.conftest import SEA, drawn, places
from tests.pages.visit import SIMULATOR as PAGE
from tests.pages.visit import clean, texts, visit

LEVELS, SERVICES = ("primaire", "secondaire"), ("tb_traitement", "arv")
BOUAKE = "7.69000,-5.03000,primaire,tb_traitement+arv,lits:20,5,Bouaké, nord"
KORHOGO = "9.45800,-5.62961,secondaire,,personnel:10,5,Korhogo"
SEA_POINT = "3.50000,-6.00000,primaire,,centre:1,5,Au large"


def said(app):
    return " ".join(texts(app))


def kept(app):
    """Return the scenarios of the address."""
    found = app.query_params.get("scenario", [])
    return [found] if isinstance(found, str) else found


def button(app, label):
    return next(one for one in app.button if one.label == label)


def finished(app, seconds=90):
    """Let the search of a page end, as the reader who waits."""
    until = time.monotonic() + seconds
    search = app.session_state["_recherche_sites"]
    while search.running and time.monotonic() < until:
        time.sleep(0.2)
    return app.run()


def test_the_page_opens_in_both_datasets_and_languages():
    wrong = []
    for dataset in ("demonstration", "publie"):
        for lang, word in (("fr", "Nouvellement à portée"), ("en", "SIMULATION")):
            app = visit(PAGE, jeu=dataset, lang=lang, scenario=[BOUAKE, KORHOGO, SEA_POINT])
            text = said(app)
            if app.exception or app.error or word not in text or "Bouaké, nord" not in text:
                wrong.append((dataset, lang, [one.message for one in app.exception]))
            if dataset == "demonstration" and lang == "fr":
                assert "Aucun lieu habité à 5 km ou moins" in text  # of the point in the sea
                assert "médiane de 4 projets" in text
            if dataset == "publie" and lang == "fr":
                assert "aucun projet comparable dans ce jeu" in text
                assert "Le gain est un maximum" in text
                assert "aucun bénéficiaire déclaré" in text  # unknown, not zero
    assert wrong == []


def test_a_scenario_comes_back_from_the_link_as_it_was_made():
    made = Scenario(
        7.69, -5.03, "primaire", ("tb_traitement", "arv"), "lits", 20, 5, "Bouaké, nord"
    )
    assert made.written() == BOUAKE
    assert scenarios.parse(BOUAKE, LEVELS, SERVICES) == made
    bare = Scenario(5.0, -4.0, "secondaire", (), "centre", 1, 10, "")
    assert scenarios.parse(bare.written(), LEVELS, SERVICES) == bare
    assert scenarios.renamed(made, " deux\nlignes " + "x" * 99).name == "deux lignes " + "x" * 48


def test_a_scenario_that_a_link_makes_up_is_refused_with_the_field_at_fault():
    right = "7,-5,primaire,arv,lits:20,5,x"
    hostile = {
        "": "champs",
        "7,-5": "champs",
        right.replace("7,", "nan,", 1): "latitude",
        right.replace("7,", "91,", 1): "latitude",
        right.replace("-5", "inf"): "longitude",
        right.replace("-5", "<script>"): "longitude",
        right.replace("primaire", "' or 1=1"): "niveau",
        right.replace("arv", "arv+x"): "services",
        right.replace("lits:20", "lits:-3"): "offre",
        right.replace("lits:20", "lits:1e9"): "offre",
        right.replace("lits:20", "centre:7"): "offre",
        right.replace(",5,", ",5000,"): "rayon",
    }
    found = {}
    for text in hostile:
        with pytest.raises(Unreadable) as fault:
            scenarios.parse(text, LEVELS, SERVICES)
        found[text] = fault.value.field
    assert found == hostile
    assert set(hostile.values()) == set(scenarios.FAULTS)


def test_a_link_with_unreadable_scenarios_says_which_and_shows_the_others():
    marked = "7.69,-5.03,primaire,,centre:1,5,[x](http://y) <b>"
    app = visit(
        PAGE,
        jeu="demonstration",
        lang="fr",
        scenario=["a,b", marked, BOUAKE, SEA_POINT, BOUAKE + "2"],
    )
    assert [one.message for one in app.exception] == []
    (error,) = [clean(one.value) for one in app.error]
    assert "Le scénario 1 de l'adresse est illisible" in error
    assert "Seuls les 3 premiers" in error
    (shown,) = [one.value for one in app.subheader if "http" in one.value]
    assert shown.startswith(r"1\. \[x\]\(http")  # a text, not a link
    button(app, "Retirer de l'adresse ce qui n'est pas montré").click().run()
    assert len(kept(app)) == 3
    assert not app.error


def test_a_scenario_is_added_renamed_and_removed_by_keyboard_alone():
    app = visit(PAGE, jeu="demonstration", lang="fr", point="ici")
    assert "n'est pas un point" in clean(app.error[0].value)
    app = visit(PAGE, jeu="demonstration", lang="fr", region_site="gbeke")
    button(app, "Ajouter ce scénario").click().run()
    (made,) = kept(app)
    assert made.endswith(",primaire,,centre:1,5,Bouaké")
    next(one for one in app.text_input if one.label == "Nom").input("Autre nom").run()
    assert kept(app)[0].endswith(",Autre nom")
    button(app, "Retirer ce scénario").click().run()
    assert kept(app) == []


def test_what_a_centre_adds_is_counted_as_by_every_pair():
    wrong = []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        here = drawn(rng, 60)
        old, spot = here.points.take(rng.choice(60, 4)), here.points.take([int(rng.integers(60))])
        km = float(rng.uniform(5, 40))
        near = every_pair(here.points, spot)[:, 0] <= km
        now = every_pair(here.points, old).min(axis=1) <= km
        found = added.add(here, old, spot, km)
        people = np.nan_to_num(here.population)
        counted = (people[near].sum(), people[near & ~now].sum(), people[near & now].sum())
        if not np.allclose((found.reached, found.gained, found.covered), counted):
            wrong.append((seed, found, counted))
        if not np.isclose(sum(found.gained_by().values()), found.gained):
            wrong.append((seed, "by territory"))
    assert wrong == []


def test_a_centre_in_the_sea_serves_nobody_and_one_beside_a_silent_one_has_no_index():
    here = places([5.0, 5.01], [-4.0, -4.0], [100, 300])
    old = Points.of([5.0], [-4.0])
    at_sea = added.add(here, old, Points.of([SEA[0]], [SEA[1]]), 5)
    assert (at_sea.reached, at_sea.gained, at_sea.gained_by()) == (0.0, 0.0, {})
    spot = Points.of([5.01], [-4.0])
    known = added.supply(here, old, np.array([8.0]), spot, 4.0, 5)
    assert (known.before, known.after) == pytest.approx((8 / 400, 12 / 400))
    silent = added.supply(here, old, np.array([np.nan]), spot, 4.0, 5)
    assert np.isnan(silent.after)
    assert silent.silent.tolist() == [0]
    alone = added.supply(here, Points.of([], []), np.array([]), spot, 4.0, 5)
    assert (alone.before, alone.after) == pytest.approx((0, 4 / 400))


def test_adding_the_service_reaches_as_many_as_the_best_pair_of_every_choice_tried():
    app = visit(
        PAGE, jeu="demonstration", lang="fr", simuler="service", region="gbeke", rayon="10", k="2"
    )
    button(app, "Lancer la recherche").click().run()
    app = finished(app)
    assert [one.message for one in app.exception] == []
    search = app.session_state["_recherche_sites"]
    assert isinstance(search.answer, Curve)
    ground = app.session_state["_recherche_sites"].make.func.__self__
    gained = {
        sites: gain(ground, list(sites), 10.0)
        for sites in combinations(range(len(ground.candidates)), 2)
    }
    two = next(one for one in search.answer.choices if one.count == min(2, len(ground.candidates)))
    assert two.value == pytest.approx(max(gained.values(), default=two.value))
    assert two.proved
    assert "Aucun autre choix n'est meilleur" in said(app)
    # What was found is still there when the reader comes back to the page.
    again = visit(
        PAGE, jeu="demonstration", lang="fr", simuler="service", region="gbeke", rayon="10"
    )
    assert "Durée de la recherche" in said(again)


def test_a_search_is_stopped_at_once_and_another_reader_s_wait_too():
    here = drawn(np.random.default_rng(3), 60)
    siting = Siting(here, here.points, here.points.take([0]))
    shared, held = solver.Shared(), threading.Event()

    def slow():
        held.wait(5)
        return siting.cover(10.0)

    first = solver.Search("one", slow, 10, shared)
    second = solver.Search("two", slow, 10, shared)
    first.start()
    second.start()
    assert second.waiting
    second.stop.set()
    second.thread.join(2)
    assert not second.running
    assert second.answer is None
    first.stop.set()
    held.set()
    first.thread.join(5)
    assert first.answer.stopped
    assert shared.get("one") is None  # what is not whole is not kept for others
    whole = solver.Search("one", slow, 3, shared)
    whole.start()
    whole.thread.join(20)
    assert [one.count for one in whole.answer.choices] == [1, 2, 3]
    assert shared.get("one") is whole.answer
    assert whole.done == 1.0


def test_the_reader_stops_a_search_over_the_country_and_keeps_what_was_found():
    app = visit(PAGE, jeu="demonstration", lang="fr", simuler="sites", rayon="7")
    button(app, "Lancer la recherche").click().run()
    search = app.session_state["_recherche_sites"]
    assert search.running
    assert button(app, "Lancer la recherche").disabled  # one at a time
    button(app, "Arrêter la recherche").click().run()
    search.thread.join(5)
    assert not search.running
    app.run()
    assert [one.message for one in app.exception] == []
    assert "Recherche arrêtée" in said(app)


def gain(siting, sites, km):
    """Count by every pair the people that some candidates newly reach."""
    here, people, factor = siting.places.points, siting.places.persons, siting.by.factor
    new = every_pair(here, siting.candidates.take(sites)).min(axis=1) * factor <= km
    old = every_pair(here, siting.existing).min(axis=1, initial=np.inf) * factor <= km
    return people[new & ~old].sum()


def every_pair(here, there):
    return haversine(
        here.latitude[:, None], here.longitude[:, None], there.latitude[None], there.longitude[None]
    )


def test_the_shares_of_beneficiaries_are_those_declared():
    """Counted again from the rows: what each mutual declared last, by people of the region."""
    opened = Store(store.current("demonstration"))
    rows = query("indicateurs/beneficiaires_regions").run(opened, types=None)
    with opened.cursor() as cursor:
        declared = cursor.execute("select * from implantation").df()
        people = cursor.execute("select region_code, population from population_localite").df()
    last = declared.groupby("organisme_id")["annee"].transform("max")
    counted = declared[declared["annee"] == last].groupby("region_code")["nb_beneficiaires"]
    wanted = counted.sum() / people.groupby("region_code")["population"].sum()
    found = rows.set_index("region_code")["beneficiaires_par_habitant"].astype(float)
    known = counted.apply(lambda one: one.notna().all())
    for code, share in found.items():
        if not known.get(code, False):
            assert pd.isna(share)
        else:
            assert share == pytest.approx(wanted[code])
