"""Native tables on slides: every column as wide as its words, every row as high as its lines.

A table that is too wide goes on with its other columns, one that is too long with its next rows.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd

from cartomut.exports import deck_page
from cartomut.exports.carried import View
from cartomut.exports.deck_page import BODY_AT, CAPTION_AT, CELL, MARGIN, PADDING, ROOM, Box, say
from cartomut.exports.measured import fitting, folded, height, width
from cartomut.i18n import Language

WIDEST, NARROWEST = 3.6, 0.6  # inches of a column
MOST = 3  # slides of the rows of a table; the file of the page has every row
LINES = 10  # of one cell at most; the file has it whole
LEAD, LEAD_SIZES = 0.95, (14.0, 13.0, 12.0, 11.0)  # the words above a table
TALL = CAPTION_AT - BODY_AT - 0.1

Below = Callable[[Any, View, Language], list[str]]


def tables(
    made: Any, view: View, leads: bool, below: Below, _: Language
) -> tuple[list[str], list[str]]:
    """Add the table of a view; returns the words, then the bases and sources, left to be told.

    ``leads`` tells that no figure stands before: the view's summary is written above the table,
    higher where the table is short.
    """
    cells = pd.DataFrame() if view.cells is None else view.cells()
    if cells.empty:
        return [view.summary if leads else "", _("Ce tableau n'a aucune ligne.")], []
    lead = view.summary if leads else ""
    spare = TALL - 0.15 - max(map(sum, (_measured(cells[one]) for one in _shared(cells))))
    points = fitting(lead, LEAD_SIZES, (ROOM, max(LEAD, spare))) if lead else None
    left: list[str] = []
    lines = len(folded(lead, points, ROOM)) if points else 0
    top = BODY_AT + (height(lines, points) + 0.15 if points else 0)
    for columns in _shared(cells):
        widths = _widths(cells[columns])
        own = _shortened(cells[columns].reset_index(drop=True), widths)
        for rows in list(_cut(own, widths, CAPTION_AT - 0.1 - top))[:MOST]:
            page = deck_page.slide(made, view.title, view, _)
            if points:
                deck_page.text(page, Box(MARGIN, BODY_AT, ROOM, top - BODY_AT), [lead], points, _)
            place = Box(MARGIN, top, sum(widths), sum(_heights(rows, widths)))
            frame = deck_page.table(page, rows, place, widths, _heights(rows, widths), _)
            deck_page.describe(frame, view.summary or view.title)
            say(page, view)
            left += below(page, _told(view, rows, len(cells), _), _)
    return [lead] if lead and not points else [], left


def _measured(cells: pd.DataFrame) -> list[float]:
    """Measure the rows of a table as it will stand."""
    widths = _widths(cells)
    return _heights(_shortened(cells, widths), widths)


def _told(view: View, shown: pd.DataFrame, count: int, _: Language) -> View:
    """Say which rows these are, when they are not all."""
    if len(shown) == count:
        return View(view.title, lines=view.lines, address=view.address)
    first, last = int(shown.index[0]) + 1, int(shown.index[-1]) + 1
    pattern = _("Lignes {} à {} sur {} ; le fichier CSV de la page les a toutes.")
    told = pattern.format(*map(_.number, (first, last, count)))
    return View(view.title, lines=[told, *view.lines], address=view.address)


def _shared(cells: pd.DataFrame) -> Iterator[list[str]]:
    """Share the columns among slides when they cannot stand on one; the first one comes back."""
    least = dict(zip(cells.columns, map(_least, cells.items()), strict=True))
    first, *others = cells.columns
    kept, filled = [first], least[first]
    for name in others:
        if len(kept) > 1 and filled + least[name] > ROOM:
            yield kept
            kept, filled = [first], least[first]
        kept.append(name)
        filled += least[name]
    yield kept


def _least(column: tuple[Any, "pd.Series[Any]"]) -> float:
    """Return the width below which a word of the column would be broken."""
    name, values = column
    titles = [width(one, CELL, bold=True) for one in str(name).split(" ")]
    words = {word for value in values for word in str(value).split(" ")}
    longest = max([*titles, *(width(one, CELL) for one in words)])
    return min(WIDEST, max(NARROWEST, longest) + 2 * PADDING + 0.04)


def _widths(cells: pd.DataFrame) -> list[float]:
    """Give each column the width of its texts, or its share of what its words leave."""
    least = [_least(column) for column in cells.items()]
    wanted = [
        min(WIDEST, max(width(str(one), CELL) for one in cells[name]) + 2 * PADDING + 0.04)
        for name in cells.columns
    ]
    more = [max(0.0, want - one) for want, one in zip(wanted, least, strict=True)]
    spare = max(0.0, ROOM - sum(least))
    share = min(1.0, spare / sum(more)) if sum(more) else 0.0
    found = [one + share * extra for one, extra in zip(least, more, strict=True)]
    shrink = min(1.0, ROOM / sum(found))
    return [one * shrink for one in found]


def _shortened(cells: pd.DataFrame, widths: Sequence[float]) -> pd.DataFrame:
    """Shorten the cells that alone would fill a slide."""
    made = cells.copy()
    for name, wide in zip(cells.columns, widths, strict=True):
        made[name] = [_short(str(one), wide - 2 * PADDING) for one in cells[name]]
    return made


def _short(text: str, room: float) -> str:
    lines = folded(text, CELL, room)
    return text if len(lines) <= LINES else " ".join(lines[: LINES - 1]) + " …"


def _cut(cells: pd.DataFrame, widths: Sequence[float], room: float) -> Iterator[pd.DataFrame]:
    """Cut rows into tables that each stand in the room."""
    head, *tall = _heights(cells, widths)
    start, used = 0, head
    for rank, one in enumerate(tall):
        if rank > start and used + one > room:
            yield cells.iloc[start:rank]
            start, used = rank, head
        used += one
    yield cells.iloc[start:]


def _heights(cells: pd.DataFrame, widths: Sequence[float]) -> list[float]:
    """Measure the head and each row."""
    head = _row_height([str(one) for one in cells.columns], widths, bold=True)
    rows = (tuple(map(str, row)) for row in cells.itertuples(index=False, name=None))
    return [head, *(_row_height(row, widths) for row in rows)]


def _row_height(texts: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> float:
    lines = (
        len(folded(one, CELL, max(0.2, wide - 2 * PADDING), bold=bold))
        for one, wide in zip(texts, widths, strict=True)
    )
    return height(max(lines), CELL) + PADDING
