"""The flow of money, the tree of spending and the balance: exactly the rows, each drawn once."""

import json

import pandas as pd

from cartomut.charts import arbre, equilibre, flux
from cartomut.charts.palette import THEMES, contrast
from cartomut.currency import Currency, Rate
from tests.charts.test_series import HOSTILE, numbers

FRANCS = Currency("FCFA")
EUROS = Currency("EUR", (Rate(pd.Timestamp("1999-01-01").date(), 655.957, True),))
HEADINGS = {"fs": "Qui paie", "hp": "À qui", "hc": "Pour quels soins"}
ROWS = (  # 300 come in, 200 + 100 are paid, for 200 + 60 + 40
    ("fs", "FS.5.1", "HP.1.1", "Ménages", "Hôpitaux", 200, 0.5),
    ("fs", "FS.5.1", "HP.5.1", "Ménages", HOSTILE, 100, 0.25),
    ("fs", "FS.5.2", "HP.5.1", "Employeurs", HOSTILE, 100, 0.25),
    ("hp", "HP.1.1", "HC.1.1", "Hôpitaux", "Séjours", 200, 0.5),
    ("hp", "HP.5.1", "HC.5.1", HOSTILE, "Médicaments", 160, 0.4),
    ("hp", "HP.5.1", "HC.5.2", HOSTILE, "Optique", 40, 0.1),
)
NAMES = ["etape_flux", "de", "vers", "de_nom", "vers_nom", "montant_fcfa", "part_depenses"]
LIGHT = THEMES["clair"]


def links():
    return pd.DataFrame(ROWS, columns=NAMES).assign(annee=2024, nb_organismes=3)


def test_every_link_is_drawn_once_between_its_two_nodes_in_the_chosen_currency(fr):
    """100 francs are 0.152 euro; a node in the middle is worth what leaves it, counted once."""
    figure = flux.flux_sha(links(), HEADINGS, EUROS, [EUROS, FRANCS], LIGHT, fr)
    (trace,) = json.loads(figure.to_json())["data"]
    codes = [node.code for node in flux.nodes(links(), list(HEADINGS))]
    ends = zip(numbers(trace["link"]["source"]), numbers(trace["link"]["target"]), strict=True)
    drawn = [(codes[int(one)], codes[int(other)]) for one, other in ends]
    assert drawn == [(row[1], row[2]) for row in ROWS]
    assert [round(one * 655.957) for one in numbers(trace["link"]["value"])] == [
        row[5] for row in ROWS
    ]
    francs = {node.code: node.francs for node in flux.nodes(links(), list(HEADINGS))}
    assert francs == {
        "FS.5.1": 300,
        "FS.5.2": 100,
        "HP.1.1": 200,
        "HP.5.1": 200,
        "HC.1.1": 200,
        "HC.5.1": 160,
        "HC.5.2": 40,
    }
    hover = trace["link"]["customdata"][0]
    assert "200\u00a0FCFA" in hover
    assert "EUR" in hover
    assert "50\u00a0% des dépenses de santé de l'année" in hover
    assert [one["text"] for one in figure.to_dict()["layout"]["annotations"]] == [
        f"<b>{title}</b>" for title in HEADINGS.values()
    ]


def test_a_currency_without_a_rate_that_year_leaves_the_proportions_and_says_no_amount(fr):
    dollars = Currency("USD", (Rate(pd.Timestamp("2025-12-31").date(), 560.0, False),))
    figure = flux.flux_sha(links(), HEADINGS, dollars, [dollars, FRANCS], LIGHT, fr)
    (trace,) = json.loads(figure.to_json())["data"]
    assert numbers(trace["link"]["value"]) == [row[5] for row in ROWS]
    assert "USD" not in trace["link"]["customdata"][0]
    assert "–" in trace["node"]["label"][0]


def test_a_tile_is_as_large_as_its_amount_and_a_class_as_its_tiles(fr):
    rows = links()[lambda one: one["etape_flux"] == "hp"]
    names = {"HC.1": "Soins curatifs", "HC.5": "Biens médicaux"}
    figure = arbre.arbre_sha(rows, names, FRANCS, [FRANCS], LIGHT, fr)
    (trace,) = json.loads(figure.to_json())["data"]
    sizes = dict(zip(trace["ids"], numbers(trace["values"]), strict=True))
    assert sizes == {
        "HC.1": 200,
        "HC.5": 200,
        "HC.1.1 HP.1.1": 200,
        "HC.5.1 HP.5.1": 160,
        "HC.5.2 HP.5.1": 40,
    }
    assert trace["parents"] == ["", "", "HC.1", "HC.5", "HC.5"]
    assert "40\u00a0%" in trace["labels"][3]


def accounts(result, gap):
    """Accounts of one year: 100 come in; 90 go out; the rest as told."""
    lines = [
        ("entree", "cotisations", 100, 2),
        ("entree", "subventions", 0, 0),
        ("sortie", "prestations", 90, 2),
        ("resultat", "resultat", result, 2),
        ("ecart", "ecart_inexplique", gap, 1),
    ]
    names = ["cote_compte", "poste_compte", "montant_fcfa", "nb_organismes"]
    return pd.DataFrame(lines, columns=names).assign(annee=2024)


def test_both_bars_are_as_long_whatever_the_sign_of_the_result_and_of_the_difference(fr):
    """A deficit and a lack stand where money comes in, a surplus and an excess where it goes."""
    names = {one: one for one in (*equilibre.HUES, "ecart_inexplique", "deficit")}
    sides = {"entree": "Entre", "sortie": "Sort"}
    for result, gap in ((10, 0), (4, 6), (-5, 15), (30, -20), (-8, 18)):
        rows = accounts(result, gap)
        parts = equilibre.parts(rows)
        sums = {side: sum(one.francs for one in parts if one.side == side) for side in sides}
        assert sums["entree"] == sums["sortie"], (result, gap)
        figure = equilibre.equilibre(rows, names, sides, FRANCS, LIGHT, fr)
        traces = json.loads(figure.to_json())["data"]
        assert [numbers(one["x"])[0] for one in traces] == [one.francs for one in parts]
        told = " ".join(one["name"] for one in traces)
        assert ("deficit" in told) == (result < 0)
        hatched = [one for one in traces if one["marker"]["pattern"]["shape"]]
        assert [one["name"].split(" ")[0] for one in hatched] == ["ecart_inexplique"] * (gap != 0)


def test_no_text_from_data_runs(fr):
    figure = flux.flux_sha(links(), HEADINGS, FRANCS, [FRANCS], LIGHT, fr)
    tree = arbre.arbre_sha(
        links()[lambda one: one["etape_flux"] == "hp"], {}, FRANCS, [FRANCS], LIGHT, fr
    )
    for drawn in (figure, tree):
        text = drawn.to_json()
        assert "\\u003cimg" not in text
        assert "<img" not in text
        assert "&lt;img" in text


def test_a_text_on_a_coloured_tile_can_be_read_in_every_theme():
    """A contrast of 4.5 or more (WCAG AA); black on white is 21."""
    assert round(contrast("#000000", "#ffffff"), 6) == 21
    weak = [
        (name, colour)
        for name, palette in THEMES.items()
        for colour in palette.categories
        if contrast(palette.on(colour), colour) < 4.5
    ]
    assert weak == []
