"""Money questions: each against a second computation in plain Python, and rows summed by hand."""

import math
from collections import defaultdict
from statistics import median, quantiles

import pytest

from cartomut import measures
from cartomut.queries import query
from tests.queries.naive_mesures import ALLOWANCES, SURVEYED, lives

ACCOUNTS = (
    "cotisations_acquises_fcfa",
    "prestations_dues_fcfa",
    "frais_fonctionnement_fcfa",
    "resultat_net_fcfa",
)
SPREAD = ("ratio_sinistralite", "cotisation_moyenne_beneficiaire", "reste_a_charge_final")


def ask(name, store, **given):
    """Put a question of money; what is not given keeps everything."""
    asked = query(f"indicateurs/{name}")
    answer = asked.run(store, **dict.fromkeys(asked.params) | given)
    return answer.astype(object).where(answer.notna(), None).to_dict("records")


def whole(cell):
    return None if cell is None else int(cell)


@pytest.fixture(scope="module")
def scopes(demonstration):
    """What the questions are asked for, and the mutuals that each keeps by a second reading."""
    mutuals = [row for row in demonstration.rows("organisme") if row["type_organisme"] in SURVEYED]

    def keep(column, value):
        return {row["organisme_id"] for row in mutuals if row[column] == value}

    return [
        ({}, {row["organisme_id"] for row in mutuals}),
        ({"region": "gbeke"}, keep("siege_region_code", "gbeke")),
        ({"types": ["groupement_assimile"]}, keep("type_organisme", "groupement_assimile")),
        ({"organisme": "md_alize"}, {"md_alize"}),
    ]


@pytest.fixture(scope="module")
def expected(demonstration):
    """The mutuals that were to answer, by year."""
    found = defaultdict(set)
    for who, year in lives(demonstration.rows):
        found[year].add(who)
    return found


def change(amounts, year, then):
    """Count and add up, in both years, the mutuals that tell both; the share only from a gain."""
    both = amounts[year].keys() & amounts[then].keys() if then < year and then in amounts else ()
    if not both:
        return 0, None, None, None
    before, now = (sum(amounts[one][who] for who in both) for one in (then, year))
    return len(both), before, now, (now - before) / before if before > 0 else None


def test_accounts_and_their_changes_are_those_of_a_second_computation(
    demonstration, scopes, expected
):
    """A change is that of the mutuals that tell both years, whoever else came or went."""
    told = {
        (row["organisme_id"], int(row["annee"])): row
        for row in demonstration.rows("organisme_exercice")
    }
    for given, kept in scopes:
        rows = ask("comptes_annuels", demonstration.store, **given)
        years = [year for year in sorted(expected) if expected[year] & kept]
        assert [(row["poste"], row["annee"]) for row in rows] == [
            (code, year) for code in ACCOUNTS for year in years
        ]
        for row in rows:
            code, year = row["poste"], row["annee"]
            amounts = {
                then: {
                    who: int(told[who, then][code])
                    for who in expected[then] & kept
                    if (who, then) in told and told[who, then][code] is not None
                }
                for then in years
            }
            first = min(then for then in years if amounts[then])
            returned = [who for who in expected[year] & kept if (who, year) in told]
            base = [row[name] for name in ("nb_disent", "nb_rendus", "nb_appeles")]
            assert base == [len(amounts[year]), len(returned), len(expected[year] & kept)]
            assert row["montant_fcfa"] == (sum(amounts[year].values()) if amounts[year] else None)
            for then, names in (
                (year - 1, ("nb_deux_ans", "deux_ans_avant_fcfa", "deux_ans_fcfa")),
                (first, ("nb_depuis_premiere", "premiere_fcfa", "depuis_premiere_fcfa")),
            ):
                count, before, now, share = change(amounts, year, then)
                assert [row[name] for name in names] == [count, before, now], (given, code, year)
                found = row["part_changement" if then == year - 1 else "part_depuis_premiere"]
                if then == first == year - 1:
                    assert row["part_changement"] == row["part_depuis_premiere"]
                assert (found is None) == (share is None)
                assert found is None or math.isclose(found, share)


def test_a_change_of_those_who_answer_is_never_a_growth(store):
    """A tells 100 then 110; B tells 900 in the first year only; C 500 in the second only.

    The totals go from 1,000 to 610, the mutuals that tell both years from 100 to 110: +10 %.
    D's result goes from a loss of 50 to a gain of 10: no share, a loss is nobody's whole.
    """
    told = (("a", 2023, 100), ("a", 2024, 110), ("b", 2023, 900), ("c", 2024, 500))
    for code in "abcd":
        store.insert("organisme", organisme_id=code, type_organisme="mutuelle_sociale")
    for code, year, amount in told:
        store.insert(
            "organisme_exercice",
            organisme_id=code,
            annee=year,
            cotisations_acquises_fcfa=amount,
        )
    for year, result in ((2023, -50), (2024, 10)):
        store.insert("organisme_exercice", organisme_id="d", annee=year, resultat_net_fcfa=result)
    rows = {(row["poste"], row["annee"]): row for row in ask("comptes_annuels", store)}
    earned = rows["cotisations_acquises_fcfa", 2024]
    assert (earned["montant_fcfa"], earned["nb_disent"], earned["nb_appeles"]) == (610, 2, 4)
    assert (earned["nb_deux_ans"], earned["deux_ans_fcfa"]) == (1, 110)
    assert earned["part_changement"] == pytest.approx(0.1)
    result = rows["resultat_net_fcfa", 2024]
    assert (result["deux_ans_avant_fcfa"], result["deux_ans_fcfa"]) == (-50, 10)
    assert result["part_changement"] is None
    costs = rows["frais_fonctionnement_fcfa", 2024]
    assert (costs["montant_fcfa"], costs["nb_disent"], costs["premiere_annee"]) == (None, 0, None)


def test_the_bill_of_care_is_shared_as_a_second_computation_says(demonstration, scopes, expected):
    lines = [
        row
        for row in demonstration.rows("prestation_acte")
        if row["categorie_prestation"] not in ALLOWANCES
    ]
    for given, kept in scopes:
        rows = ask("parts_prestations", demonstration.store, **given)
        found = defaultdict(list)
        for line in lines:
            year = int(line["annee"])
            if line["organisme_id"] in kept & expected[year]:
                found[year, line["categorie_prestation"]].append(line)
        assert {(row["annee"], row["categorie_prestation"]) for row in rows} == found.keys()
        for row in rows:
            told = found[row["annee"], row["categorie_prestation"]]
            bill, fund, mutual, patient = (
                sum(int(line[name]) for line in told)
                for name in (
                    "montant_facture_fcfa",
                    "part_cmu_fcfa",
                    "part_mutuelle_fcfa",
                    "reste_a_charge_fcfa",
                )
            )
            assert row["montant_facture_fcfa"] == bill
            assert (row["part_cmu_fcfa"], row["part_mutuelle_fcfa"]) == (fund, mutual)
            assert row["reste_a_charge_fcfa"] == patient
            assert row["ecart_fcfa"] == bill - fund - mutual - patient
            assert math.isclose(row["part_reste_a_charge"], patient / bill)
            assert (row["nb_disent"], row["nb_rendent"]) == (len(told), len(told))
            assert row["nb_appeles"] == len(kept & expected[row["annee"]])
    # The patient's share of all care is the catalogue's own indicator.
    (total,) = ask(
        "valeurs",
        demonstration.store,
        indicateurs=["reste_a_charge_final"],
        groupe="pays",
        annees=[2025],
    )
    rows = ask("parts_prestations", demonstration.store, annee=2025)
    assert sum(row["reste_a_charge_fcfa"] for row in rows) == total["numerateur"]
    assert sum(row["montant_facture_fcfa"] for row in rows) == total["denominateur"]


def test_parts_that_do_not_make_the_bill_leave_a_difference_that_is_shown(store):
    """Bills of 100: 10 + 60 + 30; 10 + 60 and 25 declared, 5 unexplained; nothing declared: 30.

    A fourth does not tell the CMU's part, and is not counted; an allowance has no bill of care.
    """
    cells = (("a", 10, 30), ("b", 10, 25), ("c", 10, None), ("d", None, 30))
    for code, fund, patient in cells:
        store.insert("organisme", organisme_id=code, type_organisme="mutuelle_sociale")
        store.insert("organisme_exercice", organisme_id=code, annee=2024)
        for kind in ("consultation", "orphelins"):
            store.insert(
                "prestation_acte",
                organisme_id=code,
                annee=2024,
                categorie_prestation=kind,
                montant_facture_fcfa=100,
                part_cmu_fcfa=fund,
                part_mutuelle_fcfa=60,
                reste_a_charge_fcfa=patient,
            )
    (row,) = ask("parts_prestations", store)
    names = ("montant_facture_fcfa", "part_cmu_fcfa", "part_mutuelle_fcfa", "reste_a_charge_fcfa")
    assert [row[name] for name in names] == [300, 30, 180, 85]
    assert (row["ecart_fcfa"], row["nb_ecarts"], row["nb_deduits"]) == (5, 1, 1)
    assert (row["nb_disent"], row["nb_rendent"], row["nb_appeles"]) == (3, 4, 4)
    assert row["part_reste_a_charge"] == pytest.approx(85 / 300)


def test_quartiles_and_outliers_are_those_of_python_s_statistics(demonstration):
    found = {
        (row["indicateur_id"], row["annee"]): row
        for row in ask("distribution", demonstration.store, indicateurs=list(SPREAD))
    }
    values = defaultdict(list)
    for row in ask("valeurs", demonstration.store, indicateurs=list(SPREAD), groupe="entite"):
        values[row["indicateur_id"], row["annee"]].append(row["valeur"])
    assert found.keys() == values.keys()
    outlying = 0
    for key, every in values.items():
        row, known = found[key], [one for one in every if one is not None]
        assert (row["nb_valeurs"], row["nb_entites"]) == (len(known), len(every))
        if len(known) < 5:
            assert {row[name] for name in ("quartile_bas", "mediane", "borne_haute")} == {None}
            continue
        low, middle, high = quantiles(known, n=4, method="inclusive")
        assert math.isclose(middle, median(known))
        for name, value in (
            ("quartile_bas", low),
            ("mediane", middle),
            ("quartile_haut", high),
            ("borne_basse", low - 1.5 * (high - low)),
            ("borne_haute", high + 1.5 * (high - low)),
        ):
            assert math.isclose(row[name], value), key
        beyond = [one for one in known if one < row["borne_basse"] or one > row["borne_haute"]]
        assert row["nb_sous_borne"] + row["nb_sur_borne"] == len(beyond)
        outlying += len(beyond)
    assert outlying  # at least one year has some: the rule was put to the test


def test_four_values_have_no_quartiles_and_five_have_them_with_their_outlier(store):
    """Per 100 of contributions, claims of 10 to 40; running costs of 10 to 40, then of 1,000.

    The costs' quartiles are 0.2, 0.3 and 0.4: the limits are 0.2 - 0.3 and 0.4 + 0.3.
    """
    for rank, cost in enumerate((10, 20, 30, 40, 1000), 1):
        store.insert("organisme", organisme_id=f"m{rank}", type_organisme="mutuelle_sociale")
        store.insert(
            "organisme_exercice",
            organisme_id=f"m{rank}",
            annee=2024,
            frais_fonctionnement_fcfa=cost,
            prestations_dues_fcfa=cost if rank < 5 else None,
            cotisations_acquises_fcfa=100,
        )
    measures.compute(store.connection)
    few, enough = (
        ask("distribution", store, indicateurs=[code])[0]
        for code in ("ratio_sinistralite", "ratio_frais_fonctionnement_brut")
    )
    names = ("nb_valeurs", "nb_entites", "mediane", "borne_haute", "nb_sur_borne")
    assert [few[name] for name in names] == [4, 5, None, None, None]
    assert [enough[name] for name in names] == [5, 5, 0.3, pytest.approx(0.7), 1]
    assert enough["borne_basse"] == pytest.approx(-0.1)


def test_other_diseases_join_the_three_and_one_mutual_is_asked_alone(store):
    """A has 3 cases of HIV: masked, and with it its other diseases; B has nothing to hide."""
    for code, count in (("a", 3), ("b", 30)):
        store.insert("organisme", organisme_id=code, type_organisme="mutuelle_sociale")
        store.insert("organisme_exercice", organisme_id=code, annee=2024)
        for disease in ("vih", "autre"):
            store.insert(
                "prestation_pathologie",
                organisme_id=code,
                annee=2024,
                pathologie=disease,
                nb_cas=count,
                montant_fcfa=1000,
            )
    rows = ask("depenses_pathologie", store, lentille="avec_autres")
    assert [(row["pathologie"], row["montant_fcfa"], row["nb_masques"]) for row in rows] == [
        ("autre", 1000, 1),
        ("vih", 1000, 1),
    ]
    alone = ask("depenses_pathologie", store, lentille="avec_autres", organisme="a")
    assert [(row["montant_fcfa"], row["nb_cas"], row["nb_masques"]) for row in alone] == [
        (None, None, 1)
    ] * 2
