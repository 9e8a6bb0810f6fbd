"""Read KoboToolbox and ODK Central exports: sections, repeats, geopoints, multiple choices.

A correspondence says which question fills which column; a plain table with a correspondence is
read the same way. Rows are streamed; of the sections above a repeat, only the answers that its
tables need are kept in memory.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

from cartomut.contracts import Contract, contracts
from cartomut.findings import ERROR, WARNING, Finding, Rule
from cartomut.i18n import N_
from cartomut.names import normalise
from cartomut.paths import REFERENCE
from cartomut.sources.correspondence import KEY, MAIN, Correspondence, TableMap
from cartomut.sources.sheets import Guess, Incoming, Row, Sheet

KOBO, ODK, PLAIN = "KoboToolbox", "ODK Central", N_("tableau")
SHEET_NAME = 31  # characters that a workbook keeps of a sheet's name

FORM = Rule(
    "R-10",
    WARNING,
    N_("Lu avec la correspondance « {valeur} » ({attendu}) ; tables remplies : {nombre}."),
    N_("La correspondance décide de la table et de la colonne de chaque réponse."),
    N_("Vérifier que c'est bien celle de ce formulaire, sinon en donner une autre."),
)
NO_FIT = Rule(
    "R-11",
    ERROR,
    N_("Aucune correspondance ne convient à ce formulaire ({attendu})."),
    N_("On ne sait pas quelle question remplit quelle colonne."),
    N_("En proposer une par : python -m cartomut map FICHIER, la relire, puis la donner."),
)
NO_QUESTION = Rule(
    "R-12",
    WARNING,
    N_("Il manque des questions à l'exportation pour remplir « {attendu} » : {valeur}."),
    N_("Les colonnes qu'elles remplissent resteront vides."),
    N_("Exporter toutes les versions du formulaire, ou corriger la correspondance."),
)
TWICE_ASKED = Rule(
    "R-13",
    ERROR,
    N_("La question « {valeur} » se trouve dans plusieurs colonnes ({attendu})."),
    N_("On ne sait pas laquelle lire ; aucune n'est chargée."),
    N_("Exporter avec les groupes dans les en-têtes, ou écrire le groupe dans la correspondance."),
)
NOT_MAPPED = Rule(
    "R-14",
    WARNING,
    N_("La question « {valeur} » n'est dans aucune table de la correspondance."),
    N_("Les réponses à cette question ne sont pas chargées."),
    N_("Ajouter la question à la correspondance, si elle doit l'être."),
)
NOT_APPROVED = Rule(
    "R-15",
    WARNING,
    N_("La fiche n'est pas encore approuvée (« {valeur} »)."),
    N_("Elle est chargée, mais ses réponses peuvent encore changer."),
    N_("L'approuver sur le serveur, puis exporter de nouveau."),
)
NO_STATE = Rule(
    "R-16",
    WARNING,
    N_("Aucune des {nombre} fiches n'a d'état de validation."),
    N_("Elles sont toutes chargées, mais personne n'a dit les avoir relues."),
    N_("Relire les fiches sur le serveur, puis exporter de nouveau."),
)
REJECTED = Rule(
    "R-17",
    WARNING,
    N_("La fiche a été refusée à la validation (« {valeur} »)."),
    N_("Elle n'est pas chargée, ni ce qu'elle répète."),
    N_("La corriger et l'approuver sur le serveur, si elle doit compter."),
)
TWICE = Rule(
    "R-18",
    ERROR,
    N_("La fiche « {valeur} » est aussi à la ligne {attendu}."),
    N_("La même fiche serait comptée deux fois ; la première seulement est lue."),
    N_("Retirer l'une des deux lignes de l'exportation."),
)
ENCRYPTED = Rule(
    "R-19",
    ERROR,
    N_("La fiche n'est pas déchiffrée (« {valeur} »)."),
    N_("Ses réponses sont absentes de l'exportation."),
    N_("Exporter de nouveau, en donnant la phrase secrète du formulaire."),
)
ORPHAN = Rule(
    "R-20",
    ERROR,
    N_("La ligne renvoie à la fiche « {valeur} », qui n'est pas dans l'exportation."),
    N_("On ne sait pas à qui la rattacher ; elle n'est pas chargée."),
    N_("Exporter ensemble toutes les sections du formulaire, sans en retirer de ligne."),
)
ALONE = Rule(
    "R-21",
    ERROR,
    N_("Cette section répétée vient sans la section principale du formulaire."),
    N_("On ne sait pas à quelle fiche rattacher ses lignes ; aucune n'est chargée."),
    N_("Apporter aussi la section principale, exportée le même jour."),
)
NO_REPEATS = Rule(
    "R-22",
    WARNING,
    N_("Une exportation CSV de KoboToolbox ne contient pas les groupes répétés ({attendu})."),
    N_("Les lignes de ces groupes manquent."),
    N_("Exporter en XLSX pour les avoir."),
)
PERSONAL = Rule(
    "R-23",
    WARNING,
    N_("La colonne « {valeur} » porte une donnée personnelle : elle n'est pas chargée."),
    N_("Un nom de personne, un téléphone ou une adresse ne doit jamais être publié."),
    N_("Rien à faire ; la retirer du fichier avant de le transmettre."),
)
TRACES = Rule(
    "R-24",
    WARNING,
    N_("Des colonnes ajoutées par l'outil d'enquête ne sont pas chargées ({valeur})."),
    N_("Elles disent qui a rempli la fiche et sur quel appareil."),
    N_("Rien à faire ; les retirer du fichier avant de le transmettre."),
)

_SYSTEM = frozenset(
    (
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_notes",
        "_status",
        "_submitted_by",
        "__version__",
        "_tags",
        "_index",
        "_parent_index",
        "_parent_table_name",
        "_attachments",
        "_geolocation",
        "_xform_id_string",
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "subscriberid",
        "simserial",
        "simid",
        "audit",
        "formhub/uuid",
        "SubmissionDate",
        "KEY",
        "PARENT_KEY",
        "SubmitterID",
        "SubmitterName",
        "Status",
        "AttachmentsPresent",
        "AttachmentsExpected",
        "ReviewState",
        "DeviceID",
        "Edits",
        "FormVersion",
        "instanceID",
        "instanceName",
        "rootUuid",
        "deprecatedID",
        "background-audio",
    )
)
_TRACES = frozenset(
    (
        "_submitted_by",
        "_notes",
        "_submission__submitted_by",
        "_submission__notes",
        "deviceid",
        "username",
        "email",
        "phonenumber",
        "subscriberid",
        "simserial",
        "simid",
        "SubmitterID",
        "SubmitterName",
        "DeviceID",
    )
)
_OLD_KEYS = ("instanceID", "meta:instanceID", "meta-instanceID", "meta/instanceID")
_META = re.compile(r"^(?:.*[/:-])?(?:instanceID|instanceName|rootUuid|deprecatedID)$")
_PEOPLE = re.compile(
    r"telephone|phonenumber|^(?:phone|tel|mobile|portable|whatsapp|contact)s?$|"
    r"^(?:tel|phone|contact)(?:du|de|dela|des|of)|numerotel|mobilephone|"
    r"deviceid|username|^e?mail|mailaddress|courriel|adresseelectronique|submittedby|^notes?prive|"
    r"submitter(?:id|name)|subscriberid|simserial|"
    r"^(?:q?\d*)(?:pre)?noms?(?!bre|inal|encl).*(?:enquet|repondant|interview)|"
    r"^(?:enquet(?:eur|rice)|enquete$|repondant|interviewer|respondent)|"
    r"name.*(?:respondent|interviewer|enumerator)|(?:respondent|interviewer|enumerator).*name|"
    r"personnecontact|nomducontact|contactperson"
)
_KOBO_POINT = re.compile(
    r"^(?P<group>(?:.*/)?)_(?P<name>.+)_(?P<part>latitude|longitude|altitude|precision)$"
)
_ODK_POINT = re.compile(r"^(?P<group>)(?P<name>.+)-(?P<part>Latitude|Longitude|Altitude|Accuracy)$")
_PARTS = {"accuracy": "precision"}
_POINT_COLUMNS = {"latitude": "latitude", "longitude": "longitude", "precision": "precision_m"}
_RAW_ORDER = ("latitude", "longitude", "altitude", "precision")
_TRUTH = {"1": "true", "0": "false", "true": "true", "false": "false", "oui": "true"}
_TRUTH |= {"yes": "true", "non": "false", "no": "false", "vrai": "true", "faux": "false"}
_STEP = re.compile(r"\[\d+\]$")

Place = tuple[int, int]  # how many sections above, then the column there
Cell = Callable[["Answer"], str]


@dataclass(frozen=True)
class Export:
    """The sections of one form that came together."""

    kind: str
    main: Sheet
    repeats: tuple[Sheet, ...] = ()

    @property
    def name(self) -> str:
        """The form's id as far as the file tells it."""
        return self.main.name or Path(self.main.file).stem


@dataclass(frozen=True)
class Answer:
    """One row of a section: its line, its key and the answers that were asked for."""

    line: int
    key: str
    cells: tuple[str, ...]


# ------------------------------------------------------------------ which sheets are an export


def find_exports(sheets: Sequence[Sheet]) -> tuple[list[Export], list[Sheet], list[Finding]]:
    """Part the sheets into exports of forms, other sheets, and repeats that came alone."""
    kinds = [(sheet, _kind(sheet)) for sheet in sheets]
    repeating = {sheet.file for sheet, (tool, repeat) in kinds if tool == KOBO and repeat}
    mains = [
        (sheet, tool or KOBO)
        for sheet, (tool, repeat) in kinds
        if not repeat and (tool or (sheet.file in repeating and "_index" in sheet.columns))
    ]
    taken = [sheet for sheet, _ in mains]
    repeats = [(sheet, tool) for sheet, (tool, repeat) in kinds if repeat]
    owners = [_owner(sheet, tool, mains) for sheet, tool in repeats]
    exports = [
        Export(
            tool,
            main,
            tuple(
                sheet for (sheet, _), owner in zip(repeats, owners, strict=True) if owner is main
            ),
        )
        for main, tool in mains
    ]
    alone = [sheet for (sheet, _), owner in zip(repeats, owners, strict=True) if owner is None]
    known = {id(sheet) for sheet in (*taken, *(sheet for sheet, _ in repeats))}
    rest = [sheet for sheet in sheets if id(sheet) not in known]
    return exports, rest, [Finding(ALONE, sheet.file, sheet=sheet.name) for sheet in alone]


def is_personal(header: str) -> bool:
    """Tell whether a header announces a person's name, telephone, address or device."""
    leaf = re.split(r"[/:-]", header)[-1]
    return bool(_PEOPLE.search(normalise(header)) or _PEOPLE.search(normalise(leaf)))


def is_system(header: str) -> bool:
    """Tell whether a column is one that the survey tool adds by itself."""
    own = header in _SYSTEM or header.startswith(("_submission_", "SET-OF-"))
    return own or bool(_META.match(header))


def _kind(sheet: Sheet) -> tuple[str, bool]:
    """Name the tool that wrote a sheet (empty when none), and tell whether it is a repeat."""
    columns = set(sheet.columns)
    if {"_index", "_parent_index"} <= columns:
        return KOBO, True
    if "_submission_time" in columns and columns & {"_uuid", "_id"}:
        return KOBO, False
    if {"KEY", "PARENT_KEY"} <= columns:
        return ODK, True
    if {"SubmissionDate", "KEY"} <= columns or columns & set(_OLD_KEYS):
        return ODK, False
    return "", False


def _stem(sheet: Sheet) -> str:
    return sheet.name or Path(sheet.file).stem


def _owner(repeat: Sheet, tool: str, mains: Sequence[tuple[Sheet, str]]) -> Sheet | None:
    """Find the main section of a repeat: in the same file, else by the form's id, else the only."""
    same = [main for main, kind in mains if kind == tool]
    inside = [main for main in same if main.file == repeat.file]
    by_name = [main for main in inside or same if _stem(repeat).startswith(f"{_stem(main)}-")]
    if tool == ODK and by_name:
        return max(by_name, key=lambda main: len(_stem(main)))
    found = inside or same
    return found[0] if len(found) == 1 else None


# ------------------------------------------------------------------ where a question stands


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


# ------------------------------------------------------------------ sections and their rows


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
        return self.column("_index") if self.kind == KOBO else self.column("KEY", *_OLD_KEYS)

    @property
    def lasting_key(self) -> int | None:
        """The column that names the submission in every export."""
        names = ("_uuid", "_id") if self.kind == KOBO else ("KEY", *_OLD_KEYS)
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
                key = _at(cells, self.lasting_key)
                yield Answer(line, key, tuple(_at(cells, column) for column in columns))

    def _repeat_answers(self, above: "Section", places: Sequence[Place]) -> Iterator[Answer]:
        parents = above.by_key([(up - 1, column) for up, column in places if up])
        order: Counter[str] = Counter()
        for line, cells in self.sheet.rows():
            parent = parents.get(_at(cells, self.reference))
            if parent is None:
                continue
            order[parent.key] += 1
            key = _at(cells, self.column("KEY")) if self.kind == ODK else ""
            inherited = iter(parent.cells)
            values = [_at(cells, column) if not up else next(inherited) for up, column in places]
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


def _at(cells: Sequence[str], column: int | None) -> str:
    return cells[column].strip() if column is not None and -1 < column < len(cells) else ""


class Form:
    """An export with a correspondence: its sections, and the tables that they fill."""

    def __init__(self, export: Export, correspondence: Correspondence) -> None:
        self.export = export
        self.correspondence = correspondence
        self.findings: list[Finding] = []
        self.main = self._section(export.main, MAIN)
        self.sections = {MAIN: self.main} | {
            name: self._section(sheet, name) for name, sheet in self._named_repeats().items()
        }
        for section in self.sections.values():
            section.above = self._above(section)

    @cached_property
    def fit(self) -> float:
        """Tell how well both sides know each other, from 0 to 1.

        The mean of two shares: questions of the correspondence that are in the export, columns
        of the export that the correspondence asks for.
        """
        asked = {(one.section, question) for one in self._tables() for question in one.questions}
        found = [columns for pair in asked if (columns := self._columns(*pair))]
        there = sum(len(section.headers.loadable) for section in self.sections.values())
        known = len({column for columns in found for column in columns})
        return (len(found) / len(asked) + known / there) / 2 if asked and there else 0.0

    def load(self) -> list[Incoming]:
        """Say where the rows of each table come from; findings are kept on the way."""
        self.findings += self._examine()
        incoming = [found for one in self._tables() if (found := self._incoming(one)) is not None]
        self.findings = list({_once(one): one for one in self.findings}.values())
        self.findings += self._unread()
        if incoming:
            said = self._finding(
                FORM,
                self.correspondence.file,
                attendu=(self.export.kind, ""),
                nombre=len(incoming),
            )
            self.findings.insert(0, said)
        return incoming

    def _tables(self) -> list[TableMap]:
        """Tables of the correspondence whose section is in this export, or may have been empty."""
        plain = self.export.kind == PLAIN
        own = (MAIN, self.export.name)
        return [one for one in self.correspondence.tables if not plain or one.section in own]

    def _section(self, sheet: Sheet, name: str) -> Section:
        headers = Headers(sheet, self.export.kind, self.correspondence.labels)
        return Section(sheet, self.export.kind, name, headers)

    def _named_repeats(self) -> dict[str, Sheet]:
        """Name each repeat as the correspondence does: by its sheet, else by its questions."""
        wanted = [one.section for one in self.correspondence.tables if one.section != MAIN]
        names = {
            _sheet_key(text): section
            for section in wanted
            for text in (section, section.split("/")[-1], *self._labels(section))
        }
        found: dict[str, Sheet] = {}
        for sheet in self.export.repeats:
            written = self._repeat_name(sheet)
            name = next((names[key] for key in _sheet_keys(written) if key in names), written)
            found[name if name not in found else sheet.name] = sheet
        lost = [section for section in dict.fromkeys(wanted) if section not in found]
        strange = {name: sheet for name, sheet in found.items() if name not in wanted}
        for section in lost:
            best = max(strange, key=lambda name: self._likely(section, strange[name]), default="")
            if best and self._likely(section, strange[best]) > 0.5:
                found[section] = found.pop(best)
                strange.pop(best)
        return found

    def _labels(self, section: str) -> tuple[str, ...]:
        return self.correspondence.labels.get(section, ())

    def _repeat_name(self, sheet: Sheet) -> str:
        stem, root = _stem(sheet), _stem(self.export.main)
        name = stem.removeprefix(f"{root}-") if self.export.kind == ODK else stem
        return name.split("~")[0]

    def _likely(self, section: str, sheet: Sheet) -> float:
        """Tell how many of a section's own questions are in this sheet, from 0 to 1."""
        headers = Headers(sheet, self.export.kind, self.correspondence.labels)
        asked = {
            question
            for one in self.correspondence.tables
            for question in one.questions
            if one.section == section and not self.main.headers.question(question)
        }
        return sum(bool(headers.anywhere(one)) for one in asked) / max(len(asked), 1)

    def _above(self, section: Section) -> Section | None:
        """Find the section that a repeat's rows refer to."""
        if section is self.main:
            return None
        first = next(iter(section.sheet.rows()), None)
        cells = first[1] if first else ()
        if section.kind == KOBO:
            named = _at(cells, section.column("_parent_table_name"))
        else:
            path = _at(cells, section.reference).split("/")
            named = _STEP.sub("", path[-1]) if len(path) > 1 else ""
        keys = _sheet_keys(named)
        for other in self.sections.values():
            if other not in (section, self.main) and set(keys) & {
                _sheet_key(other.name),
                _sheet_key(other.sheet.name),
                _sheet_key(self._repeat_name(other.sheet)),
            }:
                return other
        return self.main

    def _columns(self, name: str, question: str) -> set[tuple[str, int]]:
        """List the columns of a question, in its section or those above."""
        section = self.sections.get(self._own_name(name))
        for one in section.upwards() if section else ():
            if found := one.headers.anywhere(question):
                return {(one.name, number) for number in found}
        return set()

    def _own_name(self, section: str) -> str:
        return MAIN if self.export.kind == PLAIN else section

    # -------------------------------------------------------------- submissions

    def _examine(self) -> list[Finding]:
        """Look at every submission: refused, undecrypted, repeated; and at rows of nobody."""
        found = [*self._states(), *self._twice()]
        for section in self.sections.values():
            if section.above is not None:
                found += self._orphans(section, section.above)
        if self.export.kind == KOBO and not self.export.main.name:
            absent = {one.section for one in self._tables()} - set(self.sections)
            if absent:
                shown = ", ".join(sorted(absent))
                found.append(self._finding(NO_REPEATS, attendu=shown))
        return found

    def _states(self) -> list[Finding]:
        state = self.main.column("_validation_status", "ReviewState")
        cipher = self.main.column("Status") if self.export.kind == ODK else None
        if state is None and cipher is None:
            return []
        found, count, silent = [], 0, 0
        for line, cells in self.export.main.rows():
            count += 1
            text, locked = _at(cells, state), _at(cells, cipher)
            rule = _state_rule(text, locked)
            silent += not text
            if rule:
                found.append(self._finding(rule, locked or text, line))
            if rule in (REJECTED, ENCRYPTED):
                self.main.left_out.add(line)
        if count and silent == count:
            kept = [one for one in found if one.rule is not NOT_APPROVED]
            return [*kept, *([self._finding(NO_STATE, nombre=count)] if state is not None else [])]
        return found

    def _twice(self) -> list[Finding]:
        """Report submissions that came more than once, at each of their lines."""
        key = self.main.lasting_key
        lines: dict[str, list[int]] = {}
        for line, cells in self.export.main.rows():
            if line not in self.main.left_out and _at(cells, key):
                lines.setdefault(_at(cells, key), []).append(line)
        found = []
        for text, places in lines.items():
            self.main.left_out.update(places[1:])
            for line in places if len(places) > 1 else ():
                others = ", ".join(str(place) for place in places if place != line)
                found.append(self._finding(TWICE, text, line, attendu=others))
        return found

    def _orphans(self, section: Section, above: Section) -> list[Finding]:
        key = above.own_key
        known = {_at(cells, key) for _, cells in above.sheet.rows()}
        return [
            Finding(ORPHAN, section.sheet.file, line, value=parent, sheet=section.sheet.name)
            for line, cells in section.sheet.rows()
            if (parent := _at(cells, section.reference)) not in known or not parent
        ]

    def _finding(
        self, rule: Rule, value: str = "", line: int | None = None, **fields: object
    ) -> Finding:
        main = self.export.main
        return Finding(rule, main.file, line, value=value, fields=fields, sheet=main.name)

    # -------------------------------------------------------------- tables

    def _incoming(self, one: TableMap) -> Incoming | None:
        section = self.sections.get(self._own_name(one.section))
        if section is None:
            return None
        filling = Filling(one, section, self.correspondence.defaults)
        self.findings += filling.findings
        if not filling.asked:
            return None
        return Incoming(
            one.table,
            section.sheet.file,
            section.sheet.name,
            tuple(filling.cells) + filling.long_columns,
            tuple(filling.headers[column] for column in (*filling.cells, *filling.long_columns)),
            filling.rows,
            tuple(
                Guess(header, column, "correspondance")
                for column, header in filling.headers.items()
                if header not in ("", column)
            ),
        )

    def _unread(self) -> list[Finding]:
        """Report the columns that are not loaded: traces of persons, then other questions."""
        found, traces = [], []
        for section in self.sections.values():
            sheet = section.sheet
            for number, header in enumerate(sheet.columns):
                system = section.headers.system(header) or header.endswith("_URL")
                if number in section.headers.used or not header:
                    continue
                if system and header in _TRACES:
                    traces.append(header)
                elif not system:
                    rule = PERSONAL if is_personal(header) else NOT_MAPPED
                    found.append(Finding(rule, sheet.file, value=header, sheet=sheet.name))
        if traces:
            found.insert(0, self._finding(TRACES, ", ".join(dict.fromkeys(traces))))
        return found


def _once(one: Finding) -> tuple[str, str, str, str, int | None]:
    """Tell findings apart, whatever table they were made for."""
    return one.rule.code, one.sheet, one.column, one.value, one.line


def _sheet_key(name: str) -> str:
    return normalise(name[:SHEET_NAME])


def _sheet_keys(name: str) -> tuple[str, ...]:
    """Write a sheet's name as it is compared, then without its number and its groups."""
    bare = re.sub(r"[ _]*\(?\d+\)?$", "", name)
    return tuple(filter(None, map(_sheet_key, (name, bare, name.rsplit("/", maxsplit=1)[-1]))))


def _state_rule(state: str, locked: str) -> Rule | None:
    """Choose what is said of a submission from its validation state and its encryption."""
    text = normalise(state)
    if locked:
        return ENCRYPTED
    if any(word in text for word in ("notapproved", "nonapprouve", "rejected", "rejete", "refuse")):
        return REJECTED
    return None if "approved" in text or "approuve" in text else NOT_APPROVED


# ------------------------------------------------------------------ the cells of one table


class Filling:
    """Fills the columns of one table from one section; keeps which headers it read."""

    def __init__(self, one: TableMap, section: Section, defaults: Mapping[str, str]) -> None:
        self.map = one
        self.section = section
        self.contract: Contract = contracts()[one.table]
        self.places: list[Place] = []
        self.cells: dict[str, Cell] = {}
        self.headers: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.absent: list[str] = []  # questions that are not in the export
        self.known: Mapping[str, str] = {}  # choices of the multiple question → our codes
        self.details: list[tuple[str, int]] = []
        self.summary = -1
        self.own: set[int] = set()  # positions of answers that make an optional row worth keeping
        self.defaults = {
            column: value
            for column, value in {**defaults, **one.constants}.items()
            if self.contract.has(column)
        }
        for column, questions in one.columns.items():
            self._fill(column, questions)
        self._fill_position()
        self._fill_rest()
        self.long_columns = self._prepare_choices()
        if self.absent:
            self._report(NO_QUESTION, ", ".join(self.absent), "", one.table)

    @property
    def asked(self) -> bool:
        """Tell whether the export holds a question of this table, beyond whose row it is."""
        if self.map.multiple:
            return bool(self.long_columns)
        own = [column for column in self.map.columns if not self._is_key(column)]
        return bool(self.own) or (bool(self.places) and not own)

    def rows(self) -> Iterator[Row]:
        """Yield the table's rows; one per choice when the table takes a multiple question."""
        cells = tuple(self.cells.values())
        for answer in self.section.answers(self.places):
            row = tuple(cell(answer) for cell in cells)
            if self.long_columns:
                yield from ((answer.line, row + pair) for pair in self._choices(answer))
            elif not self.map.optional or any(answer.cells[one] for one in self.own):
                yield answer.line, row

    def _fill(self, column: str, questions: Sequence[str]) -> None:
        positions = []
        for question in questions:
            position = -1 if question == KEY else self._position(question, column)
            if position is not None:
                positions.append(position)
                self.headers.setdefault(column, self._header(position))
        if positions:
            codes = {normalise(choice): code for choice, code in self._codes(column).items()}
            self.cells[column] = _first(positions, codes, self.defaults.get(column, ""))
            if not self._is_key(column):
                self.own.update(position for position in positions if position >= 0)

    def _codes(self, column: str) -> Mapping[str, str]:
        return self.map.codes.get(column, {})

    def _is_key(self, column: str) -> bool:
        """Tell whether a column says whose row it is rather than what was answered."""
        foreign = {name for key in self.contract.foreign_keys for name in key.columns}
        keys = {*self.contract.primary_key, *foreign, *self.defaults, "source_id", "nature"}
        return column in keys

    def _position(self, question: str, column: str) -> int | None:
        """Ask for a question's cell; report a question that is absent or found twice."""
        up, found = self.section.find(question)
        if len(found) == 1:
            return self._ask(up, found[0])
        if found:
            section = self.section.at(up)
            shown = ", ".join(section.sheet.columns[number] for number in found)
            section.headers.used.update(found)
            self._report(TWICE_ASKED, question, column, shown)
        elif column not in self.defaults and len(self.map.columns.get(column, ())) < 2:
            self.absent.append(question)
        return None

    def _ask(self, up: int, column: int) -> int:
        self.section.at(up).headers.used.add(column)
        self.places.append((up, column))
        return len(self.places) - 1

    def _header(self, position: int) -> str:
        if position < 0:
            return ""
        up, column = self.places[position]
        return self.section.at(up).sheet.columns[column]

    def _report(self, rule: Rule, value: str, column: str, expected: str) -> None:
        sheet = self.section.sheet
        fields = {"attendu": expected}
        self.findings.append(
            Finding(rule, sheet.file, None, column, value, fields, sheet=sheet.name)
        )

    def _fill_rest(self) -> None:
        """Fill with their default the columns that no question fills."""
        for column in self.defaults.keys() - self.cells.keys():
            self.cells[column] = _constant(self.defaults[column])
        for column in self.cells:
            self.headers.setdefault(column, "")
        self.cells = {
            one.name: self.cells[one.name]
            for one in self.contract.file_fields
            if one.name in self.cells
        }

    # -------------------------------------------------------------- positions

    def _fill_position(self) -> None:
        """Fill latitude, longitude and precisions from the parts of a geopoint, or its text."""
        if not self.map.position:
            return
        up, parts, raw = self._find_point(self.map.position)
        if not parts and raw is None:
            self.absent.append(self.map.position)
            return
        positions = {part: self._ask(up, column) for part, column in parts.items()}
        text = self._ask(up, raw) if raw is not None else -1
        shown = self._header(text) or self._header(next(iter(positions.values()), -1))
        for part, column in _POINT_COLUMNS.items():
            if self.contract.has(column) and column not in self.cells:
                self.cells[column] = _point(positions.get(part, -1), text, _RAW_ORDER.index(part))
                self.headers[column] = self._header(positions.get(part, -1)) or shown
        if self.contract.has("precision") and "latitude" in self.cells:
            written = self.cells.get("precision", _constant(""))
            self.cells["precision"] = _or_gps(written, self.cells["latitude"])
            self.headers.setdefault("precision", shown)
        self.own |= {*positions.values(), *({text} - {-1})}

    def _find_point(self, question: str) -> tuple[int, dict[str, int], int | None]:
        for up, section in enumerate(self.section.upwards()):
            parts, raw = section.headers.point(question), section.headers.question(question)
            if parts or raw:
                return up, parts, raw[0] if raw else None
        return 0, {}, None

    # -------------------------------------------------------------- multiple choices

    def _prepare_choices(self) -> tuple[str, ...]:
        one, headers = self.map, self.section.headers
        if not (one.multiple and one.choice):
            return ()
        summary, details = headers.question(one.multiple), headers.details(one.multiple)
        if not summary and not details:
            self.absent.append(one.multiple)
            return ()
        self.known = known_choices(self.contract, one)
        self.details = [
            (self.known.get(normalise(choice), choice), self._ask(0, column))
            for choice, column in details.items()
        ]
        self.summary = self._ask(0, summary[0]) if summary else -1
        shown = self._header(self.summary) or self._header(self.details[0][1])
        columns = (one.choice, one.answer) if one.answer else (one.choice,)
        self.headers |= dict.fromkeys(columns, shown)
        return columns

    def _choices(self, answer: Answer) -> Iterator[tuple[str, ...]]:
        """Yield each choice with true or false; nothing when the question was not answered."""
        marked = {code: answer.cells[position] for code, position in self.details}
        if not any(marked.values()):
            marked = self._summary_choices(answer)
        for code, text in marked.items():
            if text and code and code not in self.map.none:
                said = _TRUTH.get(text.lower(), text)
                if self.map.answer:
                    yield code, said
                elif said == "true":
                    yield (code,)

    def _summary_choices(self, answer: Answer) -> dict[str, str]:
        text = answer.cells[self.summary] if self.summary >= 0 else ""
        chosen = split_choices(text, self.known)
        offered = dict.fromkeys(self.map.offered, "0") if chosen else {}
        return offered | dict.fromkeys(chosen, "1")


def known_choices(contract: Contract, one: TableMap) -> dict[str, str]:
    """Map normalised names and labels of the choices to our codes."""
    listed = next((field.code_list for field in contract.fields if field.name == one.choice), "")
    known = {normalise(name): code for name, code in code_names().get(listed, {}).items()}
    known |= {normalise(choice): choice for choice in (*one.offered, *one.none)}
    mapped = one.codes.get(one.choice, {})
    return known | {normalise(choice): code for choice, code in mapped.items()}


def split_choices(text: str, known: Mapping[str, str]) -> list[str]:
    """Split a cell of choices joined by spaces; labels that hold spaces are found whole.

    A piece that is not known stays as it is, to be reported as a code that does not exist.
    """
    pieces, found, start = text.split(), [], 0
    while start < len(pieces):
        ends = range(len(pieces), start, -1)
        end = next((end for end in ends if normalise("".join(pieces[start:end])) in known), 0)
        whole = normalise("".join(pieces[start : end or start + 1]))
        found.append(known.get(whole, pieces[start]))
        start = end or start + 1
    return [code for code in dict.fromkeys(found) if code]


@cache
def code_names() -> dict[str, dict[str, str]]:
    """Map, for each list, codes and both of their names to the code."""
    found: dict[str, dict[str, str]] = {}
    with (REFERENCE / "code_liste.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names = found.setdefault(row["liste"], {})
            names |= {row[key]: row["code"] for key in ("nom_fr", "nom_en", "code") if row[key]}
    return found


def _first(positions: Sequence[int], codes: Mapping[str, str], default: str) -> Cell:
    """Take the first answer among these; its code when the choice has one."""

    def cell(answer: Answer) -> str:
        texts = (answer.key if position < 0 else answer.cells[position] for position in positions)
        text = next(filter(None, texts), "")
        return codes.get(normalise(text), text) if text else default

    return cell


def _constant(text: str) -> Cell:
    return lambda _: text


def _point(position: int, raw: int, order: int) -> Cell:
    """Take a part of a position from its own column, else from the text « lat lon alt prec »."""

    def cell(answer: Answer) -> str:
        text = answer.cells[position] if position >= 0 else ""
        if text or raw < 0:
            return text
        parts = answer.cells[raw].split()
        return parts[order] if order < len(parts) else ""

    return cell


def _or_gps(written: Cell, latitude: Cell) -> Cell:
    """Say « gps » of a measured position, unless the form says better."""
    return lambda answer: written(answer) or ("gps" if latitude(answer) else "")
