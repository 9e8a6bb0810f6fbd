"""What a text says for a number, a year, a date or a yes; a second reader in plain Python."""

import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.queries.naive import table

SPACES = (" ", "\u00a0", "\u2009", "\u202f")
DIGITS = set("0123456789")


def read(opened, macro, *texts):
    """Read texts with a macro, in their order."""
    with opened.cursor() as cursor:
        rows = cursor.execute(
            f"select {macro} from (select unnest(?) as texte, unnest(?) as rang) order by rang",
            [list(texts), list(range(len(texts)))],
        ).fetchall()
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 234,5", 1234.5),
        ("1 234 567", 1234567),
        ("1\u202f234\u202f567,25", 1234567.25),
        ("1\u00a0234", 1234),
        ("12.0", 12),
        ("  7 ", 7),
        ("+7", 7),
        ("-0,5", -0.5),
        (",5", 0.5),
        ("5.", 5),
        ("1e3", 1000),
        ("1,5E-3", 0.0015),
        ("0007", 7),
        ("123456789012345678901234567890", 123456789012345678901234567890.0),
    ],
)
def test_a_number_is_read_as_it_is_written_in_french_or_by_a_spreadsheet(empty_store, text, number):
    assert read(empty_store, "nombre_ecrit(texte)", text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "12 34",
        "1 2345",
        "1234 567",
        "1  234",
        "45 %",
        "1e400",
        "1.234.567",
        "1,234,567",
        "١٢",
        "NaN",
        "Infinity",
        "-inf",
        "0x10",
        "1_000",
        "- 5",
        ".",
        "+",
        ",",
        "e5",
        "douze",
        "12 F",
        "5 000 FCFA",
        "1/2",
        "=1+1",
        "",
    ],
)
def test_what_is_not_surely_a_number_is_not_guessed(empty_store, text):
    assert read(empty_store, "nombre_ecrit(texte)", text) == [None]


def naive_number(text):
    """Read a number letter by letter; None when it is none."""
    rest = text.strip("".join(SPACES))
    sign = -1 if rest[:1] == "-" else 1
    rest = rest[1:] if rest[:1] in ("+", "-") else rest
    for mark in "eE":
        if mark in rest:
            rest, _mark, power = rest.partition(mark)
            bare = power[1:] if power[:1] in ("+", "-") else power
            if not (1 <= len(bare) <= 2 and set(bare) <= DIGITS):
                return None
            break
    else:
        power = "0"
    whole, _point, decimals = rest.replace(",", ".", 1).partition(".")
    if not set(decimals) <= DIGITS or not (whole or decimals):
        return None
    for space in SPACES:
        whole = whole.replace(space, " ")
    groups = whole.split(" ")
    if len(groups) > 1 and not (
        1 <= len(groups[0]) <= 3 and all(len(one) == 3 for one in groups[1:])
    ):
        return None
    if not set("".join(groups)) <= DIGITS:
        return None
    return sign * float(f"{''.join(groups) or 0}.{decimals or 0}e{power}")


written = st.builds(
    lambda sign, groups, space, rest: sign + space.join(groups) + rest,
    st.sampled_from(["", "-", "+", " "]),
    st.lists(st.integers(0, 1999).map(str), min_size=1, max_size=4),
    st.sampled_from([*SPACES, "", "  ", "."]),
    st.sampled_from(["", ",5", ".25", ".", ",", "e3", "E-12", "e123", " %", ",5,5", "\u0661"]),
)
grouped = st.builds(
    lambda number, space: f"{number:,}".replace(",", space),
    st.integers(-(10**16), 10**16),
    st.sampled_from(SPACES),
)
anything = st.text(st.sampled_from("0123456789,.+-eE \u00a0\u202f%١"), max_size=9)


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(written | grouped | anything, min_size=20, max_size=40))
def test_numbers_are_read_as_a_naive_reader_reads_them(empty_store, texts):
    assert read(empty_store, "nombre_ecrit(texte)", *texts) == [naive_number(one) for one in texts]


def test_a_whole_number_has_no_part_and_no_lost_unit(empty_store):
    texts = ("12.0", "12,5", "-0", "9007199254740991", "9007199254740992", "1e15", "1e16")
    whole = read(empty_store, "lit_entier(nombre_ecrit(texte))", *texts)
    assert whole == [12, None, 0, 9007199254740991, None, 10**15, None]


def test_a_year_has_four_digits(empty_store):
    texts = ("2024", "2 024", "2024.0", "24", "2024,5", "10000", "20240101", "an 2024")
    years = read(empty_store, "lit_annee(nombre_ecrit(texte))", *texts)
    assert years == [2024, 2024, 2024, None, None, None, None, None]


def test_a_date_is_written_year_first_or_as_in_french(empty_store):
    day = date(2024, 12, 31)
    same = ("31/12/2024", "2024-12-31", "2024-12-31T00:00:00", "2024-12-31 00:00", " 2024-12-31 ")
    assert read(empty_store, "lit_date(texte)", *same) == [day] * len(same)
    assert read(empty_store, "lit_date(texte)", "1/2/2024", "29/02/2024") == [
        date(2024, 2, 1),
        date(2024, 2, 29),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "12/31/2024",
        "2023-02-29",
        "30/02/2024",
        "31/12/24",
        "2024",
        "2024-12",
        "45657",
        "2024-12-31T08:30:00",
        "31.12.2024",
        "31 décembre 2024",
        "2024-13-01",
        "0/1/2024",
    ],
)
def test_what_is_not_surely_a_day_is_not_guessed(empty_store, text):
    assert read(empty_store, "lit_date(texte)", text) == [None]


def test_a_yes_or_a_no_is_said_in_either_language(empty_store):
    yes = ("true", "TRUE", "vrai", "Oui", "yes", "1", " oui ")
    no = ("false", "Faux", "non", "NON", "no", "0")
    assert read(empty_store, "lit_booleen(texte)", *yes) == [True] * len(yes)
    assert read(empty_store, "lit_booleen(texte)", *no) == [False] * len(no)
    assert read(empty_store, "lit_booleen(texte)", "x", "2", "peut-être", "") == [None] * 4


def test_the_marks_of_no_answer_are_known_and_nothing_else_is(empty_store):
    absent = ("", "  ", "ND", "nd", "n.d.", "N.D.", "n/d", "NA", "n/a", "NSP", "-", "–", "?", " - ")
    assert read(empty_store, "est_absent(texte)", *absent) == [True] * len(absent)
    said = ("0", "non", "NDA", "--", "n", "nap", "-1", "nXdX", "inconnu")
    assert read(empty_store, "est_absent(texte)", *said) == [False] * len(said)


def test_a_telephone_or_an_address_is_personal_and_other_figures_are_not(empty_store):
    personal = (
        "Appeler le 07 08 09 10 11",
        "0102030405",
        "+225 27-20-30-40-50",
        "225.05.06.07.08.09",
        "+33 (0)6 12 34 56 78",
        "+33612345678",
        "ecrire à awa.kone@exemple.ci",
    )
    assert read(empty_store, "est_personnel(texte)", *personal) == [True] * len(personal)
    other = (
        "1 234 567 890",
        "2024-12-31",
        "25 000 000 FCFA",
        "@mutuelle",
        "12 34",
        "0809101112345",
        "+12 345 678 FCFA",
    )
    assert read(empty_store, "est_personnel(texte)", *other) == [False] * len(other)


def test_another_currency_is_seen_and_the_franc_is_not_another(empty_store):
    other = ("1 000 €", "$50", "100 EUR", "300 dollars", "12 euros", "5 USD")
    assert read(empty_store, "est_autre_monnaie(texte)", *other) == [True] * len(other)
    ours = ("5 000 FCFA", "5 000 F", "XOF 300", "europe", "1000")
    assert read(empty_store, "est_autre_monnaie(texte)", *ours)[:3] == [False] * 3


def test_the_name_of_a_territory_is_the_same_with_or_without_what_it_is(empty_store):
    texts = (
        "Région de la Mé",
        "La Mé",
        "Région La Mé",
        "N'Zi",
        "Région du N’Zi",
        "District Autonome d'Abidjan",
        "région de l'Iffou",
        "Lôh-Djiboua",
        "REGION DES GRANDS-PONTS",
        "Région Gbêkê",
        "Lacs",
        "Denguélé",
        "Duékoué",
        "Districtville",
    )
    assert read(empty_store, "nom_territoire(texte)", *texts) == [
        "me",
        "me",
        "me",
        "nzi",
        "nzi",
        "abidjan",
        "iffou",
        "lohdjiboua",
        "grandsponts",
        "gbeke",
        "lacs",
        "denguele",
        "duekoue",
        "districtville",
    ]


def test_names_that_differ_by_accents_signs_and_capitals_are_one(empty_store):
    texts = (
        "Œuvre  Sanitaire",
        "oeuvre-sanitaire",
        unicodedata.normalize("NFD", "Œuvré sanitaire"),
    )
    assert len(set(read(empty_store, "nom_simple(texte)", *texts))) == 1


def test_no_two_territories_of_a_level_share_a_name_once_it_is_shortened(empty_store):
    for level in ("region", "district"):
        names = [row["nom"] for row in table(level)]
        short = read(empty_store, "nom_territoire(texte)", *names)
        assert len(set(short)) == len(names)
        assert "" not in short
