"""The second half of the money page: by year, by disease, by payer, per person, spread."""

import json

import plotly.graph_objects as go
import pytest

from cartomut import rights
from cartomut import store as stores
from cartomut.exports import picture
from cartomut.i18n import language
from cartomut.queries import query
from cartomut.store import Store
from cartomut.ui import answers, reader, repartition
from tests.pages.visit import clean, texts, visit

MONEY = "pages/financer/financement.py"
FIGURES = {
    "comptes_annuels",
    "depenses_pathologie",
    "parts_prestations",
    "par_beneficiaire",
    "distribution",
}


PARTS = ("comptes", "soins", "repartition")


def money(volet, **params):
    app = visit(MONEY, jeu="demonstration", volet=volet, **{"lang": "fr"} | params)
    assert [error.message for error in app.exception] == []
    return app


def charts(app):
    """Map the name of each figure to what is drawn; one that may be clicked ends in _0."""
    found = {}
    for one in app.get("plotly_chart"):
        name = one.proto.id.split("-")[-1].removesuffix("_0")
        found[name] = json.loads(one.proto.spec)
    return {name: spec for name, spec in found.items() if name in FIGURES}


def said(app):
    return " ".join(texts(app))


def every(**params):
    """Read the three parts: what is drawn, and what is said."""
    apps = [money(part, **params) for part in PARTS]
    drawn = {name: spec for app in apps for name, spec in charts(app).items()}
    return drawn, " ".join(map(said, apps)), apps[-1]


@pytest.fixture(scope="module")
def whole():
    """The parts as they open, for every test that looks."""
    return every()


def test_the_five_figures_hold_their_answers_and_their_words(whole):
    drawn, words, _app = whole
    assert drawn.keys() == FIGURES
    years = [trace["x"] for trace in drawn["comptes_annuels"]["data"] if trace["type"] == "bar"]
    assert years == [[2020, 2021, 2022, 2023, 2024, 2025]] * 4
    ticks = drawn["comptes_annuels"]["layout"]["xaxis"]["ticktext"]
    assert ticks[-1] == "2025<br>42/59"
    for text in (
        "Cotisations acquises, mutuelles qui disent les deux années (38 sur 59) : en hausse de",
        "montants sont masqués (1 à 4 cas, ou ce qui les rendrait)",
        "Les trois parts font la facture, au franc près.",
        "Le montant est le total des mutuelles divisé par le total de leurs bénéficiaires.",
        "valeur connue pour 42 sur 59 mutuelles",
    ):
        assert text in words.replace("\u202f", " ").replace("\u00a0", " "), text
    shares = [t for t in drawn["parts_prestations"]["data"] if t["type"] == "bar"]
    for parts in zip(*(trace["x"] for trace in shares), strict=True):
        assert sum(parts) == pytest.approx(1)


def test_masked_amounts_are_hatched_and_a_year_without_any_says_so(whole, monkeypatch):
    """Tuberculosis is a least in every year; with all of one year hidden, the bar is a word."""
    (tb,) = [
        trace for trace in whole[0]["depenses_pathologie"]["data"] if trace["name"] == "Tuberculose"
    ]
    assert tb["marker"]["pattern"]["shape"] == "/"
    assert all(text.startswith("≥ ") for text in tb["text"])
    asked = answers.answer

    def hidden(question, **params):
        rows = asked(question, **params)
        if question == "indicateurs/depenses_pathologie":
            own = (rows["pathologie"] == "tb") & (rows["annee"] == 2022)
            rows.loc[own, ["montant_fcfa", "part_prestations_dues", "nb_cas"]] = None
            rows.loc[own, "nb_organismes"] = 0
        return rows

    monkeypatch.setattr(answers, "answer", hidden)
    traces = charts(money("soins", annee="2022"))["depenses_pathologie"]["data"]
    (word,) = [trace for trace in traces if trace["type"] == "scatter"]
    assert (word["x"], word["text"]) == ([2022], ["masqué"])


def test_another_currency_says_its_rate_and_gives_the_francs_back():
    asked = {"devise": "eur", "mutuelle": "md_alize", "par": "region", "annee": "2024"}
    drawn, words, app = every(lang="en", **asked)
    assert drawn.keys() == FIGURES
    assert "655.957" in words
    marked = [one for one in drawn["distribution"]["data"] if one.get("customdata") == ["md_alize"]]
    assert [one["marker"]["symbol"] for one in marked] == ["square"]
    asked = query("indicateurs/comptes_annuels")
    given = dict.fromkeys(asked.params) | {"organisme": "md_alize"}
    rows = asked.run(Store(stores.current("demonstration")), **given)
    told = rows[(rows["poste"] == "cotisations_acquises_fcfa") & rows["montant_fcfa"].notna()]
    euros = drawn["comptes_annuels"]["data"][0]["y"]
    assert [round(one * 655.957) for one in euros] == told["montant_fcfa"].tolist()
    app.session_state[repartition.ASKED] = "md_alize"  # what a click on its dot leaves
    card = said(app.run())
    assert "Mutuelle Démo Alizé" in card
    assert app.query_params["fiche"] == "organisme:md_alize"


def test_without_the_right_sums_of_few_and_mutuals_one_by_one_stay_hidden(monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    app = money("repartition", mutuelle="md_alize")
    spread = charts(app)["distribution"]
    assert not any(trace.get("customdata") for trace in spread["data"])
    assert "réservés au régulateur" in clean(said(app))
    assert "Démo Alizé" not in said(app)
    drawn, words, _app = every(region="gbeke", commune="Bouaké")  # one mutual has its seat there
    assert drawn == {}
    assert "deux sommes se soustrairaient" in words


def test_every_figure_of_the_half_can_be_downloaded_as_a_picture(whole):
    for name, spec in whole[0].items():
        figure = go.Figure(spec["data"], spec["layout"])
        drawn = picture.draw(figure, name, [], "svg", language("fr"))
        assert b"<svg" in drawn[:400], name
