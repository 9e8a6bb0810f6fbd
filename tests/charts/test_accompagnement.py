"""Timelines of steps, activities and agreements: with none, one and five hundred of them."""

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go
import pytest

from cartomut.charts import accompagnement as charts
from cartomut.charts import chronologie
from cartomut.charts.palette import LIGHT
from cartomut.charts.periods import Period, period
from cartomut.exports import picture

STEPS = {"convention": "Convention", "creation": "Création", "centre": "Centre"}
KINDS = {"atelier": "Atelier", "visite": "Visite"}
STATES = {"proche": "Arrive", "echue": "Échue", "en_vigueur": "En vigueur", "inconnue": "Inconnu"}
HOSTILE = "<img src=x onerror=alert(1)>"


def day(number):
    return (date(2014, 1, 1) + timedelta(days=9 * number)).isoformat()


def steps(number):
    """Every mutual was created; one in two has a centre at an unknown date, one in three merged."""
    rows = []
    for one in range(number):
        ended = "2020-05" if one % 3 == 0 else None
        undated = "sans_date" if one % 2 else "inconnue"
        body = {"organisme_id": f"m{one}", "titre_mutuelle": f"{HOSTILE}{one}", "date_fin": ended}
        rows.append(body | {"etape_jalon": "creation", "etat_etape": "datee", "date": day(one)})
        rows.append(body | {"etape_jalon": "centre", "etat_etape": undated, "date": None})
    columns = ["organisme_id", "titre_mutuelle", "date_fin", "etape_jalon", "etat_etape", "date"]
    return pd.DataFrame(rows, columns=columns)


def activities(number):
    """One in five lasts a year, one in seven is known to the year only, one in two is of PASS."""
    rows = [
        {
            "activite_id": f"a{one}",
            "intitule": HOSTILE,
            "type_activite": list(KINDS)[one % 2],
            "est_pass": one % 2 == 0,
            "date_debut": day(one)[:4] if one % 7 == 3 else day(one),
            "date_fin": day(one + 40) if one % 5 == 4 else None,
            "lieu": None,
        }
        for one in range(number)
    ]
    columns = ["activite_id", "intitule", "type_activite", "est_pass", "date_debut", "date_fin"]
    return pd.DataFrame(rows, columns=[*columns, "lieu"])


def agreements(number):
    rows = [
        {
            "parties": f"{HOSTILE} ; {one}",
            "date_signature": None if one % 4 == 3 else day(one),
            "echeance": None if one % 4 == 1 else day(one + 120),
            "etat_echeance": list(STATES)[one % 4],
        }
        for one in range(number)
    ]
    columns = ["parties", "date_signature", "echeance", "etat_echeance"]
    return pd.DataFrame(rows, columns=columns)


def sector(number):
    """As many mutuals as asked in each step: a third of them dated, the others unknown."""
    counts = {"nb_datees": number // 3, "nb_sans_date": 0, "nb_pas_encore": 0}
    rest = number - number // 3
    return pd.DataFrame([{"etape_jalon": one, "nb_etape_inconnue": rest} | counts for one in STEPS])


def drawn(number, fr):
    """Draw the four figures; Plotly checks each, which were made without its checks."""
    made = {
        "secteur": charts.etapes_secteur(sector(number), STEPS, LIGHT, fr),
        "cycles": charts.cycles(steps(number), STEPS, LIGHT, fr),
        "activites": chronologie.activites(activities(number), KINDS, LIGHT, fr),
        "conventions": chronologie.conventions(agreements(number), STATES, "2026-11-23", LIGHT, fr),
    }
    for figure in made.values():
        go.Figure(figure.to_dict())
        assert "<img" not in figure.to_json()
    return made


def marks(figure, *names):
    """Count the marks of the named traces; of all that have marks without a name."""
    return sum(
        len(one.x)
        for one in figure.data
        if one.type == "scatter" and one.mode == "markers" and (not names or one.name in names)
    )


@pytest.mark.parametrize("number", [0, 1, 500])
def test_every_item_is_drawn_once_however_many_there_are(number, fr):
    made = drawn(number, fr)
    known = [trace for trace in made["secteur"].data if trace.name == "Franchie, date connue"]
    assert [sum(trace.x) for trace in known] == ([3 * (number // 3)] if number > 2 else [])
    assert marks(made["cycles"], "Création") == number
    assert marks(made["cycles"], "Centre") == number // 2  # reached, at an unknown date
    assert marks(made["cycles"], "Fusion ou dissolution") == -(-number // 3)
    assert marks(made["activites"]) == number
    assert sum(len(one.x) for one in made["conventions"].data) == number
    heights = {one: figure.layout.height for one, figure in made.items()}
    assert heights["cycles"] == 190 + 26 * number
    assert heights["activites"] < 700  # five hundred in two bands: lanes have an end


def test_undated_steps_stand_past_the_last_year_and_close_ones_above_one_another(fr):
    rows = steps(2)
    rows.loc[len(rows)] = ["m0", "M", None, "convention", "datee", day(1)]
    figure = charts.cycles(rows, STEPS, LIGHT, fr)
    by_name = {one.name: one for one in figure.data if one.name}
    edge = max(*by_name["Création"].x, *by_name["Fusion ou dissolution"].x)
    (aside,) = by_name["Centre"].x
    assert aside > edge
    assert by_name["Centre"].marker.color == (LIGHT.paper,)
    assert by_name["Convention"].y != by_name["Création"].y[:1]  # nine days apart, one line
    assert figure.layout.annotations[0].text == "sans date"


def test_a_date_known_to_the_year_lasts_for_it_and_an_end_closes_a_bar():
    assert period("2017") == Period(2017, 2018, True)
    assert period("2015", "2020") == Period(2015, 2021, False)
    assert period("2019-03-01").vague is False
    assert period(None) is None
    assert period("soon") is None


def test_an_agreement_without_a_term_is_dotted_up_to_the_day(fr):
    figure = chronologie.conventions(agreements(4), STATES, "2026-11-23", LIGHT, fr)
    by_name = {one.name: one for one in figure.data}
    (start,), (length,) = by_name["Échue"].base, by_name["Échue"].x
    assert start + length == pytest.approx(2026 + 10 / 12 + 22 / 365)
    assert by_name["Inconnu"].marker.pattern.shape == "."
    assert figure.layout.shapes[0].x0 == pytest.approx(2026 + 10 / 12 + 22 / 365)


def test_every_figure_is_also_a_picture(fr):
    for name, figure in drawn(3, fr).items():
        assert picture.draw(figure, name, ["Unité"], "svg", fr).startswith(b"<?xml"), name
