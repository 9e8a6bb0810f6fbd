"""One file against its contract: each kind of fault, and the file at the limit that has none."""

import codecs

import pytest

from cartomut.checks import (
    CELLS,
    COLUMNS,
    CONSTRAINT,
    REQUIRED,
    TYPE,
    UNREADABLE,
    check_file,
)
from cartomut.contracts import contracts
from cartomut.sources.tables import load_table

HEADER = "devise,date,fcfa_par_unite,est_fixe,source_id\n"
EURO = "EUR,1999-01-01,655.957,true,parite\n"
CENTRE = {
    "centre_id": "c1",
    "nom": "Centre",
    "statut_operationnel": "ouvert",
    "source_id": "s",
    "nature": "publie",
}


@pytest.fixture
def check_text(tmp_path):
    """Check a file of exchange rates written byte for byte."""

    def check(content):
        path = tmp_path / "taux_change.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return check_file(contracts()["taux_change"], path)

    return check


@pytest.fixture
def check_rows(write_csv):
    """Check a file of health centres: each row is a good one with some cells changed."""

    def check(*rows):
        path = write_csv("centre", *({**CENTRE, **row} for row in rows))
        return check_file(contracts()["centre"], path)

    return check


def places(findings):
    return [(finding.rule, finding.line, finding.column) for finding in findings]


def test_a_good_file_has_no_fault(check_text, check_rows):
    assert check_text(HEADER + EURO) == []
    assert check_text(HEADER) == []
    assert check_rows({}) == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param((HEADER + EURO.replace("parite", "parité")).encode("latin-1"), id="latin-1"),
        pytest.param((HEADER + EURO).encode("utf-16"), id="utf-16"),
        pytest.param(b"\xff\xfe\x00\x01\x02", id="binary"),
    ],
)
def test_a_file_that_is_no_utf_8_text_is_unreadable(check_text, content):
    findings = check_text(content)
    assert {finding.rule for finding in findings} == {UNREADABLE}
    assert findings[0].file == "taux_change.csv"
    assert findings[0].value


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(codecs.BOM_UTF8 + (HEADER + EURO).encode(), id="signature"),
        pytest.param((HEADER + EURO).replace("\n", "\r\n").encode(), id="windows"),
        pytest.param((HEADER + EURO).rstrip("\n").encode(), id="no-last-newline"),
        pytest.param((HEADER + EURO.replace("parite", '"parité"')).encode(), id="quoted"),
    ],
)
def test_a_file_saved_by_a_spreadsheet_is_read_and_loaded(check_text, store, tmp_path, content):
    assert check_text(content) == []
    path = tmp_path / "taux_change.csv"
    assert load_table(store.connection, contracts()["taux_change"], path) == 1
    row = store.connection.execute("select devise, fcfa_par_unite from taux_change").fetchone()
    assert row == ("EUR", 655.957)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        pytest.param("devise,date,fcfa_par_unite,est_fixe\n", "source_id", id="missing"),
        pytest.param(HEADER.replace("date", "jour"), "date", id="unknown"),
        pytest.param(HEADER.replace("devise,date", "date,devise"), "devise", id="swapped"),
        pytest.param(HEADER.replace("date", "devise"), "date", id="twice"),
    ],
)
def test_other_columns_than_the_contract_s_reject_the_file(check_text, header, column):
    findings = [finding for finding in check_text(header) if finding.rule is COLUMNS]
    assert column in {finding.column for finding in findings}
    assert all(finding.file == "taux_change.csv" for finding in findings)
    assert all(finding.blocks for finding in findings)


def test_a_column_of_the_loader_may_not_come_in_the_file(tmp_path):
    """``ligne`` is filled on loading; a file that brings its own would be read one column off."""
    names = [field.name for field in contracts()["convention"].fields]
    path = tmp_path / "convention.csv"
    path.write_text(",".join(names) + "\n", encoding="utf-8")
    assert "ligne" in names
    assert {finding.rule for finding in check_file(contracts()["convention"], path)} == {COLUMNS}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("EUR,1999-01-01,655.957,true\n", id="one-too-few"),
        pytest.param("EUR,1999-01-01,655.957,true,parite,x\n", id="one-too-many"),
        pytest.param("EUR,1999-01-01,655,957,true,parite\n", id="decimal-comma"),
        pytest.param("\n", id="blank"),
        pytest.param(",,,,\n", id="only-commas"),
    ],
)
def test_a_row_with_another_number_of_cells_is_named_by_its_line(check_text, row):
    findings = check_text(HEADER + EURO + row + EURO.replace("1999", "2000"))
    cells = [finding for finding in findings if finding.rule is CELLS]
    assert {finding.line for finding in cells} == {3}
    assert {finding.line for finding in findings} == {3}


def test_a_comma_inside_quotes_makes_no_further_cell(check_text):
    assert check_text(HEADER + EURO.replace("parite", '"parite, fixe"')) == []


@pytest.mark.parametrize(
    ("column", "wrong", "right"),
    [
        ("nb_lits", "1.0", "1"),
        ("nb_lits", "douze", "12"),
        ("nb_lits", "1 200", "1200"),
        ("nb_lits", "99999999999999999999", "9223372036854775807"),
        ("nb_lits", "١٢", "12"),
        ("latitude", "5,3", "5.3"),
        ("latitude", "INF", "5"),
        ("latitude", "NaN", "5"),
        ("est_ouvert_public", "oui", "true"),
        ("est_ouvert_public", "1", "false"),
    ],
)
def test_a_value_of_another_type_is_found_and_the_right_one_is_loaded(
    check_rows, store, tmp_path, column, wrong, right
):
    findings = check_rows({}, {column: wrong})
    assert {(one.line, one.column, one.value) for one in findings} == {(3, column, wrong)}
    assert {one.rule for one in findings} <= {TYPE, CONSTRAINT}
    assert check_rows({}, {column: right}) == []
    load_table(store.connection, contracts()["centre"], tmp_path / "centre.csv")
    kept = store.connection.execute(f"select {column} from centre order by ligne").fetchall()
    assert kept[0] == (None,)
    assert str(kept[1][0]).lower().removesuffix(".0") == right


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("1999-02-30", "1999-02-28"), ("01/02/1999", "1999-02-01"), ("1999", "1999-12-31")],
)
def test_a_date_is_a_real_day_written_year_first(check_text, wrong, right):
    findings = check_text(HEADER + EURO.replace("1999-01-01", wrong))
    assert places(findings) == [(TYPE, 2, "date")]
    assert findings[0].value == wrong
    assert check_text(HEADER + EURO.replace("1999-01-01", right)) == []


@pytest.mark.parametrize(
    ("column", "wrong", "right"),
    [
        ("latitude", "10.81", "10.8"),
        ("latitude", "4.09", "4.1"),
        ("longitude", "-8.71", "-8.7"),
        ("nb_lits", "-1", "0"),
        ("date_ouverture", "août 2025", "2025-08"),
        ("date_ouverture", "2025-8", "2025-08-05"),
    ],
)
def test_a_value_beyond_the_limit_is_found_and_the_limit_itself_is_not(
    check_rows, column, wrong, right
):
    findings = check_rows({column: wrong})
    assert places(findings) == [(CONSTRAINT, 2, column)]
    assert findings[0].value == wrong
    assert check_rows({column: right}) == []


@pytest.mark.parametrize("column", ["centre_id", "nom", "statut_operationnel", "source_id"])
def test_an_empty_cell_is_a_fault_where_the_value_is_required(check_rows, column):
    findings = check_rows({column: ""})
    assert places(findings) == [(REQUIRED, 2, column)]
    assert findings[0].value == ""


def test_an_empty_cell_is_unknown_where_it_is_not_required(check_rows):
    optional = {field.name: "" for field in contracts()["centre"].fields if not field.required}
    del optional["ligne"]
    assert check_rows(optional) == []


def test_all_faults_of_a_file_are_found_at_once(check_rows):
    findings = check_rows({"latitude": "99"}, {}, {"nb_lits": "x", "nom": ""})
    assert {(one.line, one.column) for one in findings} == {
        (2, "latitude"),
        (4, "nb_lits"),
        (4, "nom"),
    }


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="unreadable"),
        pytest.param(HEADER.replace("date", "jour"), id="columns"),
        pytest.param(HEADER + "EUR,1999-01-01,655.957,true\n", id="cells"),
        pytest.param(HEADER + EURO.replace("1999-01-01", "hier"), id="type"),
        pytest.param(HEADER + EURO.replace("EUR", "euro"), id="constraint"),
        pytest.param(HEADER + EURO.replace("parite", ""), id="required"),
    ],
)
def test_a_finding_reads_in_both_languages_and_says_where_and_what(check_text, fr, en, content):
    for finding in check_text(content):
        french, english = finding.text(fr), finding.text(en)
        assert french != english
        for text in (french, english):
            assert text.startswith(f"[{finding.rule.code}] taux_change.csv")
            assert str(finding.line or "") in text
            assert finding.column in text
            assert finding.value in text
            assert "()" not in text
            assert "None" not in text
        # What was expected is said in the reader's words, not in the library's.
        assert "constraint" not in french
        assert "type is" not in french


@pytest.mark.parametrize("value", ["{nom}", "{", "}", "{0}", "%s", "{valeur.__class__}"])
def test_a_value_with_braces_is_shown_as_it_is(check_rows, fr, value):
    (finding,) = check_rows({"nb_lits": value})
    assert f"« {value} »" in finding.text(fr)
