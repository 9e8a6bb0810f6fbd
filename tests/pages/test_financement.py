"""The money page: the flow, the tree, the balance, both datasets and languages, who sees what."""

import json
from collections import defaultdict

import plotly.graph_objects as go
import pytest

from cartomut import rights
from cartomut.i18n import CODES
from cartomut.ui import reader, session
from tests.pages.visit import FUNDING, clean, elements, texts, visit

DRAWN = {"flux_entier", "flux_extremes", "arbre_sha"}
WIDE = DRAWN - {"flux_extremes"}
NARROW = DRAWN - {"flux_entier"}


def opened(dataset="demonstration", **params):
    app = visit(FUNDING, jeu=dataset, **{"lang": "fr"} | params)
    assert [error.message for error in app.exception] == []
    return app


def drawn(app):
    """Map the name of each chart of this half of the page to its trace or traces."""
    found = {
        one.proto.id.split("-")[-1]: json.loads(one.proto.spec) for one in app.get("plotly_chart")
    }
    return {name: spec for name, spec in found.items() if name in DRAWN}


def roots(app):
    """List (code, francs) of the classes of functions of the tree."""
    tree = drawn(app)["arbre_sha"]["data"][0]
    rows = zip(tree["ids"], tree["parents"], tree["values"], strict=True)
    return [(code, value) for code, parent, value in rows if not parent]


def links(app):
    """List (address, query) of the links to other pages."""
    return [
        (one.proto.page, one.proto.query_string) for one in elements(app) if one.type == "page_link"
    ]


def said(app):
    return clean(" ".join(texts(app)))


@pytest.fixture(scope="module")
def whole():
    return opened(annee="2024")


@pytest.mark.parametrize("lang", CODES)
def test_without_published_accounts_the_page_says_what_is_not_known_and_what_is(lang):
    app = opened("publie", lang=lang)
    assert len(app.title) == 1
    assert not app.get("plotly_chart")
    assert not app.dataframe
    (told,) = list(app.info)
    assert "SHA 2011" in told.value
    assert {"contexte", "mutuelles"} <= {page.split("/")[-1] for page, _query in links(app)}


def test_the_flow_that_is_sent_balances_and_a_telephone_is_told_the_same(whole, monkeypatch):
    """What enters a node leaves it, to the franc; both drawings carry the whole spending."""
    charts = drawn(whole)
    assert charts.keys() == WIDE
    monkeypatch.setattr(session, "on_phone", lambda: True)
    telephone = drawn(opened(annee="2024"))
    assert telephone.keys() == NARROW
    charts |= telephone
    for spec in charts.values():
        go.Figure(spec["data"], spec["layout"])  # Plotly checks what was made without it
    totals = set()
    for name in ("flux_entier", "flux_extremes"):
        (trace,) = charts[name]["data"]
        link = trace["link"]
        ins, outs = defaultdict(float), defaultdict(float)
        for source, target, value in zip(
            link["source"], link["target"], link["value"], strict=True
        ):
            outs[source] += value
            ins[target] += value
        assert [one for one in ins.keys() & outs.keys() if ins[one] != outs[one]] == []
        totals.add(sum(outs[one] for one in outs.keys() - ins.keys()))
    assert totals == {sum(francs for _code, francs in roots(whole))}


def test_every_figure_says_its_base_its_denominator_its_unit_and_what_does_not_close(whole):
    accounts = opened(annee="2024", volet="comptes")
    assert any(one.proto.id.endswith("equilibre") for one in accounts.get("plotly_chart"))
    words = said(whole) + said(accounts)
    for text in (
        "Mutuelles qui ont rempli leurs comptes de la santé : 29 sur 59 attendues",
        "exercices rendus : 56",
        "Écart non expliqué : aucun",
        "Mutuelles comparées : 56 sur 59 attendues",
        "mutuelles comparées : 27, dont à montants égaux : 25",
        "Unité : FCFA",
        "1 EUR = 655,957 FCFA, parité fixe",
        "Nature : Démonstration",
    ):
        assert text in words.replace("\u00a0", " ").replace("\u202f", " "), text


def test_another_currency_and_fewer_steps_are_in_the_address_and_reach_the_evidence(whole):
    app = opened(lang="en", annee="2024", devise="eur", etapes=["fs", "hc"], detail="classes")
    (trace,) = json.loads(
        next(
            one.proto.spec for one in app.get("plotly_chart") if one.proto.id.endswith("flux_deux")
        )
    )["data"]
    francs = sum(francs for _code, francs in roots(whole))
    assert round(sum(trace["link"]["value"]) * 655.957) == francs
    assert "EUR" in trace["link"]["customdata"][0]
    (query,) = {
        query for _page, query in links(app) if "question=flux_sha" in query and "fs" in query
    }
    for part in ("annee=2024", "etapes=fs", "etapes=hc", "detail=classes"):
        assert part in query


def test_one_mutual_is_shown_and_what_cannot_be_drawn_falls_back():
    """A year that is none is the last one; a step alone has no link, so all are drawn."""
    app = opened(annee="1900", etapes="hp", mutuelle="md_abeille")
    assert drawn(app).keys() == WIDE
    assert "Mutuelle Démo Abeille : " in said(app).replace("\u00a0", " ")


def test_a_filter_that_keeps_no_mutual_is_named():
    """No union fills accounts of the health system; a filter of centres changes nothing here."""
    app = opened(type="union", statut="ouvert")
    assert drawn(app) == {}
    (told,) = [one.value for one in app.info if "Aucune ligne ne répond" in one.value]
    assert "Retirer l'un de ces filtres suffit : Union de mutuelles." in clean(told)


def test_no_account_of_one_mutual_is_shown_to_who_may_not_see_it(monkeypatch):
    """In Bouaké one mutual has its seat: sums of that town would be its accounts."""
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    app = opened(annee="2024", mutuelle="md_abeille", region="gbeke", commune="Bouaké")
    assert drawn(app) == {}
    words = said(app)
    assert "Démo Abeille" not in words
    assert "réservés au régulateur" in words
    assert "de trois mutuelles au moins" in words
