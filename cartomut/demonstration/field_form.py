"""Write the field survey's part of an edition as an export of KoboToolbox would be.

The questions are those of the shipped correspondence ``etude_mutuelles``. A mutual that filed its
last exercise was interviewed, with its facilities; the rest of the edition goes in a workbook.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pandas as pd

from cartomut.demonstration.faults import Planted
from cartomut.demonstration.setting import read
from cartomut.sources.correspondence import KEY, MAIN, Correspondence, TableMap, shipped

FORM = "etude_mutuelles"
SHEET_NAME = 31  # characters that a workbook keeps of a sheet's name
SYSTEM = (
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "__version__",
    "_tags",
)
LINKS = ("_index", "_parent_table_name", "_parent_index")
GEOPOINT = ("latitude", "longitude", "altitude", "precision")
APPROVED, WAITING = "validation_status_approved", "validation_status_on_hold"
Tables = Mapping[str, pd.DataFrame]
Record = dict[str, Any]


def kobo_part(tables: Tables) -> dict[str, pd.DataFrame]:
    """Keep the rows that the field form carries."""
    return {name: tables[name][mask] for name, mask in _asked(tables).items()}


def rest(tables: Tables) -> dict[str, pd.DataFrame]:
    """Keep the rows that the field form does not carry: with ``kobo_part``, each row once."""
    masks = _asked(tables)
    return {
        name: rows[~masks[name]].reset_index(drop=True) if name in masks else rows
        for name, rows in tables.items()
    }


def write_kobo(tables: Tables, path: Path, faults: Sequence[Planted] = ()) -> None:
    """Write the field form's part as an XLSX export: XML names, groups, one sheet per section.

    ``faults`` are those of ``planted``: they tell which submissions nobody has approved yet.
    """
    from openpyxl import Workbook

    form = next(one for one in shipped() if FORM in one.ids)
    waiting = {fault.key[0] for fault in faults if fault.what == "fiche_kobo_non_approuvee"}
    part = kobo_part(tables)
    submissions = _submissions(form, part, waiting)
    title = re.sub(r"[\[\]*?:\\/]", "", form.form)[:SHEET_NAME]
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    _write(book, title, submissions)
    _write(book, "centres", _repeats(form, part, submissions, title))
    book.save(path)


def _asked(tables: Tables) -> "dict[str, pd.Series[bool]]":
    """Tell, for each table of the form, which rows it carries."""
    years, made = tables["organisme_exercice"], tables["centre"]
    last = years["annee"].max()
    met = set(years.loc[years["annee"] == last, "organisme_id"])
    seen = set(made.loc[made["organisme_id"].isin(met), "centre_id"])
    traced = [name for name, entry in read("parametres")["services"].items() if entry[3] > 0]
    statuses, offered = tables["organisme_statut"], tables["centre_service"]
    busy = tables["centre_activite"]
    return {
        "organisme": tables["organisme"]["organisme_id"].isin(met),
        "organisme_statut": statuses["organisme_id"].isin(met) & statuses["date_fin"].isna(),
        "organisme_exercice": years["annee"] == last,
        "centre": made["centre_id"].isin(seen),
        "centre_service": offered["centre_id"].isin(seen) & ~offered["service"].isin(traced),
        "centre_activite": busy["centre_id"].isin(seen) & (busy["annee"] == last).astype(bool),
    }


def _submissions(form: Correspondence, part: Tables, waiting: set[str]) -> list[Record]:
    """Make one record per mutual: its answers, then the columns that the server adds."""
    maps = [one for one in form.tables if one.section == MAIN]
    rows = {one.table: _by(part[one.table], "organisme_id") for one in maps}
    year = int(part["organisme_exercice"]["annee"].max())
    made = []
    for number, name in enumerate(part["organisme"]["organisme_id"], 1):
        day = f"{year + 1}-{2 + number % 3:02d}-{1 + number % 28:02d}"
        record: Record = {"start": f"{day}T08:30:00.000+00:00", "end": f"{day}T10:05:00.000+00:00"}
        for one in maps:
            record |= _answers(one, rows[one.table].get(name, {}))
        state = WAITING if name in waiting else APPROVED
        made.append(record | _system(name, number, year, day, state) | {"_index": number})
    return made


def _repeats(
    form: Correspondence, part: Tables, submissions: list[Record], title: str
) -> list[Record]:
    """Make one record per facility, linked to the submission of its mutual."""
    maps = [one for one in form.tables if one.section == "centres"]
    parents = {record["identification/organisme_id"]: record for record in submissions}
    tables = {one.table: _by(part[one.table], "centre_id") for one in maps if not one.multiple}
    multiple = next(one for one in maps if one.multiple)
    choices = sorted(part[multiple.table][multiple.choice].unique())
    offered = _by_choice(part[multiple.table], multiple)
    made = []
    for number, row in enumerate(_by(part["centre"], "centre_id").values(), 1):
        name, parent = row["centre_id"], parents[row["organisme_id"]]
        record: Record = {}
        for one in maps:
            if one is multiple:
                record |= _selected(one, choices, offered.get(name, {}))
            else:
                record |= _answers(one, tables[one.table].get(name, {}), only_own=True)
        record["fiche/centre_id"] = name
        made.append(record | _link(parent, number, title))
    return sorted(made, key=lambda record: (record["_parent_index"], record["_index"]))


def _answers(one: TableMap, row: Record, only_own: bool = False) -> Record:
    """Answer the questions of a table; those of the mutual are not asked again in a repeat."""
    answers: Record = {}
    for column, questions in one.columns.items():
        question = next(question for question in questions if question != KEY)
        if not (only_own and question.split("/")[0] in ("identification", "etude")):
            answers[question] = _cell(row.get(column))
    return answers | (_geopoint(one.position, row) if one.position else {})


def _geopoint(question: str, row: Record) -> Record:
    """Give a position as five columns: the text, then latitude, longitude, altitude, precision."""
    group, _, name = question.rpartition("/")
    values = [_cell(row.get(column)) for column in ("latitude", "longitude")]
    known = values[0] is not None
    parts = [*values, 0 if known else None, _cell(row.get("precision_m"))]
    text = " ".join(str(part) for part in parts if part is not None)
    keys = [f"{group}/_{name}_{part}" for part in GEOPOINT]
    return {question: text or None} | dict(zip(keys, parts, strict=True))


def _selected(one: TableMap, choices: Sequence[str], given: Mapping[str, bool]) -> Record:
    """Give a multiple choice both ways: the names together, then 0 or 1 for each choice."""
    chosen = " ".join(choice for choice in choices if given.get(choice)) or None
    summary = chosen if given else None
    details = {f"{one.multiple}/{choice}": _one_or_zero(given.get(choice)) for choice in choices}
    return {one.multiple: summary} | details


def _one_or_zero(answer: bool | None) -> int | None:
    return None if answer is None else int(answer)


def _system(name: str, number: int, year: int, day: str, state: str) -> Record:
    values = (
        1000 * year + number,
        str(uuid5(NAMESPACE_URL, f"cartomut/demonstration/{year}/{name}")),
        f"{day}T10:07:12",
        state,
        None,
        "submitted_via_web",
        f"equipe_demo_{1 + number % 5}",
        "vDemo1",
        None,
    )
    return dict(zip(SYSTEM, values, strict=True))


def _link(parent: Record, number: int, title: str) -> Record:
    links = dict(zip(LINKS, (number, title, parent["_index"]), strict=True))
    return links | {f"_submission_{name}": parent[name] for name in SYSTEM}


def _by(rows: pd.DataFrame, key: str) -> dict[str, Record]:
    names = [str(name) for name in rows]
    records = (dict(zip(names, row, strict=True)) for row in rows.itertuples(index=False))
    return {record[key]: record for record in records}


def _by_choice(rows: pd.DataFrame, one: TableMap) -> dict[str, dict[str, bool]]:
    found: dict[str, dict[str, bool]] = {}
    for name, choice, answer in zip(
        rows["centre_id"], rows[one.choice], rows[one.answer], strict=True
    ):
        found.setdefault(name, {})[choice] = answer
    return found


def _cell(value: Any) -> Any:
    """Write a value as the export does: a choice for a truth, ISO text for a date."""
    if pd.isna(value):
        return None
    if pd.api.types.is_bool(value):
        return "oui" if value else "non"
    return value.isoformat() if isinstance(value, date) else value


def _write(book: Any, title: str, records: Sequence[Record]) -> None:
    sheet = book.create_sheet(title)
    columns = list(records[0])
    for row in _lines(columns, records):
        sheet.append(row)


def _lines(columns: Sequence[str], records: Sequence[Record]) -> Iterator[list[Any]]:
    yield list(columns)
    yield from ([record.get(column) for column in columns] for record in records)
