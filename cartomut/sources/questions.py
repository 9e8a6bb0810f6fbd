"""Find the columns of a question in the headers of an export, in whatever way it was exported."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from cartomut.names import normalise
from cartomut.sources.sheets import Sheet
from cartomut.sources.surveys import ODK, PLAIN, is_personal, is_system

_KOBO_POINT = re.compile(
    r"^(?P<group>(?:.*/)?)_(?P<name>.+)_(?P<part>latitude|longitude|altitude|precision)$"
)
_ODK_POINT = re.compile(r"^(?P<group>)(?P<name>.+)-(?P<part>Latitude|Longitude|Altitude|Accuracy)$")
_PARTS = {"accuracy": "precision"}


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """Normalise a header or a label; the same few hundred are compared again and again."""
    return normalise(text)


class Index:
    """Finds entries by the path of their question, with or without groups, or by its label."""

    def __init__(
        self, entries: Iterable[tuple[str, int]], labels: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.labels = labels
        self.whole: dict[str, list[int]] = {}
        self.ends: dict[str, list[int]] = {}
        self.called: dict[str, list[int]] = {}
        for path, number in entries:
            self.whole.setdefault(path, []).append(number)
            for end in _ends(path):
                self.ends.setdefault(end, []).append(number)
                self.called.setdefault(plain(end), []).append(number)

    def exact(self, question: str) -> list[int]:
        """List the entries whose path is this one, or ends like it."""
        return self.whole.get(question) or self.ends.get(question) or []

    def find(self, question: str) -> list[int]:
        """List the entries of a question: its own path first, then shorter, then its label."""
        if found := self.exact(question):
            return found
        for end in _ends(question):
            if end in self.whole:
                return self.whole[end]
        names = map(plain, (*self.labels.get(question, ()), question))
        return next((self.called[name] for name in names if name and name in self.called), [])


class Headers:
    """The headers of a section, understood as questions, parts of positions and choices."""

    def __init__(self, sheet: Sheet, kind: str, labels: Mapping[str, tuple[str, ...]]) -> None:
        self.columns = sheet.columns
        self.kind = kind
        paths = [_path(header, kind) for header in sheet.columns]
        self.loadable = [
            (path, number)
            for number, path in enumerate(paths)
            if not is_personal(sheet.columns[number]) and not self.system(sheet.columns[number])
        ]
        self.questions = Index(self.loadable, labels)
        self.points: dict[str, Index] = {}
        self._read_points(kind, labels)
        self.choices = Index(_bases(self.columns, kind), labels)
        self.used: set[int] = set()

    def system(self, header: str) -> bool:
        """Tell whether a column was added by the survey tool; a plain table has none."""
        return self.kind != PLAIN and is_system(header)

    def question(self, question: str) -> list[int]:
        """List the columns of a question."""
        return self.questions.find(question)

    def point(self, question: str) -> dict[str, int]:
        """Map latitude, longitude, altitude and precision to their column, if there is one."""
        found = {part: index.find(question) for part, index in self.points.items()}
        return {part: columns[0] for part, columns in found.items() if columns}

    def details(self, question: str) -> dict[str, int]:
        """Map each choice of a multiple question to its column of 0 and 1."""
        summary = set(self.question(question))
        columns = [number for number in self.choices.find(question) if number not in summary]
        return {_choice(self.columns[number], question, self): number for number in columns}

    def anywhere(self, question: str) -> set[int]:
        """List the columns of a question, its parts and its choices together."""
        parts = (self.point(question).values(), self.details(question).values())
        return set(self.question(question)).union(*parts)

    def _read_points(self, kind: str, labels: Mapping[str, tuple[str, ...]]) -> None:
        shape = _ODK_POINT if kind == ODK else _KOBO_POINT
        parts: dict[str, list[tuple[str, int]]] = {}
        for number, header in enumerate(self.columns):
            if found := shape.match(header):
                part = _PARTS.get(found["part"].lower(), found["part"].lower())
                path = _path(found["group"] + found["name"], kind)
                parts.setdefault(part, []).append((path, number))
        self.points = {part: Index(entries, labels) for part, entries in parts.items()}


def _ends(path: str) -> Iterator[str]:
    """Yield a path, then the same without its first group, and so on."""
    steps = path.split("/")
    return ("/".join(steps[start:]) for start in range(len(steps)))


def _path(header: str, kind: str) -> str:
    return header.replace("-", "/").replace(":", "/") if kind == ODK else header


def _bases(columns: Sequence[str], kind: str) -> Iterator[tuple[str, int]]:
    """Yield what may be a multiple question before each slash of a header."""
    for number, header in enumerate(columns):
        for found in re.finditer("/", header):
            yield _path(header[: found.start()], kind), number


def _choice(header: str, question: str, headers: Headers) -> str:
    """Take the choice out of a header, whatever groups and slashes stand around it."""
    names = {plain(name) for name in (question, question.rsplit("/", maxsplit=1)[-1])}
    names |= {plain(label) for label in headers.questions.labels.get(question, ())}
    for found in re.finditer("/", header):
        before = re.split(r"[/-]", header[: found.start()])[-1]
        if plain(before) in names or plain(header[: found.start()]) in names:
            return header[found.end() :]
    return header.rsplit("/", 1)[-1]
