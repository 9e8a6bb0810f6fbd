"""Change the thresholds, see their versions and what differs, take an older one again."""

import csv
import sys
from pathlib import Path
from typing import Annotated

import typer

from cartomut import adopting, thresholds
from cartomut.commands.speech import fail, progress, speaking, tell
from cartomut.editions import ROLE, Stopped
from cartomut.i18n import Language
from cartomut.store import BuildError
from cartomut.thresholds import Change, Refused, Version

REFUSED, STOPPED = 1, 3  # exit codes
app = typer.Typer(help="Les seuils / the thresholds: list, show, diff, set, restore.")
Author = Annotated[str, typer.Option(help="rôle ou service qui change les seuils")]
Reason = Annotated[str, typer.Option(help="pourquoi ; l'historique le garde")]


@app.command("list")
def history() -> None:
    """Lister les versions / list the versions; * marque celle en usage."""
    _ = speaking()
    now = thresholds.number_in_use()
    for one in thresholds.versions():
        typer.echo(f"{'*' if one.numero == now else ' '} {line(one, _)}")
    delivered = _("seuils livrés avec l'application")
    typer.echo(f"{'*' if now == thresholds.DELIVERED else ' '} 0  {delivered}")


@app.command()
def show(
    number: Annotated[
        int | None, typer.Argument(help="version ; celle en usage par défaut")
    ] = None,
) -> None:
    """Écrire une version en CSV / write a version as CSV, to edit and give back to « set »."""
    wanted = thresholds.number_in_use() if number is None else number
    try:
        table = thresholds.rows(wanted)
    except Stopped as stopped:
        fail(stopped.text(speaking()), STOPPED)
    writer = csv.DictWriter(sys.stdout, thresholds.columns(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)


@app.command("diff")
def compare(before: int, after: int) -> None:
    """Dire ce qui change d'une version à l'autre / tell what changes between two versions."""
    _ = speaking()
    try:
        found = thresholds.changes(thresholds.rows(before), thresholds.rows(after))
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
    _tell_changes(found, _)


@app.command("set")
def put(
    file: Annotated[Path, typer.Argument(help="table entière des seuils (.csv)")],
    reason: Reason,
    author: Author = ROLE,
    started: Annotated[
        int | None, typer.Option("--from", help="version dont le fichier est parti")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="contrôler sans rien changer")] = False,
) -> None:
    """Mettre une table en usage / put a table in use: 0 fait, 1 refusé, 3 arrêté."""
    _ = speaking()
    base = thresholds.number_in_use() if started is None else started
    try:
        table = thresholds.read(file)
        found = thresholds.examine(table)
        if found:
            raise Refused(found)
        _tell_changes(thresholds.changes(thresholds.rows(base), table), _)
        if not dry_run:
            with progress(_("Seuils"), _) as step:
                made = adopting.adopt(table, base, author, reason, report=step)
            typer.echo(line(made, _))
    except (Stopped, BuildError, OSError, UnicodeDecodeError) as failure:
        _fail(failure, _)


@app.command()
def restore(number: int, reason: Reason, author: Author = ROLE) -> None:
    """Reprendre une version ancienne / take an older version again, as a new one."""
    _ = speaking()
    try:
        with progress(_("Seuils"), _) as step:
            base = thresholds.number_in_use()
            made = adopting.restore(number, base, author, reason, report=step)
    except (Stopped, BuildError, OSError) as failure:
        _fail(failure, _)
    typer.echo(line(made, _))


def line(one: Version, _: Language) -> str:
    """Write a version on one line."""
    parts = [str(one.numero), one.date, one.auteur, one.motif, one.sha256[:8]]
    if one.reprise_de is not None:
        parts.append(_("reprise de la version {}").format(one.reprise_de))
    if one.retiree_le:
        parts.append(_("retirée : une base l'a refusée"))
    return "  ".join(parts)


def _tell_changes(found: list[Change], _: Language) -> None:
    for one in found:
        change = f"{one.before or '–'} → {one.after or '–'}"
        typer.echo(f"{one.indicateur_id}  {one.regle}  {one.colonne} : {change}")
    typer.echo(_.plural("{} changement", "{} changements", len(found)))


def _fail(failure: Exception, _: Language) -> None:
    """Say why nothing was changed, and stop."""
    if isinstance(failure, Refused):
        tell(failure.findings, _)
    if isinstance(failure, Stopped):
        fail(failure.text(_), REFUSED if isinstance(failure, Refused) else STOPPED)
    text = failure.text(_) if isinstance(failure, BuildError) else str(failure)
    typer.echo(text, err=True)
    fail(_("Refusé : les seuils en usage n'ont pas changé."), REFUSED)
