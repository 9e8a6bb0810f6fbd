"""Nothing that is printed is cut, whatever the texts: sheet, brief, handout."""

import io

import pytest
from pypdf import PdfReader

from cartomut.exports.brief import brief
from cartomut.exports.fiche import fiche
from cartomut.exports.handout import handout
from cartomut.i18n import CODES, Language
from tests import printed
from tests.exports.test_brief import CONTENT
from tests.exports.test_deck import REPORT
from tests.exports.test_fiche import HOSTILE, LONG, SHEET, replace

FULL = replace(
    SHEET,
    title=LONG,
    identity=[(LONG, HOSTILE), (HOSTILE, LONG)],
    map_note=HOSTILE,
    notes=[LONG, HOSTILE],
)


@pytest.mark.skipif(printed.is_missing(), reason="poppler (pdftotext) is not installed")
def test_every_word_stands_within_the_margins_and_the_document_says_its_language_and_parts():
    for code in CODES:
        _ = Language(code)
        made = {
            "sheet": fiche(FULL, _),
            "brief": brief(CONTENT, _),
            "handout": handout(REPORT, _),
        }
        assert {name: printed.outside(data) for name, data in made.items()} == {
            name: [] for name in made
        }
        for name, data in made.items():
            root = PdfReader(io.BytesIO(data)).trailer["/Root"]
            assert str(root["/Lang"]).startswith(code), name
            assert root["/MarkInfo"]["/Marked"], name
            assert root["/StructTreeRoot"], name
            assert PdfReader(io.BytesIO(data)).outline, name
