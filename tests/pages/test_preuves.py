"""From any figure to its evidence: the same rows, their source, a citation, the cited edition."""

import shutil
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from cartomut import __version__, editions, rights, store
from cartomut.paths import STORES
from cartomut.ui import block, filters, financement, reader
from tests.pages.visit import (
    CENTRES,
    COMPARE,
    CONTEXT,
    EVIDENCE,
    FUNDING,
    HOME,
    MAP,
    MUTUALS,
    QUALITY,
    SOUNDNESS,
    texts,
    visit,
)

PAIR = {"quoi": "organisme", "a": "md_baobab", "b": "md_karite"}
VISITS = (
    (HOME, {}),
    (MAP, {"tableau_territoires": "oui", "region": "gbeke"}),
    (MUTUALS, {"district": "abidjan"}),
    (CENTRES, {"lentille": "palu"}),
    (COMPARE, PAIR),
    *((FUNDING, {"region": "gbeke", "volet": part}) for part in financement.PARTS),
    (SOUNDNESS, {}),
    (CONTEXT, {}),
    (QUALITY, {}),
)


def walked(monkeypatch, dataset="demonstration"):
    """Open pages; list (key, question, rows, link to the evidence) of each figure."""
    found = []
    draw = block._actions

    def actions(key, title, question, rows, chart, known, evidence, view, _):
        target = {"preuve": "figure", "question": question.removeprefix("indicateurs/")}
        found.append((key, question, rows.copy(), filters.as_query() | target | evidence))
        draw(key, title, question, rows, chart, known, evidence, view, _)

    monkeypatch.setattr(block, "_actions", actions)
    for page, params in VISITS:
        app = visit(page, lang="fr", jeu=dataset, **params)
        assert [error.message for error in app.exception] == [], page
    return found


def script():
    """Put each link to the evidence page and answer as it would, in one run."""
    import streamlit as st

    from cartomut.queries import query
    from cartomut.ui import answers, preuves, session

    answered = []
    for link in st.session_state["liens"]:
        for name in [one for one in st.session_state if str(one).startswith("_")]:
            del st.session_state[name]
        st.query_params.from_dict(link)
        session.start()
        asked = query(f"indicateurs/{link['question']}")
        answered.append(answers.answer(asked.name, **preuves.parameters(asked)))
    st.session_state["reponses"] = answered


def compared(rows, answer):
    """List the columns to compare: numbers and identifiers; names may be decoded on the way."""
    shared = [name for name in rows if name in answer]
    numbers = set(answer[shared].select_dtypes("number").columns)
    return [name for name in shared if name in numbers or name.endswith(("_id", "code"))]


def as_texts(rows, columns):
    """Write rows; a sum that another thread added up differs in its last digits only."""
    texts_ = rows[columns].map(lambda one: f"{one:.9g}" if isinstance(one, float) else str(one))
    return set(map(tuple, texts_.to_numpy()))


def test_the_evidence_of_every_figure_has_the_rows_that_it_draws(monkeypatch):
    figures = [one for one in walked(monkeypatch) if one[3]["preuve"] == "figure"]
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["liens"] = [link for *_figure, link in figures]
    app.run()
    assert [error.message for error in app.exception] == []
    lost = []
    answers = app.session_state["reponses"]
    for (key, _question, rows, link), answer in zip(figures, answers, strict=True):
        columns = compared(rows, answer)
        if not columns or as_texts(rows, columns) - as_texts(answer, columns):
            lost.append((key, link))
    assert len({key for key, *_figure in figures}) > 12
    assert lost == []


def codes(app):
    return [one.value for one in app.code]


def test_a_figure_leads_to_its_parameters_its_sql_its_study_rows_and_a_citation_in_two_languages():
    params = {"preuve": "figure", "question": "totaux_exercices", "region": "gbeke"}
    app = visit(EVIDENCE, lang="fr", jeu="demonstration", **params)
    assert [error.message for error in app.exception] == []
    edition = editions.published("demonstration")
    french, english, address, sql = codes(app)[:4]
    for text in (french, english):
        assert all(one in text for one in (edition, "region = gbeke", f"edition={edition}"))
        assert f"CartoMut {__version__}." in text
    assert "consulté le" in french
    assert "lang=fr" in french
    assert "lang=en" in english
    query_ = parse_qs(urlsplit(address).query)
    assert query_ | {"question": ["totaux_exercices"], "region": ["gbeke"]} == query_
    assert "from organisme_exercice" in sql
    raw = app.dataframe[-1].value
    assert {"Fichier", "Feuille", "Ligne", "Source"} <= set(raw.columns)
    assert set(raw["Fichier"]) <= {"enquete_demo_edition_2.xlsx", "suivi_demo_edition_2.xlsx"}


def test_accounts_of_named_organisations_stay_behind_the_gate(monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    params = {"preuve": "figure", "question": "totaux_exercices"}
    app = visit(EVIDENCE, lang="fr", jeu="demonstration", **params)
    assert len(app.dataframe) == 1  # the totals, not the rows beneath
    assert [one for one in app.info if "réservées au régulateur" in one.value]
    one = {"question": "comptes_annuels", "organisme": "md_baobab", "preuve": "figure"}
    app = visit(EVIDENCE, lang="fr", jeu="demonstration", **one)
    assert not app.dataframe
    assert not app.code


def test_rows_of_centres_leave_out_what_only_the_regulator_reads(monkeypatch):
    params = {"preuve": "figure", "question": "centres_acces", "lignes": "centre"}
    title = "Autorisation d'ouverture"
    seen = {}
    for allowed in (True, False):
        monkeypatch.setattr(reader, "_standing_for", [rights.LOCAL if allowed else rights.NOBODY])
        app = visit(EVIDENCE, lang="fr", jeu="demonstration", **params)
        seen[allowed] = set(app.dataframe[-1].value.columns)
    assert seen[True] - seen[False] == {title}


@pytest.fixture
def earlier(tmp_path, monkeypatch):
    """An edition of the published figures that was in use before: one fact is another."""
    newest = store.current("publie")
    path = tmp_path / "publie" / "cartomut-20200101T000000000000-0123456789.duckdb"
    path.parent.mkdir()
    shutil.copy(newest, path)
    with duckdb.connect(str(path)) as con:
        con.execute("update fait_publie set valeur = 0.06 where fait_id = 'etude_part_dcs'")
    monkeypatch.setattr(
        store, "kept", lambda dataset, stores=STORES: [newest, path] if stores == STORES else []
    )
    return "0123456789"


def test_a_link_reads_the_edition_it_cites_and_says_what_the_one_in_use_changes(earlier):
    params = {"preuve": "figure", "question": "faits_publies", "lang": "fr", "jeu": "publie"}
    app = visit(EVIDENCE, edition=earlier, **params)
    assert [error.message for error in app.exception] == []
    assert any(
        earlier in one.value and "celle que ce lien cite" in one.value for one in app.warning
    )
    assert any("1 de celles" in one.value for one in app.info)
    assert f"empreinte {earlier}" in codes(app)[0]
    after = visit(EVIDENCE, **params)
    assert not any(earlier in one.value for one in after.warning)
    assert earlier not in codes(after)[0]


def test_an_edition_that_is_not_kept_is_said_not_to_be_read():
    params = {"preuve": "affirmations", "lang": "fr", "jeu": "publie"}
    app = visit(EVIDENCE, edition="inconnue", **params)
    assert [error.message for error in app.exception] == []
    said = " ".join(texts(app))
    assert "Ce lien cite l'édition inconnue" in said
    assert "peut différer" in said


def test_the_page_of_claims_shows_the_sum_and_the_page_of_conflicts_every_value():
    said = " ".join(texts(visit(EVIDENCE, lang="fr", jeu="publie", preuve="affirmations")))
    assert "15 000 000 ÷ 29 389 150".replace(" ", "\u202f").replace("\u202f÷\u202f", " ÷ ") in said
    assert "De quoi la part est vraiment prise" in said
    assert "6,25\u00a0%" in said
    app = visit(EVIDENCE, lang="en", jeu="publie", preuve="conflits")
    assert [error.message for error in app.exception] == []
    assert len(app.dataframe[0].value) == 56
