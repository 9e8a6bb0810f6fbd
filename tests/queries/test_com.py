"""The scores of a COM: a worked example, a second computation of both modes, what always holds."""

from collections import defaultdict
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartomut.queries import query
from tests.queries.naive_centres import ESTABLISHED, achieved, number, score

scores = query("indicateurs/com_scores")
indicators = query("indicateurs/com_indicateurs")
opinions = query("indicateurs/com_evaluations")
means = query("indicateurs/com_moyens")
MODES = ("seuil_objectif", "taux_realisation")
FEW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
BAND = {"plage_min": 0.5, "plage_max": 0.8, "tolerance": 0.2}


def rows(asked, store, **given):
    """Put a question; what is not given keeps everything."""
    answer = asked.run(store, **dict.fromkeys(asked.params) | given)
    return answer.astype(object).where(answer.notna(), None).to_dict("records")


def contract(store, com="com", floor="0.80..0.95"):
    store.insert("organisme", organisme_id=f"mut_{com}", nom="Démo", type_organisme="mutuelle")
    store.insert("com_contrat", com_id=com, organisme_id=f"mut_{com}")
    store.insert("com_axe", axe_id=f"axe_{com}", com_id=com, ordre=1, libelle_fr="Un axe")
    store.insert("com_objectif", objectif_id=f"but_{com}", axe_id=f"axe_{com}")
    if floor:
        store.insert(
            "seuil", indicateur_id="com_taux_renseignement", regle="orange", expression=floor
        )


def due(store, who, sens, weight, base, floor, aim, result, *, com="com", year=2023, **more):
    """Write an indicator that is due in a year, with its measure; ``more`` is of either."""
    status = more.pop("statut", "valide")
    band = BAND if sens == "plage" else {}
    made = {"indicateur_id": who, "objectif_id": f"but_{com}", "sens": sens, "poids": weight}
    store.insert("com_indicateur", **made | band | more)
    again(store, who, base, floor, aim, result, year=year, statut=status)


def again(store, who, base, floor, aim, result, *, year, statut="valide"):
    """Write the target and the measure of another year."""
    key = {"indicateur_id": who, "annee": year}
    store.insert("com_cible", **key, valeur_base=base, seuil=floor, cible=aim)
    told = {"periode": "annee", "realise": result, "statut_validation": statut}
    store.insert("com_mesure", **key, **told)


def both(store, mode=MODES[0], com="com", year=2023):
    """Return the two scores of the view, shown or not, and whether they may be."""
    answer = store.connection.execute(
        "select score_strict, score_renseigne, est_etabli from score_com "
        "where com_id = ? and annee = ? and mode_score = ? and axe_id is null",
        [com, year, mode],
    )
    return answer.fetchone()


def test_the_worked_example_to_the_third_decimal(store):
    """56.29 points: of 100 due, 0.563; of 70 measured, 0.804; 3 of 4 told: no score is shown."""
    contract(store)
    due(store, "recouvrement", "hausse", 20, 0.82, 0.85, 0.92, 0.90)
    due(store, "delai", "baisse", 20, 55, 50, 30, 38)
    due(store, "dispo", "hausse", 30, 0.40, 0.45, 0.60, 0.62)
    due(store, "depot", "hausse", 30, 0.70, 0.80, 0.95, None)
    strict, told, established = both(store)
    assert (round(strict, 3), round(told, 3), established) == (0.563, 0.804, False)
    whole, axis = rows(scores, store)
    assert (whole["score_strict"], whole["score_renseigne"]) == (None, None)
    assert whole["appreciation"] == axis["appreciation"] == "non_etabli"
    assert (whole["nb_renseignes"], whole["nb_dus"], whole["poids"]) == (3, 4, 100)
    assert round(whole["points"], 2) == 56.29
    shown = {row["indicateur_com_id"]: row for row in rows(indicators, store)}
    kept = ("points", "taux_realisation", "bande_realisation", "etat_mesure_com")
    found = {
        who: tuple(
            round(row[name], 3) if name in kept[:2] and row[name] else row[name] for name in kept
        )
        for who, row in shown.items()
    }
    assert found == {
        "recouvrement": (14.286, 0.978, "a2", "compte"),
        "delai": (12.0, 0.789, "b1", "compte"),
        "dispo": (30.0, 1.033, "a1", "compte"),
        "depot": (None, None, None, "non_renseigne"),
    }
    assert round(shown["delai"]["place_base"], 3) == -0.25  # 55 days: worse than the floor of 50


def test_what_a_mode_cannot_score_leaves_both_sums_and_a_contested_measure_both_modes(store):
    """Mode B: 1.2 of a capped rate, 0.7 of the range and 2/3 of the milestone, 10 points each."""
    contract(store)
    due(store, "double", "hausse", 10, 0, 0, 1, 2)
    due(store, "dans", "plage", 10, None, None, None, 0.86)
    due(store, "etape", "jalon", 10, None, None, 2, 2)
    due(store, "perte", "hausse", 40, -9, -8, 4, -2)
    due(store, "zero", "hausse", 40, -9, -8, 0, -2)
    due(store, "dispute", "hausse", 90, 0, 0, 1, 1, statut="conteste")
    straight, rates = (rows(scores, store, mode=mode)[0] for mode in MODES)
    assert (straight["nb_dus"], straight["nb_contestes"], straight["points_dus"]) == (5, 1, 110)
    assert (rates["nb_dus"], rates["nb_non_applicables"], rates["points_dus"]) == (3, 2, 30)
    assert round(rates["points"], 3) == round(12 + 7 + 20 / 3, 3)
    assert round(straight["points"], 3) == round(10 + 7 + 20 / 3 + 40 * 6 / 12 + 40 * 6 / 8, 3)
    states = {
        row["indicateur_com_id"]: row["etat_mesure_com"]
        for row in rows(indicators, store, mode=MODES[1])
    }
    assert states["perte"] == states["zero"] == "hors_mode"
    assert states["dispute"] == "conteste"
    assert rates["poids"] == 200  # everything due, contested and not scored included


def test_a_range_without_tolerance_gives_all_or_nothing_and_never_leaves_the_sums(store):
    contract(store)
    due(store, "dehors", "plage", 10, None, None, None, 0.81, tolerance=None)
    due(store, "dedans", "plage", 10, None, None, None, 0.80, tolerance=0)
    assert both(store) == (0.5, 0.5, True)


def test_the_year_before_stands_beside_with_its_trend(store):
    """From 0.5 to 0.6 is better upwards, worse downwards; a contested year is not compared."""
    contract(store)
    for who, sens, floor, aim in (("monte", "hausse", 0.4, 0.8), ("baisse", "baisse", 0.8, 0.4)):
        due(store, who, sens, 50, None, floor, aim, 0.5, year=2022)
        again(store, who, None, floor, aim, 0.6, year=2023)
    again(store, "monte", None, 0.4, 0.8, 0.7, year=2024, statut="conteste")
    again(store, "baisse", None, 0.8, 0.4, 0.6, year=2024)
    found = {
        (row["indicateur_com_id"], row["annee"]): (row["evolution"], row["realise_avant"])
        for row in rows(indicators, store)
    }
    assert found == {
        ("monte", 2022): (None, None),
        ("baisse", 2022): (None, None),
        ("monte", 2023): ("mieux", 0.5),
        ("baisse", 2023): ("moins_bien", 0.5),
        ("monte", 2024): (None, 0.6),
        ("baisse", 2024): ("pareil", 0.6),
    }
    (whole,) = [row for row in rows(scores, store, annee=2023) if row["axe_id"] is None]
    assert (whole["score_strict"], whole["score_strict_avant"]) == (0.5, 0.5)


def test_three_opinions_stand_side_by_side_and_their_disagreement_is_marked(store):
    """2023: 0.74 and 0.76 are two ratings; 2024: 0.80 and 0.85 are one; 2025: nobody said."""
    contract(store)
    due(store, "un", "hausse", 100, 0, 0, 1, 0.76)
    for year in (2024, 2025):
        again(store, "un", 0, 0, 1, 0.8, year=year)
    for year, kind, given_score in (
        (2023, "auto", 0.76),
        (2023, "tutelle", 0.74),
        (2024, "auto", 0.80),
        (2024, "independante", 0.85),
    ):
        key = {"com_id": "com", "annee": year, "type": kind}
        store.insert("com_evaluation", **key, mode_score=MODES[0], score=given_score)
    found = {
        (row["annee"], row["type_evaluation"]): (row["appreciation"], row["accord_avis"])
        for row in rows(opinions, store)
    }
    assert found == {
        (2023, "auto"): ("satisfaisant", "desaccord"),
        (2023, "independante"): (None, "desaccord"),
        (2023, "tutelle"): ("a_consolider", "desaccord"),
        (2024, "auto"): ("satisfaisant", "ecart"),
        (2024, "independante"): ("satisfaisant", "ecart"),
        (2024, "tutelle"): (None, "ecart"),
        (2025, "auto"): (None, "aucun_avis"),
        (2025, "independante"): (None, "aucun_avis"),
        (2025, "tutelle"): (None, "aucun_avis"),
    }
    gaps = {
        row["type_evaluation"]: row["ecart_recalcule"] for row in rows(opinions, store, annee=2023)
    }
    assert {kind: gap and round(gap, 3) for kind, gap in gaps.items()} == {
        "auto": 0,
        "independante": None,
        "tutelle": -0.02,
    }


def test_contracts_are_listed_with_their_years_even_before_any_target(store):
    contract(store)
    due(store, "un", "hausse", 100, 0, 0, 1, None, year=2023)
    store.insert(
        "com_contrat", com_id="neuf", organisme_id="mut_com", annee_debut=2025, annee_fin=2026
    )
    listed = rows(query("listes/contrats_com"), store)
    years = {row["com_id"]: (list(row["annees"]), row["annee_mesuree"]) for row in listed}
    assert years == {"com": ([2023], None), "neuf": ([2025, 2026], None)}


def test_means_add_up_by_unit_and_an_unknown_one_makes_the_total_unknown(store):
    """10 of 20 and 30 of 60 million: a half; people apart, of whom one line is not known."""
    contract(store)
    for who, unit, planned, given_ in (
        ("a", "fcfa", 20e6, 10e6),
        ("b", "fcfa", 60e6, 30e6),
        ("c", "personnes", 4, 4),
        ("d", "personnes", 2, None),
    ):
        told = {"unite": unit, "prevu": planned, "mis_a_disposition": given_}
        store.insert("com_moyen", moyen_id=who, com_id="com", annee=2023, **told)
    found = [(row["part_mise_a_disposition"], row["part_unite"]) for row in rows(means, store)]
    assert found == [(0.5, 0.5), (0.5, 0.5), (1.0, None), (None, None)]


def test_both_scores_of_both_modes_are_what_a_second_computation_gives(demonstration):
    """Every COM and axis of the demonstration, from its CSV files, in plain Python."""
    twin = naive(demonstration.rows)
    shown = [row for mode in MODES for row in rows(scores, demonstration.store, mode=mode)]
    assert len(shown) == len(twin) > 100
    wrong = []
    for row in shown:
        key = (row["com_id"], row["axe_id"], row["annee"], row["mode_score"])
        found = [row[name] for name in ("points", "points_dus", "score_strict", "score_renseigne")]
        if found != pytest.approx(twin[key]):
            wrong.append((key, found, twin[key]))
    assert wrong == []


def naive(files):
    """Map (COM, axis or None, year, mode) to points, points due, strict and reported score."""
    axes = {row["axe_id"]: row["com_id"] for row in files("com_axe")}
    goals = {row["objectif_id"]: row["axe_id"] for row in files("com_objectif")}
    asked = {row["indicateur_id"]: row for row in files("com_indicateur")}
    told = {(row["indicateur_id"], row["annee"]): row for row in files("com_mesure")}
    marks = defaultdict(list)
    for target in files("com_cible"):
        row = asked[target["indicateur_id"]]
        measure = told.get((target["indicateur_id"], target["annee"])) or {}
        if measure.get("statut_validation") == "conteste":
            continue
        result = number(measure.get("realise"))
        mark, _met = score(row, target, result)
        above, below = achieved(row, target, result)
        rate = mark if row["sens"] in ("plage", "jalon") else above and min(above / below, 1.2)
        axis = goals[row["objectif_id"]]
        for place in ((axes[axis], None), (axes[axis], axis)):
            for mode, one in zip(MODES, (mark, rate), strict=True):
                marks[*place, int(target["annee"]), mode].append((number(row["poids"]), one))
    return {key: added(found) for key, found in marks.items()}


def added(found):
    counted = [(weight, mark) for weight, mark in found if mark is not None]
    points = sum(weight * mark for weight, mark in counted) if counted else None
    owed = sum(weight for weight, _mark in found)
    enough = len(counted) >= ESTABLISHED * len(found)
    told = sum(weight for weight, _mark in counted)
    return [points, owed, *((points / owed, points / told) if enough else (None, None))]


SERIAL = count()
KINDS = st.sampled_from(["hausse", "baisse", "plage", "jalon"])
RESULTS = st.none() | st.floats(-2, 4, allow_nan=False).map(lambda one: round(one, 3))
INDICATORS = st.lists(st.tuples(KINDS, st.integers(1, 40), RESULTS), min_size=1, max_size=7)


def written(store, found):
    """Write a contract of such indicators under a name of its own; return its name."""
    com = f"com{next(SERIAL)}"
    contract(store, com, floor="")
    for rank, (sens, weight, result) in enumerate(found):
        floor, aim = {"hausse": (0.2, 0.9), "baisse": (0.9, 0.2)}.get(sens, (None, None))
        due(store, f"{com}_{rank}", sens, weight, None, floor, aim, result, com=com)
    return com


@FEW
@given(INDICATORS, st.data())
def test_scores_are_bounded_ordered_weighted_and_never_fall_when_a_result_gets_better(
    store, found, data
):
    """Order does not matter; strict ≤ reported; points due are the weights; better is not worse."""
    com, shuffled = written(store, found), written(store, data.draw(st.permutations(found)))
    for mode, most in zip(MODES, (1.0, 1.2), strict=True):
        strict, told, _established = both(store, mode, com)
        assert both(store, mode, com)[:2] == pytest.approx(both(store, mode, shuffled)[:2])
        if told is not None:
            assert -1e-9 <= strict <= told + 1e-9 <= most + 2e-9
    weights = store.connection.execute(
        "select points_dus from score_com where com_id = ? and mode_score = ? and axe_id is null",
        [com, MODES[0]],
    ).fetchone()
    assert weights == (sum(weight for _sens, weight, _result in found),)
    rank = data.draw(st.integers(0, len(found) - 1))
    sens, weight, result = found[rank]
    if result is not None and sens != "plage":
        step = data.draw(st.floats(0, 1).map(lambda one: round(one, 3)))
        better = result - step if sens == "baisse" else result + step
        other = written(store, [*found[:rank], (sens, weight, better), *found[rank + 1 :]])
        assert both(store, MODES[0], other)[0] >= both(store, MODES[0], com)[0] - 1e-9
