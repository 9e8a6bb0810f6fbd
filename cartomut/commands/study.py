"""Bring a study in, see what is wrong, publish it, go back."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cartomut import differences, editions, imports, store
from cartomut.commands.share import after_publication
from cartomut.commands.speech import fail, progress, speaking, tell
from cartomut.editions import Stopped
from cartomut.exports import annotated, workbook
from cartomut.i18n import Language
from cartomut.imports import Outcome, Request
from cartomut.records import records
from cartomut.sources import correspondence, proposal
from cartomut.sources.reading import read
from cartomut.store import BuildError, Store

STUDY = "etude"
BLOCKED, UNREADABLE, STOPPED = 1, 2, 3  # exit codes
Files = Annotated[list[Path], typer.Argument(help="classeurs, CSV, exports Kobo ou ODK")]
Dataset = Annotated[str, typer.Option(help="etude ou demonstration")]
Author = Annotated[str, typer.Option(help="rôle ou service qui apporte les fichiers")]


def bring(
    files: Files,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="contrôler sans rien garder")] = False,
    report: Annotated[
        Path | None, typer.Option(help="copie annotée du classeur à écrire (.xlsx)")
    ] = None,
    publish: Annotated[bool, typer.Option("--publish", help="publier si c'est accepté")] = False,
    author: Author = "",
    dataset: Dataset = STUDY,
    strict: Annotated[
        bool, typer.Option("--strict", help="refuser tout si une ligne est en erreur")
    ] = False,
    complete: Annotated[
        bool, typer.Option("--completer", help="prendre à l'édition publiée les tables absentes")
    ] = False,
    mapping: Annotated[
        Path | None, typer.Option("--correspondance", help="correspondance d'un formulaire")
    ] = None,
) -> None:
    """Import a study / importer une étude. 0 accepté, 1 refusé, 2 illisible, 3 arrêté."""
    _ = speaking()
    request = Request(dataset, author, strict, complete, _mapping(mapping, _))
    try:
        with progress(_("Importation"), _) as step:
            outcome = imports.run(files, request, save=not dry_run, report=step)
        tell(outcome.findings, _)
        if report:
            write_report(files, outcome, report, _)
            typer.echo(_("Rapport écrit : {}").format(report))
        typer.echo(summary(outcome, _))
        if outcome.saved and publish:
            _publish(dataset, outcome.version, _)
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
    if not outcome.accepted:
        raise typer.Exit(UNREADABLE if outcome.unreadable else BLOCKED)


def template(
    out: Annotated[Path, typer.Argument(help="classeur à écrire (.xlsx)")],
    dataset: Annotated[
        str | None, typer.Option(help="le remplir avec publie, demonstration ou etude")
    ] = None,
) -> None:
    """Écrire le classeur à remplir, vide ou rempli / write the workbook, empty or filled."""
    _ = speaking()
    opened = _store(dataset, _) if dataset else None
    tables = study_tables(opened) if opened else None
    workbook.write(out, tables, _.code, opened.about() if opened else None)
    typer.echo(_("Classeur écrit : {}").format(out))


def propose(files: Files) -> None:
    """Proposer la correspondance d'un formulaire / propose a form's correspondence (TOML)."""
    reading = read(files)
    _ = speaking()
    tell(reading.findings, _)
    if not reading.sheets:
        raise typer.Exit(UNREADABLE)
    typer.echo(proposal.propose(reading.sheets, _), nl=False)


def versions(dataset: Dataset = STUDY) -> None:
    """Lister les éditions / list the editions; * marque celle qui est publiée."""
    _ = speaking()
    now = editions.published(dataset)
    for one in editions.versions(dataset):
        mark = "*" if one.version == now else " "
        files = ", ".join(f"{file.nom} ({file.sha256[:8]})" for file in one.fichiers)
        rows = _.number(sum(one.lignes_gardees.values()))
        typer.echo(f"{mark} {one.version}  {one.date}  {rows}  {one.auteur or '–'}  {files}")


def compare(before: str, after: str, dataset: Dataset = STUDY) -> None:
    """Dire ce qui change d'une édition à l'autre / tell what changes between two editions."""
    _ = speaking()
    try:
        with progress(_("Comparaison"), _):
            found = differences.difference(dataset, before, after)
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
    typer.echo(found.counts.to_string(index=False))
    for row in records(found.rows):
        change = f" {row.colonne} : {row.ancienne} → {row.nouvelle}" if row.colonne else ""
        typer.echo(f"{row.changement}  {row.table_nom}  {row.cle}  {row.nom or ''}{change}")


def publish(version: str, dataset: Dataset = STUDY) -> None:
    """Publier une édition / publish an edition."""
    _ = speaking()
    try:
        _publish(dataset, version, _)
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)


def rollback(dataset: Dataset = STUDY) -> None:
    """Revenir à l'édition publiée avant / go back to the edition published before."""
    _ = speaking()
    try:
        with progress(_("Retour"), _) as step:
            version = imports.rollback(dataset, report=step)
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
    except BuildError as failure:
        fail(failure.text(_), BLOCKED)
    typer.echo(_("Édition en usage : {}").format(version))
    after_publication()


def summary(outcome: Outcome, _: Language) -> str:
    """Say in one paragraph what an import did."""
    counts = outcome.counts()
    text = _(
        "{} lignes lues, {} gardées, {} écartées ; {} rejets, {} erreurs, {} avertissements."
    ).format(
        _.number(sum(outcome.received.values())),
        _.number(sum(outcome.kept.values())),
        _.number(outcome.set_aside),
        *(_.number(counts[level]) for level in ("rejet", "erreur", "avertissement")),
    )
    if outcome.saved:
        return text + " " + _("Édition gardée : {}").format(outcome.version)
    verdict = _("Accepté, rien n'a été gardé.") if outcome.accepted else _("Refusé.")
    return f"{text} {verdict}"


def write_report(files: list[Path], outcome: Outcome, path: Path, _: Language) -> None:
    """Write the annotated copy of what was brought."""
    columns = {(sheet.file, sheet.name): sheet.columns for sheet in outcome.sheets}
    places = {
        (one.file, one.sheet, column): columns[one.file, one.sheet].index(header) + 1
        for one in outcome.incoming
        for column, header in zip(one.columns, one.headers, strict=True)
        if header in columns.get((one.file, one.sheet), ())
    }
    annotated.annotate(
        files,
        outcome.findings,
        path,
        _.code,
        sheets=outcome.sheets,
        places=places,
        author=outcome.request.author,
    )


def study_tables(opened: Store) -> dict[str, Any]:
    """Read every table that the workbook has a sheet for."""
    return {contract.name: opened.table(contract) for contract in workbook.workbook_tables()}


def _publish(dataset: str, version: str, _: Language) -> None:
    try:
        with progress(_("Publication"), _) as step:
            imports.publish(dataset, version, report=step)
    except BuildError as failure:
        fail(failure.text(_), BLOCKED)
    typer.echo(_("Édition en usage : {}").format(version))
    after_publication()


def _store(dataset: str, _: Language) -> Store:
    path = store.current(dataset)
    if path is None:
        known = ", ".join(name for name in store.DATASETS if store.current(name)) or "–"
        fail(_("« {} » n'a pas de données. Jeux connus : {}.").format(dataset, known), STOPPED)
    return Store(path)


def _mapping(path: Path | None, _: Language) -> correspondence.Correspondence | None:
    if path is None:
        return None
    found, findings = correspondence.load(path)
    tell(findings, _)
    if found is None:
        raise typer.Exit(UNREADABLE)
    return found
