"""The steering page: its figures, what waits, the brief, the comments; who sees what."""

import csv
import io
import re
from collections import Counter
from datetime import date

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from cartomut import __main__ as cartomut
from cartomut import editions, operations, paths, rights, sample, withheld
from cartomut.i18n import CODES, Language
from cartomut.ui import download, reader
from tests.pages.visit import DASHBOARD, EVIDENCE, texts, visit

NOTHING = {"fr": "Aucune cible publiée.", "en": "No target published."}


@pytest.fixture(autouse=True)
def _own_file(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "operations.sqlite")


@pytest.fixture
def made(monkeypatch):
    """Keep what makes the brief that the page offers."""
    kept = []
    shown = download.button

    def keep(label, data=None, **options):
        if options.get("key") == "note_mensuelle":
            kept.append(data)
        return shown(label, data=data, **options)

    monkeypatch.setattr(download, "button", keep)
    return kept


def page(dataset="demonstration", **params):
    app = visit(DASHBOARD, jeu=dataset, **{"lang": "fr"} | params)
    assert [error.message for error in app.exception] == [], params
    return app


def said(app):
    return " ".join(texts(app))


def squeezed(text):
    """Drop what a layout adds between the letters of a text: spaces, breaks of long words."""
    return re.sub(r"[\s\u200b]+", "", text)


def of_pdf(data):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_the_page_and_its_brief_say_the_same_in_both_datasets_and_languages(made):
    wrong = []
    for dataset in ("demonstration", "publie"):
        for lang in CODES:
            made.clear()
            shown = squeezed(said(page(dataset, lang=lang)))
            content = made[0].args[0]
            pdf = made[0]()
            on_paper = squeezed(of_pdf(pdf))
            whole = [one.title + one.value for one in content.figures]
            parts = [content.title, content.sentence, content.mark, content.edition]
            parts += [
                text for one in content.figures for text in (one.change, one.target, one.about)
            ]
            parts += [
                title for group in content.groups for names, _ in group.items for title in names
            ]
            parts += [reason for group in content.groups for _, reason in group.items]
            parts += [one.title for one in content.documents] + [text for text, _ in content.tasks]
            wrong += [(dataset, lang, one) for one in parts if squeezed(one) not in on_paper]
            values = [one.value for one in content.figures]
            wrong += [(dataset, lang, one) for one in values if squeezed(one) not in shown]
            if not (0 < len(whole) <= 5 and content.groups and content.documents):
                wrong.append((dataset, lang, len(whole), len(content.groups)))
            if len(PdfReader(io.BytesIO(pdf)).pages) > 2:
                wrong.append((dataset, lang, "more than two pages"))
    assert wrong == []


def test_the_figures_of_the_demonstration_are_those_of_its_files(made):
    """Beneficiaries and collection of 2025, added up by hand from the edition's own table."""
    page()
    figures = {one.title: one for one in made[0].args[0].figures}
    folder = editions.folder(sample.DATASET, editions.published(sample.DATASET))
    with (folder / "organisme_exercice.csv").open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["annee"] == "2025"]
    people = [int(row["nb_beneficiaires"]) for row in rows if row["nb_beneficiaires"]]
    told = figures["Bénéficiaires des mutuelles"]
    _ = Language("fr")
    assert told.value == _.number(sum(people))
    assert f"{len(people)} connus sur" in told.about
    paid, due = "cotisations_encaissees_fcfa", "cotisations_emises_fcfa"
    both = [(int(row[paid]), int(row[due])) for row in rows if row[paid] and row[due]]
    rate = figures["Taux de recouvrement des cotisations"]
    assert rate.value == _.percent(sum(a for a, _b in both) / sum(b for _a, b in both))
    assert f"{len(both)} connus sur" in rate.about
    assert rate.target == "! Repère : au moins 95\u00a0% (Seuil du projet)."
    assert told.target == NOTHING["fr"]


def test_a_published_figure_has_its_published_target_and_national_facts_ignore_filters(made):
    app = page("publie", region="gbeke")
    figures = {one.title: one for one in made[0].args[0].figures}
    assert "26 000 000" in figures["Personnes inscrites à la CMU"].target.replace("\u202f", " ")
    text = said(app)
    assert "nationaux" in text
    assert "le rapport de l'étude n'est pas public" in " ".join(text.split())


def test_the_delays_of_the_address_change_what_waits():
    kinds = Counter()
    for silent in ("6", "24"):
        app = page(sans_nouvelle=silent)
        assert app.session_state["_choix"]["sans_nouvelle"] == silent
        kinds[silent] = said(app).count("aucune nouvelle depuis")
    assert kinds["6"] > 20 > kinds["24"] == 0


def test_who_may_not_write_sees_no_comment_and_no_named_dispute(monkeypatch, made):
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    app = page()
    content = made[0].args[0]
    disputed = next(one for one in content.groups if one.title == "Mesure de COM contestée")
    assert [names for names, _reason in disputed.items] == [[]]
    score = next(one for one in content.figures if one.title == "Score global du COM")
    assert int(score.about.split()[2]) >= withheld.FEWEST  # a year of two bodies is left out
    assert not [one for one in app.button if one.label == "Commenter"]
    assert "écrivent ici, une fois connectés" in said(app)
    for question in ("decisions", "com_indicateurs"):
        proof = visit(EVIDENCE, jeu="demonstration", lang="fr", preuve="figure", question=question)
        assert not proof.exception
        told = [one for one in proof.dataframe if "mesure_contestee" in one.value.to_string()]
        assert not [one for one in told if "Démo" in one.value.to_string()], question


def test_a_comment_written_under_a_figure_comes_back_with_its_title_then_as_answered():
    app = page()
    app.button("_commenter_chiffre_ratio_sinistralite").click().run()
    app.text_area[0].input("Pourquoi cette baisse ? <b>x</b> [a](http://b)")
    app.text_input[0].input("Direction")
    next(one for one in app.button if one.label == "Ajouter").click().run()
    assert [error.message for error in app.exception] == []
    (kept,) = operations.rows("commentaire", jeu="demonstration")
    assert kept["figure"] == "indicateurs/valeurs"
    assert "edition=" in kept["adresse"]
    assert kept["adresse"].partition("#")[2].startswith("chiffre_ratio_sinistralite~")
    again = page()
    assert "Ouverts : 1 sur 1." in said(again)
    assert "Ratio de sinistralité" in said(again)
    assert [one.value for one in again.text if "Pourquoi" in one.value] == [kept["texte"]]
    key = {"commentaire_id": kept["commentaire_id"]}
    operations.save("commentaire", key, {"etat": "traite"}, seen=kept["revision"], by="Études")
    answered = said(page())
    assert "Ouverts : 0 sur 1." in answered
    assert "1 traité" in answered


def test_what_was_typed_in_the_app_changes_what_waits(made):
    for text, due, state in (
        ("Relancer", date(2020, 1, 1), "en_cours"),
        ("Publier", date(2019, 1, 1), "realisee"),
    ):
        given = {"jeu": "demonstration", "texte": text, "etat": state, "echeance": due}
        operations.save("action", None, given, seen=None, by="Direction")
    before = said(page())
    assert "1 janvier 2020, dépassée" in before
    assert "1 janvier 2019, dépassée" not in before
    assert [text for text, _about in made[-1].args[0].tasks][-1] == "Relancer"  # not what is done
    measured = {"jeu": "demonstration", "indicateur_id": "com_md_mousson_i1", "annee": 2023}
    measured |= {"periode": "annee", "type": "auto"}
    given = {"realise": 0.9, "etat": "soumis"}
    operations.save("evaluation_com", measured, given, seen=None, by="Mousson")
    assert "soumise par Mousson" in said(page())
    assert len(waiting(made, "Mesure soumise à valider")) == 1
    waits = waiting(made, "Projet sans nouvelle")
    key = {"jeu": "demonstration", "projet_id": "demo_projet_2", "rang": 1}
    operations.save(
        "projet_suivi", key, {"etape": "montage", "date": date.today()}, seen=None, by="Direction"
    )
    page()
    left = waiting(made, "Projet sans nouvelle")
    (moved,) = set(waits) - set(left)
    assert moved.startswith("Rénover la maternité")


def waiting(made, kind):
    """List the titles of a kind in the brief that was offered last."""
    groups = made[-1].args[0].groups
    (found,) = (one for one in groups if one.title.startswith(kind))
    return [title for names, _reason in found.items for title in names]


def test_the_command_writes_the_same_brief_and_says_when_a_dataset_has_no_data(made, tmp_path):
    measured = {"jeu": "demonstration", "indicateur_id": "com_md_mousson_i1", "annee": 2023}
    measured |= {"periode": "annee", "type": "auto"}
    given, signed = {"realise": 0.9, "etat": "soumis"}, "awa@cartomut.example"
    operations.save("evaluation_com", measured, given, seen=None, by=signed)
    page(lang="en")
    out = tmp_path / "brief.pdf"
    put = CliRunner().invoke(
        cartomut.app, ["brief", str(out), "--dataset", sample.DATASET, "--lang", "en"]
    )
    assert put.exit_code == 0, put.output
    content = made[0].args[0]
    on_paper = squeezed(of_pdf(out.read_bytes()))
    assert [one.value for one in content.figures if squeezed(one.value) not in on_paper] == []
    assert squeezed(content.sentence) in on_paper
    assert "submittedby" in on_paper  # what is printed is handed on
    assert "@cartomut" not in on_paper
    refused = CliRunner().invoke(cartomut.app, ["brief", str(out), "--dataset", "rien"])
    assert refused.exit_code == 3
    assert "rien" in refused.output
