"""The micro-system: its core, its members, what it lacks and the model, by hand and by twins."""

from collections import Counter

import pytest

from cartomut.queries import query
from tests.queries import naive

EVERYTHING = {**naive.NOTHING, "commune": None}
liens, membres = query("indicateurs/reseau_liens"), query("indicateurs/reseau_membres")
niveaux = query("indicateurs/reseau_niveaux")
composantes, manques = query("indicateurs/reseau_composantes"), query("indicateurs/reseau_manques")
modele, pivots = query("indicateurs/modele_compare"), query("listes/pivots")
KM = 0.009  # degrees of latitude in a kilometre, nearly


def centre(store, name, km=None, level="primaire", cmu="non", precision="gps", **services):
    """Add an open facility so many kilometres north of the hub; None has no position."""
    store.insert(
        "centre",
        centre_id=name,
        nom=name.upper(),
        statut_operationnel="ouvert",
        relation="proprietaire",
        niveau_soins=level,
        statut_cmu=cmu,
        latitude=None if km is None else 5 + km * KM,
        longitude=None if km is None else -4.0,
        precision=None if km is None else precision,
        commune=None,
        ville=None,
    )
    for service, available in services.items():
        store.insert("centre_service", centre_id=name, service=service, disponible=available)


def link(store, kind, de, vers, start="2024-07-18", end=None, de_type="centre"):
    store.insert(
        "lien_reseau",
        lien_id=f"{de}_{vers}_{kind}",
        de_type=de_type,
        de_id=de,
        vers_type="centre",
        vers_id=vers,
        type_lien=kind,
        date_debut=start,
        date_fin=end,
    )


def codes(store, name, *known):
    for order, code in enumerate(known, 1):
        store.insert("code_liste", liste=name, code=code, ordre=order, nom_fr=code, nom_en=code)


@pytest.fixture
def reseau(store):
    """A hub with signatories 5 km and 60 km away, one unplaced; a stranger 8 km away."""
    centre(store, "pivot", 0, labo=True, radio=False, dent=False, arv=False, tb=False)
    centre(store, "proche", 5, labo=False, radio=True, dent=False, arv=None, tb=False)
    centre(store, "loin", 60, "secondaire", "conventionne", labo=False, dent=False, arv=True)
    centre(store, "perdu", None, None, None, labo=False, radio=False, dent=False, tb=False)
    centre(store, "dehors", 8, dent=True, tb=True)
    centre(store, "ailleurs", 90, dent=True)
    for one in ("proche", "loin", "perdu"):
        link(store, "charte", one, "pivot", "2025" if one == "loin" else "2024-07-18")
    link(store, "reference", "proche", "loin")
    link(store, "reference", "ailleurs", "dehors")
    store.insert("organisme", organisme_id="m", nom="Mutuelle", sigle="M")
    store.connection.execute("update organisme set type_organisme = 'mutuelle_sociale'")
    store.insert("organisme", organisme_id="p", nom="Aide", type_organisme="partenaire")
    link(store, "membre", "m", "pivot", de_type="organisme")
    link(store, "formation", "p", "proche", "2020", "2023-06", de_type="organisme")
    codes(store, "role_reseau", "pivot", "signataire", "centre", "mutuelle", "partenaire")
    codes(store, "composante_reseau", "charte", "gradation", "cmu", "formation")
    return store


def test_the_core_is_the_hub_and_the_signatories_of_the_year_and_keeps_every_link_of_theirs(reseau):
    around = {"pivot_id": "pivot", "liens": None, **EVERYTHING}
    found = {
        year: {
            row.id: row.role_reseau
            for row in membres.run(reseau, annee=year, **around).itertuples()
        }
        for year in (None, 2024, 2021)
    }
    helpers = {"m": "mutuelle", "p": "partenaire"}
    signed = dict.fromkeys(("proche", "perdu"), "signataire")
    assert found[None] == {"pivot": "pivot", **signed, "loin": "signataire", **helpers}
    # in 2024 the training is over; the far one has not signed yet, and is there as a referral
    assert found[2024] == {"pivot": "pivot", **signed, "loin": "centre", "m": "mutuelle"}
    # in 2021 nobody has signed anything: only the hub is in the core, and no link touches it
    assert found[2021] == {}
    everyone = liens.run(reseau, annee=None, **(around | {"pivot_id": None}))
    assert len(everyone) == len(liens.run(reseau, annee=None, **around)) + 1  # the strangers' own
    assert pivots.run(reseau)[["pivot_id", "nb_signataires"]].values.tolist() == [["pivot", 3]]
    trained = liens.run(reseau, annee=None, **(around | {"liens": ["formation"]}))
    assert trained["de_nom"].tolist() == ["Aide"]


def test_a_service_is_lacking_only_when_every_answer_within_reach_is_no(reseau):
    rows = manques.run(reseau, pivot_id="pivot", annee=None, km=10.0).set_index("service")
    counts = ["nb_sur_place", "nb_par_un_membre", "nb_sans", "nb_sans_reponse"]
    found = {code: tuple(rows.loc[code, counts].astype(int)) for code in rows.index}
    assert found == {
        # at the hub, for the near one; the far one has nobody within 10 km but the unplaced one,
        # which said no; the unplaced one may be beside the hub
        "labo": (1, 1, 1, 1),
        # at the near one, for the hub; the far one did not answer; the unplaced one may be near
        "radio": (1, 1, 0, 2),
        "dent": (0, 0, 4, 0),
        # only the far one has it; the near one did not answer, so the hub cannot tell
        "arv": (1, 0, 0, 3),
        # the far one was not asked, and the unplaced one may be beside it
        "tb": (0, 0, 2, 2),
    }
    assert rows["nb_centres"].eq(4).all()
    states = rows["manque_service"].to_dict()
    assert (states["dent"], states["radio"], states["labo"]) == ("manque", "incomplet", "en_partie")
    nearest = rows.loc["dent", ["dehors_id", "dehors_km"]].tolist()
    assert nearest == ["dehors", pytest.approx(3 * KM * 111.195, rel=1e-3)]
    assert manques.run(reseau, pivot_id=None, annee=None, km=10.0).empty


def test_components_and_levels_count_what_a_source_says_and_keep_the_unknown_apart(reseau):
    said = composantes.run(reseau, pivot_id="pivot", annee=None).set_index("composante_reseau")
    assert said["nb_documentes"].to_dict() == {
        "charte": 4,
        "gradation": 2,
        "cmu": 1,
        "formation": 1,
    }
    assert said["nb_centres"].eq(4).all()
    rows = niveaux.run(reseau, pivot_id="pivot", annee=None, **EVERYTHING)
    columns = ["niveau_soins", "statut_cmu", "nb_centres"]
    found = set(rows[columns].fillna("?").itertuples(index=False, name=None))
    assert found == {
        ("primaire", "non", 2),
        ("secondaire", "conventionne", 1),
        ("?", "inconnu", 1),
    }


def test_the_demonstration_s_network_is_that_of_its_files(demonstration):
    rows = demonstration.rows("lien_reseau")
    hub = next(row["vers_id"] for row in rows if row["type_lien"] == "charte")
    core = {hub} | {row["de_id"] for row in rows if row["type_lien"] == "charte"}
    own = [row for row in rows if {row["de_id"], row["vers_id"]} & core]
    asked = {"pivot_id": hub, "annee": None}
    found = liens.run(demonstration.store, liens=None, **asked, **EVERYTHING)
    assert sorted(found["lien_id"]) == sorted(row["lien_id"] for row in own)
    ends = Counter(row[end] for row in own for end in ("de_id", "vers_id"))
    members = membres.run(demonstration.store, liens=None, **asked, **EVERYTHING)
    assert dict(zip(members["id"], members["nb_liens"], strict=True)) == ends
    wrong = []
    for km in (5.0, 10.0, 50.0):
        lacks = manques.run(demonstration.store, km=km, **asked).set_index("service")
        parts = lacks[["nb_sur_place", "nb_par_un_membre", "nb_sans", "nb_sans_reponse"]]
        if not parts.sum(axis=1).eq(len(core)).all():
            wrong.append((km, "sum"))
        answers = Counter(
            row["service"]
            for row in demonstration.rows("centre_service")
            if row["centre_id"] in core and row["disponible"] == "true"
        )
        if {code: int(n) for code, n in lacks["nb_sur_place"].items() if n} != dict(answers):
            wrong.append((km, "on site"))
    assert wrong == []


def test_a_ratio_is_that_of_the_facilities_whose_two_terms_are_known(demonstration):
    rows = demonstration.rows("lien_reseau")
    hub = next(row["vers_id"] for row in rows if row["type_lien"] == "charte")
    core = {hub} | {row["de_id"] for row in rows if row["type_lien"] == "charte"}
    staff = {
        row["centre_id"]: int(row["nb_personnel"])
        for row in demonstration.rows("centre")
        if row["centre_id"] in core and row["nb_personnel"]
    }
    visits = {}
    for row in sorted(demonstration.rows("centre_activite"), key=lambda row: row["annee"]):
        if row["centre_id"] in core and row["nb_consultations"]:
            visits[row["centre_id"]] = int(row["nb_consultations"])
    both = staff.keys() & visits.keys()
    expected = {
        "personnel_par_etablissement": sum(staff.values()) / len(staff),
        "frequentation_par_etablissement": sum(visits.values()) / len(visits),
        "personnel_pour_mille": 1000
        * sum(staff[one] for one in both)
        / sum(visits[one] for one in both),
        "etablissements_pour_cent_mille": 100000 * len(visits) / sum(visits.values()),
        "etablissements_par_region": len(core),
    }
    asked = {"modele": "reseau_demo", "pivot_id": hub, "annee": None, **EVERYTHING}
    found = modele.run(demonstration.store, **asked)
    own = found[found["ensemble_reseau"] == "noyau"].set_index("ratio_modele")["valeur"]
    assert own.to_dict() == pytest.approx(expected)
    model = found[found["ensemble_reseau"] == "modele"].set_index("ratio_modele")["valeur"]
    assert model["personnel_par_etablissement"] == 900 / 60
    assert model["personnel_pour_mille"] == pytest.approx(1000 * 900 / 380000)
    assert modele.run(demonstration.store, **(asked | {"modele": "inconnu"})).empty


def test_published_facts_give_oxance_s_ratios_and_no_figure_of_ours(publie):
    found = modele.run(publie, modele="oxance", pivot_id="centre_mumap", annee=None, **EVERYTHING)
    by_set = found.set_index(["ratio_modele", "ensemble_reseau"])["valeur"]
    assert by_set["personnel_par_etablissement", "modele"] == pytest.approx(2000 / 145)
    assert by_set["frequentation_par_etablissement", "modele"] == pytest.approx(1e6 / 145)
    assert by_set["etablissements_par_region", "modele"] == 29
    assert by_set["personnel_par_etablissement"][["noyau", "mutualistes"]].isna().all()
