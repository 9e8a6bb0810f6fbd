"""The administrator's pages: who may do what, accounts, reading links, and the audit."""

import re
import time

import pytest
from streamlit.testing.v1 import AppTest

from cartomut import journal, operations, paths
from cartomut.i18n import language
from cartomut.operations import accounts, links
from cartomut.operations.accounts import Account
from cartomut.rights import Reader, Role
from cartomut.ui import download, reader
from cartomut.ui.seen import seen
from tests.pages.visit import ACCESS_RIGHTS, APP, AUDIT, EVIDENCE, texts, visit

ADMINISTRATOR = Reader(Role.ADMINISTRATOR, "admin@exemple.org")


@pytest.fixture(autouse=True)
def _own_file(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "operations.sqlite")


@pytest.fixture
def as_reader(monkeypatch):
    """Let a test say who reads."""

    def become(known):
        monkeypatch.setattr(reader, "current", lambda: known)

    become(ADMINISTRATOR)
    return become


def said(app) -> str:
    assert [error.message for error in app.exception] == []
    return " ".join(texts(app))


def press(app, label):
    next(one for one in app.button if one.label == label).click()
    return app.run()


def field(kind, label):
    return next(one for one in kind if one.label == label)


def test_everybody_reads_the_rights_and_only_administrators_more(as_reader):
    links.create("Mission", 3)
    accounts.put(Account("pass@exemple.org", "pass"))
    faults = []
    for role, lang in (
        (Role.PUBLIC, "en"),
        (Role.MUTUAL, "fr"),
        (Role.REGULATOR, "fr"),
        (Role.ADMINISTRATOR, "en"),
        (Role.LOCAL, "fr"),
    ):
        as_reader(Reader(role, organisation="x" if role is Role.MUTUAL else ""))
        rights = said(visit(ACCESS_RIGHTS, lang=lang, jeu="publie"))
        audit = said(visit(AUDIT, lang=lang, jeu="publie"))
        told = "pass@exemple.org" in rights, "pass@exemple.org" in audit, "Mission" in rights
        if told != (role in (Role.ADMINISTRATOR, Role.LOCAL),) * 3:
            faults.append((role, told))
        if language(lang)("la sienne") not in rights:
            faults.append((role, "matrix"))
    assert faults == []


def test_an_administrator_opens_changes_and_closes_accounts(as_reader):
    app = visit(ACCESS_RIGHTS, lang="fr", jeu="demonstration")
    field(app.text_input, "Adresse électronique du compte").input("sans-arobase")
    assert "adresse électronique est attendue" in said(press(app, "Enregistrer le compte"))
    field(app.text_input, "Adresse électronique du compte").input("M@exemple.org")
    field(app.selectbox, "Rôle").select("mutuelle")
    assert "dit laquelle" in said(press(app, "Enregistrer le compte"))
    field(app.selectbox, "Mutuelle, pour le rôle Mutuelle").select("md_karite")
    assert "m@exemple.org est enregistré" in said(press(app, "Enregistrer le compte"))
    kept = accounts.find("m@exemple.org")
    assert kept is not None
    said_of = kept.role, kept.organisation, kept.changed_by
    assert said_of == ("mutuelle", "md_karite", "admin@exemple.org")
    field(app.selectbox, "Compte à changer").select("m@exemple.org")
    app.run()
    field(app.toggle, "Compte ouvert").set_value(False)
    press(app, "Enregistrer le compte")
    assert "fermé" in said(app)
    assert not accounts.find("m@exemple.org").active
    assert [(one.geste, one.compte) for one in journal.entries()] == [
        ("compte", "admin@exemple.org")
    ] * 2


def test_two_administrators_do_not_overwrite_one_another_and_the_last_one_stays(as_reader):
    accounts.put(Account("admin@exemple.org", "administrateur"))
    app = visit(ACCESS_RIGHTS, lang="fr", jeu="publie")
    field(app.selectbox, "Compte à changer").select("admin@exemple.org")
    app.run()
    field(app.toggle, "Compte ouvert").set_value(False)
    assert "dernier compte actif" in said(press(app, "Enregistrer le compte"))
    assert accounts.find("admin@exemple.org").active


def test_a_link_is_shown_once_and_can_be_taken_back(as_reader):
    app = visit(ACCESS_RIGHTS, lang="fr", jeu="publie")
    assert "Dites pour qui" in said(press(app, "Créer le lien"))
    field(app.text_input, "Pour qui, ou pour quoi").input("Mission *de* mars")
    press(app, "Créer le lien")
    token = re.search(r"acces=([\w-]{43})", app.code[0].value)[1]
    assert links.find(token).label == "Mission *de* mars"
    press(app, "C'est copié")
    shown = said(app)
    assert token not in shown
    assert "Mission *de* mars" in shown
    press(app, "Oui, révoquer")
    assert "ne lit plus" in said(app)
    assert links.find(token) is None
    assert token not in (journal.folder() / journal.FILE).read_text(encoding="utf-8")


def test_the_audit_is_narrowed_checked_and_carried_away(as_reader, monkeypatch):
    kept = {}
    shown = download.button

    def keep(label, **options):
        kept[options["key"]] = options["data"]
        return shown(label, **options)

    monkeypatch.setattr(download, "button", keep)
    journal.write("a@exemple.org", "pass", "export_reserve", "=cmd|' /C calc'!A1", {"jeu": "etude"})
    journal.write("", "local", "publication", "etude/20260101", {"avant": ""})
    app = visit(AUDIT, lang="fr", jeu="publie")
    assert list(app.dataframe[0].value["Geste"]) == [
        "Publication d'une édition",
        "Export de données réservées",
    ]
    csv = kept["journal_csv"]().decode("utf-8-sig")
    assert ";'=cmd|" in csv
    lines = kept["journal_json"]()
    assert lines == (journal.folder() / journal.FILE).read_bytes()
    assert "rien n'a bougé" in said(press(app, "Vérifier le journal"))
    field(app.selectbox, "Compte").select("a@exemple.org")
    assert len(app.run().dataframe[0].value) == 1
    assert "Lignes retenues : 1 sur 2." in said(app)
    english = language("en")
    narrowed = visit(AUDIT, lang="en", jeu="publie", geste="publication", anciennete="semaine")
    assert list(narrowed.dataframe[0].value[english("Geste")]) == [
        english("Publication d'une édition")
    ]
    whole = (journal.folder() / journal.FILE).read_bytes()
    (journal.folder() / journal.FILE).write_bytes(whole.replace(b"etude/2026", b"etude/2027"))
    assert "ligne 2 a été changée" in said(press(visit(AUDIT, lang="fr"), "Vérifier le journal"))


def test_a_closed_account_reads_as_the_public_and_its_coming_is_told_once():
    accounts.put(Account("ferme@exemple.org", "pass", active=False))
    for _visit in range(2):
        app = AppTest.from_file(APP, default_timeout=60)
        now = {"iat": time.time(), "exp": time.time() + 600}
        app.user = {"is_logged_in": True, "email": "ferme@exemple.org", **now}
        app.query_params["jeu"] = "publie"
        app.switch_page(ACCESS_RIGHTS).run()
        assert "compte d'administrateur" in said(app)
    told = [(one.geste, one.compte, one.role) for one in journal.entries()]
    assert told[1:] == [("connexion_refusee", "ferme@exemple.org", "public")]


def test_what_is_typed_is_signed_by_the_account_and_others_do_not_read_its_address(as_reader):
    as_reader(Reader(Role.PASS, "direction@exemple.org"))
    figure = {"preuve": "figure", "question": "lieux_par_statut", "jeu": "publie", "lang": "fr"}
    app = visit(EVIDENCE, **figure)
    next(one for one in app.text_area if one.key.endswith("_texte")).input("À revoir")
    press(app, "Ajouter")
    (kept,) = operations.rows("commentaire")
    assert kept["auteur"] == "direction@exemple.org"
    entry = journal.entries()[-1]
    assert (entry.geste, entry.compte, entry.role) == ("saisie", "direction@exemple.org", "pass")
    assert "À revoir" not in str(entry)
    move = {"auteur": "a@exemple.org", "modifie_par": "Awa"}
    assert seen("projet_suivi", [move]) == [move]
    as_reader(Reader(Role.PUBLIC))
    (shown,) = seen("projet_suivi", [move])
    assert "@" not in shown["auteur"]
    assert shown["modifie_par"] == "Awa"
    as_reader(Reader(Role.REVIEWER))
    next(one for one in app.text_area if one.key.endswith("_texte")).input("Encore")
    press(app, "Ajouter")  # the form was drawn when its reader could still write
    assert len(operations.rows("commentaire")) == 1
