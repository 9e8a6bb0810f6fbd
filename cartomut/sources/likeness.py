"""Find the column that a header means: its name, its title, a synonym, or something close."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from rapidfuzz import fuzz

from cartomut.contracts import Contract, contracts
from cartomut.names import normalise
from cartomut.paths import CONTRACTS

NEAR = 0.86  # from here on a header is taken for a column, and said to be a guess
MARGIN = 0.05  # by which it must be closer to this column than to any other
SYNONYMS = CONTRACTS / "synonymes.csv"
NAME, TITLE, SYNONYM, CLOSE = "nom", "titre", "synonyme", "proche"
_UNIT = re.compile(r"\((?!anglais|english|fran|french)[^()]*\)|\[[^\[\]]*\]", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class Term:
    """One way of calling a column."""

    column: str
    how: str
    normalised: str
    words: str


@dataclass(frozen=True)
class Match:
    """What a header means: one column, several that cannot be told apart, or none."""

    columns: tuple[str, ...] = ()
    how: str = ""
    likeness: float = 0.0

    @property
    def column(self) -> str:
        """The only column; empty when there is none or more than one."""
        return self.columns[0] if len(self.columns) == 1 else ""


def words(text: str) -> str:
    """Write the words of a text in lower case, without accents and without a unit in brackets."""
    plain = _UNIT.sub(" ", text)
    return " ".join(filter(None, map(normalise, re.split(r"[\W_]+", plain))))


def likeness(left: str, right: str) -> float:
    """Compare two texts made by ``words``, from 0 to 1; other numbers make other things."""
    if _NUMBERS.findall(left) != _NUMBERS.findall(right):
        return 0.0
    return max(fuzz.ratio(left, right), fuzz.token_sort_ratio(left, right)) / 100


def match(header: str, contract: Contract) -> Match:
    """Find the column of this table that a header means."""
    terms = vocabulary(contract.name)
    for spelt in filter(None, (normalise(header), normalise(_UNIT.sub("", header)))):
        for how in (NAME, TITLE, SYNONYM):
            found = {term.column for term in terms if (term.how, term.normalised) == (how, spelt)}
            if found:
                return Match(tuple(sorted(found)), how, 1.0)
    return _closest(words(header), terms)


def names_of(contract: Contract) -> set[str]:
    """List the table's own names, normalised, whole and cut at 31 characters as in a workbook."""
    names = (contract.name, contract.title, contract.title_en)
    return {normalise(name) for name in names} | {normalise(name[:31]) for name in names}


@cache
def vocabulary(table: str) -> tuple[Term, ...]:
    """List every way of calling the columns that a source may fill in this table."""
    found = []
    for field in contracts()[table].file_fields:
        called = [(NAME, field.name), (TITLE, field.title), (TITLE, field.title_en)]
        own = synonyms().get(f"{table}.{field.name}", ()) + synonyms().get(field.name, ())
        called += [(SYNONYM, text) for text in own]
        found += [Term(field.name, how, normalise(text), words(text)) for how, text in called]
    return tuple(found)


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Read ``synonymes.csv``: ``colonne`` or ``table.colonne`` → other ways of calling it."""
    found: dict[str, list[str]] = {}
    with SYNONYMS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["colonne"], []).append(row["synonyme"])
    return {column: tuple(texts) for column, texts in found.items()}


def _closest(header: str, terms: Iterable[Term]) -> Match:
    scored = sorted(
        ((term.column, likeness(header, term.words)) for term in terms), key=lambda one: one[0]
    )
    best = {
        column: max(score for _, score in scores)
        for column, scores in groupby(scored, key=lambda one: one[0])
    }
    top = max(best.values(), default=0.0)
    if not header or top < NEAR:
        return Match(likeness=top)
    rivals = [column for column, score in best.items() if score > top - MARGIN]
    return Match(tuple(rivals), CLOSE, top)
