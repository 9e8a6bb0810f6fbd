"""What waits for a decision, against a naive reading of the same files, on several days."""

from calendar import monthrange
from collections import Counter
from datetime import date

import pytest

from cartomut import store as stores
from cartomut.queries import query
from cartomut.store import Store

ASKED = query("indicateurs/decisions")
OPEN = dict.fromkeys(ASKED.params)
# In 2026 the last agreement nears its term, then passes it; earlier nothing of 2025 is due.
DAYS = ("2021-01-20", "2023-02-10", "2025-12-31", "2026-01-10", "2026-06-29", "2026-11-23")


def last_day(text):
    """Return the last day that a partial date may be."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


def back(day, months):
    """Return the day so many months before, the month's last one at most."""
    whole = day.year * 12 + day.month - 1 - months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def agreements(rows, day, ahead):
    """Sort the agreements of the demonstration, whose terms are all known, by what waits."""
    found = Counter()
    for one in rows:
        between = sorted(part.strip() for part in one["parties"].split(";"))
        followed = any(
            sorted(part.strip() for part in other["parties"].split(";")) == between
            and other["date_signature"] > one["date_signature"]
            for other in rows
        )
        left = (last_day(one["echeance"]) - day).days
        if left < 0 and one["statut"] == "en_cours":
            found["convention_depassee"] += 1
        elif left < 0 and not followed:
            found["convention_echue"] += 1
        elif 0 <= left <= ahead:
            found["convention_bientot"] += 1
    return found


def naive(demonstration, day, ahead, months):
    """Count what waits, kind by kind, from the files of the edition."""
    found = agreements(demonstration.rows("convention"), day, ahead)
    found["projet_bloque"] = sum(
        one["statut"] in ("actif", "suspendu")
        and one["etape"] != "service"
        and (not one["date_etape"] or last_day(one["date_etape"]) < back(day, months))
        for one in demonstration.rows("projet")
    )
    found["mesure_contestee"] = sum(
        one["statut_validation"] == "conteste" for one in demonstration.rows("com_mesure")
    )
    found["anomalie_bloquante"] = sum(
        one["gravite"] in ("rejet", "erreur") for one in demonstration.rows("anomalie")
    )
    return +found


def asked(store, **given):
    return ASKED.run(store, **(OPEN | given))


def test_what_waits_is_what_the_files_say_on_each_day(demonstration):
    wrong = []
    for text in DAYS:
        for ahead, months in ((90, 6), (30, 24)):
            rows = asked(demonstration.store, jour=text, jours_avant=ahead, mois_etape=months)
            told = rows.groupby("sorte_decision")["nb_concernes"].sum().to_dict()
            late = {kind: told.pop(kind, 0) for kind in ("comptes_en_retard", "edition_en_retard")}
            expected = naive(demonstration, date.fromisoformat(text), ahead, months)
            if told != expected:
                wrong.append((text, ahead, months, told, dict(expected)))
            if (text < "2021-07") != (
                late["comptes_en_retard"] == 0
            ):  # 2020 is due on 30 June 2021
                wrong.append((text, late))
    assert wrong == []


def test_accounts_are_late_for_who_is_expected_and_returned_none(demonstration):
    """On 23 November 2026 the year 2025 is due: 48 of the expected mutuals returned it."""
    rows = asked(demonstration.store, jour="2026-11-23").set_index("sorte_decision")
    late = rows.loc["comptes_en_retard"]
    returned = {
        one["organisme_id"]
        for one in demonstration.rows("organisme_exercice")
        if one["annee"] == "2025"
    }
    assert late["annee"] == 2025
    assert late["date_repere"] == "2026-06-30"
    assert late["nb_examines"] - late["nb_concernes"] == len(returned)
    assert 0 < late["nb_concernes"] < late["nb_examines"]


def test_a_region_keeps_what_is_about_its_own_mutuals(demonstration):
    day = "2026-11-23"
    whole = asked(demonstration.store, jour=day)
    seats = {
        one["organisme_id"]: one["siege_region_code"] for one in demonstration.rows("organisme")
    }
    region = seats[whole["organisme_id"].dropna().iloc[0]]
    kept = asked(demonstration.store, jour=day, region=region)
    named = kept["organisme_id"].dropna()
    assert len(named) > 0
    assert {seats[one] for one in named} == {region}
    ours = whole["organisme_id"].map(seats) == region
    assert len(named) == ours.sum()
    unnamed = whole[whole["organisme_id"].isna() & (whole["sorte_decision"] != "comptes_en_retard")]
    assert set(unnamed["sorte_decision"]) <= set(kept["sorte_decision"])


@pytest.mark.parametrize("day", ["2023-05-01", "2026-11-23"])
def test_published_facts_say_that_terms_are_unknown_and_when_an_edition_is_due(day):
    """No published agreement gives its term; the study was given back on 13 April 2023."""
    path = stores.current("publie")
    assert path
    rows = asked(Store(path), jour=day).set_index("sorte_decision")
    unknown = rows.loc["convention_sans_terme"]
    assert unknown["nb_concernes"] == unknown["nb_examines"] == 6
    assert ("edition_en_retard" in rows.index) == (day > "2024-04-13")


def test_nonsense_for_a_day_is_today(demonstration):
    today = asked(demonstration.store, jour=date.today().isoformat())
    assert asked(demonstration.store, jour="'; drop table").equals(today)
