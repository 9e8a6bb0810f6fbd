"""Measures by territory: against the naive twin, and the three ways of not having a number."""

import math

import pytest

from cartomut.queries import query
from tests.queries import naive

mesure = query("indicateurs/territoires_mesure")
card = query("fiches/territoire")

FILTERS = [
    {},
    {"district": "abidjan"},
    {"district": "vallee_du_bandama"},
    {"region": "haut_sassandra"},
    {"commune": "Cocody"},
    {"district": "abidjan", "region": "gbeke"},
    {"types": ["mutuelle_sociale"]},
    {"types": ["partenaire", "union"]},
    {"relations": ["communautaire", "projet"]},
    {"etablissements": ["clinique", "fsu_com"]},
    {"statuts": ["ouvert"]},
    {"statuts": []},
    {"statuts": ["ouvert"], "relations": ["proprietaire"], "district": "abidjan"},
]
COUNTS = [*naive.MEASURES, "nb_sieges"]
MEASURES = [*COUNTS, "investissements_fcfa"]


@pytest.fixture
def deux_regions(store):
    """Two regions of one district in 2021; ``a`` has 200,000 persons, that of ``b`` is unknown.

    ``a``: 3 open centres, 1 announced → 3 / 200,000 = 1.5 for 100,000.
    ``b``: 2 open centres → a count of 2, but no rate.
    """
    store.insert("district", district_code="d", nom="District")
    for code in ("a", "b"):
        store.insert("region", region_code=code, nom=f"Région {code}", district_code="d")
    store.insert(
        "population",
        territoire_type="region",
        territoire_code="a",
        annee=2021,
        personnes=200_000,
        base="recensement",
        source_id="rgph",
    )
    opened = [("a", "ouvert")] * 3 + [("a", "annonce")] + [("b", "ouvert")] * 2
    for rank, (region, status) in enumerate(opened):
        store.insert(
            "centre",
            centre_id=f"c{rank}",
            region_code=region,
            statut_operationnel=status,
            source_id=f"page_{rank}",
        )
    return store


@pytest.fixture
def rien_de_connu(store):
    """Three regions without any place: ``a`` and ``c`` were surveyed, ``b`` was not.

    ``a`` and ``b`` make the district ``d``, ``c`` alone the district ``e``. ``a`` has 1,000
    persons; that of ``c`` is unknown.
    """
    for code, district in (("a", "d"), ("b", "d"), ("c", "e")):
        if code != "b":
            store.insert("district", district_code=district, nom=district)
        store.insert("region", region_code=code, nom=code, district_code=district)
    for code, surveyed in (("a", True), ("b", False), ("c", True)):
        store.insert(
            "perimetre", region_code=code, annee=2022, est_enquete=surveyed, source_id="enquete"
        )
    store.insert(
        "population",
        territoire_type="region",
        territoire_code="a",
        annee=2021,
        personnes=1000,
        base="recensement",
    )
    return store


def answer(opened, measure, level="region", **filters):
    rows = mesure.run(opened, niveau=level, mesure=measure, **naive.NOTHING | filters)
    return rows.set_index("code")


def values(opened, measure, level="region", **filters):
    """Map each territory to (value, state), None where there is no value."""
    rows = answer(opened, measure, level, **filters)
    return {
        code: (None if math.isnan(row.valeur) else row.valeur, row.etat)
        for code, row in rows.iterrows()
    }


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("level", ["region", "district"])
@pytest.mark.parametrize("measure", MEASURES)
def test_places_and_amounts_by_territory_are_those_counted_by_hand(publie, measure, level, filters):
    expected = naive.measured(level, measure, naive.NOTHING | filters)
    found = values(publie, measure, level, **filters)
    assert {code: state for code, (_value, state) in found.items()} == {
        code: state for code, (_value, state) in expected.items()
    }
    assert {code: value for code, (value, _state) in found.items()} == pytest.approx(
        {code: value for code, (value, _state) in expected.items()}
    )


@pytest.mark.parametrize("year", [2014, 2021])
@pytest.mark.parametrize("level", ["region", "district"])
def test_population_by_territory_is_that_of_the_files(publie, level, year):
    measure = f"population_{year}"
    expected = naive.measured(level, measure, naive.NOTHING)
    assert values(publie, measure, level) == expected
    rows = answer(publie, measure, level)
    known = rows[rows["valeur"].notna()]
    assert set(known["annee"]) == {year}
    assert known["source_id"].notna().all()
    assert known["base"].notna().all()


def test_the_33_regions_of_2014_sum_to_the_census(publie):
    rows = answer(publie, "population_2014")
    assert len(rows) == 33
    assert rows["valeur"].sum() == 22_671_331


def test_the_14_districts_of_2014_sum_to_the_census_too(publie):
    rows = answer(publie, "population_2014", "district")
    assert len(rows) == 14
    assert rows["valeur"].sum() == 22_671_331


def test_in_2021_eight_regions_are_unknown_and_say_so(publie):
    rows = answer(publie, "population_2021")
    assert set(rows.index[rows["etat"] == "inconnu"]) == {
        "bafing",
        "bere",
        "folon",
        "gbeke",
        "hambol",
        "kabadougou",
        "marahoue",
        "tonkpi",
    }


def test_every_kind_of_filter_changes_some_count(publie):
    """Otherwise the comparison with the twin would compare nothing."""
    without = values(publie, "nb_centres")
    for filters in FILTERS[1:]:
        assert values(publie, "nb_centres", **filters) != without, filters


def test_a_rate_is_open_centres_over_population(deux_regions):
    rows = answer(deux_regions, "densite_centres")
    assert rows.loc["a", "valeur"] == pytest.approx(1.5)
    assert (rows.loc["a", "annee"], rows.loc["a", "base"]) == (2021, "recensement")


def test_an_unknown_population_gives_no_rate_and_is_called_unknown(deux_regions):
    assert values(deux_regions, "densite_centres")["b"] == (None, "inconnu")
    assert values(deux_regions, "population_2021")["b"] == (None, "inconnu")
    assert values(deux_regions, "nb_centres_ouverts")["b"] == (2, "valeur")


def test_a_population_of_nobody_gives_no_rate(deux_regions):
    deux_regions.insert(
        "population", territoire_type="region", territoire_code="b", annee=2021, personnes=0
    )
    assert values(deux_regions, "densite_centres")["b"] == (None, "inconnu")


def test_nothing_known_where_nobody_surveyed_is_not_zero(rien_de_connu):
    for measure in COUNTS:
        assert values(rien_de_connu, measure)["b"] == (None, "non_enquete"), measure


def test_nothing_found_where_somebody_surveyed_is_zero(rien_de_connu):
    for measure in COUNTS:
        assert values(rien_de_connu, measure)["a"] == (0, "valeur"), measure


def test_a_rate_of_zero_needs_a_population_too(rien_de_connu):
    assert values(rien_de_connu, "densite_centres")["c"] == (None, "inconnu")
    assert values(rien_de_connu, "nb_centres_ouverts")["c"] == (0, "valeur")


def test_a_district_is_surveyed_only_when_all_its_regions_are(rien_de_connu):
    found = values(rien_de_connu, "nb_centres_ouverts", "district")
    assert found == {"d": (None, "non_enquete"), "e": (0, "valeur")}


def test_a_region_without_a_row_in_the_perimeter_is_not_surveyed(store):
    store.insert("district", district_code="d")
    store.insert("region", region_code="a", district_code="d")
    assert values(store, "nb_centres") == {"a": (None, "non_enquete")}


def test_a_zero_names_the_survey_that_found_nothing(rien_de_connu):
    assert answer(rien_de_connu, "nb_centres_ouverts").loc["a", "source_id"] == "enquete"


@pytest.mark.parametrize(
    ("measure", "pages"),
    [
        ("nb_centres", "page_0 ; page_1 ; page_2 ; page_3"),
        ("nb_centres_ouverts", "page_0 ; page_1 ; page_2"),
        ("nb_centres_annonces", "page_3"),
        ("densite_centres", "page_0 ; page_1 ; page_2 ; rgph"),
        ("population_2021", "rgph"),
    ],
)
def test_a_value_names_the_documents_of_what_it_counts_and_no_other(deux_regions, measure, pages):
    assert answer(deux_regions, measure).loc["a", "source_id"] == pages


def test_a_value_that_is_not_known_names_no_document(deux_regions):
    rows = answer(deux_regions, "densite_centres")
    assert rows.loc["b", "source_id"] is None or rows["source_id"].isna()["b"]


def test_a_count_has_no_year_and_no_base(deux_regions):
    rows = answer(deux_regions, "nb_centres")
    assert rows["annee"].isna().all()
    assert rows["base"].isna().all()


@pytest.fixture
def trois_couts(store):
    """Published costs of three centres, in three regions of one district.

    ``a``: 100 to build and 20 to renovate, retained; 999 not retained; 5 a year to run → 120.
    ``b``: a cost whose amount is not known → unknown. ``c``: no cost at all, though surveyed.
    """
    store.insert("district", district_code="d")
    for code in "abc":
        store.insert("region", region_code=code, district_code="d")
        store.insert("perimetre", region_code=code, annee=2022, est_enquete=True)
        store.insert(
            "centre", centre_id=f"c{code}", region_code=code, statut_operationnel="annonce"
        )
    for rank, (code, indicator, amount, kept) in enumerate(
        (
            ("a", "cout_construction_fcfa", 100.0, True),
            ("a", "cout_rehabilitation_fcfa", 20.0, True),
            ("a", "cout_construction_fcfa", 999.0, False),
            ("a", "charges_fcfa", 5.0, True),
            ("b", "cout_construction_fcfa", None, True),
        )
    ):
        store.insert(
            "fait_publie",
            fait_id=f"f{rank}",
            entite="centre",
            entite_id=f"c{code}",
            indicateur=indicator,
            valeur=amount,
            est_retenu=kept,
            source_id=f"page_{rank}",
        )
    return store


def test_only_retained_costs_of_building_and_renovating_are_added_up(trois_couts):
    rows = answer(trois_couts, "investissements_fcfa")
    assert rows.loc["a", "valeur"] == 120
    assert rows.loc["a", "source_id"] == "page_0 ; page_1"


def test_a_cost_that_nobody_published_is_unknown_and_never_zero(trois_couts):
    """A survey of places says nothing of what they cost."""
    found = values(trois_couts, "investissements_fcfa")
    assert found["b"] == found["c"] == (None, "inconnu")


def test_territories_come_from_the_largest_to_the_smallest_the_unknown_last(deux_regions):
    deux_regions.insert("region", region_code="c", nom="Région c", district_code="d")
    assert list(answer(deux_regions, "nb_centres").index) == ["a", "b", "c"]
    assert list(answer(deux_regions, "densite_centres").index) == ["a", "b", "c"]


def test_an_autonomous_district_is_its_own_region(store):
    """The district's population counts for its only region, but not for a region inside another."""
    for code, district in (("abidjan", "abidjan"), ("gbeke", "vallee")):
        store.insert("district", district_code=district)
        store.insert("region", region_code=code, district_code=district)
        store.insert(
            "population",
            territoire_type="district",
            territoire_code=district,
            annee=2014,
            personnes=5000,
            base="recensement",
        )
    found = values(store, "population_2014")
    assert found == {"abidjan": (5000, "valeur"), "gbeke": (None, "inconnu")}


def test_a_census_comes_before_a_projection_of_the_same_year(store):
    """Two bases for one territory and year: the value is the counted one, in whatever order."""
    store.insert("district", district_code="d")
    for base, persons in (("projection", 900), ("recensement", 1000), ("calcul", 950)):
        store.insert(
            "population",
            territoire_type="district",
            territoire_code="d",
            annee=2021,
            personnes=persons,
            base=base,
        )
    rows = answer(store, "population_2021", "district")
    assert (rows.loc["d", "valeur"], rows.loc["d", "base"]) == (1000, "recensement")


@pytest.mark.parametrize("level", ["region", "district"])
def test_the_card_of_a_territory_says_what_the_map_says(publie, level):
    measures = {
        "population_2014": "population_2014",
        "population_2021": "population_2021",
        "nb_centres_ouverts": "nb_centres_ouverts",
        "nb_centres_annonces": "nb_centres_annonces",
        "nb_sieges": "nb_sieges",
    }
    on_map = {column: values(publie, measure, level) for column, measure in measures.items()}
    for code in naive.territories(level, naive.NOTHING):
        (row,) = card.run(publie, niveau=level, id=code).to_dict("records")
        for column in measures:
            value = on_map[column][code][0]
            shown = row[column]
            if column.startswith("population"):
                assert (shown == value) or (math.isnan(shown) and value is None), (code, column)
            else:
                assert shown == (value or 0), (code, column)
