"""What a page draws can be carried away: figure by figure, whole, in order, or as many sheets."""

import io
import zipfile

import numpy as np
import pytest
from pptx import Presentation
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from cartomut.editions import Stopped
from cartomut.exports.carried import Report, View
from cartomut.exports.deck import deck
from cartomut.exports.deck_chart import native
from cartomut.i18n import language
from cartomut.stories import Step, Story, Text
from cartomut.ui import emporter, replay
from tests.pages.visit import HOME, seen, texts, visit

REPORTS = "pages/presenter/rapports.py"
FRENCH = language("fr")


def drawn(app: AppTest) -> emporter.Drawn:
    return app.session_state["_dessine"]


def test_a_page_notes_its_figures_with_what_a_slide_needs_and_the_chart_has_the_rows_values():
    page = drawn(seen(HOME, "fr", "demonstration"))
    assert {"lieux_par_statut", "mutuelles"} <= set(page.views)
    for key, view in page.views.items():
        assert view.title, key
        assert view.mark.startswith("DÉMONSTRATION"), key
        assert view.is_invented, key
        assert "édition du" in view.edition, key
        assert "jeu=demonstration" in view.address, key
        assert view.is_whole or any("Source" in line for line in view.lines), key
    figures = page.whole()[0].cells()
    assert "Cotisations encaissées" in figures.iloc[:, 0].tolist()

    view = page.views["lieux_par_statut"]
    shown = view.figure()
    chart = native(shown, FRENCH)
    made = Presentation(io.BytesIO(deck(Report("x", [view]), FRENCH)))
    read = next(shape.chart for shape in made.slides[1].shapes if shape.has_chart)
    values = {one.name: [value or 0 for value in one.values] for one in read.plots[0].series}
    rows = view.cells()
    count = next(
        name for name in rows.columns if rows[name].str.fullmatch(r"\d+").all()
    )  # the column of the number of places
    assert sum(map(sum, values.values())) == rows[count].astype(int).sum()
    for trace, one in zip(shown.data, chart.series, strict=True):
        known = dict(zip(trace.y, np.asarray(trace.x, dtype=float), strict=True))
        own = [value for value in values[one.name] if value]
        assert sorted(own) == sorted(value for value in known.values() if value), one.name


def test_the_page_of_reports_lists_moves_and_removes_in_both_languages():
    for lang in ("fr", "en"):
        empty = visit(REPORTS, lang=lang, jeu="demonstration")
        assert not empty.exception
        assert any("PowerPoint" in one.value for one in empty.info)
    app = visit(HOME, lang="fr", jeu="demonstration")
    for key in ("lieux_par_statut", "mutuelles"):
        app.button(key=f"{key}_au_rapport").click().run()
    kept = [one.title for one in app.session_state["_rapport"]]
    assert len(kept) == 2
    app.switch_page(REPORTS).run()
    assert not app.exception
    assert [one for one in kept if not any(one in text for text in texts(app))] == []
    app.button(key="_rapport_down_0").click().run()
    assert [one.title for one in app.session_state["_rapport"]] == kept[::-1]
    app.button(key="_rapport_retirer_0").click().run()
    assert [one.title for one in app.session_state["_rapport"]] == kept[:1]


def test_a_story_becomes_slides_and_a_broken_step_keeps_its_words():
    steps = [
        Step(Text("Paroles", "Words"), Text("**Rien** que du texte."), Text("À dire.")),
        Step(Text("Lieux"), Text("Voir."), page="apercu", figure="lieux_par_statut"),
        Step(Text("Cassée"), Text("Le texte reste."), page="nulle_part", figure="x"),
    ]
    story = Story("essai", "demonstration", Text("Essai"), steps)
    heard = []
    views = replay.told(story, FRENCH, "https://exemple.ci", lambda *done: heard.append(done))
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert [one.title for one in views] == ["Paroles", "Lieux", "Cassée"]
    assert views[0].summary == "Rien que du texte."
    assert views[1].summary.startswith("Voir.\n")
    assert views[1].figure() is not None
    assert views[1].address.startswith("https://exemple.ci/?")
    assert views[2].summary == "Le texte reste."
    assert "nulle_part" in views[2].spoken
    assert {one.mark for one in views} == {"DÉMONSTRATION – organismes et chiffres inventés"}
    with pytest.raises(Stopped):
        replay.drawn(replay.place("nulle_part?a=b"), "demonstration", FRENCH, "")


def test_sheets_are_made_in_one_go_and_one_becomes_slides(tmp_path):
    target, heard = tmp_path / "fiches.zip", []
    count = replay.sheets(
        "district", target, "publie", "", FRENCH, lambda *done: heard.append(done)
    )
    with zipfile.ZipFile(target) as made:
        assert len(made.namelist()) == count == len(heard) == heard[-1][1]
        first = PdfReader(io.BytesIO(made.read(made.namelist()[0])))
    assert "Faits publiés" in first.pages[0].extract_text()
    views = replay.sheet("region", "gbeke", "demonstration", FRENCH, "https://exemple.ci")
    assert views[0].title.startswith("Gbêkê")
    assert all(isinstance(one, View) and one.is_invented for one in views)
    assert replay.sheet("organisme", "inconnu", "publie", FRENCH, "") == []
