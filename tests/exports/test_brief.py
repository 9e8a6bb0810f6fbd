"""The monthly brief: every text of it is printed, as text, whole, in both languages."""

import io
import re
from dataclasses import replace

from pypdf import PdfReader

from cartomut.charts.etincelles import Point
from cartomut.exports.brief import Brief, Group, Line, brief, trend
from cartomut.exports.fiche import Document
from cartomut.i18n import CODES, Language
from tests.exports.test_fiche import FRENCH, HOSTILE, LONG

POINTS = [
    Point(2020, "2020", 1.0, "1"),
    Point(2021, "2021", None, "–"),
    Point(2022, "2022", 2.0, "2"),
    Point(2023, "2023", 2.0, "2", is_partial=True),
]
LINE = Line(HOSTILE, FRENCH, "2025", LONG, HOSTILE, FRENCH, "[1]", trend(POINTS), HOSTILE)
CONTENT = Brief(
    title=HOSTILE,
    kind=HOSTILE,
    mark=FRENCH,
    edition=HOSTILE,
    address="javascript:alert(1)",
    sentence=LONG,
    figures=[LINE],
    groups=[
        Group(HOSTILE, [([HOSTILE, LONG], FRENCH), ([], HOSTILE)], more=FRENCH),
        Group(LONG, [([f"Projet {rank}"], f"Raison {rank}") for rank in range(300)]),
    ],
    tasks=[(HOSTILE, LONG)],
    notes=[HOSTILE],
    documents=[Document(HOSTILE, FRENCH, "https://example.org/a?b=1")],
)


def squeezed(text):
    return re.sub(r"[\s\u200b]+", "", text)


def test_hostile_long_and_many_texts_are_printed_whole_in_both_languages():
    missing = []
    for code in CODES:
        pages = PdfReader(io.BytesIO(brief(CONTENT, Language(code)))).pages
        text = squeezed("\n".join(page.extract_text() for page in pages))
        wanted = [HOSTILE, LONG, FRENCH, CONTENT.address, "https://example.org/a?b=1"]
        wanted += [f"Projet {rank}" for rank in range(300)] + [
            f"Raison {rank}" for rank in range(300)
        ]
        missing += [(code, one) for one in wanted if squeezed(one) not in text]
        links = [
            one.get_object()["/A"].get("/URI")
            for page in pages
            for one in page.get("/Annots") or []
            if "/A" in one.get_object()
        ]
        assert {link for link in links if link} == {"https://example.org/a?b=1"}
    assert missing == []


def test_an_empty_brief_says_that_it_is():
    empty = replace(CONTENT, figures=[], groups=[], tasks=[], documents=[], notes=[])
    said = replace(
        empty, no_figure="Rien de connu", no_group="Rien n'attend", no_task="Rien à faire"
    )
    text = PdfReader(io.BytesIO(brief(said, Language("fr")))).pages[0].extract_text()
    for words in ("Rien de connu", "Rien n’attend", "Rien à faire", "Aucune source n’est citée."):
        assert squeezed(words) in squeezed(text.replace("'", "’")), words


def test_a_trend_breaks_where_nothing_is_known_and_hollows_what_is_not_whole():
    drawn = trend(POINTS)
    assert drawn.count("<path") == 1  # from 2022 to 2023 only
    assert drawn.count("<circle") == 3
    assert drawn.count('fill="#ffffff"') == 1
    assert trend(POINTS[:2]) == ""
