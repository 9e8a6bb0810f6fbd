"""Published facts and public claims: filters against the naive twin, order, names."""

import pytest

from cartomut.queries import query
from tests.queries import naive

faits = query("indicateurs/faits_publies")
affirmations = query("indicateurs/affirmations")

NONE = {"entite": None, "entite_id": None, "indicateurs": None, "retenus": None}
FILTERS = [
    {},
    {"entite": "organisme"},
    {"entite": "centre", "entite_id": "hmi_kf"},
    {"entite_id": "mugef_ci"},
    {"indicateurs": ["nb_inscrits_cmu", "depenses_mutuelles_fcfa"]},
    {"indicateurs": []},
    {"retenus": True},
    {"retenus": False},
    {"entite": "secteur", "retenus": True},
    {"entite": "nulle_part"},
]


def by_hand(wanted):
    """Return the facts that pass, by identifier."""
    return {
        row["fait_id"]: row
        for row in naive.table("fait_publie")
        if wanted["entite"] in (None, row["entite"])
        and wanted["entite_id"] in (None, row["entite_id"])
        and (wanted["indicateurs"] is None or row["indicateur"] in wanted["indicateurs"])
        and (wanted["retenus"] is None or (row["est_retenu"] == "true") == wanted["retenus"])
    }


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_facts_that_pass_the_filters_are_those_found_by_hand(publie, filters):
    expected = by_hand(NONE | filters)
    rows = faits.run(publie, **NONE | filters)
    assert sorted(rows["fait_id"]) == sorted(expected)
    for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
        written = expected[row["fait_id"]]
        number = written["valeur"]
        assert row["valeur"] == (float(number) if number else None)
        for column in ("enonce_fr", "enonce_en", "unite", "periode", "source_id", "nature"):
            assert row[column] == written[column]


def test_the_filters_leave_something_and_not_everything(publie):
    total = len(faits.run(publie, **NONE))
    counts = [len(faits.run(publie, **NONE | filters)) for filters in FILTERS[1:]]
    assert max(counts) < total
    assert sum(count > 0 for count in counts) == 7


def test_every_indicator_has_a_name_in_both_languages(publie):
    rows = faits.run(publie, **NONE)
    assert rows["indicateur_nom_fr"].notna().all()
    assert rows["indicateur_nom_en"].notna().all()


def test_an_indicator_without_a_name_keeps_its_facts(store):
    store.insert("fait_publie", fait_id="f", indicateur="sans_nom")
    rows = faits.run(store, **NONE)
    assert rows["fait_id"].tolist() == ["f"]
    assert rows["indicateur_nom_fr"].isna().all()


def test_a_name_is_taken_from_the_list_of_published_indicators_only(store):
    for code_list, name in (("indicateur_publie", "bon"), ("unite", "mauvais")):
        store.insert("code_liste", liste=code_list, code="x", nom_fr=name, nom_en=name)
    store.insert("fait_publie", fait_id="f", indicateur="x")
    assert faits.run(store, **NONE)["indicateur_nom_fr"].tolist() == ["bon"]


def test_facts_come_by_indicator_then_date_the_undated_last_the_retained_first(store):
    for identifier, year, period, kept in (
        ("e", None, None, True),
        ("d", 2021, "2021-06", True),
        ("c", 2021, "2021", False),
        ("b", 2021, "2021", True),
        ("a", 2019, "2019/2021", True),
    ):
        store.insert(
            "fait_publie",
            fait_id=identifier,
            indicateur="i",
            annee=year,
            periode=period,
            est_retenu=kept,
        )
    store.insert("fait_publie", fait_id="z", indicateur="avant", annee=2030)
    assert faits.run(store, **NONE)["fait_id"].tolist() == ["z", "a", "b", "c", "d", "e"]


def test_every_claim_is_there_once_with_its_verdict(publie):
    rows = affirmations.run(publie)
    expected = {row["affirmation_id"]: row["verdict"] for row in naive.table("affirmation")}
    assert dict(zip(rows["affirmation_id"], rows["verdict"], strict=True)) == expected


def test_claims_that_differ_from_the_data_come_first_the_latest_before_the_others(store):
    for identifier, verdict, day in (
        ("d", "conforme", "2026"),
        ("c", "inverifiable", "2024"),
        ("a", "differe", "2020-01"),
        ("b", "differe", "2024-05-01"),
    ):
        store.insert("affirmation", affirmation_id=identifier, verdict=verdict, date=day)
    assert affirmations.run(store)["affirmation_id"].tolist() == ["b", "a", "c", "d"]
