"""Two people write one row from the page: the second sees the other change, loses nothing."""

import pytest

from cartomut import operations, paths, rights
from cartomut.ui import reader
from tests.pages.visit import EVIDENCE, texts, visit

FIGURE = {"preuve": "figure", "question": "lieux_par_statut", "jeu": "publie"}


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "operations.sqlite")


def field(app, kind, ending):
    (found,) = [one for one in getattr(app, kind) if (one.key or "").endswith(ending)]
    return found


def press(app, label):
    (found,) = [one for one in app.button if one.label == label]
    return found.click().run()


def comment(app, text, author=None):
    field(app, "text_area", "_texte").input(text)
    if author:
        field(app, "text_input", "_auteur").input(author)
    return press(app, "Ajouter")


def test_a_comment_is_added_signed_once_and_read_by_the_next_visitor():
    first = visit(EVIDENCE, lang="fr", **FIGURE)
    comment(first, "Sans nom")
    assert any("dites d'abord qui vous êtes" in one for one in texts(first))
    comment(first, "*Gbêkê* <b>à revoir</b>", "Awa")
    comment(first, "Second")  # who writes is not asked again
    kept = operations.rows("commentaire", figure="indicateurs/lieux_par_statut")
    assert [(one["texte"], one["auteur"]) for one in kept] == [
        ("*Gbêkê* <b>à revoir</b>", "Awa"),
        ("Second", "Awa"),
    ]
    assert kept[0]["adresse"].startswith("/preuves?question=lieux_par_statut&edition=")
    assert field(first, "text_area", "_texte").value == ""
    second = visit(EVIDENCE, lang="en", **FIGURE)
    assert not second.exception
    assert "*Gbêkê* <b>à revoir</b>" in [one.value for one in second.text]
    other = visit(EVIDENCE, lang="fr", **FIGURE | {"jeu": "demonstration"})
    assert not any("à revoir" in one for one in texts(other))


def test_the_second_writer_sees_both_and_keeps_both():
    made = operations.save(
        "commentaire",
        None,
        {"jeu": "publie", "figure": "indicateurs/lieux_par_statut", "texte": "Base"},
        seen=None,
        by="Awa",
    )
    opened = f"_commentaire_{made['commentaire_id']}"
    people = {}
    for name in ("Brou", "Koné"):
        app = visit(EVIDENCE, lang="fr", **FIGURE)
        app.session_state[opened] = True
        app.session_state["_auteur"] = name
        people[name] = app.run()
    brou, kone = people.values()
    modify(brou, "texte", "De Brou")
    modify(kone, "texte", "De Koné", state="traite")
    (now,) = operations.rows("commentaire")
    assert (now["texte"], now["etat"]) == ("De Brou", "ouvert")
    shown = [one.value for one in kone.text]
    assert {"De Brou", "De Koné"} <= set(shown)
    (save,) = [one for one in kone.button if one.label == "Enregistrer ce choix"]
    assert save.disabled  # both changed the text: nobody chooses for them
    (text, state) = [one for one in kone.radio if one.key.startswith("_saisie_modifier")]
    assert state.value == "la_mienne"  # which only Koné changed
    text.set_value("les_deux").run()
    press(kone, "Enregistrer ce choix")
    (now,) = operations.rows("commentaire")
    assert (now["texte"], now["etat"], now["revision"]) == ("De Brou\n\nDe Koné", "traite", 3)
    assert [one["auteur"] for one in operations.history("commentaire")] == ["Awa", "Brou", "Koné"]


def modify(app, column, value, state=None):
    (box,) = [one for one in app.text_area if (one.key or "").startswith("_saisie_modifier")]
    box.input(value)
    if state:
        (choice,) = [o for o in app.selectbox if (o.key or "").startswith("_saisie_modifier")]
        choice.select(state)
    press(app, "Enregistrer")
    assert not app.exception, column


def test_who_may_not_write_sees_no_form_and_no_comment(monkeypatch):
    operations.save(
        "commentaire",
        None,
        {"jeu": "publie", "figure": "indicateurs/lieux_par_statut", "texte": "Réservé"},
        seen=None,
        by="Awa",
    )
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    app = visit(EVIDENCE, lang="fr", **FIGURE)
    assert not app.exception
    assert [one for one in app.text_area if (one.key or "").startswith("_saisie")] == []
    assert "Réservé" not in texts(app)


def test_a_file_that_cannot_be_read_is_said_on_the_page_which_stays(tmp_path):
    (tmp_path / "operations.sqlite").write_bytes(b"pas une base" * 200)
    app = visit(EVIDENCE, lang="fr", **FIGURE)
    assert not app.exception
    assert any("n'est pas celui des saisies" in one for one in texts(app))
