"""The list of mutuals and their cards: against plain Python, and on rows counted by hand."""

import re
import unicodedata

import pandas as pd
import pytest

from cartomut.queries import query
from tests.queries import naive

mutuelles = query("listes/mutuelles")
totaux = query("listes/mutuelles_totaux")
annees = query("fiches/organisme_annees")
appreciations = query("listes/appreciations")
NUMBERS = (
    "nb_adherents",
    "nb_beneficiaires",
    "cotisations_encaissees_fcfa",
    "prestations_dues_fcfa",
    "nb_centres_tenus",
)
NOTHING = {"texte": None, "annee": None, "minima": None, "maxima": None, **naive.NOTHING}
ALL = {"tri": None, "debut": None, "taille": None}
HELD = ("proprietaire", "gestionnaire", "reference")
ASKED = [
    {},
    {"annee": 2022},
    {"annee": 2019},
    {"texte": "demo mutuelle BAOBAB"},
    {"texte": "démo-b"},
    {"texte": "???"},
    {"texte": "arc en ciel"},
    {"types": ["union", "groupement_assimile"]},
    {"types": []},
    {"region": "gbeke"},
    {"district": "abidjan"},
    {"commune": "Bouaké"},
    {"relations": ["gestionnaire"]},
    {"relations": ["proprietaire"], "statuts": ["ferme"]},
    {"etablissements": ["fsu_com", "maternite"]},
    {"minima": [None, 5000, None, None, None, None]},
    {"maxima": [2000, None, None, None, 0, None]},
    {"minima": [None, 1000, 1e8, None, 1, None], "maxima": [None, 50000, None, None, None, None]},
    {"annee": 2021, "minima": [None, None, None, 5e7, None, None], "texte": "mutuelle"},
]


def simple(text):
    letters = unicodedata.normalize("NFD", text.lower())
    return re.sub(r"[^a-z0-9]", "", letters.replace("œ", "oe").replace("æ", "ae"))


def has_words(row, text):
    """Tell whether a name or acronym has every word of a text; a text without word has none."""
    if text is None:
        return True
    words = [simple(word) for word in re.split(r"[\W_]+", text) if simple(word)]
    whole = simple(f"{row['sigle'] or ''} {row['nom']}")
    return bool(words) and all(word in whole for word in words)


def in_place(demonstration, row, asked):
    code = row["siege_region_code"]
    return (
        asked["region"] in (None, code)
        and asked["district"] in (None, naive.district_of(code))
        and asked["commune"] in (None, row["siege_commune"])
    )


def has_centre(centres, asked):
    """Tell whether one centre passes every filter on centres, when there is one."""
    wanted = {
        "etablissements": "type_etablissement",
        "relations": "relation",
        "statuts": "statut_operationnel",
    }
    lists = {name: cell for name, cell in wanted.items() if asked[name] is not None}
    return not lists or any(
        all(one[cell] in asked[name] for name, cell in lists.items()) for one in centres
    )


def latest(exercices, column, year):
    """Return the last known value of a column not after a year, and its year."""
    known = [
        (int(row["annee"]), int(row[column]))
        for row in exercices
        if row[column] is not None and (year is None or int(row["annee"]) <= year)
    ]
    return max(known) if known else (None, None)


def held(centres, exercices):
    """Count open centres that it owns or runs; without any, zero only for who was surveyed."""
    count = sum(
        one["statut_operationnel"] == "ouvert" and one["relation"] in HELD for one in centres
    )
    return count if count or exercices else None


def meets(values, asked):
    """True, False, or None when an unknown value is all that stands in the way."""
    lows, highs = (asked[side] or [None] * 6 for side in ("minima", "maxima"))
    verdicts = []
    for value, low, high in zip(values, lows, highs, strict=False):
        if low is None and high is None:
            continue
        if value is None:
            verdicts.append(None)
        else:
            verdicts.append((low is None or value >= low) and (high is None or value <= high))
    return False if False in verdicts else None if None in verdicts else True


def naive_list(demonstration, asked):
    """Map each mutual that is kept to (its numbers, its years, whether it meets conditions)."""
    exercices, centres = demonstration.rows("organisme_exercice"), demonstration.rows("centre")
    found = {}
    for row in demonstration.rows("organisme"):
        own = [one for one in exercices if one["organisme_id"] == row["organisme_id"]]
        its_centres = [one for one in centres if one["organisme_id"] == row["organisme_id"]]
        if (
            row["type_organisme"] not in naive.MUTUALS
            or not has_words(row, asked["texte"])
            or (asked["types"] is not None and row["type_organisme"] not in asked["types"])
            or not in_place(demonstration, row, asked)
            or not has_centre(its_centres, asked)
        ):
            continue
        dated = [latest(own, column, asked["annee"]) for column in NUMBERS[:4]]
        values = [value for _year, value in dated] + [held(its_centres, own)]
        years = " ; ".join(str(year) for year in sorted({year for year, _v in dated if year}))
        found[row["organisme_id"]] = (values, years or None, meets(values, asked))
    return found


def answered(opened, asked):
    rows = mutuelles.run(opened, **ALL, **asked)
    rows = rows.astype(object).where(rows.notna(), None)
    return {
        row["organisme_id"]: ([row[name] for name in NUMBERS], row["annees_chiffres"])
        for row in rows.to_dict("records")
    }


def test_the_list_and_its_counts_are_made_by_hand_under_every_search_year_filter_and_condition(
    demonstration,
):
    """The seats of the demonstration all say their region, so no town has to be placed."""
    sizes = []
    for chosen in ASKED:
        asked = NOTHING | chosen
        expected = naive_list(demonstration, asked)
        met = {one: found[:2] for one, found in expected.items() if found[2]}
        assert answered(demonstration.store, asked) == met, chosen
        (counts,) = totaux.run(demonstration.store, **asked).to_dict("records")
        verdicts = [found[2] for found in expected.values()]
        wanted = [63, len(verdicts), verdicts.count(True), verdicts.count(None)]
        names = ("nb_connus", "nb_gardes", "nb_trouves", "nb_inconnus")
        assert [counts[name] for name in names] == wanted, chosen
        sizes.append((len(met), verdicts.count(None), verdicts.count(False)))
    assert len(set(sizes)) > 8  # the choices do not all leave the same
    assert any(unknown and missed for _met, unknown, missed in sizes)


def test_pages_of_a_list_in_any_order_are_the_whole_list_with_the_unknown_last(demonstration):
    """Numbers go down, equal ones and unknown ones by name; a name that is no column sorts none."""
    whole = mutuelles.run(demonstration.store, **NOTHING, **ALL)
    ranks = {one: rank for rank, one in enumerate(whole["organisme_id"])}
    wrong = []
    for by in (*NUMBERS, "part_completude", "nom; drop table organisme"):
        pages = [
            mutuelles.run(demonstration.store, **NOTHING, tri=by, debut=start, taille=20)
            for start in (0, 20, 40, 60, 80)
        ]
        assert [len(page) for page in pages] == [20, 20, 20, 3, 0]
        values = dict(zip(whole["organisme_id"], whole[by], strict=True)) if by in whole else {}
        known = [one for one in ranks if pd.notna(values.get(one))]
        ordered = sorted(known, key=lambda one: (-values[one], ranks[one]))
        ordered += [one for one in ranks if one not in known]
        if [one for page in pages for one in page["organisme_id"]] != ordered:
            wrong.append(by)
    assert wrong == []


@pytest.fixture
def deux_mutuelles(store):
    """Two mutuals: one whose only figures are published, one with a return and both in 2021.

    ``publiee``: 600 000 members said « more than » in 2017, 500 not retained in 2020.
    ``rendue``: 70 members returned for 2021 and 90 published for 2021; 40 returned for 2019.
    """
    for identifier, name in {"publiee": "Mutuelle Œuvre", "rendue": "Mutuelle d'Abobo"}.items():
        store.insert(
            "organisme", organisme_id=identifier, nom=name, type_organisme="mutuelle_sociale"
        )
    for identifier, year, value, kept, qualifier in (
        ("publiee", 2017, 600_000, True, "plus_de"),
        ("publiee", 2020, 500, False, "exact"),
        ("rendue", 2021, 90, True, "exact"),
    ):
        store.insert(
            "fait_publie",
            fait_id=f"{identifier}_{year}",
            entite="organisme",
            entite_id=identifier,
            indicateur="nb_adherents",
            valeur=value,
            annee=year,
            periode=str(year),
            est_retenu=kept,
            qualificatif=qualifier,
        )
    for year, value in ((2019, 40), (2021, 70)):
        store.insert("organisme_exercice", organisme_id="rendue", annee=year, nb_adherents=value)
    return store


def listed(opened, **chosen):
    rows = mutuelles.run(opened, **ALL, **NOTHING | chosen)
    rows = rows.astype(object).where(rows.notna(), None)
    return {row["organisme_id"]: row for row in rows.to_dict("records")}


def test_a_published_fact_stands_with_its_year_origin_and_caveat_and_a_return_goes_first(
    deux_mutuelles,
):
    rows = listed(deux_mutuelles)
    shown = ("nb_adherents", "annees_chiffres", "origine_chiffres", "qualificatifs")
    assert [rows["publiee"][one] for one in shown] == [600_000, "2017", "fait_publie", "plus_de"]
    assert [rows["rendue"][one] for one in shown] == [70, "2021", "exercice", None]
    earlier = listed(deux_mutuelles, annee=2019)["rendue"]
    assert earlier["nb_adherents"] == 40


def test_no_centre_is_zero_for_who_was_surveyed_and_unknown_for_the_other(deux_mutuelles):
    rows = listed(deux_mutuelles)
    assert rows["rendue"]["nb_centres_tenus"] == 0
    assert rows["publiee"]["nb_centres_tenus"] is None


def test_names_are_found_without_accents_ligatures_apostrophes_or_order(deux_mutuelles):
    wanted = {
        "oeuvre": {"publiee"},
        "ŒUVRE mutuelle": {"publiee"},
        "abobo, d'": {"rendue"},
        "mutuelle": {"publiee", "rendue"},
        "mutuelle oeuvre abobo": set(),
        "%": set(),
        "'; drop table organisme; --": set(),
    }
    assert {text: set(listed(deux_mutuelles, texte=text)) for text in wanted} == wanted


def test_years_of_a_mutual_keep_their_gaps_and_say_why_and_how_much_changed(deux_mutuelles):
    """Of ``rendue`` 2019 to 2021: 2020 was not returned, so no change is known in 2021."""
    deux_mutuelles.insert("organisme_exercice", organisme_id="rendue", annee=2022, nb_adherents=105)
    deux_mutuelles.insert("organisme_exercice", organisme_id="rendue", annee=2023)
    rows = annees.run(deux_mutuelles, id="rendue")
    rows = rows.astype(object).where(rows.notna(), None)
    assert set(rows["chiffre"]) == {"nb_adherents"}  # what is never known has no line
    shown = rows[["annee", "valeur", "part_changement", "etat"]].to_numpy().tolist()
    assert shown == [
        [2019, 40, None, "valeur"],
        [2020, None, None, "non_rendu"],
        [2021, 70, None, "valeur"],
        [2022, 105, 0.5, "valeur"],
        [2023, None, None, "inconnu"],
    ]


def test_a_value_is_judged_at_the_very_limits_of_its_thresholds(store):
    for indicator, green, amber in (
        ("part", ">=0.90", "0.80..0.90"),
        ("plage", "0.50..0.80", "0.40..0.50|0.80..1.00"),
        ("signe", ">0", "-0.05..0"),
    ):
        for rule, expression in (("vert", green), ("orange", amber)):
            store.insert(
                "seuil",
                indicateur_id=indicator,
                regle=rule,
                expression=expression,
                origine="seuil_du_projet",
            )
    expected = {
        ("part", 0.90): "vert",
        ("part", 0.8999): "orange",
        ("part", 0.7999): "rouge",
        ("plage", 0.50): "vert",
        ("plage", 0.81): "orange",
        ("plage", 0.40): "orange",
        ("plage", 1.01): "rouge",
        ("signe", 0.0): "orange",
        ("signe", -0.06): "rouge",
        ("autre", 1.0): "sans_seuil",
        ("part", None): None,
    }
    rows = appreciations.run(
        store, indicateurs=[one for one, _v in expected], valeurs=[v for _one, v in expected]
    )
    rows = rows.astype(object).where(rows.notna(), None)
    keys = zip(rows["indicateur_id"], rows["valeur"], strict=True)
    assert dict(zip(keys, rows["appreciation_seuil"], strict=True)) == expected
