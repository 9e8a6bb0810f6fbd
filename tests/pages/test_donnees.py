"""The pages of the data: a file brought, checked, published; quality; editions that differ."""

import csv
import io
import json
from functools import partial

import pandas as pd
import pytest
from openpyxl import load_workbook

from cartomut import differences, editions, imports, rights, store
from cartomut.contracts import contracts
from cartomut.ui import modele, reader, received, verification
from tests.pages.visit import texts, visit

IMPORT = "pages/donnees/importer.py"
QUALITY = "pages/donnees/qualite.py"
EDITIONS = "pages/donnees/versions.py"
LANGUAGES = ("fr", "en")
GOOD = {
    "organisme_id": "mutuelle_essai",
    "nom": "Mutuelle d'essai",
    "type_organisme": "mutuelle_sociale",
    "nature": "declare",
}
BAD = {"organisme_id": "mutuelle_sans_nom", "type_organisme": "mutuelle_sociale"}
HOSTILE = {
    "qualite": "foo",
    "gravite": ["foo", "<script>"],
    "regle": "'; drop table centre; --",
    "feuille": "foo",
    "completer": "foo",
    "edition_avant": "foo",
    "edition_apres": "../..",
    "changements": "foo",
    "chiffres": "foo",
}


class Uploaded:
    """A file as Streamlit hands it on."""

    def __init__(self, name, content=b"x"):
        self.name = name
        self.content = content

    def getvalue(self):
        return self.content


def table(name, *rows):
    """Write rows of a table as the bytes of a CSV file with the contract's columns."""
    names = [field.name for field in contracts()[name].file_fields]
    written = io.StringIO()
    writer = csv.DictWriter(written, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


@pytest.fixture
def own_data(edition, monkeypatch):
    """Let the pages write to a small data folder of the test's own; they read the app's store."""
    data, stores = edition.data, edition.stores
    for module, name, places in (
        (imports, "run", {"data": data}),
        (imports, "publish", {"data": data, "stores": stores}),
        (imports, "rollback", {"data": data, "stores": stores}),
        (editions, "versions", {"data": data}),
        (editions, "journal", {"data": data}),
        (editions, "history", {"data": data}),
        (editions, "published", {"data": data}),
        (editions, "before", {"data": data}),
        (differences, "difference", {"data": data}),
        (differences, "figures", {"data": data}),
    ):
        monkeypatch.setattr(module, name, _placed(getattr(module, name), places))
    return edition


def _placed(function, places):
    """Give a function its folders where its caller leaves them out."""

    def called(*args, **given):
        taken = function.__code__.co_varnames[: len(args)]
        return function(*args, **{key: places[key] for key in places if key not in taken} | given)

    return called


def bring(app, *files):
    """Upload files and say who brings them."""
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files]).run()
    app.text_input(key="_auteur").set_value("AIRMS").run()
    return app


def checked(*files, lang="fr"):
    app = bring(visit(IMPORT, lang=lang), *files)
    app.button(key="_verifier").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("page", [IMPORT, QUALITY, EDITIONS])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_of_the_data_runs_in_both_languages(page, lang):
    app = visit(page, lang=lang, jeu="publie")
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1


@pytest.mark.parametrize("page", [IMPORT, QUALITY, EDITIONS])
def test_a_link_full_of_nonsense_still_shows_the_page(page):
    app = visit(page, lang="fr", **HOSTILE)
    assert not app.exception
    assert app.title[0].value


@pytest.mark.parametrize("part", ["regions", "organismes", "centres"])
def test_completeness_is_shown_with_its_base_and_its_weights(part):
    app = visit(QUALITY, lang="fr", jeu="publie", qualite=part, vue_completude_regions="tableau")
    assert not app.exception
    shown = " ".join(texts(app))
    assert "champs connus sur" in shown
    assert "Champs attendus" in shown
    assert "Le poids de chaque champ" in shown
    assert "poids_completude" not in app.title[0].value


def test_an_empty_response_rate_and_no_findings_are_said_not_drawn():
    app = visit(QUALITY, lang="fr", jeu="publie", qualite="reponse")
    assert not app.exception
    assert "Aucune année d'enquête" in app.info[0].value
    app = visit(QUALITY, lang="fr", jeu="publie", qualite="anomalies")
    assert "Les faits publiés ne passent pas par l'importation" in app.info[0].value


def test_a_filter_that_a_part_does_not_take_is_said_not_to_apply():
    app = visit(QUALITY, lang="fr", jeu="publie", qualite="regions", statut=["ouvert"])
    assert any("ne s'appliquent pas" in text for text in texts(app))
    app = visit(QUALITY, lang="fr", jeu="publie", qualite="centres", statut=["ouvert"])
    assert not any("ne s'appliquent pas" in text for text in texts(app))


def test_the_steps_follow_each_other_and_nothing_is_offered_before_a_check(own_data):
    app = visit(IMPORT, lang="fr")
    steps = [one.value for one in app.subheader if one.value[0].isdigit()]
    assert steps == ["1. Apporter", "2. Vérifier", "3. Publier"]
    keys = {one.key for one in app.button}
    assert not keys & {"_verifier", "_garder", "_garder_publier"}
    app = bring(app, ("organisme.csv", table("organisme", GOOD)))
    keys = {one.key for one in app.button}
    assert "_verifier" in keys
    assert "_garder" not in keys


def test_a_check_tells_each_fault_at_its_place_and_changes_nothing(own_data):
    app = checked(("organisme.csv", table("organisme", GOOD, BAD)))
    shown = " ".join(texts(app))
    assert "S-9" in shown
    assert "1 ligne en erreur ne sera pas importée." in shown
    assert "organisme.csv" in str([one.name for one in app.file_uploader[0].value])
    assert editions.versions("etude", own_data.data) == []
    assert [one.name for one in (own_data.data / "editions" / "etude").glob(".import-*")] == []


def test_keeping_makes_an_edition_that_nobody_reads_yet(own_data):
    app = checked(("organisme.csv", table("organisme", GOOD, BAD)))
    app.button(key="_garder").click().run()
    assert not app.exception
    (kept,) = editions.versions("etude", own_data.data)
    assert (kept.auteur, kept.set_aside) == ("AIRMS", 1)
    assert editions.published("etude", own_data.data) is None
    assert any("personne ne la voit" in one.value for one in app.success)
    assert any(kept.version in text.replace("\\", "") for text in texts(app))


def test_keeping_and_publishing_puts_the_edition_in_use(own_data):
    app = checked(("organisme.csv", table("organisme", GOOD)))
    app.button(key="_garder_publier").click().run()
    assert not app.exception
    (kept,) = editions.versions("etude", own_data.data)
    assert editions.published("etude", own_data.data) == kept.version
    assert store.current("etude", own_data.stores)
    assert any("tous la lisent maintenant" in one.value for one in app.success)


def test_a_file_that_cannot_be_read_is_refused_with_its_reason_in_the_page_s_language(own_data):
    app = checked(("classeur.xlsx", b"not a workbook"), lang="fr")
    assert any("rejet" in one.value for one in app.error)
    assert not {one.key for one in app.button} & {"_garder", "_garder_publier"}
    assert any("classeur.xlsx" in text for text in texts(app))


def test_files_changed_since_the_check_must_be_checked_again(own_data):
    app = checked(("organisme.csv", table("organisme", GOOD)))
    assert "_garder" in {one.key for one in app.button}
    other = ("organisme.csv", table("organisme", {**GOOD, "nom": "Autre"}))
    app.file_uploader[0].set_value([(*other, "text/csv")]).run()
    assert "_garder" not in {one.key for one in app.button}
    assert any("ont changé depuis" in text for text in texts(app))


def test_without_an_author_nothing_can_be_kept(own_data):
    app = visit(IMPORT, lang="fr")
    content = table("organisme", GOOD)
    app.file_uploader[0].set_value([("organisme.csv", content, "text/csv")]).run()
    app.button(key="_verifier").click().run()
    assert app.button(key="_garder").disabled


def test_what_was_guessed_is_shown_and_must_be_confirmed(own_data):
    """Two headers of a regulator's own: a known synonym, and one that only looks like a title."""
    lines = (
        "Code de la mutuelle;Dénomination;Type d organisme;Siglle",
        "ma_x;Mutuelle X;Mutuelle sociale;MX",
    )
    app = checked(("registre.csv", "\n".join(lines).encode()))
    headers = [one.value for one in app.dataframe if "En-tête" in one.value.columns]
    assert "Dénomination" in headers[0]["En-tête"].tolist()
    assert app.button(key="_garder").disabled
    app.checkbox(key="_relu").check().run()
    assert not app.button(key="_garder").disabled


def test_another_import_under_way_is_said_and_nothing_is_lost(own_data):
    with editions.alone("etude", own_data.data):
        app = checked(("organisme.csv", table("organisme", GOOD)))
    assert any("en cours" in one.value for one in app.error)


def test_who_may_not_import_gets_the_empty_template_alone(own_data, monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.Reader(rights.Role.PASS)])
    app = visit(IMPORT, lang="fr")
    assert not app.exception
    assert not app.file_uploader
    assert any("ni importer ni publier" in one.value for one in app.warning)
    monkeypatch.setattr(reader, "_standing_for", [rights.Reader(rights.Role.REGULATOR)])
    assert visit(IMPORT, lang="fr").file_uploader


@pytest.fixture
def two_editions(own_data):
    """Two editions of one mutual: its name changes, and the second is published."""
    for name in ("Mutuelle d'essai", "Mutuelle renommée"):
        path = own_data.data / "organisme.csv"
        path.write_bytes(table("organisme", {**GOOD, "nom": name}))
        done = imports.run([path], imports.Request("etude", "AIRMS"))
        editions.note("etude", editions.PUBLISHED, done.version, own_data.data)
        path.unlink()
    return own_data


def test_the_editions_are_listed_with_their_state_and_what_changed(two_editions):
    app = visit(EDITIONS, lang="fr")
    assert not app.exception
    listed = app.dataframe[0].value
    assert listed["État"].tolist() == ["publiée, en usage", "publiée avant"]
    assert listed["SHA-256"].str.len().tolist() == [64, 64]
    shown = texts(app)
    assert "Lignes apparues : 0 ; disparues : 0 ; déplacées : 0 ; modifiées : 1." in shown
    assert "Modifié" in shown
    assert "Mutuelle renommée" in shown
    assert "Mutuelle d'essai" in shown


def test_going_back_puts_the_edition_before_in_use_again(two_editions):
    newest, oldest = (one.version for one in editions.versions("etude", two_editions.data))
    app = visit(EDITIONS, lang="fr")
    app.button(key="_revenir").click().run()
    assert not app.exception
    assert editions.published("etude", two_editions.data) == oldest
    assert any(oldest in one.value.replace("\\", "") for one in app.success)
    assert newest in app.selectbox(key="_a_publier").options


def test_the_figures_are_compared_when_asked(two_editions, monkeypatch):
    found = pd.DataFrame(
        {
            "question": ["indicateurs/territoires_mesure", "indicateurs/completude_organisme"],
            "mesure": ["nb_sieges", ""],
            "colonnes": ["code", "organisme_id"],
            "cle": ["gbeke", "a"],
            "nom": ["Gbêkê", "Mutuelle A"],
            "avant": [1.0, None],
            "apres": [2.0, 0.5],
            "ecart": [1.0, None],
        }
    )
    monkeypatch.setattr(differences, "figures", lambda *_versions: found)
    app = visit(EDITIONS, lang="fr", chiffres="oui")
    assert not app.exception
    heads = [one.label for one in app.expander]
    assert any(
        "Sièges de mutuelles par région" in one and "1 valeur change" in one for one in heads
    )
    assert any("Que sait\\-on de chaque mutuelle" in one for one in heads)


def test_uploaded_files_go_when_they_have_been_read_and_cannot_leave_their_folder():
    files = [Uploaded("../../etc/a.csv"), Uploaded("C:\\b\\a.csv")]
    with received.on_disk(files) as paths:
        assert [path.name for path in paths] == ["a.csv", "a_2.csv"]
        assert len({path.parent for path in paths}) == 1
        folder = paths[0].parent
        assert oct(folder.stat().st_mode)[-3:] == "700"
    assert not folder.exists()


def test_a_request_is_known_by_its_files_and_options():
    make = partial(received.Brought, form=None, author="AIRMS", complete=False)
    one = make([Uploaded("a.csv", b"1")])
    assert one.key == make([Uploaded("a.csv", b"1")]).key
    assert one.key != make([Uploaded("a.csv", b"2")]).key
    assert one.key != received.Brought([Uploaded("a.csv", b"1")], None, "AIRMS", True).key
    assert json.dumps(one.key)


def test_the_annotated_copy_has_the_faults_and_the_rows_as_they_came(own_data, fr):
    brought = received.Brought(
        [Uploaded("organisme.csv", table("organisme", BAD))], None, "", False
    )
    with received.on_disk(brought.files) as paths:
        outcome = imports.run(paths, imports.Request("etude"), save=False)
    done = verification.light(brought, outcome)
    assert done.places["organisme.csv", "", "organisme_id"] == 1
    book = load_workbook(io.BytesIO(verification.annotated(done, brought, fr)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert BAD["organisme_id"] in cells
    assert any("S-9" in cell for cell in cells)


def test_the_template_is_filled_with_the_rows_in_use(publie):
    tables = modele.tables_of(publie)
    book = load_workbook(io.BytesIO(modele.workbook_of(tables, publie.about(), "fr")))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert set(tables["organisme"]["nom"]) <= cells
    empty = load_workbook(io.BytesIO(modele.workbook_of({}, {}, "fr")))
    assert empty.sheetnames == book.sheetnames
