"""One file of our own against its contract: what is refused, what is read, what is at the limit."""

import codecs

import pytest

from cartomut.contracts import contracts
from cartomut.findings import COLUMNS, CONSTRAINT, REQUIRED, TYPE, blocking
from cartomut.sources.tables import read_tables

HEADER = "devise,date,fcfa_par_unite,est_fixe,source_id\n"
EURO = "EUR,1999-01-01,655.957,true,src_parite\n"
SOURCE = "source_id,titre,editeur,type_source,date_publication,url,page,licence,consulte_le,"
SOURCE += (
    "note_fr,note_en\nsrc_parite,Parité,,page_web,,,,,,,\nsrc_parité,Parité,,page_web,,,,,,,\n"
)


@pytest.fixture
def check_text(tmp_path, load_rows):
    """Load a file of exchange rates written byte for byte; return the findings and the rows."""

    def check(content):
        folder = tmp_path / "own"
        folder.mkdir(exist_ok=True)
        (folder / "source.csv").write_text(SOURCE, encoding="utf-8")
        path = folder / "taux_change.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        incoming, faults = read_tables([folder], contracts())
        loaded = load_rows(*incoming, aside=False)
        rows = loaded.rows("select devise, date, fcfa_par_unite, est_fixe from taux_change")
        return [*faults, *loaded.done.findings], rows

    return check


def places(findings):
    return [(finding.rule, finding.line, finding.column) for finding in findings]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param((HEADER + EURO).encode(), id="plain"),
        pytest.param(codecs.BOM_UTF8 + (HEADER + EURO).encode(), id="signature"),
        pytest.param((HEADER + EURO).replace("\n", "\r\n").encode(), id="windows"),
        pytest.param((HEADER + EURO).rstrip("\n").encode(), id="no-last-newline"),
        pytest.param((HEADER + EURO.replace("src_parite", '"src_parité"')).encode(), id="quoted"),
        pytest.param((HEADER + EURO).encode("utf-16"), id="utf-16"),
        pytest.param((HEADER + EURO).replace(",", ";").encode(), id="semicolons"),
    ],
)
def test_a_file_saved_by_a_spreadsheet_is_read_and_loaded(check_text, content):
    findings, rows = check_text(content)
    assert blocking(findings) == []
    assert [(row[0], str(row[1]), row[2], row[3]) for row in rows] == [
        ("EUR", "1999-01-01", 655.957, True)
    ]


def test_a_file_with_a_header_only_has_no_fault_and_no_row(check_text):
    assert check_text(HEADER) == ([], [])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe\x00\x01\x02", id="binary"),
        pytest.param(b"\0" * 40, id="nuls"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_its_name(check_text, content):
    findings, rows = check_text(content)
    assert rows == []
    assert {finding.file for finding in blocking(findings)} == {"taux_change.csv"}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        pytest.param("devise,date,fcfa_par_unite,est_fixe\n", "- source_id", id="missing"),
        pytest.param(HEADER.replace("date", "jour"), "- date, + jour", id="unknown"),
        pytest.param(HEADER.replace("\n", ",note\n"), "+ note", id="one-more"),
    ],
)
def test_other_columns_than_the_contract_s_reject_the_file(check_text, header, said):
    (finding,) = [one for one in check_text(header + EURO)[0] if one.rule is COLUMNS]
    assert (finding.file, finding.line, finding.value) == ("taux_change.csv", 1, said)
    assert finding.blocks


def test_columns_in_another_order_are_read_by_their_names(check_text):
    findings, rows = check_text(
        "date,devise,est_fixe,source_id,fcfa_par_unite\n1999-01-01,EUR,true,src_parite,655.957\n"
    )
    assert findings == []
    assert (rows[0][0], rows[0][2]) == ("EUR", 655.957)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("EUR,1999-01-01,655.957,true\n", id="one-too-few"),
        pytest.param("EUR,1999-01-01,655.957,true,src_parite,x\n", id="one-too-many"),
        pytest.param("EUR,1999-01-01,655,957,true,src_parite\n", id="decimal-comma"),
    ],
)
def test_a_row_with_another_number_of_cells_is_named_by_its_line(check_text, row):
    findings, _rows = check_text(HEADER + EURO + row + EURO.replace("1999", "2000"))
    assert {finding.line for finding in blocking(findings)} == {3}


def test_a_comma_inside_quotes_makes_no_further_cell(check_text):
    findings, rows = check_text(HEADER + EURO.replace("655.957", '"655,957"'))
    assert findings == []
    assert rows[0][2] == 655.957


def test_all_faults_of_a_file_are_found_at_once_each_with_its_place(check_text):
    text = (
        HEADER
        + EURO.replace("EUR", "euro")
        + EURO.replace("1999-01-01", "hier").replace("true", "")
    )
    findings, _rows = check_text(text)
    assert sorted(places(findings), key=str) == sorted(
        [(CONSTRAINT, 2, "devise"), (TYPE, 3, "date"), (REQUIRED, 3, "est_fixe")], key=str
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="unreadable"),
        pytest.param(HEADER.replace("date", "jour"), id="columns"),
        pytest.param(HEADER + "EUR,1999-01-01,655.957,true,src_parite,x\n", id="cells"),
        pytest.param(HEADER + EURO.replace("1999-01-01", "hier"), id="type"),
        pytest.param(HEADER + EURO.replace("EUR", "euro"), id="constraint"),
        pytest.param(HEADER + EURO.replace("src_parite", ""), id="required"),
        pytest.param(HEADER + EURO * 2, id="key"),
        pytest.param(HEADER + EURO.replace("src_parite", "nulle_part"), id="reference"),
    ],
)
def test_a_finding_reads_in_both_languages_and_says_where_and_what(check_text, fr, en, content):
    findings = check_text(content)[0]
    assert blocking(findings)
    for finding in findings:
        french, english = finding.text(fr), finding.text(en)
        assert french != english
        for text in (french, english):
            assert text.startswith(f"[{finding.rule.code}] taux_change.csv")
            assert str(finding.line or "") in text
            assert finding.column in text
            assert finding.value in text
            assert not {"{", "}"} & set(text.replace("[A-Z]{3}", ""))  # the pattern expected
            assert "()" not in text
            assert "None" not in text


def test_a_value_with_braces_is_shown_as_it_is(check_text, fr, en):
    values = ["{nom}", "{", "}", "{0}", "%s", "{valeur.__class__}"]
    rows = [EURO.replace("655.957", value) for value in values]
    findings = check_text(HEADER + "".join(rows))[0]
    assert [finding.value for finding in findings] == values
    for finding in findings:
        assert f"« {finding.value} »" in finding.text(fr)
        assert finding.value in finding.text(en)
