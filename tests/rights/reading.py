"""Open what the app hands out, whatever its form, and list the whole numbers that it holds."""

import csv
import io
import json
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

BY_HAND = re.compile(r"\d[\d\u00a0\u202f ,.]*\d|\d")
IN_A_DECK = re.compile(r"<(?:a:t|c:v)[^>]*>([^<]*)<")  # not the places of shapes, in the same signs


def of_text(text: str) -> set[int]:
    """List the numbers of a text for people, whose digits stand in groups."""
    told = (re.sub(r"[^\d]", "", one) for one in BY_HAND.findall(text))
    return {int(one) for one in told if 0 < len(one) < 19}


def of_cells(cells: Any) -> set[int]:
    """List the numbers of cells: numbers as they are, texts as people read them."""
    found: set[int] = set()
    for cell in cells:
        if isinstance(cell, str):
            found |= _of_cell(cell)
        elif isinstance(cell, int | float) and abs(cell) < 1e18:  # unknown compares false
            found.add(int(cell))
    return found


def _of_cell(text: str) -> set[int]:
    try:
        return {int(float(text.replace(",", ".")))}
    except (ValueError, OverflowError):
        return of_text(text)


def of_file(name: str, data: bytes) -> set[int]:
    """List the numbers of a file, of those inside it too."""
    kind = name.rpartition(".")[2].lower()
    if kind in CONTAINERS:
        return CONTAINERS[kind](data)
    if kind in CELLS:
        return of_cells(CELLS[kind](data))
    return of_text(TEXTS.get(kind, bytes.decode)(data))


def _of_deck(data: bytes) -> set[int]:
    inside = list(_members(data))
    books = [(name, part) for name, part in inside if name.endswith(".xlsx")]
    texts = [part.decode() for name, part in inside if name.endswith(".xml")]
    return _all(books) | of_cells(cell for one in texts for cell in IN_A_DECK.findall(one))


def _of_csv(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8-sig")
    mark = ";" if ";" in text.split("\n")[0] else ","
    for row in csv.reader(io.StringIO(text), delimiter=mark):
        yield from row


def _of_parquet(data: bytes) -> Any:
    table = pd.read_parquet(io.BytesIO(data))
    return table.drop(columns="geometry").astype(object).to_numpy().ravel()


def _of_pdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def _of_svg(data: bytes) -> str:
    """Read what stands beside the letters, which are drawn as shapes."""
    return "\n".join(re.findall(r"<!--(.*?)-->", data.decode(), re.S))


def words_of(name: str, data: bytes) -> str:
    """Read the words of a file of words, as people do."""
    if name.endswith(".pptx"):
        parts = [part.decode() for one, part in _members(data) if one.endswith(".xml")]
        return "\n".join(cell for part in parts for cell in IN_A_DECK.findall(part))
    if name.endswith(".zip"):
        return "\n".join(words_of(one, part) for one, part in _members(data))
    return TEXTS.get(name.rpartition(".")[2], bytes.decode)(data)


def _all(files: Any) -> set[int]:
    return set().union(*(of_file(name, data) for name, data in files))


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def _of_book(data: bytes) -> Iterator[Any]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            yield from row


def _of_json(thing: Any) -> Iterator[Any]:
    if isinstance(thing, dict):
        for value in thing.values():
            yield from _of_json(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _of_json(value)
    else:
        yield thing


def _of_base(data: bytes) -> Iterator[Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        path.write_bytes(data)
        with sqlite3.connect(path) as connection:
            tables = connection.execute(
                "select table_name from gpkg_contents where data_type = 'features'"
            ).fetchall()
            for (table,) in tables:
                for row in connection.execute(f'select * from "{table}"'):
                    yield from (cell for cell in row if not isinstance(cell, bytes))


CONTAINERS = {"zip": lambda data: _all(_members(data)), "pptx": _of_deck}
CELLS = {
    "xlsx": _of_book,
    "csv": _of_csv,
    "json": lambda data: _of_json(json.loads(data)),
    "geojson": lambda data: _of_json(json.loads(data)),
    "parquet": _of_parquet,
    "gpkg": _of_base,
}
TEXTS = {"pdf": _of_pdf, "svg": _of_svg}
