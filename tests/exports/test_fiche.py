"""The fact sheet: every text of it is printed, as text, whole, in both languages."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from cartomut.exports.fiche import (
    STATES,
    Document,
    Figure,
    Service,
    Sheet,
    Statement,
    Subject,
    fiche,
    legend,
    pages,
)
from cartomut.exports.locator import locator
from cartomut.i18n import Language

SQUARE = '{"type": "Polygon", "coordinates": [[[-6, 6], [-5, 6], [-5, 7], [-6, 7], [-6, 6]]]}'
ISLANDS = (
    '{"type": "MultiPolygon", "coordinates": [[[[-4, 8], [-3, 8], [-3, 9], [-4, 8]]],'
    " [[[-8, 5], [-7, 5], [-7, 6], [-8, 5]]]]}"
)
MAP = locator({"gbeke": SQUARE, "iles": ISLANDS}, {"gbeke"}, (6.5, -5.5))
HOSTILE = (
    '#panic("non") $x^2$ *gras* _it_ `code` <img src=x onerror=alert(1)> [a](b) @ref '
    "#sys.inputs \\u{41} // fin {{sheet}} <label> = titre - liste"
)
FRENCH = "Cœur d’Œuvre à Bouaké « 1\u202f234\u202f567 FCFA » – été, ÿ, Noël…"
LONG = "Mutuelle" + "abcdefghij" * 40
SHEET = Sheet(
    title="Mutuelle Démo Karité",
    kind="Mutuelle sociale",
    mark="DÉMONSTRATION – organismes et chiffres inventés",
    edition="édition du 3 mai 2026, imprimé le 4 mai 2026",
    address="http://localhost:8501/mutuelles?fiche=organisme:md_karite&lang=fr",
    identity=[("Siège", "Bouaké"), ("Création", "n. d.")],
    map=MAP,
    map_note="Précision du point : commune.",
)


def reader(sheet: Sheet, _: Language) -> PdfReader:
    return PdfReader(io.BytesIO(fiche(sheet, _)))


def printed(sheet: Sheet, _: Language) -> list[str]:
    """Return the text of each page, with nothing left of the breaks of lines and words."""
    return [solid(page.extract_text()) for page in reader(sheet, _).pages]


def solid(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def test_hostile_names_french_signs_and_very_long_words_are_printed_whole_as_text(fr):
    texts = [HOSTILE, FRENCH, LONG]
    sheet = replace(
        SHEET,
        title=" ".join(texts),
        kind=HOSTILE,
        identity=[(text, text) for text in texts],
        figures=[Figure(*[text] * 7) for text in texts],
        no_figure=HOSTILE,
        notes=texts,
        services=[Service(text, "unasked") for text in texts],
        subjects=[Subject(text, [Statement(*[text] * 4)], text) for text in texts],
        documents=[Document(text, text, "https://example.org/" + LONG) for text in texts],
        address="https://example.org/?x=" + LONG,
        map_note=HOSTILE,
    )
    whole = "".join(printed(sheet, fr))
    counts = {text[:12]: whole.count(solid(text)) for text in texts}
    assert min(counts.values()) >= 10, counts
    assert whole.count(solid("https://example.org/" + LONG)) == 3


def test_every_page_bears_the_datasets_mark_the_edition_and_its_number(fr, en):
    rows = [Figure(f"Chiffre {rank}", "1") for rank in range(90)]
    for _ in (fr, en):
        found = printed(replace(SHEET, figures=rows), _)
        assert len(found) >= 2
        for number, text in enumerate(found, start=1):
            assert solid(SHEET.mark) in text
            assert solid(SHEET.edition) in text
            assert solid(_("page {} sur {}").format(number, len(found))) in text
    assert "Chiffre89" in "".join(found)


def test_a_sheet_of_few_things_is_one_page_and_says_what_is_not_there(fr):
    sheet = replace(SHEET, no_figure="Aucun chiffre n'a été donné.")
    assert len(printed(sheet, fr)) == 1
    text = printed(sheet, fr)[0]
    for wanted in ("Aucunchiffren'aétédonné.", "n.d.", "Aucunesourcen'estcitée."):
        assert wanted in text
    assert "Services" not in text


def test_the_three_states_of_a_service_are_said_in_words_and_no_fourth_exists(fr, en):
    services = [Service(f"Service {state}", state) for state in STATES]
    for _ in (fr, en):
        text = printed(replace(SHEET, services=services), _)[0]
        assert all(solid(words) in text for words in legend(_).values())
        assert len(set(legend(_).values())) == len(STATES)
    with pytest.raises(ValueError, match="perhaps"):
        fiche(replace(SHEET, services=[Service("x", "perhaps")]), fr)


def test_statements_that_differ_stand_side_by_side_and_the_one_not_kept_is_marked(fr):
    subject = Subject(
        "Adhérents",
        [
            Statement("La page A le dit.", "12 000", "(2020)", "[1]"),
            Statement("La page B le dit.", "14 000", "(2021)", "[2]", is_kept=False),
        ],
        "des sources diffèrent",
    )
    tops: dict[str, float] = {}

    def note(text, _cm, matrix, _font, _size):
        if "page" in text:
            tops[text.strip()] = matrix[5]

    made = reader(replace(SHEET, subjects=[subject]), fr)
    text = made.pages[0].extract_text(visitor_text=note)
    assert len(set(tops.values())) < len(tops)
    assert text.count("valeur non retenue") == 1
    assert "des sources diffèrent" in text


def test_only_web_addresses_can_be_followed(fr):
    documents = [
        Document("bon", url="https://example.org/a"),
        Document("mauvais", url="javascript:alert(1)"),
        Document("fichier", url="file:///etc/passwd"),
        Document("coupé", url="https://example.org\njavascript:alert(1)"),
    ]
    made = reader(replace(SHEET, documents=documents, address="/mutuelles"), fr)
    targets = [
        note.get_object()["/A"]["/URI"] for page in made.pages for note in page.get("/Annots", [])
    ]
    assert targets == ["https://example.org/a"]


def test_the_file_states_its_title_and_language_and_its_map_has_a_text(fr, en):
    for _ in (fr, en):
        made = reader(SHEET, _)
        assert made.metadata.title == SHEET.title
        assert made.trailer["/Root"]["/Lang"].startswith(_.code)
        assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_pages_can_be_drawn_as_pictures(fr):
    drawn = pages(SHEET, fr, dots=30)
    assert [one[:4] for one in drawn] == [b"\x89PNG"]


def test_the_small_map_marks_the_place_only_where_it_is_known():
    bare = locator({"gbeke": SQUARE, "iles": ISLANDS}, {"gbeke"})
    none = locator({"gbeke": SQUARE, "iles": ISLANDS}, set())
    assert MAP.startswith("<?xml")
    assert len(MAP) > len(bare)
    assert none != bare
