"""Propose a correspondence from the headers of a form, for an analyst to read and mend."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from cartomut.contracts import Contract
from cartomut.i18n import N_, Language, language
from cartomut.names import normalise
from cartomut.sources.correspondence import MAIN, importable
from cartomut.sources.filling import code_names
from cartomut.sources.likeness import CLOSE, NAME, SYNONYM, Match, match, words
from cartomut.sources.questions import Headers
from cartomut.sources.sheets import Sheet
from cartomut.sources.surveys import PLAIN, Export, find_exports, is_personal, stem

FEWEST = 2  # questions of its own that make a table worth proposing
KEPT_BACK = ("latitude", "longitude", "precision_m")  # come from the position
INHERITED = ("organisme_id", "centre_id", "annee")  # keys that sections below take from above
CHOICE, ANSWER = "service", "disponible"  # of the table that a multiple question fills
HEADER = N_("Correspondance proposée d'après les en-têtes : la relire ligne par ligne.")
DEFAULTS = N_("Ce que valent ces colonnes quand aucune question ne les remplit.")
SURE = N_("même nom ou même titre que la colonne")
KNOWN = N_("synonyme connu ; à confirmer")
GUESS = N_("ressemblance {} ; à confirmer")
POSITION = N_("position relevée ; à confirmer")
MULTIPLE = N_("choix multiples, dont {} services connus ; à confirmer")
SAMPLE = 200  # rows that are looked at to know a question of multiple choices
LEFT = N_("Questions sans colonne : pour en charger une, écrire sa colonne à la place de « # … ».")
PERSONAL = N_("Données personnelles, jamais chargées : {}")
NOTHING = N_("Aucune question ne ressemble à une colonne connue.")
_POINT = re.compile(r"^-?\d+(?:\.\d+)? -?\d+(?:\.\d+)?(?: -?\d+(?:\.\d+)?){0,2}$")


@dataclass
class Part:
    """What a section's headers can fill."""

    section: str
    sheet: Sheet
    headers: Headers
    tables: dict[str, dict[str, int]] = field(default_factory=dict)  # table → column → header
    matches: dict[tuple[str, int], Match] = field(default_factory=dict)
    positions: dict[str, str] = field(default_factory=dict)  # table → question
    multiple: tuple[str, int] = ("", 0)  # the question, and how many choices are services

    @property
    def used(self) -> set[int]:
        """The columns that the proposal already asks for."""
        used = {number for columns in self.tables.values() for number in columns.values()}
        for question in (*self.positions.values(), *filter(None, self.multiple[:1])):
            used |= self.headers.anywhere(question)
        return used

    @property
    def left(self) -> list[int]:
        """The questions that fill nothing yet."""
        return [number for _, number in self.headers.loadable if number not in self.used]


def propose(sheets: Sequence[Sheet], _: Language | None = None) -> str:
    """Write the TOML of a correspondence for these sheets; each line says how sure it is."""
    _ = _ or language("fr")
    exports, rest, _findings = find_exports(sheets)
    exports += [Export(PLAIN, sheet) for sheet in rest]
    return "\n".join(_lines(exports, _)) + "\n"


def _lines(exports: Sequence[Export], _: Language) -> Iterator[str]:
    form = exports[0].name if exports else ""
    slug = words(form).replace(" ", "_")
    yield f"# {_(HEADER)}"
    yield f"formulaire = {_quoted(form)}"
    yield f"identifiants = [{_quoted(slug)}]" if slug else "identifiants = []"
    yield f"\n# {_(DEFAULTS)}\n[defauts]"
    yield f'nature = "declare"\nsource_id = {_quoted(slug or "source")}'
    parts = [part for export in exports for part in _parts(export)]
    done: set[str] = set()
    for part in parts:
        _fill(part, done)
        done |= part.tables.keys()
        yield from _written(part, parts, _)
    if not done:
        yield f"\n# {_(NOTHING)}"


def _parts(export: Export) -> Iterator[Part]:
    plain = export.kind == PLAIN
    named = export.name if plain else MAIN
    yield Part(named, export.main, Headers(export.main, export.kind, {}))
    for sheet in export.repeats:
        name = stem(sheet).removeprefix(f"{export.name}-")
        yield Part(name, sheet, Headers(sheet, export.kind, {}))


def _fill(part: Part, done: set[str]) -> None:
    """Give each question to the table that recognises most of those still without a column."""
    _find_multiple(part)
    candidates = [
        contract
        for name, contract in importable().items()
        if contract.is_study and name not in done
    ]
    while found := _next_table(part, candidates):
        contract, columns = found
        part.tables[contract.name] = columns
        if question := _position(part, contract):
            part.positions[contract.name] = question
        candidates = [one for one in candidates if one.name != contract.name]
    if part.multiple[0]:
        keys = _columns(part, importable()["centre_service"], part.headers.loadable)
        part.tables["centre_service"] = {
            column: number for column, number in keys.items() if column in INHERITED
        }


def _next_table(
    part: Part, candidates: Sequence[Contract]
) -> tuple[Contract, dict[str, int]] | None:
    best: tuple[float, Contract, dict[str, int]] | None = None
    for contract in candidates:
        columns = _columns(part, contract, part.headers.loadable)
        own = {
            column: number
            for column, number in columns.items()
            if number in part.left and column not in INHERITED
        }
        keys = {name: number for name, number in columns.items() if name in _shared(contract)}
        score = sum(part.matches[contract.name, number].likeness for number in own.values())
        score += _first_key(contract) in columns
        named = any(part.matches[contract.name, one].how == NAME for one in own.values())
        enough = len(own) >= FEWEST or (named and _first_key(contract) in INHERITED)
        if enough and (best is None or score > best[0]):
            best = score, contract, keys | own
    return best[1:] if best else None


def _columns(part: Part, contract: Contract, headers: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Map the columns of a table to the header that is closest to each."""
    found: dict[str, int] = {}
    for path, number in headers:
        place = contract.name, number
        if place not in part.matches:
            part.matches[place] = match(path.rsplit("/", maxsplit=1)[-1], contract)
        seen = part.matches[place]
        column = seen.column
        if column and column not in KEPT_BACK:
            rival = found.get(column)
            if rival is None or part.matches[contract.name, rival].likeness < seen.likeness:
                found[column] = number
    return found


def _shared(contract: Contract) -> set[str]:
    """Columns that several tables may take from one question."""
    return {*contract.primary_key, *INHERITED, "annee", "source_id", "nature"}


def _first_key(contract: Contract) -> str:
    return next((name for key in contract.keys for name in key), "")


def _position(part: Part, contract: Contract) -> str:
    """Find a geopoint that no table has yet."""
    if not any(one.name == "latitude" for one in contract.file_fields):
        return ""
    taken = set(part.positions.values())
    index = part.headers.points.get("latitude")
    paths = [*(index.whole if index else ()), *_written_positions(part)]
    return next((path for path in paths if path not in taken), "")


def _written_positions(part: Part) -> Iterator[str]:
    """Yield the questions whose answers read « latitude longitude altitude precision »."""
    for path, texts in _sample(part).items():
        answers = [text for text in texts if text]
        if answers and all(_POINT.match(text) for text in answers):
            yield path


def _sample(part: Part) -> dict[str, list[str]]:
    """Read the first answers of every question."""
    rows = [cells for _line, cells in islice(part.sheet.rows(), SAMPLE)]
    return {
        path: [cells[number].strip() for cells in rows if number < len(cells)]
        for path, number in part.headers.loadable
    }


def _find_multiple(part: Part) -> None:
    """Find the question whose choices are services that we know."""
    services = {normalise(name) for name in code_names()[CHOICE]}
    best = ("", 0)
    for base in part.headers.choices.whole:
        choices = part.headers.details(base)
        known = sum(normalise(choice) in services for choice in choices)
        if known > best[1] and 2 * known > len(choices):
            best = (base, known)
    part.multiple = best if best[1] else _sampled(part, services)


def _sampled(part: Part, services: set[str]) -> tuple[str, int]:
    """Find a question whose answers are nothing but services, one or several in a cell."""
    seen = {
        path: {normalise(piece) for text in texts for piece in text.split()}
        for path, texts in _sample(part).items()
    }
    known = {path: len(found & services) for path, found in seen.items()}
    best = max(known, key=lambda path: known[path], default="")
    right = best and known[best] and len(seen[best] - services) <= 1  # « none » is one
    return (best, known[best]) if right else ("", 0)


def _written(part: Part, parts: Sequence[Part], _: Language) -> Iterator[str]:
    """Write the tables of a section, then the questions that fill nothing."""
    for table, columns in part.tables.items():
        yield f"\n[tables.{table}]"
        yield f"section = {_quoted(part.section)}"
        if position := part.positions.get(table):
            yield f"position = {_quoted(position)}  # {_(POSITION)}"
        if table == "centre_service" and part.multiple[0]:
            yield f"multiple = {_quoted(part.multiple[0])}  # {_multiple(part, _)}"
            yield f'choix = "{CHOICE}"\nreponse = "{ANSWER}"'
        elif importable()[table].primary_key != (_first_key(importable()[table]),):
            yield "facultative = true"
        yield f"\n[tables.{table}.colonnes]"
        yield from _inherited(part, parts, table, columns)
        order = [one.name for one in importable()[table].file_fields]
        for column, number in sorted(columns.items(), key=lambda one: order.index(one[0])):
            header = _quoted(_question(part, number))
            yield f"{column} = {header}  # {_how(part.matches[table, number], _)}"
    yield from _unused(part, _)


def _multiple(part: Part, _: Language) -> str:
    return _(MULTIPLE).format(part.multiple[1])


def _inherited(
    part: Part, parts: Sequence[Part], table: str, columns: Mapping[str, int]
) -> Iterator[str]:
    """Take the keys of the sections above that this table refers to."""
    fields = {one.name for one in importable()[table].file_fields}
    for column in INHERITED:
        if column in fields and column not in columns:
            for other in parts:
                found = [own[column] for own in other.tables.values() if column in own]
                if found:
                    yield f"{column} = {_quoted(_question(other, found[0]))}"
                    break


def _unused(part: Part, _: Language) -> Iterator[str]:
    if part.left:
        yield f"\n# {_(LEFT)}"
        yield from (f"# … = {_quoted(_question(part, number))}" for number in part.left)
    people = [header for header in part.headers.columns if is_personal(header)]
    if people:
        yield f"# {_(PERSONAL).format(', '.join(map(_quoted, people)))}"


def _question(part: Part, number: int) -> str:
    return next(path for path, one in part.headers.loadable if one == number)


def _how(found: Match, _: Language) -> str:
    if found.how == CLOSE:
        return _(GUESS).format(f"{found.likeness:.0%}")
    return _(KNOWN) if found.how == SYNONYM else _(SURE)


def _quoted(text: str) -> str:
    """Write a text between quotation marks, as TOML and a comment both take it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
