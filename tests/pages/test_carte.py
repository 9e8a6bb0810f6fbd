"""The map's page: what each choice in its address shows, in words as well as on the map."""

import re
from urllib.parse import unquote

from cartomut.maps.base import script_json
from tests.pages.visit import EVIDENCE, MAP, elements, payload, texts, visit

BUDGET = 20_000  # bytes sent to the map when a filter changes, at the size of the study


def said(app):
    return "\n".join(texts(app))


def test_an_indicator_colours_the_map_with_its_year_its_unit_and_its_n_of_n():
    app = visit(MAP, lang="fr", jeu="demonstration", mesure="ratio_sinistralite", annee="2023")
    assert not app.exception
    sent = payload(app)
    assert sent["mesure"].endswith("(2023)")
    states = {area[0] for area in sent["aplat"].values()}
    assert "sans_entite" in states
    assert any(re.fullmatch(r"valeur connue pour \d+ sur \d+", a[2]) for a in known(sent))
    assert all("%" in area[1] for area in known(sent))
    assert "Année : 2023" in said(app)


def known(sent):
    return [area for area in sent["aplat"].values() if isinstance(area[0], int)]


def test_a_normal_run_sends_the_map_less_than_its_budget():
    """And nothing of what nobody asked for."""
    app = visit(MAP, lang="fr", jeu="demonstration")
    sent = payload(app)
    assert len(script_json(sent)) < BUDGET
    assert sent.keys() & {"liens", "zone", "ensemble"} == set()


def test_the_years_stand_side_by_side_on_one_scale_and_a_count_has_none():
    app = visit(
        MAP, lang="en", jeu="demonstration", comparaison="annees", mesure="part_prestations_tb"
    )
    assert not app.exception
    pictures = re.findall(r'src="data:image/svg\+xml,([^"]+)"', "".join(html(app)))
    maps = [unquote(one) for one in pictures if "pattern" in one]
    assert len(maps) >= 5
    assert all("<path" in one for one in maps)
    assert app.get("component_instance") == []
    without = visit(MAP, lang="fr", jeu="demonstration", comparaison="annees")
    assert "Cette mesure n'a qu'un état" in said(without)


def html(app):
    return [element.proto.body for element in elements(app) if element.type == "html"]


def test_an_area_says_what_it_holds_and_what_it_cannot_know():
    app = visit(MAP, lang="fr", jeu="publie", zone="cercle:5.35,-4.0,30")
    assert not app.exception
    shown = said(app)
    assert "Dans la zone" in shown
    assert re.search(r"Lits.* inconnu|Lits.*connu pour \d+ sur \d+", shown)
    assert "1 lieu sans position n'est compté dans aucune zone" in shown
    assert payload(app)["zone"] == [[[5.35, -4.0]], 30.0]
    nowhere = visit(MAP, lang="fr", jeu="publie", zone="cercle:10.2,-3.0,5")
    assert "Aucun lieu situé dans cette zone" in said(nowhere)


def test_links_are_drawn_and_those_that_cannot_be_are_counted():
    app = visit(MAP, lang="fr", jeu="publie", liens=["membre", "partenaire", "charte"])
    assert not app.exception
    shown = said(app)
    assert re.search(r"\d+ liens connus : \d+ tracés, [1-9]\d* dont un bout n'a pas", shown)


def test_the_area_of_a_mutual_replaces_the_measure_and_keeps_its_own_places():
    app = visit(MAP, lang="fr", jeu="demonstration", aire="md_baobab")
    assert not app.exception
    sent = payload(app)
    assert "MD-BAOBAB" in sent["mesure"]
    assert {area[0] for area in sent["aplat"].values()} >= {"non_declare", 0}
    assert 0 < len(sent["lieux"]["id"]) < 30


def test_an_address_that_makes_no_sense_shows_the_plain_map():
    app = visit(
        MAP,
        lang="fr",
        jeu="publie",
        mesure="<b>",
        mesure2="x",
        annee="1800",
        zone="polygone:<script>",
        aire="personne",
        liens="rien",
        annee_liens="abc",
        comparaison="trois",
    )
    assert not app.exception
    assert payload(app)["mesure"] == "Population 2021"
    assert "<script>" not in said(app)


def test_the_evidence_of_an_area_and_of_links_shows_their_own_rows():
    asked = {"lang": "fr", "jeu": "demonstration", "preuve": "figure"}
    area = visit(EVIDENCE, question="zone_lieux", zone="cercle:5.35,-4.0,10", **asked)
    drawn = visit(EVIDENCE, question="liens", liens=["reference"], annee="2023", **asked)
    wrong = visit(EVIDENCE, question="liens", annee="jamais", zone="rond", **asked)
    counts = []
    for app in (area, drawn, wrong):
        assert not app.exception
        counts.append(max(len(table.value) for table in app.dataframe))
    assert 0 < counts[0] < 200
    assert 0 < counts[1] < counts[2]
