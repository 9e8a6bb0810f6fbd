"""docs/securite.md names each level 2 requirement of OWASP ASVS 4.0.3 once, with its state."""

import re
from collections import Counter

from cartomut.paths import ROOT

# How many requirements each section has, and those of them that are not of level 2 or were deleted.
SECTIONS = {
    "1.1": 7, "1.2": 4, "1.4": 5, "1.5": 4, "1.6": 4, "1.7": 2, "1.8": 2, "1.9": 2, "1.10": 1,
    "1.11": 3, "1.12": 2, "1.14": 6,
    "2.1": 12, "2.2": 7, "2.3": 3, "2.4": 6, "2.5": 7, "2.6": 3, "2.7": 6, "2.8": 7, "2.9": 3,
    "2.10": 4,
    "3.1": 1, "3.2": 4, "3.3": 4, "3.4": 5, "3.5": 3, "3.6": 2, "3.7": 1,
    "4.1": 5, "4.2": 2, "4.3": 3,
    "5.1": 5, "5.2": 8, "5.3": 10, "5.4": 3, "5.5": 4,
    "6.1": 3, "6.2": 8, "6.3": 3, "6.4": 2,
    "7.1": 4, "7.2": 2, "7.3": 4, "7.4": 3,
    "8.1": 6, "8.2": 3, "8.3": 8,
    "9.1": 3, "9.2": 5,
    "10.1": 1, "10.2": 6, "10.3": 3,
    "11.1": 8,
    "12.1": 3, "12.2": 1, "12.3": 6, "12.4": 2, "12.5": 2, "12.6": 1,
    "13.1": 5, "13.2": 6, "13.3": 2, "13.4": 2,
    "14.1": 5, "14.2": 6, "14.3": 3, "14.4": 7, "14.5": 4,
}  # fmt: skip
OTHERS = {
    "1.4.2", "1.4.3", "1.11.3", "1.12.1", "2.2.4", "2.2.5", "2.2.6", "2.2.7",
    "3.6.1", "3.6.2", "4.1.4", "6.2.7", "6.2.8", "6.3.3", "7.3.2", "8.1.5",
    "8.1.6", "9.2.5", "10.1.1", "10.2.3", "10.2.4", "10.2.5", "10.2.6", "13.1.2",
    "13.2.4", "14.1.5", "14.3.1",
}  # fmt: skip
STATES = {"fait", "fait, par nginx", "en partie", "non", "sans objet"}
RANGE = re.compile(r"(\d+\.\d+)\.(\d+)(?: à \1\.(\d+))?")


def test_every_level_2_requirement_is_named_once_with_its_state():
    text = (ROOT / "docs" / "securite.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if re.match(r"\| \d+\.\d+\.\d", line)]
    named = Counter(
        f"{section}.{number}"
        for row in rows
        for section, first, last in RANGE.findall(row[1])
        for number in range(int(first), int(last or first) + 1)
    )
    wanted = {f"{one}.{rank}" for one, most in SECTIONS.items() for rank in range(1, most + 1)}
    wanted -= OTHERS
    assert named.keys() - wanted == set()
    assert wanted - named.keys() == set()
    assert [name for name, times in named.items() if times > 1] == []
    assert {row[2].strip() for row in rows} <= STATES
    assert all(row[3].strip() for row in rows)


def test_the_files_that_the_tables_name_are_there():
    text = (ROOT / "docs" / "securite.md").read_text(encoding="utf-8")
    named = re.findall(
        r"`((?:cartomut|tests|deploy|docs|data|queries|\.streamlit)/[\w./-]+)`", text
    )
    assert len(named) > 40
    assert sorted({one for one in named if not (ROOT / one).exists()}) == []
