"""Find where a table begins and ends among the rows of a sheet, and which columns it has."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice
from typing import Any

from cartomut.contracts import contracts
from cartomut.i18n import N_
from cartomut.names import normalise
from cartomut.sources import faults, marks
from cartomut.sources.extents import column_letters
from cartomut.sources.faults import Faults
from cartomut.sources.limits import Limits
from cartomut.sources.sheets import Row

Record = tuple[int, list[str]]  # the line as a person sees it, and its cells, blank ones included

LOOKED_AT = 50  # rows among which a header is sought
SHARE = 0.6  # a header has at least this share of the most text cells that a row has
LONGEST_HEADER = 250  # characters
BOTTOM = 5  # last rows among which totals and notes are sought

_NUMBER = re.compile(r"[+-]?[\d\s.,]*\d\s?%?$")
_YEAR = re.compile(r"(19|20)\d\d$")
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4}")
_WORDS = r"(general|generale|des?|du|d|pour le|pays|national|nationale|cote|ci)\b.*"
_TOTAL = re.compile(rf"(sous[- ]|grand )?(total|totaux|ensemble|sommes?)( {_WORDS})?\s*:?$")
_TAG = re.compile(r"#[A-Za-z]\w*(\s*\+\s*\w+)*$")  # a formula's error has other signs
_NOTE = re.compile(r"(sources?|notes?|nb|n\.b\.|remarques?)\b")


@dataclass(frozen=True)
class Origin:
    """Where a table comes from, as messages say it."""

    file: str
    sheet: str = ""
    first_column: int = 1  # of the first cell of each row
    has_letters: bool = False  # columns have letters: a workbook
    is_strict: bool = False  # rows must have as many cells as the header: a CSV

    def column(self, index: int) -> str:
        """Name a column as a person sees it: its letters, or its number in a CSV."""
        number = index + self.first_column
        return column_letters(number) if self.has_letters else str(number)

    def header_place(self, index: int, line: int) -> Any:
        """Name the place of a header: a cell such as D3, or a column's number in a CSV."""
        column = self.column(index)
        return f"{column}{line}" if self.has_letters else (N_("colonne {}"), column)


@dataclass
class Layout:
    """A table inside a sheet: its header, the columns that are read, the lines left out."""

    header_line: int
    columns: tuple[str, ...]
    places: tuple[int, ...]  # of these columns in a row
    width: int  # cells of the header's row
    is_strict: bool = False
    left_out: set[int] = field(default_factory=set)  # lines: HXL tags, totals
    last_line: int = 0
    rows: int = 0
    is_plain: bool = True  # nothing was skipped or changed: the file is the table
    has_marks: bool = False


def find_header(rows: Sequence[Sequence[str]], known: frozenset[str] = frozenset()) -> int | None:
    """Find the row of the headers; None when no row looks like one.

    It is the row with most names out of `known` (normalised), or the first one that has about as
    many texts as any other: titles above a table have fewer cells, data has numbers too.
    """
    matches = [sum(normalise(cell) in known for cell in row if cell) for row in rows]
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    best = max(matches, default=0)
    if best and best * 2 >= filled[matches.index(best)]:
        return matches.index(best)
    texts = [sum(_is_name(cell) for cell in row) for row in rows]
    most = max(texts, default=0)
    if most < 2:
        return None
    return next(index for index, count in enumerate(texts) if count >= max(2, SHARE * most))


@cache
def known_headers() -> frozenset[str]:
    """Collect the normalised names and titles of every column of the contracts."""
    fields = [entry for contract in contracts().values() for entry in contract.file_fields]
    names = (name for entry in fields for name in (entry.name, entry.title, entry.title_en))
    return frozenset(normalise(name) for name in names)


def survey(
    records: Iterable[Record], origin: Origin, limits: Limits, found: Faults
) -> Layout | None:
    """Go through a sheet once and lay out its table; None when there is none, or a reject."""
    stream = iter(records)
    head = list(islice(stream, LOOKED_AT))
    seen = marks.Marks()
    index = find_header([marks.strip(cells) for _line, cells in head], known_headers())
    if index is None:
        if any(cell.strip() for _line, cells in head for cell in cells):
            found.add(faults.NO_HEADER, origin.file, sheet=origin.sheet)
        return None
    layout = _layout(head[index], origin)
    layout.has_marks = seen.see(*head[index])
    layout.is_plain &= index == 0 and layout.header_line == 1 and not layout.has_marks
    if not _check_header(layout, head[index], origin, limits, found):
        return None
    if not _walk(chain(head[index + 1 :], stream), layout, seen, origin, limits, found):
        return None
    seen.report(origin.file, origin.sheet, found)
    total = found.take(layout.rows * len(layout.columns))
    if total > limits.cellules:
        fields = {"trouve": total, "limite": limits.cellules}
        found.add(faults.ALL_CELLS, origin.file, sheet=origin.sheet, fields=fields)
        return None
    return layout


def table_rows(records: Iterable[Record], layout: Layout) -> Iterator[Row]:
    """Yield the rows of a table that was laid out, each with its line."""
    places, width = layout.places, layout.width
    is_whole = places == tuple(range(width))
    for line, cells in records:
        if line > layout.last_line:
            return
        if line <= layout.header_line or line in layout.left_out or not any(cells):
            continue
        if len(cells) != width and layout.is_strict and _misfits(cells, width):
            continue
        clean = marks.strip(cells) if layout.has_marks else cells
        row = tuple(clean[:width] if is_whole else [clean[place] for place in places])
        if any(row) and not "".join(row).isspace():
            yield line, row


def is_total(text: str) -> bool:
    """Tell whether a row's first text announces a total: « Total », « Ensemble des régions »."""
    plain = " ".join(_without_accents(text).split())
    return bool(_TOTAL.match(plain))


def is_hxl(cells: Iterable[str]) -> bool:
    """Tell whether half of the cells that are filled are HXL tags such as ``#org+name``."""
    filled = [cell for cell in cells if cell.strip()]
    tags = sum(bool(_TAG.match(cell.strip())) for cell in filled)
    return bool(filled) and tags * 2 >= len(filled)


def _layout(record: Record, origin: Origin) -> Layout:
    line, cells = record
    clean = [" ".join(cell.split()) for cell in marks.strip(cells)]
    places = tuple(place for place, name in enumerate(clean) if name)
    plain = clean == cells and len(places) == len(cells)
    return Layout(
        line,
        tuple(clean[place] for place in places),
        places,
        len(cells),
        origin.is_strict,
        last_line=line,
        is_plain=plain,
    )


def _check_header(
    layout: Layout, record: Record, origin: Origin, limits: Limits, found: Faults
) -> bool:
    if (count := len(layout.columns)) > limits.colonnes:
        fields = {"trouve": count, "limite": limits.colonnes}
        found.add(
            faults.TOO_MANY_COLUMNS, origin.file, record[0], sheet=origin.sheet, fields=fields
        )
        return False
    first: dict[str, int] = {}
    repeated = False
    for name, place in zip(layout.columns, layout.places, strict=True):
        if (before := first.setdefault(name.casefold(), place)) != place:
            repeated = True
            fields = {
                "premier": origin.header_place(before, record[0]),
                "second": origin.header_place(place, record[0]),
            }
            where = (origin.file, record[0], "", name, origin.sheet)
            found.add(faults.DUPLICATE_HEADER, *where, fields)
    return not repeated


def _walk(
    records: Iterable[Record],
    layout: Layout,
    seen: marks.Marks,
    origin: Origin,
    limits: Limits,
    found: Faults,
) -> bool:
    """Check the rows under the header one by one; False when there are too many."""
    nameless = sorted(set(range(layout.width)) - set(layout.places))
    bottom: deque[Record] = deque(maxlen=BOTTOM)
    for count, (line, cells) in enumerate(records, start=1):
        if count > limits.lignes:
            fields = {"trouve": count, "limite": limits.lignes}
            found.add(faults.TOO_MANY_ROWS, origin.file, sheet=origin.sheet, fields=fields)
            return False
        text = "".join(cells)
        if not text or text.isspace():
            layout.is_plain = False
            continue
        is_uneven = layout.is_strict and len(cells) != layout.width
        if is_uneven and not _check_width(layout, line, cells, origin, found):
            continue
        if not text.isprintable():
            layout.has_marks |= seen.see(line, cells)
            layout.is_plain &= not layout.has_marks and "\n" not in text and "\r" not in text
        if len(text) > limits.caracteres:
            _check_lengths(layout, line, cells, origin, limits, found)
        if not layout.rows and is_hxl(cells):
            layout.left_out.add(line)
            layout.is_plain = False
            continue
        if nameless:
            nameless = [place for place in nameless if not _reports(place, cells, origin, found)]
        layout.rows, layout.last_line = layout.rows + 1, line
        bottom.append((line, cells))
    _leave_totals(bottom, layout, origin, found)
    return True


def _check_width(
    layout: Layout, line: int, cells: list[str], origin: Origin, found: Faults
) -> bool:
    layout.is_plain = False
    if not _misfits(cells, layout.width):
        return True
    fields = {"trouve": len(cells), "attendu": layout.width}
    found.add(faults.BROKEN_LINE, origin.file, line, sheet=origin.sheet, fields=fields)
    return False


def _misfits(cells: list[str], width: int) -> bool:
    """Tell whether a row has too few cells, or something in cells that the header has not."""
    return len(cells) < width or any(cell.strip() for cell in cells[width:])


def _check_lengths(
    layout: Layout, line: int, cells: list[str], origin: Origin, limits: Limits, found: Faults
) -> None:
    for name, place in zip(layout.columns, layout.places, strict=True):
        if (length := len(cells[place])) > limits.caracteres:
            fields = {"trouve": length, "limite": limits.caracteres}
            found.add(
                faults.LONG_CELL, origin.file, line, name, cells[place], origin.sheet, fields=fields
            )


def _reports(place: int, cells: list[str], origin: Origin, found: Faults) -> bool:
    """Report the first cell of a column that has no header."""
    if place >= len(cells) or not cells[place].strip():
        return False
    found.add(faults.BLANK_HEADER, origin.file, value=origin.column(place), sheet=origin.sheet)
    return True


def _leave_totals(bottom: deque[Record], layout: Layout, origin: Origin, found: Faults) -> None:
    while bottom:
        line, cells = bottom.pop()
        filled = [cell for cell in cells if cell.strip()]
        is_note = len(filled) == 1 < len(layout.columns) - 1 and _NOTE.match(
            _without_accents(filled[0])
        )
        if not is_note and not is_total(filled[0]):
            return
        layout.left_out.add(line)
        layout.is_plain = False
        layout.rows -= 1
        found.add(faults.TOTAL, origin.file, line, value=filled[0].strip(), sheet=origin.sheet)


def _is_name(cell: str) -> bool:
    text = cell.strip()
    if not text or len(text) > LONGEST_HEADER:
        return False
    return bool(_YEAR.match(text)) or not (_NUMBER.match(text) or _DATE.match(text))


def _without_accents(text: str) -> str:
    return " ".join(filter(None, (normalise(word) or word for word in text.split())))
