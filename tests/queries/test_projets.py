"""Needs and offers: who answers whom and what is lacking, by hand and against plain Python."""

import random
from collections import Counter
from itertools import product

import pytest

from cartomut.queries import query
from tests.queries import naive_projets as naive

ALL = dict.fromkeys(("district", "region", "commune", "types", "atelier"))
REGIONS = ("gbeke", "poro", "tonkpi")
STEPS = ("besoin", "etude", "montage", "accord", "realisation", "service")
ENDS = ("a_relancer", "accord", "sans_suite", None)


def run(store, question, **params):
    rows = query(question).run(store, **params)
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


def codes(store):
    for name, found in {"theme": tuple(naive.THEMES), "etape_projet": STEPS}.items():
        for rank, code in enumerate(found):
            store.insert("code_liste", liste=name, code=code, ordre=rank)


def drawn(rng):
    """Draw projects, fundings, offers and meetings with every kind of hole."""
    amounts = (None, 0, 10, 50, 100, 101, 500)
    projects = [
        {
            "projet_id": f"p{number}",
            "theme": rng.choice(tuple(naive.THEMES)),
            "etape": rng.choice(STEPS),
            "statut": rng.choice(("actif", "actif", "suspendu", "termine", "abandonne")),
            "montant_fcfa": rng.choice(amounts),
            "region": rng.choice((*REGIONS, None)),
        }
        for number in range(80)
    ]
    fundings = [
        {
            "projet_id": one["projet_id"],
            "bailleur": f"b{number}",
            "instrument": rng.choice(("don", "pret")),
            "statut": rng.choice(("envisage", "demande", "accorde", "verse", "refuse")),
            "montant_fcfa": rng.choice(amounts),
        }
        for one in projects
        for number in range(rng.choice((0, 1, 2, 3)))
    ]
    offers = [
        {
            "offre_id": f"o{number:02}",
            "organisme_id": f"m{number % 7}",
            "theme": rng.choice((*naive.THEMES, "financement")),
            "est_nationale": rng.choice((True, False, None)),
            "region_code": None,
            "montant_min_fcfa": rng.choice((None, 0, 50)),
            "montant_max_fcfa": rng.choice((None, 100, 500)),
        }
        for number in range(30)
    ]
    for one in offers:
        if not one["est_nationale"]:
            one["region_code"] = rng.choice((*REGIONS, None))
    meetings = [
        {
            "rencontre_id": f"r{number}",
            "projet_id": rng.choice(projects)["projet_id"],
            "offre_id": rng.choice(offers)["offre_id"],
            "date": rng.choice((None, "2024", "2024-05-16", "2025-01")),
            "suite": rng.choice(ENDS),
        }
        for number in range(60)
    ]
    return projects, fundings, offers, meetings


@pytest.fixture
def filled(store):
    projects, fundings, offers, meetings = found = drawn(random.Random(16052024))
    codes(store)
    for code in REGIONS:
        store.insert("region", region_code=code, nom=code, district_code=f"d_{code}")
        store.insert("centre", centre_id=f"c_{code}", nom=code, region_code=code)
    store.insert("organisme", organisme_id="sans_lieu", nom="Sans lieu", type_organisme="union")
    for number in range(7):
        store.insert("organisme", organisme_id=f"m{number}", nom=f"Partenaire {number}")
    for one in projects:
        row = {name: value for name, value in one.items() if name != "region"}
        place = f"c_{one['region']}" if one["region"] else None
        store.insert("projet", organisme_id="sans_lieu", centre_id=place, **row)
    for table, rows in (
        ("financement_projet", fundings),
        ("offre", offers),
        ("rencontre", meetings),
    ):
        for row in rows:
            store.insert(table, **row)
    return store, found


def expected_pairs(projects, fundings, offers):
    return {
        (one["projet_id"], offer["offre_id"]): answer
        for one, offer in product(projects, offers)
        if naive.is_open(one) and (answer := naive.answer_of(one, offer, fundings))
    }


def test_each_need_and_offer_get_the_answer_of_plain_python(filled):
    store, (projects, fundings, offers, meetings) = filled
    expected = expected_pairs(projects, fundings, offers)
    keys = ("lien_theme", "critere_region", "critere_taille", "verdict_appariement")
    rows = run(store, "listes/appariements", projet=None, offre=None, **ALL)
    found = {(row["projet_id"], row["offre_id"]): tuple(row[name] for name in keys) for row in rows}
    assert found == expected
    assert {answer[-1] for answer in expected.values()} == {"concorde", "a_confirmer", "ecarte"}
    ranks = [("concorde", "a_confirmer", "ecarte").index(row[keys[-1]]) for row in rows]
    assert ranks == sorted(ranks)
    for row in rows:
        met = [
            one
            for one in meetings
            if (one["projet_id"], one["offre_id"]) == (row["projet_id"], row["offre_id"])
        ]
        assert row["nb_rencontres"] == len(met)
        last = max(met, key=lambda one: (one["date"] or "", one["rencontre_id"]), default=None)
        assert row["suite_rencontre"] == (last and last["suite"])
    one = rows[0]
    alone = run(store, "listes/appariements", projet=one["projet_id"], offre=one["offre_id"], **ALL)
    assert alone == [one]


def test_each_theme_and_partner_count_a_need_once_for_its_best_offer(filled):
    store, (projects, fundings, offers, _meetings) = filled
    pairs = expected_pairs(projects, fundings, offers)
    needs = [one for one in projects if naive.is_open(one)]

    def best(need, among):
        seen = {
            pairs[need["projet_id"], one["offre_id"]][-1]
            for one in among
            if (need["projet_id"], one["offre_id"]) in pairs
        }
        return next((one for one in ("concorde", "a_confirmer") if one in seen), "autre")

    for row in run(store, "indicateurs/besoins_themes", **ALL):
        own = [one for one in needs if one["theme"] == row["theme"]]
        counts = Counter(best(one, offers) for one in own)
        assert row["atelier_adosm"] == naive.THEMES[row["theme"]]
        assert row["nb_besoins"] == len(own)
        assert (row["nb_concordent"], row["nb_a_confirmer"], row["nb_sans_offre"]) == (
            counts["concorde"],
            counts["a_confirmer"],
            counts["autre"],
        )
        assert row["nb_offres"] == sum(one["theme"] == row["theme"] for one in offers)
    cells = {
        (row["organisme_id"], row["theme"]): row
        for row in run(store, "indicateurs/besoins_partenaires", **ALL)
    }
    for partner, theme in product({one["organisme_id"] for one in offers}, naive.THEMES):
        own = [
            one
            for one in offers
            if one["organisme_id"] == partner and one["theme"] in (theme, "financement")
        ]
        if not own:
            assert (partner, theme) not in cells
            continue
        row = cells[partner, theme]
        counts = Counter(best(one, own) for one in needs if one["theme"] == theme)
        assert row["nb_offres"] == len(own)
        assert (row["nb_concordent"], row["nb_a_confirmer"], row["nb_ecartes"]) == (
            counts["concorde"],
            counts["a_confirmer"],
            counts["autre"],
        )


def test_what_is_lacking_is_that_of_plain_python_and_each_theme_closes_on_its_cost(filled):
    store, (projects, fundings, _offers, _meetings) = filled
    rows = {row["projet_id"]: row for row in run(store, "listes/projets", projet=None, **ALL)}
    assert len(rows) == len(projects)
    for one in projects:
        row = rows[one["projet_id"]]
        assert (row["manque_fcfa"], row["etat_financement"]) == naive.gap(one, fundings), one
        assert row["est_besoin_ouvert"] == naive.is_open(one)
    assert {row["etat_financement"] for row in rows.values()} == {
        *("connu", "couvert", "cout_inconnu", "financement_inconnu", "montant_inconnu")
    }
    for row in run(store, "indicateurs/projets_manques", **ALL):
        own = [
            one
            for one in projects
            if one["theme"] == row["theme"] and one["statut"] in ("actif", "suspendu")
        ]
        known = [one for one in own if naive.gap(one, fundings)[0] is not None]
        assert (row["nb_en_cours"], row["nb_manque_connu"]) == (len(own), len(known))
        assert len(own) == (
            row["nb_manque_connu"] + row["nb_cout_inconnu"] + row["nb_financement_inconnu"]
        )
        if not known:
            assert row["manque_fcfa"] is row["cout_fcfa"] is None
            continue
        splits = [naive.split(one, fundings) for one in known]
        parts = [sum(part) for part in zip(*splits, strict=True)]
        names = ("acquis_fcfa", "demande_fcfa", "envisage_fcfa", "sans_piste_fcfa")
        assert [row[name] for name in names] == parts, row["theme"]
        assert row["cout_fcfa"] == sum(parts) == sum(one["montant_fcfa"] for one in known)
        assert row["manque_fcfa"] == sum(parts[1:])


def test_stages_fundings_and_meetings_are_those_counted_in_plain_python(filled):
    store, (projects, fundings, _offers, meetings) = filled
    for row in run(store, "indicateurs/projets_etapes", **ALL):
        own = [one for one in projects if one["etape"] == row["etape_projet"]]
        counts = Counter(one["statut"] for one in own)
        kept = [one for one in own if one["statut"] != "abandonne"]
        for name in ("actif", "suspendu", "termine", "abandonne"):
            assert row[f"nb_{name}s"] == counts[name]
        known = [one["montant_fcfa"] for one in kept if one["montant_fcfa"] is not None]
        assert (row["nb_projets_retenus"], row["nb_cout_connu"]) == (len(kept), len(known))
        assert row["cout_fcfa"] == (sum(known) if known else None)
    dropped = {one["projet_id"] for one in projects if one["statut"] == "abandonne"}
    for row in run(store, "indicateurs/projets_financements", **ALL):
        own = [
            one
            for one in fundings
            if (one["instrument"], one["statut"]) == (row["instrument"], row["statut_financement"])
            and one["projet_id"] not in dropped
        ]
        known = [one["montant_fcfa"] for one in own if one["montant_fcfa"] is not None]
        assert (row["nb_financements"], row["nb_montants"]) == (len(own), len(known))
        assert row["montant_fcfa"] == sum(known)
    found = {
        row["suite_rencontre"]: row["nb_rencontres"]
        for row in run(store, "indicateurs/rencontres_suites", **ALL)
    }
    assert found == Counter(one["suite"] for one in meetings)
    held = run(store, "listes/rencontres_b2b", **ALL)
    assert Counter(row["suite_rencontre"] for row in held) == found


def test_a_region_a_district_a_town_a_type_or_a_workshop_keep_their_own(filled):
    store, (projects, _fundings, offers, _meetings) = filled

    def kept(**choice):
        rows = run(store, "listes/projets", projet=None, **ALL | choice)
        return {row["projet_id"] for row in rows}

    in_poro = {one["projet_id"] for one in projects if one["region"] == "poro"}
    assert kept(region="poro") == kept(district="d_poro") == in_poro
    assert kept(types=["union"]) == {one["projet_id"] for one in projects}
    assert kept(types=["mutuelle_sociale"]) == kept(commune="Korhogo") == set()
    digital = [one for one in projects if naive.THEMES[one["theme"]] == "numerique"]
    assert kept(atelier="numerique") == {one["projet_id"] for one in digital}
    assert {row["theme"] for row in run(store, "listes/offres", atelier="financement")} == {
        "financement"
    }
    assert len(run(store, "listes/offres", atelier=None)) == len(offers)
    themes = run(store, "indicateurs/besoins_themes", **ALL | {"atelier": "numerique"})
    assert [row["theme"] for row in themes] == ["connectivite", "e_sante", "parcours_soins"]
