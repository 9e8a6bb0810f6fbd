"""Recognise what came in: a CartoMut sheet, a form's export, or somebody's own table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cartomut.contracts import Contract, contracts
from cartomut.findings import ERROR, REJECT, WARNING, Finding, Rule
from cartomut.i18n import N_
from cartomut.names import normalise
from cartomut.sources import likeness
from cartomut.sources.correspondence import Correspondence, importable, shipped
from cartomut.sources.form_faults import NO_FIT, PERSONAL
from cartomut.sources.forms import Form
from cartomut.sources.likeness import CLOSE, NAME, SYNONYM, Match, match, names_of
from cartomut.sources.sheets import Guess, Incoming, Row, Sheet
from cartomut.sources.surveys import PLAIN, Export, find_exports, is_personal

FIT = 0.3  # share of its questions from which a shipped correspondence is taken
NAMED = 0.3  # what the right form name adds to this share
COVERED = 1 / 3  # share of a table's headers that must be columns of ours
FEWEST = 2  # columns that a table must have in common with ours
OUR_NOTES = {"lisezmoi", "readme"}
OUR_LISTS = {"listes", "lists"}  # in a workbook of ours
OUR_SUMMARY, OUR_FINDINGS = {"resume", "summary"}, {"anomalies", "findings"}
RULE_SHEET = re.compile(r"^[A-Z]{1,2}-\d+(?:[ _(].*)?$")  # in an annotated copy brought back
NOT_KEYS = {"annee", "periode", "source_id", "version", "ordre"}  # do not say whose row it is

NOTHING = Rule(
    "R-1",
    REJECT,
    N_("Aucune feuille n'a été reconnue (la plus proche est la table « {attendu} »)."),
    N_("Rien ne peut en être chargé."),
    N_("Partir du modèle de classeur, ou nommer les colonnes comme data/contrats."),
)
NO_TABLE = Rule(
    "R-2",
    ERROR,
    N_("La feuille ne ressemble à aucune table (la plus proche est « {attendu} »)."),
    N_("Ses lignes ne sont pas chargées."),
    N_("Nommer la feuille comme la table, et ses colonnes comme data/contrats ; sinon la retirer."),
)
NO_KEY = Rule(
    "R-3",
    ERROR,
    N_("La feuille ressemble à la table « {attendu} », mais il y manque « {valeur} »."),
    N_("Sans cette colonne, on ne sait pas à qui ou à quoi rattacher ses lignes."),
    N_("Ajouter la colonne, avec les identifiants de la dernière édition."),
)
GUESSED = Rule(
    "R-4",
    WARNING,
    N_("« {valeur} » est pris pour « {attendu} » (ressemblance {part}) ; à confirmer."),
    N_("Un en-tête mal compris rangerait ses valeurs dans une autre colonne."),
    N_("Confirmer, ou écrire le nom exact de la colonne dans l'en-tête."),
)
NOT_LOADED = Rule(
    "R-5",
    WARNING,
    N_("La colonne « {valeur} » n'est dans aucune table connue : elle n'est pas chargée."),
    N_("Ses valeurs manqueront."),
    N_("Écrire le nom exact d'une colonne dans l'en-tête, si elle doit être chargée."),
)
AMBIGUOUS = Rule(
    "R-6",
    WARNING,
    N_("« {valeur} » peut être l'une de ces colonnes : {attendu}. Elle n'est pas chargée."),
    N_("Choisir au hasard rangerait ses valeurs dans la mauvaise colonne."),
    N_("Écrire le nom exact de la colonne dans l'en-tête."),
)
TAKEN = Rule(
    "R-7",
    WARNING,
    N_("« {valeur} » et « {autre} » sont une même colonne, {attendu} : la seconde seule est lue."),
    N_("Deux valeurs ne peuvent tenir dans une cellule."),
    N_("Retirer l'une des deux colonnes, ou la renommer."),
)
UNIT = Rule(
    "R-8",
    ERROR,
    N_("L'en-tête « {valeur} » annonce une autre unité que {attendu} : elle n'est pas chargée."),
    N_("Les valeurs seraient fausses de cent, mille ou un million de fois."),
    N_("Convertir les valeurs, puis ôter l'unité de l'en-tête."),
)
NOT_IMPORTED = Rule(
    "R-9",
    WARNING,
    N_("La table « {valeur} » vient avec CartoMut : la feuille n'est pas chargée."),
    N_("Une importation n'apporte que l'étude, le suivi des contrats et leurs sources."),
    N_("Rien à faire ; pour changer une référence, modifier data/reference."),
)
_SCALE = re.compile(r"\b(milliers?|millions?|milliards?|thousands?|billions?|k ?fcfa|m ?fcfa)\b")
_PERCENT = re.compile(r"%|\b(pourcentage|percent(age)?|pour cent)\b")


@dataclass(frozen=True)
class Recognised:
    """What can be loaded, and what is said of the rest."""

    incoming: list[Incoming]
    findings: list[Finding]


@dataclass
class Reading:
    """A sheet seen as one table: which column each header is, and what is doubtful."""

    sheet: Sheet
    contract: Contract
    places: dict[str, int] = field(default_factory=dict)  # column → header's position
    matches: dict[int, Match] = field(default_factory=dict)  # by header's position
    findings: list[Finding] = field(default_factory=list)

    @property
    def score(self) -> float:
        """Sum the likeness of the columns found; a sheet named after its table counts one more."""
        named = normalise(self.sheet.name or Path(self.sheet.file).stem)
        near = any(name in named for name in names_of(self.contract) if len(name) > 5)
        return sum(self.matches[number].likeness for number in self.places.values()) + near

    @property
    def is_near(self) -> bool:
        """Tell whether enough of the headers are columns of this table."""
        headers = sum(bool(header) for header in self.sheet.columns)
        return len(self.places) >= max(FEWEST, COVERED * headers)

    @property
    def missing_key(self) -> str:
        """Name the column that says whose row it is, when no such column was found."""
        keys = [name for key in self.contract.keys for name in key if name not in NOT_KEYS]
        found = not keys or any(name in self.places for name in keys)
        return "" if found else keys[0]


def recognise(sheets: Sequence[Sheet], correspondence: Correspondence | None = None) -> Recognised:
    """Find the table of each sheet and the column of each header; report all that is doubtful."""
    exports, rest, findings = find_exports(_brought(sheets))
    incoming: list[Incoming] = []
    for export in exports:
        found, said = _from_form(export, correspondence)
        incoming += found
        findings += said
    for sheet in rest:
        found, said = _from_table(sheet, correspondence)
        incoming += found
        findings += said
    if not incoming:
        findings = [_rejected(one) for one in findings]
    return Recognised(incoming, findings)


def read_as(sheet: Sheet, contract: Contract) -> Reading:
    """See a sheet as one table; each column is filled by one header at most."""
    reading = Reading(sheet, contract)
    for number, header in enumerate(sheet.columns):
        if header and not (is_personal(header) and not contract.has(header)):
            reading.matches[number] = match(header, contract)
    for number in sorted(reading.matches, key=lambda one: -_rank(reading.matches[one])):
        column = reading.matches[number].column
        if column and column not in reading.places:
            reading.places[column] = number
    reading.places = dict(sorted(reading.places.items(), key=lambda place: place[1]))
    return reading


def _from_form(
    export: Export, correspondence: Correspondence | None
) -> tuple[list[Incoming], list[Finding]]:
    """Read an export with the correspondence given, or with the shipped one that fits best."""
    choices = [correspondence] if correspondence else list(shipped())
    forms = [Form(export, one) for one in choices]
    best = max(forms, key=_fitness, default=None)
    if best is None or best.fit == 0 or (not correspondence and _fitness(best) < FIT):
        return [], [_unfit(export)]
    incoming = best.load()
    return incoming, best.findings if incoming else [*best.findings, _unfit(export)]


def _from_table(
    sheet: Sheet, correspondence: Correspondence | None
) -> tuple[list[Incoming], list[Finding]]:
    """Read a CartoMut sheet by its name, else a table by the correspondence or its headers."""
    named = _named(sheet)
    if named and named.name not in importable():
        return [], [_said(sheet, NOT_IMPORTED, named.name)]
    if not named and correspondence:
        form = Form(Export(PLAIN, sheet), correspondence)
        if form.fit >= FIT and (incoming := form.load()):
            return incoming, form.findings
    readings = [read_as(sheet, one) for one in ([named] if named else importable().values())]
    return _taken(max(readings, key=lambda one: (one.is_near, not one.missing_key, one.score)))


def _taken(reading: Reading) -> tuple[list[Incoming], list[Finding]]:
    """Take a sheet as the rows of a table, unless it is too far from it."""
    sheet, table = reading.sheet, reading.contract.name
    named = _named(sheet) is reading.contract
    if not (reading.is_near or (named and reading.places)):
        return [], [_said(sheet, NO_TABLE, attendu=table)]
    if reading.missing_key:
        return [], [_said(sheet, NO_KEY, reading.missing_key, attendu=table)]
    findings = [*_unloaded(reading)]
    columns = tuple(reading.places)
    order = tuple(reading.places.values())
    headers = tuple(sheet.columns[number] for number in order)
    as_it_is = columns == sheet.columns
    guesses = tuple(_guesses(reading))
    incoming = Incoming(
        table,
        sheet.file,
        sheet.name,
        columns,
        headers,
        sheet.rows if as_it_is else lambda: _reordered(sheet, order),
        guesses,
        sheet.path if as_it_is else None,
    )
    return [incoming], findings + [_confirm(sheet, guess) for guess in guesses if _doubtful(guess)]


def _unloaded(reading: Reading) -> Iterator[Finding]:
    """Report the headers that fill nothing, in order; wrong units are taken out on the way."""
    sheet, contract = reading.sheet, reading.contract
    places = dict(reading.places)
    for number, header in enumerate(sheet.columns):
        found = reading.matches.get(number)
        if not header or header in ("ligne", "geometrie"):
            continue
        if found is None:
            yield _said(sheet, PERSONAL, header)
        elif not found.columns:
            yield _said(sheet, NOT_LOADED, header)
        elif not found.column:
            yield _said(sheet, AMBIGUOUS, header, attendu=", ".join(found.columns))
        elif places[found.column] != number:
            other = sheet.columns[places[found.column]]
            yield _said(sheet, TAKEN, header, autre=other, attendu=found.column)
        elif unit := _other_unit(header, contract, found.column):
            del reading.places[found.column]
            yield _said(sheet, UNIT, header, attendu=unit)


def _guesses(reading: Reading) -> Iterator[Guess]:
    for column, number in reading.places.items():
        header, found = reading.sheet.columns[number], reading.matches[number]
        if header != column:
            how = likeness.TITLE if found.how == NAME else found.how
            yield Guess(header, column, how, round(found.likeness, 2))


def _other_unit(header: str, contract: Contract, column: str) -> str:
    """Name the unit of the contract when the header announces another one."""
    unit = next(one.unit for one in contract.fields if one.name == column)
    text = " ".join(map(normalise, re.split(r"[\s()\[\]_,;:.-]+", header)))
    wrong = (unit and _SCALE.search(text)) or (
        unit.startswith("part") and (_PERCENT.search(text) or "%" in header)
    )
    return unit if wrong else ""


def _rank(found: Match) -> float:
    """Order matches: an exact name wins over a title, a title over a synonym or a likeness."""
    return _BY_HOW.get(found.how, 0) + found.likeness


_BY_HOW = {NAME: 3, likeness.TITLE: 2, SYNONYM: 1, CLOSE: 0}


def _doubtful(guess: Guess) -> bool:
    return guess.how in (SYNONYM, CLOSE)


def _confirm(sheet: Sheet, guess: Guess) -> Finding:
    part = f"{guess.likeness:.0%}"
    return _said(sheet, GUESSED, guess.header, attendu=guess.column, part=part)


def _reordered(sheet: Sheet, order: Sequence[int]) -> Iterator[Row]:
    for line, cells in sheet.rows():
        yield line, tuple(cells[one] if one < len(cells) else "" for one in order)


def _named(sheet: Sheet) -> Contract | None:
    """Find the table whose name or title the sheet bears; a CSV bears its file's name."""
    name = normalise(sheet.name or Path(sheet.file).stem)
    return next((one for one in contracts().values() if name and name in names_of(one)), None)


def _brought(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Leave out what CartoMut itself wrote for people: notes, lists, an annotated copy's report."""
    names: dict[str, set[str]] = {}
    for sheet in sheets:
        names.setdefault(sheet.file, set()).add(normalise(sheet.name))
    ours = {sheet.file for sheet in sheets if sheet.name and _named(sheet)}
    return [one for one in sheets if not _is_own(one, names[one.file], one.file in ours)]


def _is_own(sheet: Sheet, beside: set[str], ours: bool) -> bool:
    name = normalise(sheet.name)
    if beside & OUR_SUMMARY and beside & OUR_FINDINGS:
        report = name in OUR_SUMMARY | OUR_FINDINGS or RULE_SHEET.match(sheet.name)
    else:
        report = None
    return bool(report) or name in OUR_NOTES or (ours and name in OUR_LISTS)


def _fitness(form: Form) -> float:
    """Add to a form's fit that the file bears its name."""
    correspondence = form.correspondence
    names = map(normalise, (correspondence.form, *correspondence.ids))
    bears = {normalise(form.export.name), normalise(Path(form.export.main.file).stem)}
    named = any(name and any(one.startswith(name) for one in bears) for name in names)
    return form.fit + (NAMED if named else 0)


def _unfit(export: Export) -> Finding:
    return _said(export.main, NO_FIT, attendu=export.name)


def _said(sheet: Sheet, rule: Rule, value: str = "", **fields: str) -> Finding:
    return Finding(rule, sheet.file, None, value, value, fields, sheet=sheet.name)


def _rejected(one: Finding) -> Finding:
    """Say that nothing at all can be loaded when no sheet was recognised."""
    return replace(one, rule=NOTHING) if one.rule is NO_TABLE else one
