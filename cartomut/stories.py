"""Stories of the workshop mode: files of steps, each a text and the address of a view.

``data/recits/<id>.toml`` are delivered; those that users make are kept apart, in
``<data>/recits_ajoutes/``. A file is read leniently: a fault of the file refuses the story, a
fault of a step stays with that step, which then has a text and no figure.

The schema, as TOML::

    id = "dix_vues"                    # the file's name; [a-z0-9_]
    jeu = "publie"                     # dataset
    titre = { fr = "…", en = "…" }     # one language at least; the other one falls back on it

    [[etapes]]
    titre = { fr = "…", en = "…" }
    texte = { fr = "…", en = "…" }     # Markdown; may be absent
    notes = { fr = "…", en = "…" }     # for the speaker alone; may be absent
    page = "apercu"                    # the page's address; absent: a step of text
    figure = "lieux_par_statut"        # the figure's key on that page; absent: the whole page
    choix = { region = "gbeke", type = ["mutuelle_sociale"] }   # query parameters of the page
"""

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cartomut.editions import Stopped
from cartomut.i18n import N_, Language
from cartomut.paths import DATA, ROOT
from cartomut.story_faults import (
    CHOICE,
    DATASET,
    IDENTIFIER,
    MISSING,
    NO_PAGE,
    NO_STEP,
    OTHER_NAME,
    PAGE,
    TOO_LONG,
    TOO_MANY,
    UNKNOWN,
    UNREADABLE,
    WRONG_KIND,
    Fault,
)

DELIVERED = ROOT / "data" / "recits"
ADDED = "recits_ajoutes"
DATASETS = ("publie", "demonstration", "etude")
OF_THE_READER = ("recit", "etape_recit", "lang", "theme", "jeu", "acces")  # what a step may not set
MOST_STEPS = 200
MOST_BYTES = 1_000_000
LONGEST = {"titre": 160, "texte": 2000, "notes": 4000, "choix": 4000}  # signs
STORY_FIELDS = ("id", "jeu", "titre", "etapes")
STEP_FIELDS = ("titre", "texte", "notes", "page", "figure", "choix")
_IDENTIFIER = re.compile(r"[a-z0-9_]{1,60}")


@dataclass(frozen=True)
class Text:
    """A text in one or both languages."""

    fr: str = ""
    en: str = ""

    def write(self, _: Language) -> str:
        """Return the text in this language, or in the other one when it is missing."""
        return str(_.pick(self.fr, self.en))


@dataclass(frozen=True)
class Step:
    """One step. ``choices`` are the page's query parameters, each a list of values."""

    title: Text
    text: Text = Text()
    notes: Text = Text()
    page: str = ""
    figure: str = ""
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    faults: Sequence[Fault] = ()

    @property
    def is_broken(self) -> bool:
        """Tell whether the step shows its text alone because something in it is wrong."""
        return any(fault.blocks for fault in self.faults)


@dataclass(frozen=True)
class Story:
    """A story that can be told; ``digest`` is that of the file that it was read from."""

    id: str
    dataset: str
    title: Text
    steps: Sequence[Step]
    digest: str = ""
    is_delivered: bool = False

    @property
    def faults(self) -> list[Fault]:
        """List the faults of its steps."""
        return [fault for step in self.steps for fault in step.faults]


@dataclass(frozen=True)
class Read:
    """A story file as read: its story, when it can be told, and every fault found."""

    path: Path
    story: Story | None
    faults: Sequence[Fault]


def pages() -> list[str]:
    """List the addresses that a step may name: every page but those that present."""
    found = (ROOT / "pages").glob("*/*.py")
    return sorted(path.stem for path in found if path.parent.name != "presenter")


def every(data: Path = DATA) -> list[Read]:
    """Read every story file: the delivered ones first, then the added ones, by name."""
    folders = (DELIVERED, data / ADDED)
    return [read(path) for folder in folders for path in sorted(folder.glob("*.toml"))]


def told(data: Path = DATA) -> list[Story]:
    """List the stories that can be told."""
    return [one.story for one in every(data) if one.story is not None]


def find(identifier: str, data: Path = DATA) -> Story | None:
    """Return the story of this identifier, when there is one that can be told."""
    if not _IDENTIFIER.fullmatch(identifier):
        return None
    for folder in (DELIVERED, data / ADDED):
        path = folder / f"{identifier}.toml"
        if path.is_file():
            return read(path).story
    return None


def read(path: Path) -> Read:
    """Read a story file; what is wrong with it is in ``faults``, nothing is raised."""
    try:
        content = path.read_bytes()
    except OSError as failure:
        return Read(path, None, [Fault(UNREADABLE, path.name, value=str(failure.strerror))])
    found = parse(content, path.name)
    if found.story and found.story.id != path.stem:
        wrong = Fault(OTHER_NAME, path.name, name="id", value=found.story.id)
        return Read(path, None, [*found.faults, wrong])
    if found.story:
        made = replace(found.story, is_delivered=path.parent == DELIVERED)
        return Read(path, made, found.faults)
    return Read(path, None, found.faults)


def parse(content: bytes, file: str) -> Read:
    """Read the content of a story file named ``file``, which may stand anywhere."""
    path = Path(file)
    try:
        if len(content) > MOST_BYTES:
            raise ValueError(f"> {MOST_BYTES}")
        given = tomllib.loads(content.decode("utf-8-sig"))
    except ValueError as failure:  # of UTF-8, of TOML
        return Read(path, None, [Fault(UNREADABLE, file, value=str(failure))])
    reader = _Reader(file)
    story = replace(reader.story(given), digest=hashlib.sha256(content).hexdigest())
    refused = any(fault.step == 0 and fault.blocks for fault in reader.faults)
    return Read(path, None if refused else story, reader.faults)


class _Reader:
    """Reads one file, and gathers the faults on the way."""

    def __init__(self, file: str) -> None:
        self.file, self.step = file, 0
        self.faults: list[Fault] = []

    def story(self, given: Mapping[str, Any]) -> Story:
        self.known(given, STORY_FIELDS)
        identifier = self.word(given, "id", needed=True)
        if identifier and not _IDENTIFIER.fullmatch(identifier):
            self.fault(IDENTIFIER, "id", identifier)
        dataset = self.word(given, "jeu", needed=True)
        if dataset and dataset not in DATASETS:
            self.fault(DATASET, "jeu", dataset, attendu=", ".join(DATASETS))
        title = self.text(given, "titre", needed=True)
        return Story(identifier, dataset, title, list(self.steps(given.get("etapes"))))

    def steps(self, given: Any) -> Iterator[Step]:
        if given is not None and not isinstance(given, list):
            self.fault(WRONG_KIND, "etapes", given, attendu="[[etapes]]")
            return
        if not given:
            self.fault(NO_STEP, "etapes")
        elif len(given) > MOST_STEPS:
            self.fault(TOO_MANY, "etapes", len(given), longueur=MOST_STEPS)
        for self.step, one in enumerate((given or [])[:MOST_STEPS], start=1):
            yield self.one_step(one)
        self.step = 0

    def one_step(self, given: Any) -> Step:
        before = len(self.faults)
        if not isinstance(given, dict):
            self.fault(WRONG_KIND, "", given, attendu="[[etapes]]")
            given = {"titre": {"fr": "–"}}
        self.known(given, STEP_FIELDS)
        made = Step(
            title=self.text(given, "titre", needed=True),
            text=self.text(given, "texte"),
            notes=self.text(given, "notes"),
            page=self.word(given, "page"),
            figure=self.word(given, "figure"),
            choices=self.choices(given.get("choix", {})),
        )
        if made.page and made.page not in pages():
            self.fault(PAGE, "page", made.page, attendu=", ".join(pages()))
        if made.figure and not made.page:
            self.fault(NO_PAGE, "figure", made.figure)
        return replace(made, faults=tuple(self.faults[before:]))

    def text(self, given: Mapping[str, Any], name: str, *, needed: bool = False) -> Text:
        value = given.get(name)
        texts = {"fr": value} if isinstance(value, str) else value
        if texts is None or texts == {}:
            if needed:
                self.fault(MISSING, name)
            return Text()
        if not isinstance(texts, dict) or not all(isinstance(one, str) for one in texts.values()):
            self.fault(WRONG_KIND, name, value, attendu='{ fr = "…", en = "…" }')
            return Text()
        self.known(texts, ("fr", "en"), name)
        made = Text(texts.get("fr", "").strip(), texts.get("en", "").strip())
        if needed and not (made.fr or made.en):
            self.fault(MISSING, name)
        if max(len(made.fr), len(made.en)) > LONGEST[name]:
            self.fault(TOO_LONG, name, longueur=LONGEST[name])
        return made

    def word(self, given: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
        value = given.get(name, "")
        if not isinstance(value, str):
            self.fault(WRONG_KIND, name, value, attendu='"…"')
            return ""
        if needed and not value.strip():
            self.fault(MISSING, name)
        return value.strip()

    def choices(self, given: Any) -> dict[str, list[str]]:
        if not isinstance(given, dict):
            self.fault(WRONG_KIND, "choix", given, attendu='{ region = "gbeke" }')
            return {}
        made = {}
        for key, value in given.items():
            values = value if isinstance(value, list) else [value]
            if key in OF_THE_READER:
                self.fault(CHOICE, "choix", key)
            elif not all(isinstance(one, str | int | float) for one in values):
                self.fault(WRONG_KIND, f"choix.{key}", value, attendu='"…"')
            else:
                made[key] = [str(one) for one in values]
        if len(str(made)) > LONGEST["choix"]:
            self.fault(TOO_LONG, "choix", longueur=LONGEST["choix"])
        return made

    def known(self, given: Mapping[str, Any], names: Sequence[str], within: str = "") -> None:
        for name in given:
            if name not in names:
                self.fault(UNKNOWN, within or name, name, attendu=", ".join(names))

    def fault(self, rule: Any, name: str, value: Any = "", **fields: Any) -> None:
        shown = str(value) if len(str(value)) <= 80 else f"{str(value)[:80]}…"
        self.faults.append(Fault(rule, self.file, self.step, name, shown, fields))


def write(story: Story) -> str:
    """Write a story as the text of its file."""
    lines = [f"id = {_toml(story.id)}", f"jeu = {_toml(story.dataset)}"]
    lines.append(f"titre = {_both(story.title)}")
    for step in story.steps:
        lines += ["", "[[etapes]]", f"titre = {_both(step.title)}"]
        texts = {"texte": step.text, "notes": step.notes}
        lines += [f"{name} = {_both(text)}" for name, text in texts.items() if text != Text()]
        words = {"page": step.page, "figure": step.figure}
        lines += [f"{name} = {_toml(word)}" for name, word in words.items() if word]
        pairs = [
            f"{_toml(key)} = [{', '.join(map(_toml, values))}]"
            for key, values in step.choices.items()
        ]
        lines += [f"choix = {{ {', '.join(pairs)} }}"] if pairs else []
    return "\n".join(lines) + "\n"


def save(story: Story, data: Path = DATA) -> Story:
    """Keep an added story, over the file that it was read from.

    Raises
    ------
    Stopped
        When it would not be read back whole, it is a delivered one, or somebody changed its file.
    """
    content = write(story).encode()
    found = parse(content, f"{story.id}.toml")
    wrong = [fault for fault in found.faults if fault.step == 0 and fault.blocks]
    if wrong or found.story is None:
        raise Stopped(wrong[0].rule.message, **{"valeur": wrong[0].value, **wrong[0].fields})
    path = data / ADDED / f"{story.id}.toml"
    if (DELIVERED / path.name).exists():
        raise Stopped(N_("Un récit livré ne se change pas : en faire une copie."))
    _hold(path, story.digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    with beside.open("wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    beside.replace(path)
    return found.story


def remove(story: Story, data: Path = DATA) -> None:
    """Remove an added story.

    Raises
    ------
    Stopped
        When it is a delivered one, or somebody changed its file meanwhile.
    """
    path = data / ADDED / f"{story.id}.toml"
    if story.is_delivered:
        raise Stopped(N_("Un récit livré ne s'efface pas."))
    _hold(path, story.digest)
    path.unlink(missing_ok=True)


def free(wished: str, data: Path = DATA) -> str:
    """Return an identifier close to this one that no story has."""
    stem = re.sub(r"[^a-z0-9]+", "_", _unaccented(wished)).strip("_")[:50] or "recit"
    taken = {path.stem for path in (*DELIVERED.glob("*.toml"), *(data / ADDED).glob("*.toml"))}
    names = (stem, *(f"{stem}_{rank}" for rank in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def moved(story: Story, rank: int, to: int) -> Story:
    """Move the step of this rank (from 0) to another rank."""
    steps = list(story.steps)
    steps.insert(max(0, min(to, len(steps) - 1)), steps.pop(rank))
    return replace(story, steps=steps)


def duplicated(story: Story, rank: int) -> Story:
    """Put a copy of the step of this rank (from 0) after it."""
    steps = list(story.steps)
    return replace(story, steps=[*steps[: rank + 1], steps[rank], *steps[rank + 1 :]])


def without(story: Story, rank: int) -> Story:
    """Take out the step of this rank (from 0)."""
    return replace(story, steps=[one for at, one in enumerate(story.steps) if at != rank])


def _hold(path: Path, digest: str) -> None:
    """Refuse when the file is not the one that was read: somebody else changed it meanwhile."""
    now = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
    if now != digest:
        raise Stopped(
            N_("Quelqu'un d'autre a changé ce récit. Rien n'a été écrit : rouvrez-le d'abord.")
        )


def _unaccented(text: str) -> str:
    from unicodedata import normalize

    return normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()


def _both(text: Text) -> str:
    pairs = (("fr", text.fr), ("en", text.en))
    return "{ " + ", ".join(f"{code} = {_toml(one)}" for code, one in pairs if one) + " }"


def _toml(text: str) -> str:
    """Write a TOML string; JSON's escapes are TOML's, but for one sign that JSON leaves alone."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
