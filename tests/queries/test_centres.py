"""Centres: list, services, lens, neighbours and masking, against plain Python on invented rows."""

import math
import random

import pytest

from cartomut.queries import query
from cartomut.ui.services import SIZE

FILTERS = ("district", "region", "commune", "types", "etablissements", "relations", "statuts")
LENSES = {
    "palu": ("palu_diagnostic", "palu_traitement"),
    "tb": ("tb_diagnostic", "tb_traitement"),
    "maternite": ("cpn", "accouchement", "ptme", "planification_familiale", "vaccination"),
}
ASKED = ("palu_diagnostic", "palu_traitement", "tb_diagnostic", "cpn", "accouchement", "chirurgie")
REGIONS = {"nord": "savane", "sud": "lagune", "est": "lagune"}
SURVEYED = ("nord", "sud")
LEVELS = ("primaire", "secondaire", None)
EARTH = 6371.0088  # kilometres


def rows_of(name, opened, **values):
    """Put a question with the parameters that matter; the others are NULL."""
    asked = query(name)
    rows = asked.run(opened, **dict.fromkeys(asked.params) | values)
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


@pytest.fixture
def etude(store):
    """Fourteen centres in three regions, one of them not surveyed; answers by a seeded draw."""
    draw = random.Random(4)
    for code in ("savane", "lagune"):
        store.insert("district", district_code=code, nom=code.title())
    for code, district in REGIONS.items():
        store.insert("region", region_code=code, nom=code.title(), district_code=district)
        store.insert("perimetre", region_code=code, annee=2024, est_enquete=code in SURVEYED)
    store.insert(
        "organisme", organisme_id="mo", nom="Mutuelle Ô", type_organisme="mutuelle_sociale"
    )
    known = {"centres": [], "services": [], "activite": []}
    for rank in range(14):
        known["centres"].append(
            {
                "centre_id": f"c{rank:02}",
                "nom": draw.choice(["Éléphant", "Bassin", "Hôpital d'Œuvre"]) + f" {rank}",
                "organisme_id": draw.choice(["mo", None]),
                "gestionnaire": draw.choice(["Association Zèle", None]),
                "relation": draw.choice(["proprietaire", "communautaire"]),
                "type_etablissement": draw.choice(["clinique", "csu_com"]),
                "niveau_soins": draw.choice(LEVELS),
                "statut_operationnel": "annonce" if rank == 3 else "ouvert",
                "region_code": draw.choice(list(REGIONS)),
                "commune": draw.choice(["Bouaké", "Adzopé"]),
                "nb_lits": draw.choice([None, 0, 5, 12]),
                "nb_personnel": draw.choice([None, 3, 9]),
            }
        )
        for service in ASKED if rank != 5 else ():  # nobody asked the fifth one
            answer = draw.choice([True, True, False, None])
            known["services"].append(
                {
                    "centre_id": f"c{rank:02}",
                    "service": service,
                    "disponible": answer,
                    "items_traceurs_presents": draw.randint(0, 4) if answer else None,
                    "items_traceurs_attendus": 4 if answer and service != "chirurgie" else None,
                }
            )
        for year in (2023, 2024):
            known["activite"].append(
                {
                    "centre_id": f"c{rank:02}",
                    "annee": year,
                    "nb_consultations": draw.choice([None, 1, 250]),
                    "nb_accouchements": draw.choice([None, 2, 30]),
                    "nb_tb_traites": draw.choice([None, 0, 1, 3, 4, 5, 40]),
                }
            )
    for table, name in (("centre", "centres"), ("centre_service", "services")):
        for row in known[name]:
            store.insert(table, **row)
    for row in known["activite"]:
        store.insert("centre_activite", **row)
    return store, known


def kept(known, **filters):
    """Keep the centres of these filters, as a person would with a pencil."""

    def fits(one):
        kind = "mutuelle_sociale" if one["organisme_id"] else None
        return (
            filters.get("district") in (None, REGIONS[one["region_code"]])
            and filters.get("region") in (None, one["region_code"])
            and filters.get("commune") in (None, one["commune"])
            and (filters.get("types") is None or kind in filters["types"])
            and (filters.get("relations") is None or one["relation"] in filters["relations"])
            and (filters.get("statuts") is None or one["statut_operationnel"] in filters["statuts"])
        )

    return [one for one in known["centres"] if fits(one)]


CHOSEN = (
    {},
    {"district": "lagune"},
    {"region": "nord"},
    {"commune": "Bouaké"},
    {"types": ["mutuelle_sociale"]},
    {"relations": ["communautaire"], "district": "lagune"},
    {"statuts": ["annonce"]},
)


def listed(known, lens, **filters):
    """Return what the list says of each centre: services of the lens, last consultations."""
    wanted = LENSES.get(lens)
    found = {}
    for one in kept(known, **filters):
        answers = [
            row["disponible"]
            for row in known["services"]
            if row["centre_id"] == one["centre_id"]
            and row["disponible"] is not None
            and (wanted is None or row["service"] in wanted)
        ]
        visits = [
            (row["annee"], row["nb_consultations"])
            for row in known["activite"]
            if row["centre_id"] == one["centre_id"] and row["nb_consultations"] is not None
        ]
        year, count = max(visits, default=(None, None))
        found[one["centre_id"]] = {
            "nb_services_disponibles": sum(answers) if answers else None,
            "nb_services_demandes": len(answers) or None,
            "nb_consultations": count,
            "annee": year,
            "est_enquete": one["region_code"] in SURVEYED,
            "organisme": "Mutuelle Ô" if one["organisme_id"] else one["gestionnaire"],
            "nb_lits": one["nb_lits"],
            "nb_personnel": one["nb_personnel"],
        }
    return found


def test_the_list_says_of_each_centre_what_the_rows_say(etude):
    opened, known = etude
    wrong = []
    for filters in CHOSEN:
        for lens in ("toutes", "palu"):
            wanted = listed(known, lens, **filters)
            rows = rows_of("listes/centres", opened, lentille=lens, **filters)
            got = (
                {
                    row["centre_id"]: {key: row[key] for key in next(iter(wanted.values()))}
                    for row in rows
                }
                if wanted
                else {row["centre_id"]: None for row in rows}
            )
            if got != wanted:
                wrong.append((filters, lens))
    assert wrong == []
    silent = [row for row in rows_of("listes/centres", opened) if row["centre_id"] == "c05"]
    assert silent[0]["nb_services_disponibles"] is None


def test_a_search_takes_words_in_any_order_without_accents(etude):
    opened, known = etude

    def found(text):
        return {row["centre_id"] for row in rows_of("listes/centres", opened, texte=text)}

    names = {one["centre_id"]: one for one in known["centres"]}
    elephants = {key for key, one in names.items() if one["nom"].startswith("Éléphant")}
    in_adzope = {key for key, one in names.items() if one["commune"] == "Adzopé"}
    assert elephants
    assert in_adzope
    assert found("ELEPHANT") == elephants
    assert found("adzope  elephant") == found("éléphant, Adzopé") == elephants & in_adzope
    assert found("hopital d'oeuvre") == {
        key for key, one in names.items() if one["nom"].startswith("Hôpital")
    }
    assert found(None) == set(names)
    assert found("zzz") == found("'; drop table centre") == set()


def test_an_unknown_value_meets_no_condition(etude):
    opened, known = etude
    columns = ("nb_lits", "nb_personnel", "nb_consultations", "nb_services_disponibles")
    all_of_them = listed(known, None)
    wrong = []
    for rank, column in enumerate(columns):
        for low, high in ((0, None), (None, 5), (3, 12), (6, 2)):
            bounds = {"minima": [None] * 4, "maxima": [None] * 4}
            bounds["minima"][rank], bounds["maxima"][rank] = low, high
            got = {row["centre_id"] for row in rows_of("listes/centres", opened, **bounds)}
            wanted = {
                key
                for key, one in all_of_them.items()
                if one[column] is not None
                and (low is None or one[column] >= low)
                and (high is None or one[column] <= high)
            }
            if got != wanted:
                wrong.append((column, low, high))
    assert wrong == []


def test_availability_counts_yes_no_and_not_asked_apart(etude):
    opened, known = etude
    groups = {
        "region": lambda one: one["region_code"],
        "district": lambda one: REGIONS[one["region_code"]],
        "niveau_soins": lambda one: one["niveau_soins"],
        "pays": lambda one: "pays",
    }
    wrong = []
    for turn, filters in enumerate(CHOSEN[:-1]):
        opens = [one for one in kept(known, **filters) if one["statut_operationnel"] == "ouvert"]
        for rank, (group, place) in enumerate(groups.items()):
            for lens, services in [list(LENSES.items())[(turn + rank) % 3]]:
                rows = rows_of(
                    "indicateurs/disponibilite_services",
                    opened,
                    lentille=lens,
                    groupe=group,
                    **filters,
                )
                got = {(row["code"], row["service"]): row for row in rows}
                keys = {(place(one), service) for one in opens for service in services}
                if got.keys() != keys:
                    wrong.append((filters, group, lens))
                wrong += [
                    (filters, key)
                    for key in keys
                    if not agrees(got[key], [one for one in opens if place(one) == key[0]], known)
                ]
    assert wrong == []


def agrees(row, centres, known):
    """Compare one row of the availability with a count by hand."""
    ids = {one["centre_id"] for one in centres}
    found = [
        one
        for one in known["services"]
        if one["centre_id"] in ids and one["service"] == row["service"]
    ]
    yes = sum(one["disponible"] is True for one in found)
    no = sum(one["disponible"] is False for one in found)
    scores = [
        one["items_traceurs_presents"] / one["items_traceurs_attendus"]
        for one in found
        if one["disponible"] and one["items_traceurs_attendus"]
    ]
    surveyed = any(one["region_code"] in SURVEYED for one in centres)
    share = yes / (yes + no) if surveyed and yes + no else None
    score = sum(scores) / len(scores) if scores else None
    counts = (row["nb_centres"], row["nb_demandes"], row["nb_disponibles"], row["nb_absents"])
    return (
        counts == (len(centres), yes + no, yes, no)
        and row["nb_non_demandes"] == len(centres) - yes - no
        and row["nb_scores"] == len(scores)
        and row["part_disponible"] == pytest.approx(share)
        and row["part_preparation"] == pytest.approx(score)
    )


def test_the_pages_of_the_matrix_are_the_whole_matrix_in_order(etude):
    opened, known = etude
    name = "listes/services_centres"
    for order in ("region", "niveau", "nom", None):
        whole = rows_of(name, opened, ordre=order, lentille="palu")
        pages = [
            row
            for start in range(0, 14, 4)
            for row in rows_of(name, opened, ordre=order, lentille="palu", debut=start, taille=4)
        ]
        assert pages == whole
        assert {row["centre_id"] for row in whole} == {
            one["centre_id"] for one in known["centres"] if one["centre_id"] != "c03"
        }
    assert [row["nom_region"] for row in rows_of(name, opened, ordre="region", lentille="tb")] == (
        sorted(row["nom_region"] for row in rows_of(name, opened, lentille="tb"))
    )
    assert SIZE > 0
    assert {row["disponible"] for row in whole} == {True, False, None}


def test_totals_are_made_of_shown_counts_only_so_that_no_subtraction_undoes_the_masking(etude):
    """A total is the sum of cells that are 0 or at least 5, under any filter."""
    opened, known = etude
    wrong = []
    for filters in CHOSEN:
        ids = {one["centre_id"] for one in kept(known, **filters)}
        rows = rows_of("indicateurs/activite_lentille", opened, lentille="toutes", **filters)
        for row in rows:
            if row["mesure"] not in ("nb_tb_traites", "nb_accouchements"):
                continue
            cells = [
                one[row["mesure"]]
                for one in known["activite"]
                if one["centre_id"] in ids and one["annee"] == row["annee"]
            ]
            small = [
                one for one in cells if one in (1, 2, 3, 4) and row["mesure"] == "nb_tb_traites"
            ]
            shown = [one for one in cells if one is not None and one not in small]
            wanted = (len(cells), len(shown), len(small), sum(shown) if shown else None)
            got = (row["nb_declarants"], row["nb_affiches"], row["nb_masques"], row["valeur"])
            if got != wanted or row["nb_inconnus"] != len(cells) - len(shown) - len(small):
                wrong.append((filters, row["annee"], row["mesure"], got, wanted))
    assert wrong == []


def test_four_patients_are_hidden_five_and_none_are_shown(store):
    for rank, count in enumerate((0, 1, 4, 5, None)):
        store.insert("centre", centre_id=f"c{rank}", statut_operationnel="ouvert")
        store.insert(
            "centre_activite",
            centre_id=f"c{rank}",
            annee=2024,
            nb_sous_arv=count,
            nb_palu_traites=count,
            nb_consultations=count,
        )
        store.insert("organisme", organisme_id=f"o{rank}")
        for disease in ("vih", "autre"):
            store.insert(
                "prestation_pathologie",
                organisme_id=f"o{rank}",
                annee=2024,
                pathologie=disease,
                nb_cas=count,
                montant_fcfa=1000,
            )
    shown = [rows_of("fiches/centre_activite", store, id=f"c{rank}")[0] for rank in range(5)]
    assert [row["nb_sous_arv"] for row in shown] == [0, None, None, 5, None]
    assert [row["nb_consultations"] for row in shown] == [0, 1, 4, 5, None]
    assert [sorted(row["masques"]) for row in shown] == [
        [],
        ["nb_palu_traites", "nb_sous_arv"],
        ["nb_palu_traites", "nb_sous_arv"],
        [],
        [],
    ]
    (hiv,) = rows_of("indicateurs/depenses_pathologie", store, lentille="vih")
    assert (hiv["nb_cas"], hiv["nb_masques"], hiv["montant_fcfa"]) == (5, 2, 3000)


def test_spending_is_a_share_of_the_benefits_of_those_who_state_both(store):
    """Two mutuals state malaria: 30 and 10; only the first states its benefits, 300: 30 of 300."""
    for code, due, amount in (("a", 300, 30), ("b", None, 10), ("c", 500, None)):
        store.insert("organisme", organisme_id=code)
        store.insert("organisme_exercice", organisme_id=code, annee=2024, prestations_dues_fcfa=due)
        store.insert(
            "prestation_pathologie",
            organisme_id=code,
            annee=2024,
            pathologie="paludisme",
            montant_fcfa=amount,
        )
    (row,) = rows_of("indicateurs/depenses_pathologie", store, lentille="palu")
    assert (row["montant_fcfa"], row["prestations_dues_fcfa"]) == (40, 300)
    assert row["part_prestations_dues"] == pytest.approx(0.1)
    assert (row["nb_organismes"], row["nb_exercices"]) == (2, 3)
    assert rows_of("indicateurs/depenses_pathologie", store, lentille="tb") == []


def great_circle(one, other):
    """Return kilometres between two points (latitude, longitude), by the angle between them."""
    a, b, c, d = (math.radians(value) for value in (*one, *other))
    cosine = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)
    return EARTH * math.acos(min(1.0, cosine))


def test_the_nearest_centres_are_the_five_nearest_with_a_precise_enough_position(store):
    draw = random.Random(8)
    points = {}
    for rank in range(40):
        precision = draw.choice(["gps", "gps", "quartier", "commune", "ville", "region"])
        points[f"c{rank:02}"] = (draw.uniform(6, 8), draw.uniform(-6, -4), precision)
        store.insert(
            "centre",
            centre_id=f"c{rank:02}",
            latitude=points[f"c{rank:02}"][0],
            longitude=points[f"c{rank:02}"][1],
            precision=precision,
        )
    store.insert("centre", centre_id="perdu")
    precise = {key for key, point in points.items() if point[2] in ("gps", "quartier", "commune")}
    wrong = []
    for own, point in points.items():
        near = sorted((great_circle(point[:2], points[key][:2]), key) for key in precise - {own})
        wanted = [(key, km) for km, key in near if km <= 100][:5] if own in precise else []
        rows = rows_of("fiches/centres_proches", store, id=own)
        got = [(row["centre_id"], row["distance_km"]) for row in rows]
        if [key for key, _km in got] != [key for key, _km in wanted] or any(
            abs(a[1] - b[1]) > 1e-6 for a, b in zip(got, wanted, strict=True)
        ):
            wrong.append(own)
    assert wrong == []
    assert rows_of("fiches/centres_proches", store, id="perdu") == []


def test_links_are_read_in_both_directions_referral_first(store):
    for code in ("a", "b"):
        store.insert("centre", centre_id=code, nom=code.upper())
    store.insert("organisme", organisme_id="o", nom="Mutuelle", sigle="MO")
    for rank, (start, end, kind) in enumerate(
        (
            (("centre", "a"), ("centre", "b"), "reference"),
            (("organisme", "o"), ("centre", "a"), "charte"),
        )
    ):
        store.insert(
            "lien_reseau",
            lien_id=f"l{rank}",
            de_type=start[0],
            de_id=start[1],
            vers_type=end[0],
            vers_id=end[1],
            type_lien=kind,
        )
    links = [
        (row["sens"], row["type_lien"], row["nom"])
        for row in rows_of("fiches/centre_liens", store, id="a")
    ]
    assert links == [("vers", "reference", "B"), ("de", "charte", "MO – Mutuelle")]
    (back,) = rows_of("fiches/centre_liens", store, id="b")
    assert (back["sens"], back["nom"]) == ("de", "A")
