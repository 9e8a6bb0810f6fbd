"""What benefits that grow do to each mutual's ratio, and what a simulation starts from."""

import pytest

from cartomut.queries import query
from cartomut.records import records
from cartomut.simulation import Accounts

EVERYWHERE = dict.fromkeys(("organisme", "district", "region", "commune", "types"))
AMOUNTS = tuple(Accounts.__dataclass_fields__)
RATIOS = {
    "ratio_sinistralite": lambda year, due: (due, year["cotisations_acquises_fcfa"]),
    "ratio_combine": lambda year, due: (
        plus(due, year["frais_fonctionnement_fcfa"]),
        year["cotisations_acquises_fcfa"],
    ),
    "ratio_couverture_charges": lambda year, due: (
        year["cotisations_acquises_fcfa"],
        plus(year["charges_totales_fcfa"], plus(due, year["prestations_dues_fcfa"], -1)),
    ),
    "reserves_en_mois": lambda year, due: (
        None if year["reserves_fcfa"] is None else 12 * year["reserves_fcfa"],
        due,
    ),
}
BANDS = {  # green, amber: as data/reference/seuil.csv has them, in plain Python
    "ratio_sinistralite": (lambda v: 0.5 <= v <= 0.8, lambda v: 0.4 <= v <= 0.5 or 0.8 <= v <= 1),
    "ratio_combine": (lambda v: v <= 1, lambda v: 1 <= v <= 1.1),
    "ratio_couverture_charges": (lambda v: v >= 1, lambda v: 0.9 <= v <= 1),
    "reserves_en_mois": (lambda v: v >= 12, lambda v: 6 <= v <= 12),
}


def plus(first, second, sign=1):
    return None if first is None or second is None else first + sign * second


def judged(indicator, value):
    if value is None:
        return None
    green, amber = BANDS[indicator]
    return "vert" if green(value) else "orange" if amber(value) else "rouge"


def years(demonstration, year):
    """The accounts of a year by mutual, amounts as numbers."""
    return {
        row["organisme_id"]: {
            name: float(cell) if cell is not None else None
            for name, cell in row.items()
            if name.endswith("_fcfa")
        }
        for row in demonstration.rows("organisme_exercice")
        if int(row["annee"]) == year
    }


def ratio(indicator, accounts, growth):
    due = accounts["prestations_dues_fcfa"]
    above, below = RATIOS[indicator](accounts, None if due is None else due * (1 + growth))
    return None if above is None or not below else above / below


def asked(demonstration, indicator, growth, groupe, **kept):
    params = EVERYWHERE | {"annee": None} | kept
    question = query("indicateurs/resistance")
    return question.run(
        demonstration.store, indicateur=indicator, croissance=growth, groupe=groupe, **params
    )


@pytest.mark.parametrize("indicator", list(RATIOS))
def test_each_mutual_is_judged_before_and_after_as_by_hand(demonstration, indicator):
    rows = asked(demonstration, indicator, 0.15, "entite")
    year = int(rows["annee"].iloc[0])
    known = years(demonstration, year)
    assert year == max(int(row["annee"]) for row in demonstration.rows("organisme_exercice"))
    assert len(rows) > len(known)  # those that returned nothing are there, unknown
    for row in records(rows):
        accounts = known.get(row.code)
        before, after = (
            ratio(indicator, accounts, growth) if accounts else None for growth in (0, 0.15)
        )
        told = None if row.nb_inconnues else row.valeur_avant
        assert told == (None if before is None else pytest.approx(before)), row.code
        states = [None if row.nb_inconnues else row.appreciation_avant, row.appreciation_apres]
        assert states[0] == judged(indicator, before), row.code
        if before is not None:
            assert states[1] == judged(indicator, after), row.code
            falls = states[0] in ("vert", "orange") and states[1] == "rouge"
            assert row.nb_tombent == int(falls)


def test_groups_add_up_the_mutuals_and_unknowns_are_apart(demonstration):
    alone = asked(demonstration, "ratio_combine", 0.2, "entite")
    counted = [name for name in alone.columns if name.startswith("nb_")]
    for groupe in ("pays", "region", "type_organisme"):
        rows = asked(demonstration, "ratio_combine", 0.2, groupe)
        assert rows[counted].sum().tolist() == alone[counted].sum().tolist()
        states = ["nb_vert_apres", "nb_orange_apres", "nb_tombent", "nb_restent_hors"]
        parts = rows[[*states, "nb_inconnues"]].sum(axis=1)
        assert parts.tolist() == rows["nb_mutuelles"].tolist()
    assert alone["nb_inconnues"].sum() > 0
    assert alone["nb_tombent"].sum() > 0


def test_without_growth_the_ratio_is_the_catalogues_and_nobody_falls(demonstration):
    """The question writes the four ratios again; they must be those of queries/mesures."""
    for indicator in RATIOS:
        rows = asked(demonstration, indicator, 0.0, "entite")
        with demonstration.store.cursor() as cursor:
            found = cursor.execute(
                "select entite_id, valeur from mesure_situee "
                "where indicateur_id = ? and annee = ? and valeur is not null",
                [indicator, int(rows["annee"].iloc[0])],
            ).fetchall()
        known = rows[rows["nb_connues"] == 1]
        assert dict(zip(known["code"], known["valeur_avant"], strict=True)) == pytest.approx(
            dict(found)
        )
        assert rows["nb_tombent"].sum() == 0


def test_a_simulation_starts_from_the_mutuals_whose_accounts_are_whole(demonstration):
    rows = query("indicateurs/base_simulation").run(demonstration.store, **EVERYWHERE)
    for row in records(rows):
        known = years(demonstration, row.annee)
        whole = [one for one in known.values() if all(one[name] is not None for name in AMOUNTS)]
        assert row.nb_exercices == len(known)
        assert row.nb_completes == len(whole) < len(known)
        for name in AMOUNTS:
            assert getattr(row, name) == sum(one[name] for one in whole)
        missing = {name for one in known.values() for name in AMOUNTS if one[name] is None}
        assert set(row.champs_manquants.split(" ; ")) == missing
