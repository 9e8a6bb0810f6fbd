"""Steps of the life cycle, activities and agreements: by hand, and against a plain twin."""

from collections import Counter

import pytest

from cartomut.queries import query

EACH, SECTOR = query("indicateurs/etapes_mutuelles"), query("indicateurs/etapes_secteur")
ACTIVITIES, AGREEMENTS = query("indicateurs/activites"), query("indicateurs/conventions")
PLACES = {"district": None, "region": None, "commune": None}
EVERYBODY = PLACES | {"types": None, "accompagnees": None}
EVERYTHING = PLACES | dict.fromkeys(("menees_par", "types_activite", "partenaire", "de", "a"))
STEPS = ("convention", "creation", "agrement", "immatriculation", "plan", "centre")


@pytest.fixture
def sector(store):
    """Five mutuals and a union: each row below is one trace of a step, or a status."""
    for rank, code in enumerate(STEPS):
        store.insert("code_liste", liste="etape_jalon", code=code, ordre=rank, nom_fr=code)
    for one in ("a", "b", "c", "d", "e"):
        store.insert(
            "organisme", organisme_id=one, nom=f"M {one}", type_organisme="mutuelle_sociale"
        )
    store.insert("organisme", organisme_id="u", nom="Union", type_organisme="union")
    store.insert("organisme", organisme_id="p", nom="PASS", type_organisme="partenaire")
    for body, step, day in (
        ("a", "creation", "2014"),
        ("a", "centre", None),  # reached, the milestone does not say when
        ("c", "creation", None),
        ("e", "plan", "2021-06-23"),
        ("u", "creation", "2000"),
    ):
        store.insert("jalon", organisme_id=body, etape=step, date=day)
    for body, status, start in (
        ("a", "agreee", "2016-07"),
        ("b", "en_projet", "2023"),
        ("c", "constituee", "2010-01-02"),
        ("c", "fusionnee", "2017"),
        ("d", "agrement_retire", "2019-05"),
    ):
        store.insert(
            "organisme_statut", organisme_id=body, statut_juridique=status, date_debut=start
        )
    store.insert("organisme_exercice", organisme_id="b", annee=2022)
    store.insert(
        "centre",
        centre_id="k",
        nom="Centre k",
        organisme_id="a",
        relation="proprietaire",
        statut_operationnel="ouvert",
        date_ouverture="2010-03",
    )
    store.insert(
        "convention", convention_id="v", parties="PASS ; m  É", date_signature="2021-06-08"
    )
    return store


def states(opened, **params):
    rows = EACH.run(opened, **EVERYBODY | params)
    keys = zip(rows["organisme_id"], rows["etape_jalon"], strict=True)
    told = rows[["etat_etape", "date", "origine_etape"]].astype(object)
    said = told.where(told.notna(), None).itertuples(index=False, name=None)
    return dict(zip(keys, said, strict=True))


def test_a_step_is_read_where_it_is_written_and_never_inferred_from_another(sector):
    """A dated trace goes before an undated one; unknown, not yet and no date are three things."""
    found = states(sector)
    assert len(found) == 5 * 6  # the union and the partner have no life cycle here
    wanted = {
        ("a", "creation"): ("datee", "2014", "jalon"),
        ("a", "agrement"): ("datee", "2016-07", "organisme_statut"),
        ("a", "centre"): ("datee", "2010-03", "centre"),  # the milestone had no date
        ("a", "immatriculation"): ("inconnue", None, None),
        ("b", "creation"): ("pas_encore", None, None),
        ("b", "immatriculation"): ("pas_encore", None, None),
        ("b", "plan"): ("inconnue", None, None),
        ("b", "centre"): ("pas_encore", None, None),  # it returned accounts and has none
        ("c", "creation"): ("datee", "2010-01-02", "organisme_statut"),
        ("d", "agrement"): ("sans_date", None, "organisme_statut"),
        ("e", "convention"): ("datee", "2021-06-08", "convention"),
        ("e", "centre"): ("inconnue", None, None),
    }
    assert {key: found[key] for key in wanted} == wanted
    assert {key[0] for key in states(sector, accompagnees=True)} == {"e"}


def test_the_sector_counts_each_state_among_mutuals_that_still_are(sector):
    """Merged « c » is out: four mutuals. Creation: a dated, b not yet, d and e unknown."""
    rows = SECTOR.run(sector, **EVERYBODY).set_index("etape_jalon")
    assert rows.index.tolist() == list(STEPS)
    columns = ["nb_mutuelles_base", "nb_datees", "nb_sans_date", "nb_pas_encore"]
    counts = rows[[*columns, "nb_etape_inconnue", "nb_franchies"]]
    assert counts.loc["creation"].tolist() == [4, 1, 0, 1, 2, 1]
    assert counts.loc["agrement"].tolist() == [4, 1, 1, 1, 1, 2]
    assert counts.loc["centre"].tolist() == [4, 1, 0, 1, 2, 1]
    assert SECTOR.run(sector, **EVERYBODY | {"region": "nowhere"}).empty


def test_the_sector_s_counts_are_those_of_a_plain_twin(demonstration):
    reached = Counter()
    bodies = {
        row["organisme_id"]: row
        for row in demonstration.rows("organisme")
        if row["type_organisme"] in ("mutuelle_sociale", "groupement_assimile")
    }
    traces = {(row["organisme_id"], row["etape"]) for row in demonstration.rows("jalon")}
    traces |= {(one, "creation") for one, row in bodies.items() if row["date_creation"]}
    named = {"constituee": "creation", "agreee": "agrement", "immatriculee": "immatriculation"}
    for row in demonstration.rows("organisme_statut"):
        if row["statut_juridique"] in named:
            traces.add((row["organisme_id"], named[row["statut_juridique"]]))
    for row in demonstration.rows("convention"):
        parties = {one.strip() for one in row["parties"].split(";")}
        traces |= {(one, "convention") for one, body in bodies.items() if body["nom"] in parties}
    for row in demonstration.rows("centre"):
        own = row["relation"] in ("proprietaire", "gestionnaire", "reference")
        if own and row["statut_operationnel"] == "ouvert" and row["organisme_id"]:
            traces.add((row["organisme_id"], "centre"))
    reached.update(step for body, step in traces if body in bodies)
    rows = SECTOR.run(demonstration.store, **EVERYBODY)
    assert dict(zip(rows["etape_jalon"], rows["nb_franchies"], strict=True)) == reached
    states = rows[["nb_datees", "nb_sans_date", "nb_pas_encore", "nb_etape_inconnue"]]
    assert states.sum(axis=1).tolist() == rows["nb_mutuelles_base"].tolist()


@pytest.fixture
def held(store):
    """Six activities in the region of Abidjan, whose seat is Abidjan, and around it."""
    store.insert("district", district_code="d")
    store.insert("region", region_code="r", district_code="d", chef_lieu="Abidjan")
    for rank, name in enumerate(("Abidjan", "Plateau", "San-Pédro"), 1):
        store.insert("commune", nom=name, region_code="r", latitude=5.0 + rank, longitude=-4.0)
    for name, kind, start, end, place, region, own in (
        ("one", "atelier", "2014", None, "PASS, Abidjan", "r", True),
        ("two", "atelier", "2015", "2020", "Espace UEMOA", None, True),
        ("three", "visite", "2017-02-01", None, "Abidjan-Plateau", "r", False),
        ("four", "visite", "2018-02-01", "2018-02-03", "Siège, san pedro", "r", True),
        ("five", "visite", "2021", None, "AIRMS, Riviera", "r", True),
        ("six", "visite", None, None, None, None, True),
    ):
        store.insert(
            "activite",
            activite_id=name,
            type_activite=kind,
            date_debut=start,
            date_fin=end,
            lieu=place,
            region_code=region,
            est_pass=own,
        )
    store.insert("organisme", organisme_id="p", nom="Partenaire", type_organisme="partenaire")
    store.insert("activite_partenaire", activite_id="one", organisme_id="p", nom="Le partenaire")
    store.insert("activite_partenaire", activite_id="three", nom="Mutuelles françaises")
    return store


def names(opened, **params):
    return set(ACTIVITIES.run(opened, **EVERYTHING | params)["activite_id"])


def test_an_activity_stands_at_the_most_precise_place_that_is_named(held):
    rows = ACTIVITIES.run(held, **EVERYTHING).set_index("activite_id")
    assert rows.index[-1] == "six"  # without a date: last
    places = {one: (row.lieu_repere, row.precision) for one, row in rows.iterrows()}
    assert places["one"] == ("Abidjan", "commune")
    assert places["three"] == ("Plateau", "commune")
    assert places["four"] == ("San-Pédro", "commune")
    assert places["five"] == ("Abidjan", "region")  # nothing more precise: the seat, and it says so
    assert rows.loc[["two", "six"], "latitude"].isna().all()


def test_activities_are_kept_by_years_leader_type_partner_and_territory(held):
    opened = held
    assert names(opened, de=2019, a=2020) == {"two"}  # it lasted from 2015 to 2020
    assert names(opened, a=2015) == {"one", "two"}
    assert names(opened, menees_par="secteur") == {"three"}
    assert names(opened, menees_par="pass", types_activite=["visite"]) == {"four", "five", "six"}
    assert names(opened, partenaire="p") == {"one"}
    assert names(opened, partenaire="Mutuelles françaises") == {"three"}
    assert names(opened, region="r") == {"one", "three", "four", "five"}
    assert names(opened, commune="Plateau") == {"three"}
    counted = query("listes/partenaires_activites").run(opened)
    assert counted["nb_activites_pass"].tolist() == [0, 1]  # by name, as many activities each


def test_an_agreement_is_judged_on_a_day_by_the_last_day_of_its_term(store):
    for name, end, status in (
        ("soon", "2026-12", "en_cours"),  # to 31 December 2026
        ("gone", "2026-11-22", "en_cours"),  # the source says otherwise
        ("long", "2030", "en_cours"),
        ("early", "2027-06-01", "echue"),  # the source says otherwise
        ("silent", None, "inconnue"),
        ("ended", None, "echue"),
    ):
        store.insert("convention", convention_id=name, echeance=end, statut=status, parties="x")
    opened = store

    def judged(day, days):
        rows = AGREEMENTS.run(opened, jour=day, jours=days)
        return dict(zip(rows["convention_id"], rows["etat_echeance"], strict=True)), rows

    found, rows = judged("2026-11-23", 90)
    assert found == {
        "soon": "proche",
        "gone": "echue",
        "ended": "echue",
        "early": "en_vigueur",
        "long": "en_vigueur",
        "silent": "inconnue",
    }
    assert rows["convention_id"].tolist()[0] == "soon"
    assert set(rows.loc[rows["est_contredite"], "convention_id"]) == {"gone", "early"}
    assert rows.set_index("convention_id")["jours_restants"]["soon"] == 38
    assert judged("2026-12-31", 0)[0]["soon"] == "proche"  # its last day
    assert judged("2027-01-01", 0)[0]["soon"] == "echue"
    assert judged("2026-11-23", 365)[0]["early"] == "proche"
    assert judged("no day", None)[0]["long"] == "en_vigueur"  # today, and ninety days
