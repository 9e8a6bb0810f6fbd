"""Texts, numbers, money and dates in French and English; the choice of the language."""

import math
import random
from datetime import date

import numpy as np
import pandas as pd
import pytest
from babel import numbers

from cartomut import i18n
from cartomut.i18n import MISSING, Language, code_of_locale, language

NARROW = "\u202f"  # the narrow space of French numbers
FIXED = "\u00a0"  # the space that keeps a number and its unit together

CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Carte"
msgstr "Map"

msgid "{} lieu"
msgid_plural "{} lieux"
msgstr[0] "{} place"
msgstr[1] "{} places"

msgid "Sans traduction"
msgstr ""

#, fuzzy
msgid "Incertain"
msgstr "Doubtful"
"""


@pytest.fixture
def quatre_textes(tmp_path, monkeypatch):
    """An English catalogue with a text, a plural, an untranslated text and a fuzzy one."""
    path = tmp_path / "en" / "LC_MESSAGES" / "cartomut.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(i18n, "LOCALE", tmp_path)
    i18n._catalogue.cache_clear()
    yield
    i18n._catalogue.cache_clear()


@pytest.mark.usefixtures("quatre_textes")
class TestTexts:
    def test_a_text_is_translated_into_english_and_stays_as_it_is_in_french(self, fr, en):
        assert fr("Carte") == "Carte"
        assert en("Carte") == "Map"

    @pytest.mark.parametrize("text", ["Sans traduction", "Inconnu du catalogue", "Incertain"])
    def test_a_text_without_a_sure_translation_stays_french(self, en, text):
        assert en(text) == text

    def test_an_empty_text_is_not_the_catalogue_s_header(self, fr, en):
        assert fr("") == en("") == ""

    @pytest.mark.parametrize(
        ("count", "french", "english"),
        [
            (0, "0 lieu", "0 places"),
            (1, "1 lieu", "1 place"),
            (2, "2 lieux", "2 places"),
            (1234, f"1{NARROW}234 lieux", "1,234 places"),
        ],
    )
    def test_counts_take_the_plural_of_their_language(self, fr, en, count, french, english):
        """In French, nought is singular; in English it is plural."""
        assert fr.plural("{} lieu", "{} lieux", count) == french
        assert en.plural("{} lieu", "{} lieux", count) == english


def test_the_shipped_english_catalogue_translates_something(en):
    assert en("Carte") == "Map"


@pytest.mark.parametrize(
    ("value", "digits", "french", "english"),
    [
        (0, 0, "0", "0"),
        (22_671_331, 0, f"22{NARROW}671{NARROW}331", "22,671,331"),
        (1234.5, 0, f"1{NARROW}234", "1,234"),
        (1234.56, 1, f"1{NARROW}234,6", "1,234.6"),
        (3.0, 2, "3", "3"),
        (-12.25, 2, "-12,25", "-12.25"),
        (0.004, 2, "0", "0"),
        (np.int64(1500), 0, f"1{NARROW}500", "1,500"),
        (np.float64(0.5), 1, "0,5", "0.5"),
    ],
)
def test_numbers_take_the_separators_of_their_language(fr, en, value, digits, french, english):
    assert fr.number(value, digits) == french
    assert en.number(value, digits) == english


@pytest.mark.parametrize(
    ("value", "digits", "french", "english"),
    [
        (0, 1, f"0{FIXED}%", "0%"),
        (1, 1, f"100{FIXED}%", "100%"),
        (0.05, 1, f"5{FIXED}%", "5%"),
        (0.0625, 1, f"6,2{FIXED}%", "6.2%"),
        (0.0625, 2, f"6,25{FIXED}%", "6.25%"),
        (0.5104, 0, f"51{FIXED}%", "51%"),
        (12.5, 0, f"1{NARROW}250{FIXED}%", "1,250%"),
    ],
)
def test_shares_are_written_as_percentages(fr, en, value, digits, french, english):
    assert fr.percent(value, digits) == french
    assert en.percent(value, digits) == english


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0 FCFA", "0 FCFA"),
        (999, "999 FCFA", "999 FCFA"),
        (1000, "1 k FCFA", "1 k FCFA"),
        (12_340, "12,3 k FCFA", "12.3 k FCFA"),
        (1_000_000, "1 M FCFA", "1 M FCFA"),
        (2_345_678, "2,35 M FCFA", "2.35 M FCFA"),
        (51_000_000_000, "51 Md FCFA", "51 bn FCFA"),
        (1_234_000_000_000, f"1{NARROW}234 Md FCFA", "1,234 bn FCFA"),
        (-700_000_000, "-700 M FCFA", "-700 M FCFA"),
    ],
)
def test_amounts_take_a_unit_that_fits_and_never_break_in_two(fr, en, value, french, english):
    assert fr.money(value) == french.replace(" ", FIXED)
    assert en.money(value) == english.replace(" ", FIXED)


def test_a_french_question_keeps_its_mark_on_the_line_of_its_last_word(fr, en):
    assert fr("Qui paie quoi ?") == "Qui paie quoi\u00a0?"
    assert en("Qui peut voir et faire quoi ?") == "Who may see and do what?"


def test_an_amount_may_be_in_another_currency(fr):
    assert fr.money(450_000, "EUR") == f"450{FIXED}k{FIXED}EUR"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("2017", "2017", "2017"),
        ("2017-03", "mars 2017", "March 2017"),
        ("2017-03-08", "8 mars 2017", "8 March 2017"),
        ("2019/2021", "2019 – 2021", "2019 – 2021"),
        ("2020-01/2020-06-30", "janvier 2020 – 30 juin 2020", "January 2020 – 30 June 2020"),
        ("2026-11-22T19:06:47+00:00", "22 novembre 2026", "22 November 2026"),
        (date(2025, 8, 5), "5 août 2025", "5 August 2025"),
        (pd.Timestamp("2025-08-05"), "5 août 2025", "5 August 2025"),
        ("vers 2018", "vers 2018", "vers 2018"),
    ],
)
def test_dates_are_written_as_far_as_they_are_known(fr, en, value, french, english):
    assert fr.date(value) == french
    assert en.date(value) == english


@pytest.mark.parametrize("value", ["2024-13", "2024-02-30", "2024-00-10", "0000"])
def test_an_impossible_date_is_shown_as_it_is_written(fr, value):
    """The contracts' pattern lets it in; it must not stop the page."""
    assert fr.date(value) == value


@pytest.mark.parametrize("value", [None, math.nan, pd.NA, pd.NaT])
def test_what_is_unknown_is_a_dash_never_a_zero(fr, en, value):
    for _ in (fr, en):
        for written in (_.number(value), _.percent(value), _.money(value), _.date(value)):
            assert written == MISSING
    assert fr.date("") == MISSING


@pytest.mark.parametrize("missing", [None, "", math.nan, pd.NA])
def test_the_other_language_stands_in_for_a_missing_text(fr, en, missing):
    assert fr.pick("oui", "yes") == "oui"
    assert en.pick("oui", "yes") == "yes"
    assert fr.pick(missing, "yes") == "yes"
    assert en.pick("oui", missing) == "oui"


def test_pairs_of_columns_become_one_in_the_reader_s_language(fr, en):
    rows = pd.DataFrame(
        {"id": [1, 2], "nom_fr": ["un", "deux"], "nom_en": ["one", None], "note": ["x", "y"]}
    )
    assert fr.localise(rows).to_dict("list") == {
        "id": [1, 2],
        "note": ["x", "y"],
        "nom": ["un", "deux"],
    }
    assert en.localise(rows)["nom"].tolist() == ["one", "deux"]
    assert list(rows.columns) == ["id", "nom_fr", "nom_en", "note"]


def test_a_table_without_rows_is_localised_too(en):
    rows = pd.DataFrame({"nom_fr": [], "nom_en": []})
    assert list(en.localise(rows).columns) == ["nom"]


def test_codes_are_named_in_the_reader_s_language(en):
    rows = pd.DataFrame({"code": ["a", "b"], "nom_fr": ["un", "deux"], "nom_en": ["one", ""]})
    assert en.labels(rows) == {"a": "one", "b": "deux"}


@pytest.mark.parametrize("code", ["xx", "", "FR", "<script>", "../en"])
def test_a_language_that_is_not_ours_is_french(code):
    assert language(code) == Language("fr")


def test_our_two_languages_are_kept():
    assert [language(code).code for code in i18n.CODES] == ["fr", "en"]
    assert [language(code).locale for code in i18n.CODES] == ["fr_FR", "en_GB"]


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("fr-CI", "fr"),
        ("en-GB", "en"),
        ("EN", "en"),
        ("en_US.UTF-8", "en"),
        ("de-DE", "fr"),
        ("", "fr"),
        (None, "fr"),
    ],
)
def test_the_browser_s_language_is_taken_when_it_is_ours(locale, code):
    assert code_of_locale(locale) == code


def test_numbers_and_shares_are_written_exactly_as_babel_writes_them(fr, en):
    """Our own writing is only there to be quick: a list of a country writes tens of thousands."""
    chance = random.Random(2026)
    values = [
        0,
        -0.0,
        0.5,
        1.5,
        2.5,
        0.125,
        0.675,
        2.675,
        -0.4,
        999.5,
        1000,
        999999.995,
        1e15,
        1e-9,
    ]
    values += [chance.uniform(-limit, limit) for limit in (2, 1e6) for _rank in range(400)]
    values += [chance.randint(-(10**9), 10**9) for _rank in range(200)]
    differing = []
    for _ in (fr, en):
        sign = "\u00a0%" if _.code == "fr" else "%"
        for value in values:
            for digits in (0, 1, 2):
                pattern = "#,##0" + ("." + "#" * digits if digits else "")
                plain = numbers.format_decimal(value, format=pattern, locale=_.locale)
                share = numbers.format_percent(value, format=pattern + sign, locale=_.locale)
                if (plain, share) != (_.number(value, digits), _.percent(value, digits)):
                    differing.append((_.code, value, digits))
    assert differing == []
