"""What is typed in the pages: bring its file up to date, export it, bring it in, back it up."""

from pathlib import Path
from typing import Annotated

import typer

from cartomut import paths
from cartomut.commands import handing
from cartomut.commands.speech import fail, speaking
from cartomut.editions import ROLE, Stopped
from cartomut.operations import Refused, database, transfer
from cartomut.rights import LOCAL

REFUSED, STOPPED = 1, 3  # exit codes
app = typer.Typer(help="Les saisies / what is typed: upgrade, export, import, backup.")


@app.command()
def upgrade() -> None:
    """Mettre le fichier des saisies à jour / bring the file up to date."""
    try:
        typer.echo(f"{paths.OPERATIONS}  {database.upgrade()}")
    except Stopped as stopped:
        fail(stopped.text(speaking()), STOPPED)


@app.command()
def export(folder: Annotated[Path, typer.Argument(help="dossier à créer")]) -> None:
    """Écrire un CSV par table, avec la trace / write one CSV per table, with the trace."""
    _ = speaking()
    handing.tell(folder, LOCAL, "", _)
    try:
        _tell(transfer.export(folder))
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)


@app.command("import")
def bring(
    folder: Annotated[Path, typer.Argument(help="dossier d'un export")],
    replace: Annotated[
        bool, typer.Option("--replace", help="mettre ses lignes à la place de celles d'ici")
    ] = False,
    author: Annotated[str, typer.Option(help="rôle ou service qui importe")] = ROLE,
) -> None:
    """Ajouter un export aux saisies / add an export: 0 fait, 1 refusé, 3 arrêté."""
    _ = speaking()
    try:
        done = transfer.bring(folder, replace=replace, by=author)
    except Stopped as stopped:
        fail(stopped.text(_), REFUSED if isinstance(stopped, Refused) else STOPPED)
    for title, counts in ((_("ajoutées"), done.added), (_("remplacées"), done.replaced)):
        typer.echo(_.pair(title, str(sum(counts.values()))))
    _tell(done.added)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="fichier à créer")]) -> None:
    """Copier le fichier des saisies, même en usage / copy the file, even while it is in use."""
    _ = speaking()
    handing.tell(file, LOCAL, "", _)
    try:
        database.backup(file)
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
    typer.echo(str(file))


def _tell(counts: dict[str, int]) -> None:
    for name, count in counts.items():
        typer.echo(f"{count:>8}  {name}")
