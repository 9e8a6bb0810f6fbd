"""Rules on health facilities, their services and their activity."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.checks.rules import Case, check, found, put

TODAY = datetime.now(UTC).date()
LATER = (TODAY + timedelta(days=40)).isoformat()
GPS = {"precision": "gps"}
BOUAKE = ("commune", {"nom": "Bouaké", "region_code": "gbeke", "latitude": 7.7, "longitude": -5.0})


def at(latitude, longitude, **values):
    return {"latitude": latitude, "longitude": longitude} | values


def position(identifier, **values):
    here = {"objet": "centre", "objet_id": identifier, "est_en_mer": False}
    return ("position_controle", here | values)


def centre(identifier, **values):
    return ("centre", {"centre_id": identifier, "statut_operationnel": "ouvert"} | values)


def service(identifier, name, available):
    row = {"centre_id": identifier, "service": name, "disponible": available, "ligne": 99}
    return ("centre_service", row)


CASES = {
    "C-3": Case(
        breaks=[at(0.0, 0.0), at(0.01, -0.01)],
        holds=[at(0.011, 0.0), at(5.3, -4.0), at(0.0, None)],
    ),
    "C-4": Case(
        breaks=[at(-4.0, 5.3), at(-8.7, 10.8)],
        holds=[at(5.3, -4.0), at(-8.8, 10.8), at(5.3, 4.0), at(-4.0, None)],
    ),
    "C-5": Case(
        breaks=[at(5.3, 4.0), at(10.81, -5.0), at(48.8, 2.3), at(0.0, -4.0)],
        holds=[at(10.8, -8.7), at(4.1, -2.4), at(0.0, 0.0), at(-4.0, 5.3), at(48.8, None)],
    ),
    "C-6": Case(
        breaks=[at(4.9, -4.0, centre_id="mer")],
        holds=[at(5.3, -4.0, centre_id="terre"), at(48.8, 2.3, centre_id="hors")],
        beside=[
            position("mer", est_en_mer=True),
            position("terre"),
            position("hors", est_en_mer=True),
        ],
    ),
    "C-7": Case(
        breaks=[{"centre_id": "loin"}],
        holds=[{"centre_id": "marge"}, {"centre_id": "mer"}, {"centre_id": "sans"}],
        base={"region_code": "gbeke"},
        beside=[
            position("loin", distance_km=15.1, region_trouvee="poro"),
            position("marge", distance_km=15.0, region_trouvee="poro"),
            position("mer", distance_km=90.0, est_en_mer=True),
            position("sans", distance_km=None),
        ],
    ),
    "C-8": Case(breaks=[at(5.3, None), at(None, -4.0)], holds=[at(5.3, -4.0), {}]),
    "C-9": Case(
        breaks=[at(5.3, -4.0)],
        holds=[
            at(5.3, -4.00001),
            at(5.3, -4.0, precision="commune"),
            at(5.3, -4.0, precision=None),
        ],
        base=GPS,
        beside=[centre("a", **at(5.3, -4.0), **GPS, ligne=1)],
    ),
    "C-10": Case(
        breaks=[at(5.3, -4.0)],
        holds=[at(5.3, -4.0, precision="ville"), at(5.3, None), {}],
    ),
    "C-11": Case(
        breaks=[{"precision_m": 100.1}],
        holds=[
            {"precision_m": 100.0},
            {"precision_m": None},
            {"precision_m": 900.0, "precision": "quartier"},
        ],
        base=GPS,
    ),
    "C-12": Case(
        breaks=[{"nom": "Étoile, centre de santé"}],
        holds=[
            {"nom": "Centre de santé l'Etoile", "commune": "Daloa"},
            {"nom": "Centre de santé l'Étoile 2"},
        ],
        base={"commune": "BOUAKE"},
        beside=[centre("a", nom="Centre de santé de l'Étoile", commune="Bouaké", ligne=1)],
    ),
    "C-14": Case(
        breaks=[at(7.0, -5.02, centre_id="a")],
        holds=[at(7.0, -5.018, centre_id="b"), at(8.0, -5.0, centre_id="c", precision="ville")],
        base=GPS,
        beside=[
            ("precedente.centre", {"centre_id": one} | at(7.0, -5.0) | GPS)
            for one in ("a", "b", "c")
        ],
    ),
    "C-15": Case(
        breaks=[
            {"commune": "Bouake", "region_code": "poro"},
            {"ville": "Bouaké", "region_code": "poro"},
        ],
        holds=[
            {"commune": "Bouaké", "region_code": "gbeke"},
            {"commune": "Bouaké"},
            {"commune": "Atlantis", "region_code": "poro"},
        ],
        beside=[BOUAKE],
    ),
    "C-16": Case(
        breaks=[{"date_ouverture": LATER}],
        holds=[
            {"date_ouverture": TODAY.isoformat()},
            {"date_ouverture": str(TODAY.year)},
            {"date_ouverture": LATER, "statut_operationnel": "annonce"},
        ],
        base={"statut_operationnel": "ouvert"},
    ),
    "C-17": Case(
        breaks=[{"date_fermeture": "2019"}],
        holds=[{"date_fermeture": "2020"}, {"date_fermeture": None}],
        base={"date_ouverture": "2020-10-14"},
    ),
    "C-18": Case(
        breaks=[{"date_fermeture": "2019-06"}],
        holds=[
            {"date_fermeture": TODAY.isoformat()},
            {"date_fermeture": str(TODAY.year)},
            {"date_fermeture": "2019-06", "statut_operationnel": "ferme"},
        ],
        base={"statut_operationnel": "ouvert"},
    ),
    "C-19": Case(
        breaks=[
            {"type_etablissement": "csr", "niveau_soins": "tertiaire"},
            {"type_etablissement": "chu", "niveau_soins": "primaire"},
            {"type_etablissement": "hg", "niveau_soins": "primaire"},
        ],
        holds=[
            {"type_etablissement": "csr", "niveau_soins": "primaire"},
            {"type_etablissement": "centre_mutualiste", "niveau_soins": "tertiaire"},
            {"type_etablissement": "chu", "niveau_soins": None},
        ],
    ),
    "C-20": Case(
        breaks=[{"nb_lits": 1501}, {"nb_personnel": 5001}],
        holds=[{"nb_lits": 1500, "nb_personnel": 5000}, {}],
    ),
    "C-21": Case(
        breaks=[{"relation": "proprietaire"}, {"relation": "gestionnaire"}],
        holds=[{"relation": "communautaire"}, {"relation": "proprietaire", "organisme_id": "a"}],
    ),
    "V-1": Case(
        breaks=[{"centre_id": "ferme"}, {"centre_id": "annonce"}],
        holds=[
            {"centre_id": "ouvert"},
            {"centre_id": "ferme", "disponible": False},
            {"centre_id": "ferme", "disponible": None},
        ],
        base={"disponible": True},
        beside=[centre(one, statut_operationnel=one) for one in ("ouvert", "ferme", "annonce")],
    ),
    "V-2": Case(
        breaks=[{"centre_id": "p"}, {"centre_id": "d"}],
        holds=[
            {"centre_id": "s"},
            {"centre_id": "p", "service": "accouchement"},
            {"centre_id": "p", "disponible": False},
        ],
        base={"service": "chirurgie", "disponible": True},
        beside=[
            centre("p", niveau_soins="primaire"),
            centre("d", type_etablissement="dispensaire"),
            centre("s", type_etablissement="dispensaire", niveau_soins="secondaire"),
        ],
    ),
    "V-3": Case(
        breaks=[{"items_traceurs_presents": 6}],
        holds=[{"items_traceurs_presents": 5}, {"items_traceurs_presents": None}],
        base={"items_traceurs_attendus": 5},
    ),
    "V-4": Case(
        breaks=[{"disponible": False, "items_traceurs_presents": 1}],
        holds=[
            {"disponible": False, "items_traceurs_presents": 0},
            {"disponible": None, "items_traceurs_presents": 1},
        ],
    ),
    "V-5": Case(
        breaks=[{"items_traceurs_presents": 0}],
        holds=[
            {"items_traceurs_presents": 1},
            {"items_traceurs_presents": None},
            {"items_traceurs_presents": 0, "items_traceurs_attendus": 0},
        ],
        base={"disponible": True, "items_traceurs_attendus": 5},
    ),
    "V-6": Case(
        breaks=[
            {"centre_id": "non", "service": "tb_traitement"},
            {"centre_id": "rien", "service": "arv"},
        ],
        holds=[
            {"centre_id": "oui", "service": "tb_traitement"},
            {"centre_id": "pas_demande", "service": "tb_traitement"},
            {"centre_id": "rien", "service": "tb_traitement", "disponible": False},
        ],
        base={"disponible": True},
        beside=[
            service("non", "tb_diagnostic", False),
            service("oui", "tb_diagnostic", True),
            service("pas_demande", "tb_diagnostic", None),
        ],
    ),
    "B-1": Case(
        breaks=[{"nb_depistages_vih": 10, "nb_vih_positifs": 11}],
        holds=[{"nb_depistages_vih": 10, "nb_vih_positifs": 10}, {"nb_vih_positifs": 11}],
    ),
    "B-2": Case(
        breaks=[{"nb_palu_testes": 10, "nb_palu_confirmes": 11}],
        holds=[{"nb_palu_testes": 10, "nb_palu_confirmes": 10}, {"nb_palu_confirmes": 11}],
    ),
    "B-3": Case(
        breaks=[{"nb_palu_confirmes": 10, "nb_palu_traites": 11}],
        holds=[{"nb_palu_confirmes": 10, "nb_palu_traites": 10}, {"nb_palu_traites": 11}],
    ),
    "B-4": Case(
        breaks=[{"centre_id": "non", "nb_tb_traites": 1}, {"centre_id": "non", "nb_sous_arv": 1}],
        holds=[
            {"centre_id": "oui", "nb_tb_traites": 1},
            {"centre_id": "non", "nb_tb_traites": 0},
            {"centre_id": "inconnu", "nb_tb_traites": 1},
        ],
        beside=[service("non", "tb_diagnostic", False), service("oui", "tb_diagnostic", True)],
    ),
    "B-5": Case(
        breaks=[{"centre_id": "non", "nb_accouchements": 1}],
        holds=[
            {"centre_id": "oui", "nb_accouchements": 1},
            {"centre_id": "pas_demande", "nb_accouchements": 1},
            {"centre_id": "non", "nb_accouchements": 0},
            {"centre_id": "inconnu", "nb_accouchements": 1},
        ],
        beside=[
            service("non", "accouchement", False),
            service("oui", "maternite", True),
            service("pas_demande", "accouchement", None),
        ],
    ),
    "B-6": Case(
        breaks=[{"annee": 2021}],
        holds=[{"annee": 2020}, {"annee": 2021, "centre_id": "sans"}],
        base={"centre_id": "a"},
        beside=[centre("a", date_fermeture="2020-01-31"), centre("sans")],
    ),
    "B-7": Case(
        breaks=[{"annee": 2019}],
        holds=[{"annee": 2020}, {"annee": 2019, "centre_id": "sans"}],
        base={"centre_id": "a"},
        beside=[centre("a", date_ouverture="2020-10-14"), centre("sans")],
    ),
    "B-8": Case(
        breaks=[{"centre_id": "annonce"}, {"centre_id": "projet"}],
        holds=[{"centre_id": "ouvert"}, {"centre_id": "ferme"}],
        beside=[
            centre(one, statut_operationnel=one) for one in ("annonce", "projet", "ouvert", "ferme")
        ],
    ),
    "B-9": Case(breaks=[{"annee": TODAY.year + 1}], holds=[{"annee": TODAY.year}]),
    "B-10": Case(
        breaks=[{"recettes_fcfa": 999}, {"recettes_fcfa": 10_000_001}],
        holds=[
            {"recettes_fcfa": 1000},
            {"recettes_fcfa": 10_000_000},
            {"recettes_fcfa": 0},
            {"recettes_fcfa": 5, "nb_consultations": 0},
        ],
        base={"nb_consultations": 10},
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_the_rule_finds_the_rows_that_break_it_and_leaves_those_at_the_limit(rows, code):
    check(rows, code, CASES[code])


def test_a_facility_of_the_last_edition_that_is_gone_breaks_c13_and_one_that_stays_does_not(rows):
    for identifier in ("parti", "reste"):
        put(rows, "precedente.centre", centre_id=identifier)
    put(rows, "centre", centre_id="reste")
    (gone,) = found(rows, "C-13")
    assert (gone["centre_id"], gone["ligne"]) == ("parti", None)
