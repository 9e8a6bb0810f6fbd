"""An editable PowerPoint of views: what can be a chart or a table of its own is one.

Every text is measured; what a slide cannot hold goes on to another. Each slide says its dataset,
base, source, edition and day, and leads back to the same view.
"""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cartomut.charts.palette import LIGHT
from cartomut.exports import deck_native, deck_page
from cartomut.exports.carried import Report, View
from cartomut.exports.deck_chart import Native, native
from cartomut.exports.deck_page import (
    BODY_AT,
    CAPTION_AT,
    CODE,
    FOOT_AT,
    MARGIN,
    ROOM,
    WIDE,
    Box,
    say,
)
from cartomut.exports.deck_table import tables
from cartomut.exports.measured import fitting, folded, height, parts
from cartomut.exports.repacked import repacked
from cartomut.i18n import Language

SIDE = 3.1  # width of the words beside a figure
CAPTION = Box(MARGIN, CAPTION_AT, ROOM - CODE - 0.25, FOOT_AT - CAPTION_AT - 0.04)
CODE_AT = Box(WIDE - MARGIN - CODE, CAPTION_AT + 0.02, CODE, CODE)
BODY = Box(MARGIN, BODY_AT, ROOM, CAPTION_AT - BODY_AT - 0.12)
WORDS = Box(WIDE - MARGIN - SIDE, BODY_AT, SIDE, BODY.height)
CAPTION_SIZES, SUMMARY_SIZES = (10.0, 9.0, 8.0), (15.0, 14.0, 13.0, 12.0, 11.0, 10.0)
TEXT_SIZES = (22.0, 20.0, 18.0, 16.0)
ANNEX_SIZES = (11.0,)


def deck(report: Report, _: Language) -> bytes:
    """Make the presentation; the same report gives the same bytes."""
    made = deck_page.presentation(report.title, _)
    _cover(made, report, _)
    rest = [(view, _view(made, view, _)) for view in report.views]
    _annex(made, [(view, lines) for view, lines in rest if lines], _)
    target = io.BytesIO()
    made.save(target)
    return repacked(target.getvalue(), report.day)


def _cover(made: Any, report: Report, _: Language) -> None:
    first = report.views[0] if report.views else View(report.title)
    marks = _.series(report.marks())
    opening = View(
        report.title, mark=marks, is_invented=report.is_invented(), edition=first.edition
    )
    page = deck_page.slide(made, report.title, opening, _)
    title = page.shapes.title
    place = Box(MARGIN, 1.5, ROOM - 2.6, 2.0)
    title.left, title.top, title.width, title.height = place.emu()
    sizes = (40.0, 34.0, 30.0, 26.0, 22.0, 18.0)
    points = fitting(report.title, sizes, (place.width, place.height), bold=True) or 14.0
    title.text_frame.clear()
    title.text_frame.paragraphs[0].text = ""
    deck_page.fill(title.text_frame, [report.title], points, _, bold=True)
    lines = [*report.intro, _("Présentation faite le {}").format(_.date(report.day.isoformat()))]
    room = Box(MARGIN, 3.8, ROOM - 2.6, FOOT_AT - 3.9)
    points = fitting("\n".join(lines), (16.0, 14.0, 12.0, 10.0), (room.width, room.height)) or 9.0
    deck_page.text(page, room, lines, points, _)
    square = Box(WIDE - MARGIN - 2.2, 1.5, 2.2, 2.2)
    deck_page.code(page, report.address, square, report.address)
    page.notes_slide.notes_text_frame.text = deck_page.writable("\n".join([*lines, report.address]))


def _view(made: Any, view: View, _: Language) -> list[str]:
    """Add the slides of one view: its figure, its table, what its words need besides.

    Returns the bases and sources that its slides cannot hold: they are told after all views.
    """
    figure = view.figure()
    drawn = None if figure is None else native(figure, _)
    left: list[str] = []
    rest: list[str] = []
    shown = drawn is not None or figure is not None or view.picture is not None
    if shown:
        page = deck_page.slide(made, view.title, view, _)
        _figure(page, view, figure, drawn, _)
        left += _beside(page, view.summary, _)
        rest += below(page, view, _)
        say(page, view)
    if view.cells is not None and drawn is None:
        words, lines = tables(made, view, not shown, below, _)
        left, rest = [*left, *words], [*rest, *lines]
    elif not shown:
        left.append(view.summary or _("Cette vue n'a ni figure ni tableau."))
    for texts in _flowed([one for one in left if one], TEXT_SIZES[-1]):
        _text(made, view, texts, TEXT_SIZES, _)
    return list(dict.fromkeys(rest))


def _annex(made: Any, rest: Sequence[tuple[View, Sequence[str]]], _: Language) -> None:
    """Tell, after all views, the bases and sources that stood on no slide."""
    if not rest:
        return
    told = [_.pair(view.title, " · ".join(lines)) for view, lines in rest]
    title = _("Annexe : bases et sources")
    opening = replace(rest[0][0], title=title, summary="", lines=(), spoken="", address="")
    for texts in _flowed(told, ANNEX_SIZES[-1]):
        _text(made, opening, texts, ANNEX_SIZES, _)


def _figure(page: Any, view: View, figure: Any, drawn: Native | None, _: Language) -> None:
    """Place the figure: a native chart where one says it all, else its picture."""
    said = view.summary or view.title
    place = Box(BODY.left, BODY.top, ROOM - SIDE - 0.3, BODY.height) if view.summary else BODY
    mark = view.mark if view.is_invented else ""
    if drawn:
        deck_native.place(page, drawn, place, mark, said, _)
    elif figure is not None:
        try:
            content = _drawn(figure, mark, place, _)
        except ValueError as failure:  # one figure that no picture can draw: the rest goes on
            told = _("Cette figure ne se dessine que dans l'application ({}).").format(failure)
            deck_page.text(page, place, [told], TEXT_SIZES[-1], _)
        else:
            deck_page.picture(page, content, place, said)
    elif view.picture:
        content = view.bare() if view.bare else view.picture("png")
        deck_page.picture(page, content, place, said)


def _drawn(figure: Any, mark: str, place: Box, _: Language) -> bytes:
    """Draw a figure without title and notes, which the slide has, so that it fills its place."""
    from cartomut.exports import picture

    room = (place.width, place.height)
    return picture.draw(figure, "", [], "png", _, mark.split(" – ", maxsplit=1)[0], room)


def _beside(page: Any, words: str, _: Language) -> list[str]:
    """Write the summary beside the figure; returns what did not fit."""
    if not words:
        return []
    room = (WORDS.width, WORDS.height)
    points = fitting(words, SUMMARY_SIZES, room)
    if points:
        deck_page.text(page, WORDS, [words], points, _)
        return []
    first, *others = parts(words, SUMMARY_SIZES[-1], (room[0], room[1] - 0.3))
    deck_page.text(page, WORDS, [f"{first} …"], SUMMARY_SIZES[-1], _)
    return ["… " + " ".join(others)]


def below(page: Any, view: View, _: Language) -> list[str]:
    """Write unit, base, sources and the way back below; returns what did not fit."""
    deck_page.code(page, view.address, CODE_AT, _("Code QR de cette vue : {}").format(view.address))
    lines = [one for one in view.lines if one]
    if not lines:
        return []
    room = (CAPTION.width, CAPTION.height)
    points = fitting("\n".join(lines), CAPTION_SIZES, room)
    if points:
        deck_page.text(page, CAPTION, lines, points, _, colour=LIGHT.quiet)
        return []
    points = CAPTION_SIZES[-1]
    told = _("La suite des bases et des sources est en annexe, à la fin.")
    kept, rest = _kept(lines, points, int(CAPTION.height / height(1, points)) - 1)
    deck_page.text(page, CAPTION, [*kept, told], points, _, colour=LIGHT.quiet)
    return rest


def _kept(lines: Sequence[str], points: float, most: int) -> tuple[list[str], list[str]]:
    """Share texts in two: what stands on so many lines, and the rest, which begins a text anew."""
    kept: list[str] = []
    for rank, one in enumerate(lines):
        own = folded(one, points, CAPTION.width)
        if len(own) > most:
            begun = [f"{' '.join(own[: most - 1])} …"] if most > 1 else []
            return [*kept, *begun], [*lines[rank:]]
        kept.append(one)
        most -= len(own)
    return kept, []


def _flowed(texts: Sequence[str], points: float) -> list[list[str]]:
    """Share texts among slides of words of a size."""
    room = (ROOM, BODY.height)
    pages: list[list[str]] = []
    filled = 0
    most = int(room[1] / height(1, points))
    for one in texts:
        for part in parts(one, points, room):
            count = len(folded(part, points, ROOM))
            if not pages or filled + count > most:
                pages.append([])
                filled = 0
            pages[-1].append(part)
            filled += count
    return pages


def _text(
    made: Any, view: View, words: Sequence[str], sizes: tuple[float, ...], _: Language
) -> None:
    """Add a slide of words."""
    page = deck_page.slide(made, view.title, view, _)
    room = (BODY.width, BODY.height)
    points = fitting("\n".join(words), sizes, room) or sizes[-1]
    deck_page.text(page, BODY, words, points, _)
    deck_page.code(page, view.address, CODE_AT, _("Code QR de cette vue : {}").format(view.address))
    say(page, view)
