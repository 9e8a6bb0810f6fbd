"""Whatever is brought, reading it ends in tables and clear messages, never in an exception."""

import dataclasses
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartomut.findings import REJECT, WARNING, Finding
from cartomut.i18n import language
from cartomut.sources import faults
from cartomut.sources.faults import Faults
from cartomut.sources.limits import Limits, limits
from cartomut.sources.reading import read
from tests.sources.bad_files import ROWS, archive, text_file, workbook

FEW = settings(
    max_examples=40, deadline=5000, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CSV = "Nom;Ville;Membres\r\n" + "".join(f'"Mutuelle {n}";"Bouaké";{n},5\r\n' for n in range(40))


def check(reading):
    """Every finding can be said, and every sheet read to its end."""
    for finding in reading.findings:
        for code in ("fr", "en"):
            assert finding.rule.code in finding.text(language(code))
    for sheet in reading.sheets:
        for line, cells in sheet.rows():
            assert line > sheet.header_line
            assert len(cells) == len(sheet.columns)
    assert reading.sheets or any(one.rule.level == REJECT for one in reading.findings)


def test_several_files_are_read_together_and_each_fault_names_its_file(tmp_path):
    good = workbook(tmp_path / "a.xlsx")
    bad = text_file(tmp_path / "b.xlsx", b"%PDF-1.4")
    reading = read([bad, good, tmp_path / "c.csv"])
    assert [sheet.file for sheet in reading.sheets] == ["a.xlsx"]
    assert [(one.rule, one.file) for one in reading.findings] == [
        (faults.FORMAT, "b.xlsx"),
        (faults.MISSING, "c.csv"),
    ]


def test_an_odk_archive_gives_one_sheet_per_csv(tmp_path):
    files = {"etude.csv": "KEY,nom\nu1,A\n", "sous/etude-centres.csv": "PARENT_KEY,nom\nu1,B\n"}
    reading = read([archive(tmp_path / "etude.zip", files)])
    assert [(one.file, one.name, one.path) for one in reading.sheets] == [
        ("etude.zip", "etude", None),
        ("etude.zip", "etude-centres", None),
    ]
    assert list(reading.sheets[1].rows()) == [(2, ("u1", "B"))]
    assert reading.findings == []


def test_a_workbook_without_any_table_is_rejected(tmp_path):
    reading = read([workbook(tmp_path / "a.xlsx", [["Bonjour"]], [])])
    assert [one.rule for one in reading.findings] == [faults.NO_HEADER, faults.NO_TABLE]


def test_findings_over_the_limit_are_counted_once(tmp_path):
    path = text_file(tmp_path / "a.csv", "nom,ville\n" + "x\n" * 9)
    findings = read([path], dataclasses.replace(limits(), constats=4)).findings
    assert [one.rule for one in findings] == [faults.BROKEN_LINE] * 4 + [faults.MORE]
    assert findings[-1].fields == {"regle": "I-31", "trouve": 9, "limite": 4}


def test_the_cells_of_all_files_share_one_limit(tmp_path):
    paths = [workbook(tmp_path / name) for name in ("a.xlsx", "b.xlsx")]
    reading = read(paths, dataclasses.replace(limits(), cellules=11))
    assert [sheet.file for sheet in reading.sheets] == ["a.xlsx"]
    assert [(one.rule, one.file) for one in reading.findings] == [(faults.ALL_CELLS, "b.xlsx")]


def test_the_limits_are_those_of_the_configuration(tmp_path):
    values = {field.name: index for index, field in enumerate(dataclasses.fields(Limits), 1)}
    path = tmp_path / "limites.toml"
    path.write_text("\n".join(f"{key} = {value}" for key, value in values.items()))
    assert limits(path) == Limits(**values)
    assert all(value > 0 for value in dataclasses.asdict(limits()).values())


def test_a_long_value_is_cut_in_a_message():
    found = Faults(10)
    found.add(faults.TOTAL, "a.csv", 3, value="x" * 500)
    assert found.listed()[0].value == "x" * 79 + "…"


def test_codes_differ_and_levels_are_known():
    codes = [rule.code for rule in faults.RULES]
    assert codes == [f"I-{number}" for number in range(1, len(codes) + 1)]
    assert {rule.level for rule in faults.RULES} == {REJECT, faults.ERROR, WARNING}


@pytest.mark.parametrize("rule", faults.RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_message_is_whole_in_both_languages(rule, code):
    names = re.findall(r"{(\w+)}", rule.message)
    fields = {name: (faults.NO_TABLE.message, "") for name in names if name != "valeur"}
    text = Finding(rule, "a.csv", 2, "Nom", "valeur lue", fields, "F").text(language(code))
    assert not re.search("[{}]", text)
    assert text.startswith(f"[{rule.code}] a.csv")


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A workbook, a CSV and an archive without fault, by extension."""
    folder = tmp_path_factory.mktemp("good")
    rows = [*ROWS, *([f"Mutuelle {n}", "Man", n] for n in range(30))]
    files = {"a.csv": CSV, "b.csv": "KEY,nom\n1,A\n"}
    paths = (
        workbook(folder / "a.xlsx", rows, rows),
        text_file(folder / "a.csv", CSV),
        archive(folder / "a.zip", files),
    )
    return {path.suffix: path for path in paths}


def attempt(folder: Path, content: bytes, suffix: str) -> None:
    path = text_file(folder / f"mutant{suffix}", content)
    start = time.monotonic()
    check(read([path]))
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".zip"])
@FEW
@given(data=st.data())
def test_flipped_cut_and_inserted_bytes_always_end_in_a_report(tmp_path, good, suffix, data):
    content = bytearray(good[suffix].read_bytes())
    for _number in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        action = data.draw(st.sampled_from(("flip", "cut", "insert")))
        if action == "flip":
            content[place] ^= data.draw(st.integers(1, 255))
        elif action == "insert":
            content[place:place] = data.draw(st.binary(min_size=1, max_size=40))
        elif place > 8:
            del content[place : place + data.draw(st.integers(1, 400))]
    attempt(tmp_path, bytes(content), suffix)


@FEW
@given(
    cells=st.lists(
        st.lists(st.text(alphabet='ab1;,"\n\r\t\u202e\u200b\x07é #', max_size=6), max_size=5),
        max_size=8,
    ),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252")),
)
def test_any_text_ends_in_a_report(tmp_path, cells, separator, encoding):
    text = "Nom;Ville\n".replace(";", separator) + "\n".join(separator.join(row) for row in cells)
    attempt(tmp_path, text.encode(encoding, "replace"), ".csv")


@FEW
@given(
    xml=st.lists(
        st.sampled_from(
            (
                '<row r="2">',
                "</row>",
                "<row>",
                '<c r="A2">',
                '<c r="ZZZ9999999" t="e">',
                '<c t="s">',
                "</c>",
                "<v>1</v>",
                "<v>1e999</v>",
                '<c r="B3" t="b"><v>x</v></c>',
                '<c r="C3" s="9"><v>99999999</v></c>',
                "<f>1/0</f>",
                "<is><t>x</t></is>",
            )
        ),
        max_size=14,
    )
)
def test_any_worksheet_xml_ends_in_a_report(tmp_path, xml):
    from tests.sources.bad_files import HEADER, raw_workbook

    path = raw_workbook(tmp_path / "a.xlsx", HEADER + "".join(xml))
    check(read([path]))


@FEW
@given(extra=st.lists(st.sampled_from(["Nom", "Ville", "", "Total", "#adm1", "x"]), max_size=6))
def test_duplicated_and_blank_columns_end_in_a_report(tmp_path, extra):
    values = [str(number) for number, _header in enumerate(extra)]
    rows = [[*ROWS[0], *extra], *([*row, *values] for row in ROWS[1:])]
    path = workbook(tmp_path / "a.xlsx", rows)
    check(read([path]))
