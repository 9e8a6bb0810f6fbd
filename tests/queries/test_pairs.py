"""Peers, quartiles and differences: against plain Python, and by hand where two do not compare."""

import statistics
from collections import defaultdict

import pytest

from cartomut.queries import query

pairs = query("listes/pairs")
ecarts = query("indicateurs/ecarts")
comptes = query("indicateurs/comptes_compares")
services = query("indicateurs/services_compares")
MUTUALS = ("mutuelle_sociale", "groupement_assimile", "union", "federation", "structure_faitiere")
ACCOUNTS = (
    "cotisations_acquises_fcfa",
    "prestations_dues_fcfa",
    "frais_fonctionnement_fcfa",
    "reserves_fcfa",
)


def number(cell):
    return None if cell is None else float(cell)


def thirds(values):
    """Return the two bounds that cut values into thirds; a single value is its own bound."""
    return statistics.quantiles(values, n=3, method="inclusive") if len(values) > 1 else values * 2


def sizes(demonstration, last):
    """Return the class of each mutual: its type, and its third among those of its type."""
    told = {}
    for row in sorted(demonstration.rows("organisme_exercice"), key=lambda row: row["annee"]):
        if row["nb_beneficiaires"] is not None and int(row["annee"]) <= last:
            told[row["organisme_id"]] = int(row["nb_beneficiaires"])
    kinds = {
        row["organisme_id"]: row["type_organisme"]
        for row in demonstration.rows("organisme")
        if row["type_organisme"] in MUTUALS and row["organisme_id"] in told
    }
    classes = {}
    for code, kind in kinds.items():
        low, high = thirds([told[one] for one, other in kinds.items() if other == kind])
        rank = "petite" if told[code] <= low else "moyenne" if told[code] <= high else "grande"
        classes[code] = (kind, rank)
    return classes


def grouped(found, kind, code, year=None):
    rows = pairs.run(found, quoi=kind, id=code, annee=year)
    return set(rows["id"])


@pytest.mark.parametrize("year", [None, 2021])
def test_peers_of_a_mutual_are_of_its_type_and_third(demonstration, year):
    """One mutual in four is asked for its peers."""
    classes = sizes(demonstration, year or 9999)
    assert len(set(classes.values())) >= 6
    for row in demonstration.rows("organisme")[::4]:
        code = row["organisme_id"]
        own = classes.get(code)
        expected = {one for one, other in classes.items() if own and other == own}
        assert grouped(demonstration.store, "organisme", code, year) == expected, code


def test_peers_of_a_centre_are_open_and_of_its_type_and_level(demonstration):
    """One centre in eight is asked for its peers, some of them closed."""
    centres = demonstration.rows("centre")
    for one in centres[::8]:
        expected = {
            other["centre_id"]
            for other in centres
            if (other["type_etablissement"], other["niveau_soins"])
            == (one["type_etablissement"], one["niveau_soins"])
            and (other["statut_operationnel"] == "ouvert" or other is one)
        }
        assert grouped(demonstration.store, "centre", one["centre_id"]) == expected


def test_a_centre_of_unknown_level_has_no_peers_and_a_region_has_all_the_others(publie):
    assert grouped(publie, "centre", "hopital_muscop_ci") == set()
    assert grouped(publie, "organisme", "mugef_ci") == set()
    assert len(grouped(publie, "region", "gbeke")) == 33


class Measures:
    """The table of measures, read once; values of groups made by hand from it."""

    def __init__(self, store, kind):
        self.kind = kind
        with store.cursor() as cursor:
            rows = cursor.execute(
                "select mesure.*, agregation, unite, region_code from mesure "
                "inner join mesure_sorte using (indicateur_id, entite) "
                "left join entite_situee using (entite, entite_id)"
            ).fetchall()
            names = [one[0] for one in cursor.description]
        self.units, self.cells = {}, defaultdict(list)
        for row in (dict(zip(names, one, strict=True)) for one in rows):
            own = row["entite"] == kind
            summed = kind == "region" and row["entite"] in ("organisme", "centre")
            if own or (summed and row["agregation"] != "aucune"):
                code = row["region_code"] if kind == "region" else row["entite_id"]
                self.units[row["indicateur_id"]] = row["unite"]
                self.cells[(row["indicateur_id"], code, row["annee"])].append(row)

    def value(self, key):
        """Return the value of a group in a year: sums of numerators over sums of denominators."""
        rows = self.cells.get(key, [])
        kind = rows[0]["agregation"] if rows else ""
        known = [
            row
            for row in rows
            if row["numerateur"] is not None
            and (row["denominateur"] is not None or kind != "ratio")
        ]
        if not known:
            return None
        if kind == "mediane":
            own = [ratio(row["numerateur"], row["denominateur"]) for row in known]
            own = [one for one in own if one is not None]
            return statistics.median(own) if own else None
        parts = [row["denominateur"] for row in known if row["denominateur"] is not None]
        total = sum(row["numerateur"] for row in known)
        return ratio(total, sum(parts) if parts else None)

    def years(self, indicator, code):
        return {key[2] for key in self.cells if key[:2] == (indicator, code)}


def ratio(numerator, denominator):
    if denominator is None:
        return numerator
    return numerator / denominator if denominator else None


def chosen_year(measures, indicator, code, other):
    """Return the last year known to both, else the last known to this one, else its last."""
    years = measures.years(indicator, code)

    def key(year):
        own = measures.value((indicator, code, year)) is not None
        both = own + (other is not None and measures.value((indicator, other, year)) is not None)
        return both, own, -1 if year is None else year

    return max(years, key=key) if years else "none"


def expected_place(value, others):
    if value is None or len(others) < 5:
        return None
    first, median, third = statistics.quantiles(others, n=4, method="inclusive")
    if value == pytest.approx(median):
        return "mediane"
    if value < first:
        return "quart_bas"
    if value < median:
        return "sous_mediane"
    return "sur_mediane" if value <= third else "quart_haut"


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("organisme", "md_alize", "md_antilope"),
        ("organisme", "md_acajou", None),
        ("centre", "cd_cocotier_1", "cd_genet_2"),
        ("region", "abidjan", "gbeke"),
        ("region", "nzi", None),
    ],
)
def test_values_quartiles_and_places_are_those_of_the_pencil(demonstration, kind, first, second):
    """On the table of measures, which has its own tests: values, years, quartiles, places."""
    store = demonstration.store
    measures = Measures(store, kind)
    group = sorted(grouped(store, kind, first))
    rows = ecarts.run(store, quoi=kind, a=first, b=second, pairs=group, domaine=None, annee=None)
    assert len(rows) >= 20
    wrong = []
    for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
        code = row["indicateur_id"]
        year = chosen_year(measures, code, first, second)
        value = measures.value((code, first, year)) if year != "none" else None
        others = [measures.value((code, one, year)) for one in group if one != first]
        known = [one for one in others if one is not None]
        quarters = (
            statistics.quantiles(known, n=4, method="inclusive") if len(known) > 1 else known * 3
        )
        found = [row["valeur_a"], row["quartile_1"], row["mediane_pairs"], row["quartile_3"]]
        if found != pytest.approx([value, *(quarters or [None] * 3)]):
            wrong.append((code, found, value, quarters))
        if row["annee_a"] != (None if year == "none" else year):
            wrong.append((code, row["annee_a"], year))
        if (row["nb_pairs_connus"], row["nb_pairs"]) != (len(known), len(others)):
            wrong.append((code, "n", row["nb_pairs_connus"], len(known)))
        if row["place"] != expected_place(value, known):
            wrong.append((code, row["place"], value, known))
    assert wrong == []
    assert rows["place"].notna().any()


@pytest.fixture
def deux_mutuelles(store):
    """``x`` and ``y`` in region ``r``, with one indicator of each kind of trouble.

    part       x 2024 = 30 / 100, y 2024 = 20 / 100 → 10 points more; x also knows 2025.
    annees     x knows only 2024, y only 2023 → no difference.
    natures    x declares 50 FCFA, y's 40 FCFA are audited → 25 % more, with a caveat.
    cas        x's number is masked, y's is 7.
    zero       x's denominator is zero: nothing can be computed, y = 1 / 2.
    """
    store.insert("region", region_code="r", nom="R", district_code="d")
    for code in ("x", "y"):
        store.insert(
            "organisme",
            organisme_id=code,
            nom=code,
            type_organisme="mutuelle_sociale",
            siege_region_code="r",
        )
    units = {"part": "part", "annees": "part", "natures": "fcfa", "cas": "nombre", "zero": "part"}
    for code, unit in units.items():
        store.insert(
            "indicateur", indicateur_id=code, nom_fr=code, nom_en=code, domaine="d", unite=unit
        )
        kind = "somme" if unit == "nombre" else "ratio"
        store.connection.execute(
            "insert into mesure_sorte values (?, 'organisme', ?, ?)", [code, kind, unit]
        )
    for row in (
        ("part", "x", 2024, 30, 100, False, "declare"),
        ("part", "x", 2025, 90, 100, False, "declare"),
        ("part", "y", 2024, 20, 100, False, "declare"),
        ("annees", "x", 2024, 1, 2, False, "declare"),
        ("annees", "y", 2023, 1, 2, False, "declare"),
        ("natures", "x", 2024, 50, 1, False, "declare"),
        ("natures", "y", 2024, 40, 1, False, "audite"),
        ("cas", "x", 2024, None, None, True, "declare"),
        ("cas", "y", 2024, 7, None, False, "declare"),
        ("zero", "x", 2024, 3, 0, False, "declare"),
        ("zero", "y", 2024, 1, 2, False, "declare"),
    ):
        store.connection.execute(
            "insert into mesure values (?, 'organisme', ?, ?, ?, ?, ?, 's', ?)", row
        )
    return store


def compared(opened, kind="organisme", first="x", second="y", **params):
    rows = ecarts.run(
        opened,
        **{"quoi": kind, "a": first, "b": second, "pairs": None, "domaine": None, "annee": None}
        | params,
    )
    return rows.astype(object).where(rows.notna(), None).set_index("indicateur_id")


def test_two_are_compared_in_the_last_year_that_both_know(deux_mutuelles):
    row = compared(deux_mutuelles).loc["part"]
    assert (row["annee_a"], row["annee_b"], row["valeur_a"]) == (2024, 2024, 0.3)
    assert row["ecart"] == pytest.approx(0.1)
    assert (row["ecart_sorte"], row["obstacles"]) == ("points", None)
    alone = compared(deux_mutuelles, second=None).loc["part"]
    assert (alone["annee_a"], alone["valeur_a"], alone["obstacles"]) == (2025, 0.9, "peu_de_pairs")
    asked = compared(deux_mutuelles, annee=2025).loc["part"]
    assert (asked["valeur_a"], asked["valeur_b"], asked["ecart"]) == (0.9, None, None)


def test_what_hinders_a_comparison_is_named_and_no_difference_is_made_across_years(deux_mutuelles):
    rows = compared(deux_mutuelles)
    assert rows["obstacles"].to_dict() == {
        "part": None,
        "annees": "annees",
        "natures": "natures",
        "cas": "valeur_absente",
        "zero": "valeur_absente",
    }
    assert rows.loc["annees", "ecart"] is None
    assert rows.loc["natures", "ecart"] == pytest.approx(0.25)
    assert rows.loc["natures", "ecart_sorte"] == "relatif"


def test_a_masked_value_an_unknown_one_and_one_over_zero_are_three_things(deux_mutuelles):
    rows = compared(deux_mutuelles)
    assert rows["etat_a"].to_dict()["cas"] == "masque"
    assert rows["etat_a"].to_dict()["zero"] == "non_calculable"
    asked = compared(deux_mutuelles, annee=2023)
    assert asked.loc["annees", "etat_a"] is None  # no row that year at all
    assert asked.loc["annees", "etat_b"] == "valeur"


def test_a_region_with_fewer_than_five_known_values_says_so(deux_mutuelles):
    row = compared(deux_mutuelles, kind="region", first="r", second=None).loc["natures"]
    assert (row["valeur_a"], row["nb_valeurs_a"], row["nb_entites_a"]) == (45, 2, 2)
    assert row["obstacles"] == "petit_nombre ; peu_de_pairs"


def test_accounts_of_a_region_are_sums_of_what_is_told_and_those_of_peers_medians(demonstration):
    rows = demonstration.rows("organisme_exercice")
    group = sorted(grouped(demonstration.store, "organisme", "md_alize"))
    found = comptes.run(demonstration.store, quoi="organisme", ids=["md_alize"], pairs=group)
    told = {
        (row.entite_id, row.poste, row.annee): (row.montant_fcfa, row.nb_disent)
        for row in found.dropna(subset=["montant_fcfa"]).itertuples()
    }
    for column in ACCOUNTS:
        for year in range(2020, 2026):
            cells = {
                row["organisme_id"]: number(row[column])
                for row in rows
                if int(row["annee"]) == year and row[column] is not None
            }
            known = [cells[code] for code in group if code in cells]
            assert told[("pairs", column, year)] == (
                pytest.approx(statistics.median(known), abs=1),
                len(known),
            )
            own = told.get(("md_alize", column, year), (None, 0))
            assert own[0] == cells.get("md_alize")
    region = comptes.run(demonstration.store, quoi="region", ids=["abidjan"], pairs=None)
    mutuals = {
        row["organisme_id"]
        for row in demonstration.rows("organisme")
        if row["siege_region_code"] == "abidjan" and row["type_organisme"] in MUTUALS
    }
    for row in region.itertuples():
        cells = [
            number(one[row.poste])
            for one in rows
            if one["organisme_id"] in mutuals
            and int(one["annee"]) == row.annee
            and one[row.poste] is not None
        ]
        assert (row.montant_fcfa, row.nb_disent) == (sum(cells), len(cells))
    assert (region["nb_disent"] < region["nb_appeles"]).any()


def test_a_service_that_was_not_asked_about_is_not_one_that_is_missing(demonstration):
    answers = {
        (row["centre_id"], row["service"]): row["disponible"]
        for row in demonstration.rows("centre_service")
    }
    opened = [
        row["centre_id"]
        for row in demonstration.rows("centre")
        if row["statut_operationnel"] == "ouvert" and row["region_code"] == "abidjan"
    ]
    found = services.run(demonstration.store, quoi="region", ids=["abidjan"], pairs=None)
    for row in found.itertuples():
        said = [answers.get((code, row.service)) for code in opened]
        known = [one for one in said if one is not None]
        assert (row.nb_offrent, row.nb_repondent, row.nb_centres) == (
            known.count("true"),
            len(known),
            len(opened),
        )
    assert (found["nb_repondent"] < found["nb_centres"]).any()


def test_the_completeness_of_one_is_that_of_the_quality_page(demonstration):
    asked = dict.fromkeys(query("indicateurs/completude_organisme").params)
    whole = query("indicateurs/completude_organisme").run(demonstration.store, **asked)
    one = whole.set_index("organisme_id").loc["md_alize"]
    rows = query("indicateurs/completude_comparee").run(
        demonstration.store, quoi="organisme", ids=["md_alize"]
    )
    found = {
        "whole" if row.partie != row.partie else row.partie: row.part_completude
        for row in rows.itertuples()
    }
    assert found == pytest.approx(
        {
            "whole": one["part_completude"],
            **{name: one[f"part_{name}"] for name in ("identite", "adhesion", "comptes")},
            "prestations": one["part_prestations"],
        }
    )
