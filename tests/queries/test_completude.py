"""Completeness and response rate, against the naive twin; what a flattering score would hide."""

from collections import defaultdict

import pytest

from cartomut.contracts import contracts
from cartomut.queries import query
from tests.queries import naive

par_organisme = query("indicateurs/completude_organisme")
par_centre = query("indicateurs/completude_centre")
par_region = query("indicateurs/completude_region")
taux_reponse = query("indicateurs/taux_reponse")
anomalies = query("listes/anomalies")

MEMBERS = ("mutuelle_sociale", "groupement_assimile")
WEIGHTS = [{**row, "poids": float(row["poids"])} for row in naive.table("poids_completude")]


def asked(one, opened, **chosen):
    """Return the answer's rows as dictionaries; a parameter that is not given keeps everything."""
    rows = one.run(opened, **dict.fromkeys(one.params) | chosen)
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


def score(found):
    """Return (share, known, expected) of [(weight, known)]."""
    total = sum(weight for weight, _known in found)
    known = sum(weight for weight, is_known in found if is_known)
    return (known / total if total else None), sum(one for _w, one in found), len(found)


def said(value):
    return value not in (None, "", "inconnu", "inconnue")


def naive_organisation(row):
    """Judge a mutual of the published dataset: it has no financial year and no detailed table."""
    statuses = [
        one["statut_juridique"]
        for one in naive.table("organisme_statut")
        if one["organisme_id"] == row["organisme_id"]
    ]
    found = []
    for weight in WEIGHTS:
        if weight["table_nom"] == "organisme":
            found.append((weight["poids"], said(row[weight["colonne"]])))
        elif row["type_organisme"] not in MEMBERS or weight["table_nom"].startswith("centre"):
            continue
        elif weight["table_nom"] == "organisme_statut":
            found.append((weight["poids"], any(map(said, statuses))))
        else:
            found.append((weight["poids"], False))
    return score(found)


def naive_centre(row):
    """Judge a centre: services and activity are expected of an open one only."""
    services = sorted({one["service"] for one in naive.table("centre_service")})
    answers = {
        (one["centre_id"], one["service"]): one["disponible"]
        for one in naive.table("centre_service")
    }
    found = []
    for weight in WEIGHTS:
        if weight["table_nom"] == "centre":
            found.append((weight["poids"], said(row[weight["colonne"]])))
        elif row["statut_operationnel"] != "ouvert":
            continue
        elif weight["table_nom"] == "centre_service":
            for service in services:
                known = answers.get((row["centre_id"], service))
                found.append((weight["poids"] / len(services), known is not None))
        elif weight["table_nom"] == "centre_activite":
            found.append((weight["poids"], False))  # no survey, so no year to have answered for
    return score(found)


def test_organisations_are_as_complete_as_the_naive_twin_says(publie):
    expected = {
        row["organisme_id"]: naive_organisation(row)
        for row in naive.table("organisme")
        if row["type_organisme"] in naive.MUTUALS
    }
    rows = asked(par_organisme, publie)
    assert {row["organisme_id"] for row in rows} == expected.keys()
    for row in rows:
        share, known, total = expected[row["organisme_id"]]
        assert row["part_completude"] == pytest.approx(share)
        assert (row["nb_connus"], row["nb_attendus"]) == (known, total)


def test_centres_are_as_complete_as_the_naive_twin_says(publie):
    expected = {row["centre_id"]: naive_centre(row) for row in naive.table("centre")}
    rows = asked(par_centre, publie)
    assert {row["centre_id"] for row in rows} == expected.keys()
    for row in rows:
        share, known, total = expected[row["centre_id"]]
        assert row["part_completude"] == pytest.approx(share)
        assert (row["nb_connus"], row["nb_attendus"]) == (known, total)


def test_a_region_sums_its_organisations_and_centres(publie):
    sums = defaultdict(lambda: [0, 0, 0])
    for one in (par_organisme, par_centre):
        for row in asked(one, publie):
            mine = sums[row["region_code"]]
            mine[0] += row["nb_connus"]
            mine[1] += row["nb_attendus"]
            mine[2] += one is par_organisme
    rows = {row["code"]: row for row in asked(par_region, publie)}
    assert len([code for code in rows if code]) == 33
    for code, row in rows.items():
        assert (row["part_completude"] is None) == (code not in sums)
        assert [row["nb_connus"], row["nb_attendus"], row["nb_organismes"]] == sums[code]


def weigh(store, *fields):
    """Insert weights: (table, column, part, weight)."""
    for table, column, part, weight in fields:
        store.insert("poids_completude", table_nom=table, colonne=column, partie=part, poids=weight)


@pytest.fixture
def deux_mutuelles(store):
    """Two mutuals of the survey of 2024: A gave its year, B nothing. Five fields of weight 1 or 3.

    A: sigle known (1), its statute known (1), members known (3), women unknown (1), region known
    (2): 7 of 8. B: sigle (1) only: 1 of 8, although every row that it has is filled.
    """
    weigh(
        store,
        ("organisme", "sigle", "identite", 1),
        ("organisme_statut", "statut_juridique", "identite", 1),
        ("organisme_exercice", "nb_adherents", "adhesion", 3),
        ("organisme_exercice", "nb_beneficiaires_femmes", "adhesion", 1),
        ("implantation", "nb_beneficiaires", "adhesion", 2),
    )
    store.insert("perimetre", region_code="gbeke", annee=2024, est_enquete=True)
    for name in "ab":
        store.insert("organisme", organisme_id=name, sigle=name, type_organisme="mutuelle_sociale")
    store.insert("organisme_statut", organisme_id="a", statut_juridique="agreee")
    store.insert("organisme_statut", organisme_id="b", statut_juridique="inconnue")
    store.insert("organisme_exercice", organisme_id="a", annee=2024, nb_adherents=0)
    store.insert("organisme_exercice", organisme_id="b", annee=2023, nb_adherents=10)
    store.insert(
        "implantation", organisme_id="a", region_code="gbeke", annee=2024, nb_beneficiaires=5
    )
    return store


def test_an_absent_row_counts_all_its_fields_as_missing(deux_mutuelles):
    rows = {row["organisme_id"]: row for row in asked(par_organisme, deux_mutuelles)}
    assert rows["a"]["part_completude"] == pytest.approx(7 / 8)
    assert rows["b"]["part_completude"] == pytest.approx(1 / 8)
    assert (rows["b"]["nb_connus"], rows["b"]["nb_attendus"]) == (1, 5)
    assert rows["b"]["part_adhesion"] == 0
    assert rows["b"]["annee"] == 2024


def test_a_count_of_zero_is_known_and_the_word_unknown_is_not(deux_mutuelles):
    rows = {row["organisme_id"]: row for row in asked(par_organisme, deux_mutuelles)}
    assert rows["a"]["nb_connus"] == 4
    assert rows["b"]["part_identite"] == pytest.approx(1 / 2)


def test_a_detailed_table_is_known_only_when_all_its_rows_are(deux_mutuelles):
    deux_mutuelles.insert("implantation", organisme_id="a", region_code="poro", annee=2024)
    rows = {row["organisme_id"]: row for row in asked(par_organisme, deux_mutuelles)}
    assert rows["a"]["part_completude"] == pytest.approx(5 / 8)


def test_a_part_of_the_record_that_expects_nothing_has_no_share(deux_mutuelles):
    deux_mutuelles.insert("organisme", organisme_id="u", sigle="U", type_organisme="union")
    row = {one["organisme_id"]: one for one in asked(par_organisme, deux_mutuelles)}["u"]
    assert row["part_completude"] == 1
    assert row["part_adhesion"] is None
    assert row["nb_attendus"] == 1


def test_every_service_that_the_survey_asks_is_expected_of_every_open_centre(store):
    """Two services asked, weight 4 in all; C answered one of them, F is closed."""
    weigh(store, ("centre", "nb_lits", "equipement", 1))
    weigh(store, ("centre_service", "disponible", "services", 4))
    store.insert("centre", centre_id="o", statut_operationnel="ouvert", nb_lits=2)
    store.insert("centre", centre_id="c", statut_operationnel="ouvert", nb_lits=2)
    store.insert("centre", centre_id="f", statut_operationnel="ferme")
    for service in ("arv", "cpn"):
        store.insert("centre_service", centre_id="o", service=service, disponible=False)
    store.insert("centre_service", centre_id="c", service="arv", disponible=True)
    rows = {row["centre_id"]: row for row in asked(par_centre, store)}
    assert rows["o"]["part_completude"] == 1
    assert rows["c"]["part_completude"] == pytest.approx((1 + 2) / 5)
    assert rows["c"]["part_services"] == pytest.approx(1 / 2)
    assert (rows["f"]["part_completude"], rows["f"]["part_services"]) == (0, None)


def test_a_required_column_has_no_weight_as_it_would_flatter():
    for row in WEIGHTS:
        field = next(
            one for one in contracts()[row["table_nom"]].fields if one.name == row["colonne"]
        )
        # a status is required in its row, but the row itself may be missing
        assert not field.required or row["table_nom"] == "organisme_statut", row


def test_every_weight_says_why_in_both_languages():
    assert [row for row in WEIGHTS if not row["raison_fr"] or not row["raison_en"]] == []
    assert len({(row["table_nom"], row["colonne"]) for row in WEIGHTS}) == len(WEIGHTS) > 50


@pytest.fixture
def six_mutuelles(store):
    """Approved on 31 December 2024: A, B (registered), C. D lost it in 2024, E never, F a union.

    A and E answered with figures, B with an empty row, D with figures: 1 of 3, and 2 outside.
    """
    store.insert("perimetre", region_code="gbeke", annee=2024, est_enquete=True)
    for name in "abcde":
        store.insert("organisme", organisme_id=name, type_organisme="mutuelle_sociale")
    store.insert("organisme", organisme_id="f", type_organisme="union")
    for name, status, start, end in (
        ("a", "agreee", "2015-03", None),
        ("b", "agreee", "2015", "2018"),
        ("b", "immatriculee", "2018", None),
        ("c", "agreee", None, None),
        ("d", "agreee", "2015", "2024-06-30"),
        ("e", "agrement_demande", "2015", None),
        ("f", "agreee", "2015", None),
    ):
        store.insert(
            "organisme_statut",
            organisme_id=name,
            statut_juridique=status,
            date_debut=start,
            date_fin=end,
        )
    for name, members in (("a", 10), ("b", None), ("d", 3), ("e", 0)):
        store.insert("organisme_exercice", organisme_id=name, annee=2024, nb_adherents=members)
    return store


def test_the_response_rate_is_over_the_mutuals_approved_at_the_end_of_the_year(six_mutuelles):
    (row,) = asked(taux_reponse, six_mutuelles)
    assert (row["nb_reponses"], row["nb_agreees"], row["nb_hors_base"]) == (1, 3, 2)
    assert row["taux_reponse"] == pytest.approx(1 / 3)


def test_a_year_without_an_approved_mutual_has_no_rate_rather_than_zero(six_mutuelles):
    six_mutuelles.insert("organisme_exercice", organisme_id="a", annee=2001, nb_adherents=1)
    six_mutuelles.connection.execute("delete from organisme_statut where organisme_id = 'c'")
    row = asked(taux_reponse, six_mutuelles)[0]
    assert (row["annee"], row["nb_agreees"], row["nb_hors_base"]) == (2001, 0, 1)
    assert row["taux_reponse"] is None


def test_findings_come_back_in_their_order(store):
    for number, code in ((2, "S-4"), (1, "O-1")):
        store.insert("anomalie", version="v", numero=number, code=code, gravite="erreur")
    assert [row["code"] for row in asked(anomalies, store)] == ["O-1", "S-4"]
