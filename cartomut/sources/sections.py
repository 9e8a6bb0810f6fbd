"""Stream the rows of a form's sections; a row of a repeat has the answers above it at hand."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cartomut.sources.questions import Headers, Index
from cartomut.sources.sheets import Sheet
from cartomut.sources.surveys import KOBO, ODK, OLD_KEYS

Place = tuple[int, int]  # how many sections above, then the column there


@dataclass(frozen=True)
class Answer:
    """One row of a section: its line, its key and the answers that were asked for."""

    line: int
    key: str
    cells: tuple[str, ...]


@dataclass
class Section:
    """A section of an export; a repeat knows the section above it."""

    sheet: Sheet
    kind: str
    name: str
    headers: Headers
    above: "Section | None" = None
    left_out: set[int] = field(default_factory=set)  # lines

    def column(self, *names: str) -> int | None:
        """Find the first of these system columns."""
        found = (self.sheet.columns.index(name) for name in names if name in self.sheet.columns)
        return next(found, None)

    @property
    def own_key(self) -> int | None:
        """The column by which repeats refer to this section's rows."""
        return self.column("_index") if self.kind == KOBO else self.column("KEY", *OLD_KEYS)

    @property
    def lasting_key(self) -> int | None:
        """The column that names the submission in every export."""
        names = ("_uuid", "_id") if self.kind == KOBO else ("KEY", *OLD_KEYS)
        return self.column(*names)

    @property
    def reference(self) -> int | None:
        """The column that refers to the section above."""
        return self.column("_parent_index" if self.kind == KOBO else "PARENT_KEY")

    def find(self, question: str) -> tuple[int, list[int]]:
        """Find a question here, else in the sections above: how far up, and its columns."""
        for search in (Index.exact, Index.find):
            for up, section in enumerate(self.upwards()):
                if columns := search(section.headers.questions, question):
                    return up, columns
        return 0, []

    def upwards(self) -> "Iterator[Section]":
        """Yield this section, then the one above, up to the main one."""
        yield self
        if self.above is not None:
            yield from self.above.upwards()

    def at(self, up: int) -> "Section":
        """Return the section that stands so many levels above."""
        return list(self.upwards())[up]

    def answers(self, places: Sequence[Place]) -> Iterator[Answer]:
        """Yield the rows that are loaded, with the cells of these places."""
        if self.above is None:
            yield from self._main_answers([column for _, column in places])
        else:
            yield from self._repeat_answers(self.above, places)

    def _main_answers(self, columns: Sequence[int]) -> Iterator[Answer]:
        for line, cells in self.sheet.rows():
            if line not in self.left_out:
                key = cell_at(cells, self.lasting_key)
                yield Answer(line, key, tuple(cell_at(cells, column) for column in columns))

    def _repeat_answers(self, above: "Section", places: Sequence[Place]) -> Iterator[Answer]:
        parents = above.by_key([(up - 1, column) for up, column in places if up])
        order: Counter[str] = Counter()
        for line, cells in self.sheet.rows():
            parent = parents.get(cell_at(cells, self.reference))
            if parent is None:
                continue
            order[parent.key] += 1
            key = cell_at(cells, self.column("KEY")) if self.kind == ODK else ""
            inherited = iter(parent.cells)
            values = [
                cell_at(cells, column) if not up else next(inherited) for up, column in places
            ]
            own = f"{parent.key}/{self.name}[{order[parent.key]}]"
            yield Answer(line, key or own, tuple(values))

    def by_key(self, places: Sequence[Place]) -> dict[str, Answer]:
        """Keep the answers that repeats below need, by the key that they refer to."""
        column = self.own_key
        above = [*places, (0, -1 if column is None else column)]
        found: dict[str, Answer] = {}
        for answer in self.answers(above):
            kept = Answer(answer.line, answer.key, answer.cells[:-1])
            found.setdefault(answer.cells[-1], kept)
        return found


def cell_at(cells: Sequence[str], column: int | None) -> str:
    """Read a cell; an absent column or a row cut short reads as unanswered."""
    return cells[column].strip() if column is not None and -1 < column < len(cells) else ""
