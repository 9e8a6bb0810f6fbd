"""The page of COM: its parts in both datasets and languages, its PDF, its editor, who sees what."""

import io
import json
import re

import plotly.graph_objects as go
import pytest
from pypdf import PdfReader

from cartomut import operations, paths, rights
from cartomut.exports import picture
from cartomut.i18n import language
from cartomut.ui import download, reader, scorecard
from tests.pages.shares import faults
from tests.pages.visit import MUTUALS, SCORECARDS, texts, visit

MOUSSON = {"com": "com_md_mousson", "annee": "2023"}  # a contested measure, three opinions
PAGNE = {"com": "com_md_pagne", "annee": "2023"}  # too few measures for a score


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "operations.sqlite")


def page(dataset="demonstration", **params):
    app = visit(SCORECARDS, jeu=dataset, **{"lang": "fr"} | params)
    assert [error.message for error in app.exception] == [], params
    assert faults(app) == [], params
    return app


def said(app):
    return " ".join(texts(app)).replace("\u00a0", " ")


def charts(app):
    """Map the name of each chart to what is drawn."""
    return {
        one.proto.id.split("-")[-1].removesuffix("_0"): json.loads(one.proto.spec)
        for one in app.get("plotly_chart")
    }


def test_a_contract_shows_both_scores_the_bullets_the_three_opinions_and_the_means_apart():
    app = page(**MOUSSON)
    drawn = charts(app)
    assert set(drawn) == {"com_indicateurs", "com_axes", "com_evaluations"}
    bars = {one.get("name"): one for one in drawn["com_indicateurs"]["data"]}
    assert len(bars["chemin du seuil à la cible"]["y"]) == 8
    assert len(bars["réalisé"]["y"]) == 6
    assert bars["réalisé, contesté : ne compte pas"]["marker"]["pattern"]["shape"] == "/"
    text = said(app)
    missing = [
        words
        for words in (
            "19 % strict · 21,8 % renseigné",
            "○ Critique",
            "6 indicateurs sur 7",
            "1 mesure contestée, qui ne compte nulle part",
            "Moyens reçus, à part du score",
            "Droit de réponse : La mutuelle conteste le dénominateur.",
            "Désaccord : Auto-évaluation : Insuffisant, 35,2 % ; Évaluation indépendante",
            "Les unités ne s'additionnent pas",
            "points possibles des indicateurs dus (score strict)",
        )
        if words not in text
    ]
    assert missing == []
    for name, chart in drawn.items():  # Plotly checks what was made without it; a picture draws it
        made = go.Figure(chart["data"], chart["layout"])
        assert picture.draw(made, name, ["note"], "png", language("fr")).startswith(b"\x89PNG")


def test_under_four_fifths_no_score_of_the_contract_is_given_in_either_mode():
    for mode in ("seuil_objectif", "taux_realisation"):
        shown = [one.replace("\u00a0", " ") for one in texts(page(mode=mode, **PAGNE))]
        assert [one for one in shown if re.match(r"[\d,]+ % strict", one)] == [], mode
        text = " ".join(shown)
        assert "Score non établi" in text
        assert "5 indicateurs sur 8 ; il en faut au moins 80 % (seuil du projet)" in text


def test_the_other_parts_say_what_they_show_in_both_languages_and_datasets():
    matrix = page(volet="matrice", annee="2023")
    squares = charts(matrix)["com_matrice"]
    assert sum(len(one["x"]) for one in squares["data"]) == 4 * 8
    made = go.Figure(squares["data"], squares["layout"])
    assert b"<svg" in picture.draw(made, "m", [], "svg", language("fr"))
    assert "Score établi pour 3 contrats sur 4" in said(matrix)
    ratios = said(page(volet="cipres"))
    assert "aucune valeur de seuil n'a pu être lue" in ratios
    assert "15 %" not in ratios  # often quoted, never read
    for dataset in ("publie", "demonstration"):
        case = page(dataset, volet="methode")
        assert "Ni les objectifs, ni les cibles, ni les scores" in said(case)
        assert "Formation au contrat d'objectifs et de moyens" in said(case)  # the document
    for part in ("contrat", "matrice", "cipres", "saisie"):
        empty = page("publie", volet=part, lang="en")
        assert empty.info, part
        assert not empty.get("plotly_chart"), part


def test_a_matrix_of_more_contracts_than_its_picture_holds_shows_the_first_and_says_so(monkeypatch):
    monkeypatch.setattr(scorecard, "MOST", 3)
    matrix = page(volet="matrice", annee="2023")
    squares = charts(matrix)["com_matrice"]["data"]
    assert sum(len(one["x"]) for one in squares) == 3 * 8
    assert "L'image montre les 3 premiers par nom, sur 4" in said(matrix)


def test_the_card_of_a_mutual_leads_to_its_contract_for_who_may_see_it(monkeypatch):
    card = {"jeu": "demonstration", "lang": "fr", "fiche": "organisme:md_mousson"}
    for who, leads in ((rights.LOCAL, True), (rights.NOBODY, False)):
        monkeypatch.setattr(reader, "_standing_for", [who])
        links = [one.proto for one in visit(MUTUALS, **card).get("page_link")]
        found = [one.query_string for one in links if one.page == "com"]
        assert bool(found) == leads
        assert all("com=com_md_mousson" in one for one in found)


def test_a_mutual_is_offered_its_own_contract_alone_and_told_when_it_has_none(monkeypatch):
    for organisation, has in (("md_mousson", True), ("md_abeille", False)):
        who = rights.Reader(rights.Role.MUTUAL, organisation=organisation)
        monkeypatch.setattr(reader, "_standing_for", [who])
        app = page()
        offered = [one.options for one in app.selectbox if one.label == "Contrat"]
        assert offered == ([["Mutuelle Démo Mousson, 2022 à 2024"]] if has else [])
        assert ("Votre organisme n'a pas de COM" in said(app)) != has


def test_a_reader_without_the_right_sees_the_method_but_no_named_contract(monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    for part in ("contrat", "matrice", "cipres", "saisie"):
        text = said(page(volet=part))
        assert "« Méthode et cas publié » dit à tous comment un COM est noté" in text
        assert "Mousson" not in text
    proof = visit(
        "pages/comprendre/preuves.py",
        jeu="demonstration",
        lang="fr",
        preuve="figure",
        question="com_indicateurs",
        **MOUSSON,
    )
    assert not proof.exception
    assert "Mousson" not in said(proof)


def test_the_pdf_for_the_board_says_what_the_page_says(monkeypatch):
    kept = {}
    shown = download.button

    def keep(label, data=None, **options):
        kept[options.get("key")] = data
        return shown(label, data=data, **options)

    monkeypatch.setattr(download, "button", keep)
    for lang, dataset_mark in (("fr", "DÉMONSTRATION"), ("en", "Mutuelle Démo Mousson")):
        page(lang=lang, **MOUSSON)
        pdf = PdfReader(io.BytesIO(kept["com_pdf"]()))
        text = " ".join(one.extract_text() for one in pdf.pages).replace("\u00a0", " ")
        assert dataset_mark in text
        if lang == "fr":
            words = ("19 % strict · 21,8 % renseigné", "Désaccord", "plage de 50 % à 80 %")
            assert [one for one in words if one not in " ".join(text.split())] == []


def test_parties_type_their_measure_and_their_disagreement_is_marked_with_its_trail():
    asked = {"volet": "saisie", "indicateur_com": "com_md_mousson_i3", **MOUSSON}
    key = {"jeu": "demonstration", "indicateur_id": "com_md_mousson_i3", "annee": 2023}
    for kind, value, state in (("auto", 0.70, "soumis"), ("tutelle", 0.68, "conteste")):
        operations.save(
            "evaluation_com",
            {**key, "periode": "annee", "type": kind},
            {"realise": value, "etat": state, "droit_reponse": "*Non*"},
            seen=None,
            by="Awa",
        )
    app = page(avis="tutelle", **asked)
    text = said(app)
    for words in ("70 % (soumise)", "68 % (contestée)", "≠ désaccord", "Awa", "→ Contestée"):
        assert words in text, words
    assert "2 saisies ; parties en désaccord sur 1 indicateurs sur 8." in text
    (field,) = [one for one in app.number_input if (one.key or "").endswith("_realise")]
    field.set_value(0.71)
    (save,) = [one for one in app.button if one.label == "Enregistrer"]
    (author,) = [one for one in app.text_input if (one.key or "").endswith("_auteur")]
    author.input("Koffi")
    save.click().run()
    assert not app.exception
    (row,) = operations.rows("evaluation_com", type="tutelle")
    assert (row["realise"], row["modifie_par"], row["revision"]) == (0.71, "Koffi", 2)
    assert "0.68 → 0.71" in said(app)
    assert [one for one in app.get("download_button") if "prochaine édition" in one.proto.label]
