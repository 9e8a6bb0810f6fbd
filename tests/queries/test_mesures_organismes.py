"""The mutuals' indicators: each against a second computation, then what groups of them give."""

import math
from collections import defaultdict
from statistics import median

import pytest

from cartomut import measures
from cartomut.queries import query
from tests.queries.naive_mesures import INDICATORS, measured

values = query("indicateurs/valeurs")
GROUPS = {"region": "siege_region_code", "type_organisme": "type_organisme", "pays": None}
COUNTED = "mutuelles_delegataires_cmu"  # a count: its sum has no denominator
MONEY = ("prestations_dues_fcfa", "cotisations_acquises_fcfa")


def ask(store, **given):
    """Put the question of the values; what is not given keeps everything."""
    answer = values.run(store, **dict.fromkeys(values.params) | {"groupe": "pays"} | given)
    return answer.astype(object).where(answer.notna(), None).to_dict("records")


def near(one, other):
    if None in (one, other):
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def value_of(numerator, denominator):
    return numerator / denominator if numerator is not None and denominator else None


@pytest.fixture(scope="module")
def twin(demonstration):
    return measured(demonstration.rows)


def test_every_measure_of_the_demonstration_is_what_a_second_computation_gives(demonstration, twin):
    with demonstration.store.cursor() as cursor:
        rows = cursor.execute(
            "select indicateur_id, entite_id, annee, numerateur, denominateur, est_masque "
            "from mesure where indicateur_id in (select unnest(?))",
            [list(INDICATORS)],
        ).fetchall()
    found = {row[:3]: row[3:] for row in rows}
    assert len(found) == len(rows)
    assert sorted(twin.keys() ^ found.keys(), key=str) == []
    assert {
        key: (told, found[key])
        for key, told in twin.items()
        if not all(map(near, told, found[key]))
    } == {}
    silent = set(INDICATORS) - {key[0] for key, told in twin.items() if told[0] is not None}
    assert silent == {"taux_couverture_nationale", "part_mutuelles_dcs", "part_paiements_directs"}


def test_a_group_is_the_ratio_of_its_sums_with_its_median_and_its_n_of_n(demonstration, twin):
    mutuals = {row["organisme_id"]: row for row in demonstration.rows("organisme")}
    wrong = []
    for group, column in GROUPS.items():
        together = defaultdict(list)
        for (indicator, who, year), told in twin.items():
            if who in mutuals:
                code = mutuals[who][column] if column else None
                together[indicator, code, year].append(told)
        shown = {
            (row["indicateur_id"], row["code"], row["annee"]): row
            for row in ask(demonstration.store, groupe=group, indicateurs=list(INDICATORS))
            if row["indicateur_id"] in {key[0] for key in together}
        }
        wrong += [(group, key) for key in together.keys() ^ shown.keys()]
        for key in together.keys() & shown.keys():
            expected = totals(together[key], counted=key[0] == COUNTED)
            got = {name: shown[key][name] for name in expected}
            wrong += [
                (group, key, name, expected[name], got[name])
                for name in expected
                if not (
                    got[name] == expected[name]
                    if name == "etat"
                    else near(got[name], expected[name])
                )
            ]
    assert wrong == []


def totals(told, *, counted):
    """Add up the (numerator, denominator, masked) of a group by hand."""
    both = [one for one in told if one[0] is not None and (counted or one[1] is not None)]
    top = sum(one[0] for one in both) if both else None
    bottom = sum(one[1] for one in both) if both and not counted else None
    each = [one[0] if counted else value_of(*one[:2]) for one in both]
    each = [one for one in each if one is not None]
    value = top if counted else value_of(top, bottom)
    masked = sum(one[2] for one in told)
    if value is not None:
        state = "valeur"
    elif both:
        state = "non_calculable"
    else:
        state = "masque" if masked else "inconnu"
    return {
        "valeur": value,
        "mediane": median(each) if each else None,
        "nb_valeurs": len(both),
        "nb_entites": len(told),
        "nb_masques": masked,
        "etat": state,
    }


def test_without_a_denominator_or_an_input_there_is_no_value_and_it_is_said_why(
    demonstration, twin
):
    told = {
        "non_calculable": lambda one: one[0] is not None and one[1] == 0,
        "inconnu": lambda one: None in one[:2] and not one[2],
        "masque": lambda one: one[2],
        "valeur": lambda one: one[0] is not None and one[1],
    }
    states = {
        (row["indicateur_id"], row["code"], row["annee"]): (row["etat"], row["valeur"])
        for row in ask(demonstration.store, groupe="entite", indicateurs=list(INDICATORS))
        if row["indicateur_id"] != COUNTED
    }
    met = {state: [key for key, one in twin.items() if is_so(one)] for state, is_so in told.items()}
    assert min(map(len, met.values())) > 10
    assert [
        (key, state, states[key])
        for state, keys in met.items()
        for key in keys
        if key[0] != COUNTED
        and (states[key][0] != state or (states[key][1] is None) == (state == "valeur"))
    ] == []


def test_a_filter_keeps_the_mutuals_of_its_region_and_type_and_an_entity_has_its_name(
    demonstration,
):
    mutuals = {row["organisme_id"]: row for row in demonstration.rows("organisme")}
    kept = ask(
        demonstration.store,
        groupe="entite",
        indicateurs=["ratio_sinistralite"],
        region="abidjan",
        types=["mutuelle_sociale"],
        annees=[2023],
    )
    expected = {
        (who, row["nom"])
        for who, row in mutuals.items()
        if row["siege_region_code"] == "abidjan"
        and row["type_organisme"] == "mutuelle_sociale"
        and int(row["date_creation"][:4]) <= 2023
    }
    assert {(row["code"], row["nom"]) for row in kept} == expected
    assert {row["annee"] for row in kept} == {2023}
    one = ask(demonstration.store, groupe="entite", entites=["md_baobab"], annees=[2021])
    assert {row["code"] for row in one} == {"md_baobab"}
    assert {row["annee"] for row in one} == {2021, None}


def test_two_mutuals_are_added_up_before_they_are_divided_and_a_silent_one_counts_apart(store):
    """80 of 100 and 30 of 300 make 110 of 400, not the mean of 0.8 and 0.1; the third is silent."""
    store.insert("source", source_id="s", titre="Étude", licence="inconnue")
    money = {"a": (80, 100), "b": (30, 300), "c": (None, None)}
    for who, amounts in money.items():
        store.insert("organisme", organisme_id=who, type_organisme="mutuelle_sociale")
        given = dict(zip(MONEY, amounts, strict=True))
        if who != "c":
            store.insert("organisme_exercice", organisme_id=who, annee=2023, **given)
    measures.compute(store.connection)
    (country,) = ask(store, indicateurs=["ratio_sinistralite"])
    assert country["valeur"] == pytest.approx(110 / 400)
    assert country["mediane"] == pytest.approx((0.8 + 0.1) / 2)
    assert (country["nb_valeurs"], country["nb_entites"]) == (2, 3)
    each = ask(store, indicateurs=["ratio_sinistralite"], groupe="entite")
    assert [(row["code"], row["etat"]) for row in each] == [
        ("a", "valeur"),
        ("b", "valeur"),
        ("c", "inconnu"),
    ]


def test_a_published_share_stays_what_its_source_says(publie):
    found = {
        (row["indicateur_id"], row["annee"]): row["valeur"]
        for row in ask(publie, indicateurs=["taux_couverture_nationale", "part_mutuelles_dcs"])
    }
    assert found["taux_couverture_nationale", 2020] == pytest.approx(0.0625)
    assert found["part_mutuelles_dcs", 2023] == pytest.approx(0.05)
