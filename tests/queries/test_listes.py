"""Lists behind the filters and the dictionary, and the search that forgives accents."""

import pytest

from cartomut.queries import query
from tests.queries import naive

recherche = query("listes/recherche")


@pytest.fixture
def trois_noms(store):
    """A mutual with an acronym, a centre in a commune, the commune's region and district."""
    store.insert("district", district_code="vallee", nom="Vallée du Bandama")
    store.insert("region", region_code="gbeke", nom="Gbêkê", district_code="vallee")
    store.insert(
        "commune",
        commune_code="bouake",
        nom="Bouaké",
        region_code="gbeke",
        latitude=7.7,
        longitude=-5.0,
    )
    store.insert(
        "organisme",
        organisme_id="mugef",
        nom="Mutuelle générale des fonctionnaires",
        sigle="MUGEF-CI",
        siege_commune="Plateau",
    )
    store.insert(
        "centre",
        centre_id="kandia",
        nom="Centre de santé Kandia Camara",
        commune="Bouaké",
        statut_operationnel="ouvert",
    )
    return store


def found(opened, text):
    rows = recherche.run(opened, texte=text)
    return list(zip(rows["genre"], rows["id"], strict=True))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Bouaké", ("commune", "gbeke")),
        ("bouake", ("commune", "gbeke")),
        ("BOUAKÉ", ("commune", "gbeke")),
        ("gbeke", ("region", "gbeke")),
        ("Gbêkê", ("region", "gbeke")),
        ("mugef ci", ("organisme", "mugef")),
        ("mugefci", ("organisme", "mugef")),
        ("MUGEF", ("organisme", "mugef")),
        ("generale", ("organisme", "mugef")),
        ("sante kandia", ("centre", "kandia")),
        ("centre-de-santé", ("centre", "kandia")),
        ("vallee du bandama", ("district", "vallee")),
    ],
)
def test_accents_case_hyphens_and_spaces_do_not_matter(trois_noms, text, answer):
    assert found(trois_noms, text) == [answer]


@pytest.mark.parametrize("text", ["", "   ", "!?", "'", "%", "_", "nulle part", None])
def test_a_text_without_letters_or_without_answer_finds_nothing(trois_noms, text):
    assert found(trois_noms, text) == []


def test_a_ligature_is_found_by_its_two_letters_and_the_other_way_round(store):
    store.insert("organisme", organisme_id="a", nom="Œuvres sociales")
    store.insert("organisme", organisme_id="b", nom="Oeuvres hospitalières")
    assert set(found(store, "oeuvres")) == {("organisme", "a"), ("organisme", "b")}
    assert set(found(store, "œuvres")) == {("organisme", "a"), ("organisme", "b")}


def test_names_that_begin_with_the_text_come_before_names_that_hold_it(trois_noms):
    trois_noms.insert("centre", centre_id="x", nom="Le Bouaké", statut_operationnel="ouvert")
    assert found(trois_noms, "bouake") == [("commune", "gbeke"), ("centre", "x")]


def test_at_most_twelve_answers_are_given(store):
    for rank in range(20):
        store.insert("organisme", organisme_id=f"m{rank:02}", nom=f"Mutuelle {rank:02}")
    assert found(store, "mutuelle") == [("organisme", f"m{rank:02}") for rank in range(12)]


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("muscopci", "hopital_muscop_ci"),
        ("HMI", "hmi_kf"),
        ("prevoyance militaire", "fpm"),
        ("port bouet", "abidjan"),
    ],
)
def test_real_names_are_found_without_their_accents(publie, text, identifier):
    assert identifier in [one for _kind, one in found(publie, text)]


def test_territories_are_the_14_districts_and_33_regions_sorted_as_french_is(publie):
    rows = query("listes/territoires").run(publie)
    assert rows["niveau"].value_counts().to_dict() == {"region": 33, "district": 14}
    expected = {row["region_code"]: row["district_code"] for row in naive.table("region")}
    regions = rows[rows["niveau"] == "region"]
    assert dict(zip(regions["code"], regions["district_code"], strict=True)) == expected
    names = regions["nom"].tolist()
    assert names.index("Bélier") < names.index("Béré") < names.index("Bounkani")


def test_the_codes_offered_by_the_filters_are_those_of_the_data(publie):
    rows = query("listes/codes_presents").run(publie)
    offered = set(zip(rows["filtre"], rows["code"], strict=True))
    expected = {
        (name, one[column])
        for one in naive.centres()
        for name, column in (
            ("etablissement", "type_etablissement"),
            ("relation", "relation"),
            ("statut", "statut"),
        )
        if one[column]
    }
    expected |= {
        ("type", row["type_organisme"])
        for row in naive.table("organisme")
        if row["type_organisme"] in naive.MUTUALS
    }
    assert offered == expected


def test_every_code_of_every_list_has_its_names_in_the_order_of_the_list(publie):
    rows = query("listes/codes").run(publie)
    expected = sorted(
        (row["liste"], int(row["ordre"]), row["code"]) for row in naive.table("code_liste")
    )
    assert list(zip(rows["liste"], rows["code"], strict=True)) == [
        (code_list, code) for code_list, _order, code in expected
    ]


def test_the_catalogue_has_one_row_per_indicator_with_its_thresholds(publie):
    rows = query("listes/catalogue").run(publie).set_index("indicateur_id")
    assert sorted(rows.index) == sorted(row["indicateur_id"] for row in naive.table("indicateur"))
    thresholds = {
        (row["indicateur_id"], row["regle"]): row["expression"] for row in naive.table("seuil")
    }
    for (identifier, rule), expression in thresholds.items():
        assert rows.loc[identifier, f"seuil_{rule}"] == expression


def test_a_threshold_without_a_green_rule_still_says_its_origin(store):
    store.insert("indicateur", indicateur_id="i")
    store.insert("seuil", indicateur_id="i", regle="orange", expression="<1", origine="norme_lue")
    (row,) = query("listes/catalogue").run(store).to_dict("records")
    assert row["origine"] == "norme_lue"
    assert row["seuil_orange"] == "<1"


def test_the_glossary_and_the_sources_are_complete(publie):
    assert len(query("listes/glossaire").run(publie)) == len(naive.table("glossaire"))
    sources = query("listes/sources").run(publie)
    assert sorted(sources["source_id"]) == sorted(row["source_id"] for row in naive.table("source"))
