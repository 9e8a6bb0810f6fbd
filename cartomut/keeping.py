"""Write an accepted import as an edition: whole, beside, with what was found and by whom.

Nothing of it is seen before its folder has its name.
"""

import csv
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from cartomut import editions, findings, journal
from cartomut.contracts import Contract, contracts, identifier, literal
from cartomut.editions import Edition, Received
from cartomut.findings import ERROR, REJECT, Finding, blocking
from cartomut.i18n import language
from cartomut.sources.correspondence import Correspondence
from cartomut.sources.sheets import Guess, Incoming, Sheet


@dataclass(frozen=True)
class Request:
    """What is asked of an import."""

    dataset: str = "etude"
    author: str = ""
    strict: bool = False  # a row at fault refuses the whole instead of being set aside
    complete: bool = False  # tables that the files do not bring come from the published edition
    correspondence: Correspondence | None = None


@dataclass
class Outcome:
    """What an import found and what became of it."""

    request: Request
    version: str
    findings: list[Finding] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    incoming: list[Incoming] = field(default_factory=list)
    received: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    origins: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    unreadable: bool = False
    saved: bool = False

    @property
    def accepted(self) -> bool:
        """Tell whether the import may become an edition."""
        levels = (REJECT, ERROR) if self.request.strict else (REJECT,)
        return not self.unreadable and not blocking(self.findings, *levels)

    @property
    def set_aside(self) -> int:
        """Rows received that are not kept."""
        return sum(self.received.values()) - sum(self.kept.values())

    def counts(self) -> dict[str, int]:
        """Count the findings by level."""
        counted = Counter(finding.rule.level for finding in self.findings)
        return {level: counted.get(level, 0) for level in findings.LEVELS}


def export(
    con: duckdb.DuckDBPyConnection, outcome: Outcome, reference: list[Incoming], beside: Path
) -> None:
    """Write the rows that were kept, one CSV per table, each with the line it came from."""
    folder = beside / "edition"
    folder.mkdir()
    for table in [*outcome.kept, "source"]:
        contract = contracts()[table]
        columns = ", ".join(
            identifier(one.name) for one in contract.fields if one.name != "geometrie"
        )
        only = _new_sources(reference) if table == "source" else ""
        con.execute(
            f"copy (select {columns} from {identifier(table)} {only} order by rowid) "
            f"to {literal(str(folder / f'{table}.csv'))} (header, delimiter ',')"
        )


def _new_sources(reference: list[Incoming]) -> str:
    """Keep out of an edition the sources that every dataset shares."""
    paths = [one.path for one in reference if one.table == "source" and one.path]
    known = ", ".join(literal(str(path)) for path in paths)
    if not known:
        return ""
    return (
        "where source_id not in "
        f"(select source_id from read_csv([{known}], header = true, all_varchar = true))"
    )


def save(outcome: Outcome, files: list[Received], now: datetime, beside: Path, data: Path) -> None:
    """Make an edition of what was checked: written whole beside, then renamed."""
    request, folder = outcome.request, beside / "edition"
    _write_table(folder, contracts()["importation"], _imports(outcome, files, now))
    _write_table(folder, contracts()["anomalie"], _anomalies(outcome, files))
    edition = Edition(
        version=outcome.version,
        jeu=request.dataset,
        date=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        auteur=request.author,
        fichiers=tuple(files),
        lignes_recues=outcome.received,
        lignes_gardees=outcome.kept,
        anomalies=outcome.counts(),
        completee_de=(editions.published(request.dataset, data) or "") if request.complete else "",
        origines=_origins(outcome, data),
    )
    edition.write(folder / "edition.json")
    for path in folder.iterdir():
        _settle(path)
    journal.tell(editions.IMPORTED, _named(outcome), _told(outcome, files), data)
    folder.rename(editions.dataset_folder(request.dataset, data) / outcome.version)
    role = journal.actor().role
    editions.note(request.dataset, editions.IMPORTED, outcome.version, data, role=role)
    outcome.saved = True


def _named(outcome: Outcome) -> str:
    return f"{outcome.request.dataset}/{outcome.version}"


def _told(outcome: Outcome, files: list[Received]) -> dict[str, str | int]:
    """Say in the journal what an edition came from: counts, and the files by their hashes."""
    counts = {"lignes_gardees": sum(outcome.kept.values()), "lignes_ecartees": outcome.set_aside}
    return counts | {"sha256": " ".join(one.sha256[:16] for one in files)}


def _origins(outcome: Outcome, data: Path) -> dict[str, list[tuple[str, str, int]]]:
    """Say where each table's rows came from; one taken from the edition before keeps its origins.

    The rows of an edition's file stand in the order of these counts.
    """
    brought = {one.table for one in outcome.incoming}
    before: Mapping[str, Sequence[tuple[str, str, int]]] = {}
    if outcome.request.complete:
        version = editions.published(outcome.request.dataset, data)
        known = editions.versions(outcome.request.dataset, data)
        before = next((one.origines for one in known if one.version == version), {})
    return {
        table: origins if table in brought else list(before.get(table, ()))
        for table, origins in outcome.origins.items()
    }


def _imports(outcome: Outcome, files: list[Received], now: datetime) -> list[dict[str, Any]]:
    counts = Counter((one.file, one.rule.level) for one in outcome.findings)
    return [
        {
            "version": outcome.version,
            "fichier": one.nom,
            "sha256": one.sha256,
            "auteur": outcome.request.author,
            "date": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "nb_lignes": sum(outcome.received.values()) if rank == 0 else 0,
            "nb_erreurs": counts[(one.nom, ERROR)],
            "nb_avertissements": counts[(one.nom, findings.WARNING)],
            "etat": "verifiee",
        }
        for rank, one in enumerate(files)
    ]


def _anomalies(outcome: Outcome, files: list[Received]) -> list[dict[str, Any]]:
    known = {one.nom for one in files}
    french, english = language("fr"), language("en")
    rows = []
    for number, one in enumerate(outcome.findings, start=1):
        (message_fr, _why, remede_fr), (message_en, _why, remede_en) = (
            one.parts(french),
            one.parts(english),
        )
        rows.append(
            {
                "version": outcome.version,
                "numero": number,
                "code": one.rule.code,
                "gravite": one.rule.level,
                "fichier": one.file if one.file in known else "",
                "feuille": one.sheet,
                "ligne": one.line or "",
                "colonne": one.column,
                "valeur": one.value,
                "contenu": one.row,
                "message_fr": message_fr,
                "message_en": message_en,
                "remede_fr": remede_fr,
                "remede_en": remede_en,
            }
        )
    return rows


def _write_table(folder: Path, contract: Contract, rows: list[dict[str, Any]]) -> None:
    names = [one.name for one in contract.fields]
    path = folder / f"{contract.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _settle(path: Path) -> None:
    """Wait until the disk has a file, so that a rename never shows one that is not whole."""
    with path.open("rb") as written:
        os.fsync(written.fileno())
