"""Rules on organisations, their status, their links, activities and agreements."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.checks.rules import Case, check, found, put

TODAY = datetime.now(UTC).date()
LATER = (TODAY + timedelta(days=40)).isoformat()
MUTUAL = {"type_organisme": "mutuelle_sociale"}
GPS = {"precision": "gps"}
BOUAKE = ("commune", {"nom": "Bouaké", "region_code": "gbeke", "latitude": 7.7, "longitude": -5.0})


def position(identifier, **values):
    here = {"objet": "organisme", "objet_id": identifier, "est_en_mer": False}
    return ("position_controle", here | values)


CASES = {
    "O-1": Case(
        breaks=[{"date_creation": "1959"}, {"date_creation": "1959-12-31"}],
        holds=[
            {"date_creation": "1960"},
            {"date_creation": None},
            {"date_creation": "1948", "type_organisme": "partenaire"},
        ],
        base=MUTUAL,
    ),
    "O-2": Case(
        breaks=[{"date_creation": LATER}, {"date_creation": str(TODAY.year + 1)}],
        holds=[{"date_creation": TODAY.isoformat()}, {"date_creation": str(TODAY.year)}, {}],
    ),
    "O-3": Case(
        breaks=[{"nom": "Agents de l'État, Mutuelle"}, {"nom": "MUTUELLE AGENTS ETAT"}],
        holds=[{"nom": "Mutuelle des agents de la Ville"}, {"nom": "Mutuelle"}],
        beside=[
            ("organisme", {"organisme_id": "a", "nom": "Mutuelle des Agents de l'Etat", "ligne": 1})
        ],
    ),
    "O-4": Case(
        breaks=[{"sigle": "MUGEFCI"}, {"sigle": "Mugef CI"}],
        holds=[
            {"sigle": "MUGEF"},
            {"sigle": None},
            {"sigle": None},
            {"sigle": "-"},
            {"sigle": "–"},
        ],
        beside=[("organisme", {"organisme_id": "a", "sigle": "MUGEF-CI", "ligne": 1})],
    ),
    "O-5": Case(
        breaks=[{"latitude": 5.3, "longitude": -4.0}],
        holds=[
            {"latitude": 5.30001, "longitude": -4.0},
            {"latitude": 5.3, "longitude": -4.0, "precision": "commune"},
            {"latitude": 5.3, "longitude": None},
        ],
        base=GPS,
        beside=[
            (
                "organisme",
                {"organisme_id": "a", "latitude": 5.3, "longitude": -4.0, "ligne": 1} | GPS,
            )
        ],
    ),
    "O-6": Case(
        breaks=[{"nom": "MU-2S", "sigle": "MU2S"}],
        holds=[
            {"nom": "Mutuelle CIE-SODECI", "sigle": "MU2S"},
            {"nom": "MU2S", "sigle": None},
            {"nom": "BIT", "sigle": "BIT", "type_organisme": "partenaire"},
        ],
        base=MUTUAL,
    ),
    "O-8": Case(
        breaks=[{"organisme_id": "neuf", "nom": "Baobab, Mutuelle démo"}],
        holds=[
            {"organisme_id": "garde", "nom": "Mutuelle démo Baobab"},
            {"organisme_id": "autre", "nom": "Mutuelle démo Iroko"},
        ],
        beside=[
            ("precedente.organisme", {"organisme_id": "vieux", "nom": "Mutuelle Démo Baobab"}),
            ("precedente.organisme", {"organisme_id": "garde", "nom": "Mutuelle Démo Baobab"}),
        ],
    ),
    "O-9": Case(
        breaks=[{"siege_commune": "Bouake", "siege_region_code": "poro"}],
        holds=[
            {"siege_commune": "Bouaké", "siege_region_code": "gbeke"},
            {"siege_commune": "Bouaké", "siege_region_code": None},
            {"siege_commune": "Atlantis", "siege_region_code": "poro"},
        ],
        beside=[BOUAKE],
    ),
    "O-10": Case(
        breaks=[
            {"latitude": 4.09, "longitude": -4.0},
            {"latitude": -4.0, "longitude": 5.3},
            {"latitude": 5.0, "longitude": -4.0, "organisme_id": "mer"},
        ],
        holds=[
            {"latitude": 4.1, "longitude": -2.4},
            {"latitude": 5.3, "longitude": None},
            {"latitude": 48.8, "longitude": 2.3, "type_organisme": "partenaire"},
        ],
        base=MUTUAL,
        beside=[position("mer", est_en_mer=True)],
    ),
    "O-11": Case(
        breaks=[{"latitude": 5.3}, {"longitude": -4.0}],
        holds=[{"latitude": 5.3, "longitude": -4.0}, {}],
    ),
    "O-12": Case(
        breaks=[{"organisme_id": "loin"}],
        holds=[{"organisme_id": "marge"}, {"organisme_id": "mer"}, {"organisme_id": "sans"}],
        base={"siege_region_code": "gbeke"},
        beside=[
            position("loin", distance_km=15.1, region_trouvee="poro"),
            position("marge", distance_km=15.0, region_trouvee="poro"),
            position("mer", distance_km=90.0, est_en_mer=True),
        ],
    ),
    "J-1": Case(
        breaks=[{"date_debut": "2020-05", "date_fin": "2020-04-30"}],
        holds=[
            {"date_debut": "2020-05", "date_fin": "2020-05-01"},
            {"date_debut": "2020-05-31", "date_fin": "2020"},
            {"date_debut": None, "date_fin": "2020"},
        ],
    ),
    "J-2": Case(
        breaks=[
            {"date_debut": "2016"},
            {"date_debut": "2017-03", "statut_juridique": "immatriculee"},
        ],
        holds=[
            {"date_debut": "2017"},
            {"date_debut": "2017-04-01"},
            {"date_debut": "2015", "statut_juridique": "en_projet"},
        ],
        base={"organisme_id": "a", "statut_juridique": "agreee"},
        beside=[("organisme", {"organisme_id": "a", "date_creation": "2017-04"})],
    ),
    "J-3": Case(
        breaks=[{"date_debut": "2019-12"}],
        holds=[{"date_debut": "2020"}, {"date_debut": "2020-06-01"}, {"organisme_id": "b"}],
        base={"organisme_id": "a", "statut_juridique": "immatriculee"},
        beside=[
            (
                "organisme_statut",
                {"organisme_id": "a", "statut_juridique": "agreee", "date_debut": "2020-06-01"},
            )
        ],
    ),
    "J-4": Case(
        breaks=[{"date": "2013"}],
        holds=[{"date": "2014"}, {"date": "2013", "etape": "convention"}, {"date": None}],
        base={"organisme_id": "a", "etape": "agrement"},
        beside=[("jalon", {"organisme_id": "a", "etape": "creation", "date": "2014-04-25"})],
    ),
    "L-2": Case(
        breaks=[{"vers_type": "organisme", "vers_id": "a"}],
        holds=[{"vers_type": "organisme", "vers_id": "b"}, {"vers_type": "centre", "vers_id": "a"}],
        base={"de_type": "organisme", "de_id": "a"},
    ),
    "L-3": Case(
        breaks=[{"date_debut": "2020", "date_fin": "2019"}],
        holds=[
            {"date_debut": "2020", "date_fin": "2020"},
            {"date_debut": "2020", "date_fin": None},
        ],
    ),
    "L-4": Case(
        breaks=[{"date_debut": "2020"}, {"date_debut": "2020"}],
        holds=[{"date_debut": "2021"}, {"date_debut": "2020", "type_lien": "charte"}],
        base={"de_id": "a", "vers_id": "b"},
        beside=[
            (
                "lien_reseau",
                {"lien_id": "un", "de_id": "a", "vers_id": "b", "date_debut": "2020", "ligne": 1},
            )
        ],
    ),
    "N-1": Case(
        breaks=[{"date_debut": "2023-03-01", "date_fin": "2023-02-28"}],
        holds=[{"date_debut": "2023-03-01", "date_fin": "2023-03-01"}, {"date_debut": "2023"}],
    ),
    "N-2": Case(
        breaks=[{"date_signature": "2021-06-08", "echeance": "2021-05"}],
        holds=[{"date_signature": "2021-06-08", "echeance": "2021"}, {"echeance": "2020"}],
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_the_rule_finds_the_rows_that_break_it_and_leaves_those_at_the_limit(rows, code):
    check(rows, code, CASES[code])


def test_an_organisation_of_the_last_edition_that_is_gone_breaks_o7_unless_it_was_renamed(rows):
    for identifier, name in (("parti", "Iroko"), ("renomme", "Baobab"), ("reste", "Samba")):
        put(rows, "precedente.organisme", organisme_id=identifier, nom=name)
    put(rows, "organisme", organisme_id="reste", nom="Samba")
    put(rows, "organisme", organisme_id="neuf", nom="BAOBAB")
    (gone,) = found(rows, "O-7")
    assert (gone["organisme_id"], gone["ligne"]) == ("parti", None)
