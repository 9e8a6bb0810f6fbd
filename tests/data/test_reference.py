"""The reference data: territories, places, code lists, indicators, sources."""

from collections import Counter

from cartomut.contracts import contracts
from cartomut.sources.boundaries import normalise
from tests.queries.naive import table


def test_there_are_14_districts_and_33_regions_each_in_one_district():
    districts = {row["district_code"] for row in table("district")}
    regions = table("region")
    assert len(districts) == 14
    assert len({row["region_code"] for row in regions}) == len(regions) == 33
    assert {row["district_code"] for row in regions} == districts


def test_region_boundaries_are_called_approximate():
    rows = (*table("region"), *table("district"))
    assert {row["est_approximatif"] for row in rows} == {"true"}


def test_the_regions_of_2014_sum_to_the_national_census():
    """The 31 regions and 2 autonomous districts: 22,671,331 persons."""
    rows = [row for row in table("population") if row["annee"] == "2014"]
    country = [int(row["personnes"]) for row in rows if row["territoire_type"] == "pays"]
    regions = [int(row["personnes"]) for row in rows if row["territoire_type"] == "region"]
    assert country == [22_671_331]
    assert len(regions) == 33
    assert sum(regions) == 22_671_331


def test_a_territory_has_one_population_per_year():
    keys = Counter(
        (row["territoire_type"], row["territoire_code"], row["annee"])
        for row in table("population")
    )
    assert {key for key, count in keys.items() if count > 1} == set()


def test_landmarks_have_one_name_a_position_and_a_precision():
    """A place that only has a commune's name is put there: two of one name would be two places."""
    for name in ("commune", "departement"):
        rows = table(name)
        counts = Counter(row["nom"] for row in rows)
        assert {one for one, count in counts.items() if count > 1} == set()
        for row in rows:
            assert 4.1 <= float(row["latitude"]) <= 10.8, row
            assert -8.7 <= float(row["longitude"]) <= -2.4, row
            assert row["precision"], row


def test_the_normalised_name_is_the_name_without_accents_and_signs():
    for name in ("commune", "departement", "localite"):
        for row in table(name):
            assert normalise(row["nom_normalise"]) == normalise(row["nom"]), row["nom"]


def test_a_code_is_in_its_list_once_with_an_order_and_names_in_both_languages():
    rows = table("code_liste")
    keys = Counter((row["liste"], row["code"]) for row in rows)
    assert {key for key, count in keys.items() if count > 1} == set()
    assert [row for row in rows if not row["nom_fr"] or not row["nom_en"]] == []
    orders = Counter((row["liste"], row["ordre"]) for row in rows)
    assert {key for key, count in orders.items() if count > 1} == set()


def test_two_codes_of_one_list_never_share_a_name():
    """In a filter they could not be told apart. Titles of columns are never offered together."""
    rows = [row for row in table("code_liste") if row["liste"] != "colonne"]
    for language in ("fr", "en"):
        names = Counter((row["liste"], row[f"nom_{language}"]) for row in rows)
        assert {key for key, count in names.items() if count > 1} == set()


def test_every_threshold_is_one_of_a_known_indicator_and_says_its_origin():
    known = {row["indicateur_id"] for row in table("indicateur")}
    for row in table("seuil"):
        assert row["indicateur_id"] in known, row
        assert row["origine"] in ("norme_lue", "a_confirmer_airms", "seuil_du_projet"), row


def test_a_threshold_called_a_norm_that_was_read_names_where():
    read = [row for row in table("seuil") if row["origine"] == "norme_lue"]
    assert read
    assert [row for row in read if not row["source_norme"]] == []


def test_every_reference_row_with_a_source_names_one_that_exists():
    known = {row["source_id"] for row in table("source")}
    named = {
        row["source_id"]
        for name, contract in contracts().items()
        if contract.family == "reference" and contract.has("source_id") and name != "source"
        for row in table(name)
    }
    assert named
    assert named - known == set()


def test_the_euro_is_fixed_and_the_dollar_is_not():
    rates = {row["devise"]: row for row in table("taux_change")}
    assert rates["EUR"]["fcfa_par_unite"] == "655.957"
    assert rates["EUR"]["est_fixe"] == "true"
    assert rates["USD"]["est_fixe"] == "false"


def test_terms_of_the_glossary_are_explained_in_both_languages():
    for row in table("glossaire"):
        assert row["definition_fr"], row["slug"]
        assert row["definition_en"], row["slug"]
        assert row["definition_fr"] != row["definition_en"], row["slug"]
