"""The English catalogue keeps step with the French texts of the code and of the SQL headers."""

import sys

import pytest
from babel.messages.pofile import read_po

from cartomut import translations

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """A catalogue of its own, and a function that writes its entries."""
    path = tmp_path / "en" / "cartomut.po"
    monkeypatch.setattr(translations, "CATALOGUE", path)

    def write(entries):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER + entries, encoding="utf-8")
        return path

    return write


@pytest.fixture
def small_product(tmp_path, monkeypatch):
    """A product of one module and one query, with one text of each kind."""
    code = tmp_path / "root"
    (code / "cartomut").mkdir(parents=True)
    (code / "pages" / "explorer").mkdir(parents=True)
    (code / "queries" / "indicateurs").mkdir(parents=True)
    (code / "app.py").write_text('_("Du routeur")\n', encoding="utf-8")
    (code / "cartomut" / "a.py").write_text(
        'N_("Marqué")\n_("{} sur " "{}").format(1, 2)\n_.plural("{} lieu", "{} lieux", 2)\n'
        '_("Marqué")\n_(variable)\nprint("Pas un texte")\n',
        encoding="utf-8",
    )
    (code / "pages" / "explorer" / "p.py").write_text('st.title(_("De la page"))\n', "utf-8")
    (code / "queries" / "indicateurs" / "q.sql").write_text(
        "-- Question : Combien ?\n-- Grain    : une ligne\n-- Unit     : lieux\n"
        "-- Base     : lieux\n--            connus\n-- Source   : RGPH\nselect 1\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(translations, "ROOT", code)
    monkeypatch.setattr(translations, "QUERIES", code / "queries")
    return code


def identifiers(found):
    return {message.id for message in found if message.id}


@pytest.mark.usefixtures("small_product")
def test_texts_are_collected_from_python_and_from_sql_headers():
    assert identifiers(translations.texts()) == {
        "Du routeur",
        "Marqué",
        "{} sur {}",
        ("{} lieu", "{} lieux"),
        "De la page",
        "Combien ?",
        "lieux",
        "lieux connus",
        "RGPH",
    }


def test_the_product_s_own_texts_of_both_kinds_are_collected():
    found = identifiers(translations.texts())
    assert "Explorer" in found
    assert "Les parts vont de 0 à 1 ; 5 % se note 0.05, sinon l'écran montrerait 500 %." in found
    assert any(isinstance(one, tuple) for one in found)


@pytest.mark.usefixtures("small_product")
def test_update_adds_new_texts_keeps_translations_and_drops_what_is_no_longer_used(catalogue):
    path = catalogue('msgid "Marqué"\nmsgstr "Marked"\n\nmsgid "Ancien"\nmsgstr "Old"\n')
    translations.update()
    with path.open("rb") as source:
        written = read_po(source, locale="en")
    assert written["Marqué"].string == "Marked"
    assert "Ancien" not in written
    assert written["De la page"].string == ""
    assert not any(message.fuzzy for message in written if message.id)


@pytest.mark.usefixtures("small_product")
def test_update_makes_the_catalogue_where_there_is_none_and_changes_nothing_twice(catalogue):
    translations.update()
    first = translations.CATALOGUE.read_bytes()
    translations.update()
    strip = lambda text: [line for line in text.splitlines() if b"Date" not in line]  # noqa: E731
    assert strip(translations.CATALOGUE.read_bytes()) == strip(first)
    assert b"Combien ?" in first


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("", "missing"),
        ('msgid "Marqué"\nmsgstr ""\n', "not translated"),
        ('#, fuzzy\nmsgid "Marqué"\nmsgstr "Marked"\n', "fuzzy"),
        ('msgid "Ancien"\nmsgstr "Old"\n', "no longer used"),
        ('msgid "{} sur {}"\nmsgstr "{} of"\n', "fields differ"),
        ('msgid "{} sur {}"\nmsgstr "{a} of {b}"\n', "fields differ"),
        ('msgid "{} sur {}"\nmsgstr "{} of {} and {}"\n', "fields differ"),
        (
            'msgid "{} lieu"\nmsgid_plural "{} lieux"\nmsgstr[0] "one"\nmsgstr[1] "{} places"\n',
            "fields differ",
        ),
        (
            'msgid "{} lieu"\nmsgid_plural "{} lieux"\nmsgstr[0] "{} place"\nmsgstr[1] ""\n',
            "not translated",
        ),
    ],
)
@pytest.mark.usefixtures("small_product")
def test_each_kind_of_fault_is_named_with_its_text(catalogue, entry, kind):
    catalogue(entry)
    found = [fault for fault in translations.faults() if fault.startswith(kind)]
    text = entry.partition('msgid "')[2].partition('"')[0] or "Marqué"
    assert any(text in fault for fault in found)


@pytest.mark.usefixtures("small_product")
def test_a_complete_catalogue_has_no_fault(catalogue):
    entries = [
        'msgid "{} lieu"\nmsgid_plural "{} lieux"\nmsgstr[0] "{} place"\nmsgstr[1] "{} places"\n'
    ]
    for text in identifiers(translations.texts()):
        if isinstance(text, str):
            entries.append(f'msgid "{text}"\nmsgstr "English {text}"\n')
    catalogue("\n".join(entries))
    assert translations.faults() == []


def test_the_shipped_catalogue_is_complete():
    assert translations.faults() == []


@pytest.mark.usefixtures("small_product")
def test_check_fails_and_lists_the_faults_and_update_then_leaves_only_what_to_translate(
    catalogue, monkeypatch, capsys
):
    catalogue('msgid "Ancien"\nmsgstr "Old"\n')
    monkeypatch.setattr(sys, "argv", ["translations", "check"])
    with pytest.raises(SystemExit) as stopped:
        translations.main()
    assert stopped.value.code == 1
    assert "no longer used: 'Ancien'" in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["translations", "update"])
    translations.main()
    assert {fault.partition(":")[0] for fault in translations.faults()} == {"not translated"}


def test_check_says_when_all_is_well(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["translations", "check"])
    with pytest.raises(SystemExit) as stopped:
        translations.main()
    assert stopped.value.code == 0
    assert "complete" in capsys.readouterr().out
