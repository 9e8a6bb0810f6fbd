"""The audit at the command line: check it, take an anchor, carry it away."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cartomut import journal
from cartomut.commands.speech import fail, speaking
from cartomut.journal import Head

BROKEN, STOPPED = 1, 3  # exit codes
app = typer.Typer(help="Le journal / the audit: verify, export.")


@app.command()
def verify(
    anchor: Annotated[str, typer.Option("--ancre", help="rang:empreinte gardée ailleurs")] = "",
) -> None:
    """Vérifier le journal et dire son ancre / check the journal. 0 intact, 1 altéré, 3 arrêté."""
    _ = speaking()
    kept = Head.read(anchor)
    if anchor and kept is None:
        text = _("Une ancre est un rang, deux-points et 64 signes : elle n'en est pas une.")
        fail(text, STOPPED)
    found = journal.verify(kept)
    if found.torn:
        text = _("La dernière ligne est déchirée ({} octets) : la prochaine la mettra de côté.")
        typer.echo(text.format(_.number(found.torn)), err=True)
    if not found.holds:
        fail(_(found.reason).format_map(found.fields), BROKEN)
    typer.echo(_.plural("{} ligne, rien n'a bougé.", "{} lignes, rien n'a bougé.", found.count))
    typer.echo(_.pair(_("Ancre à garder ailleurs"), str(found.head)))


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="fichier à écrire ; l'écran sans lui")] = None,
) -> None:
    """Écrire les lignes telles quelles (JSON) / write the lines as they are, still checkable."""
    journal.tell("export_reserve", journal.FILE)
    if file is None:
        sys.stdout.buffer.writelines(journal.lines())
        return
    try:
        with file.open("xb") as target:
            target.writelines(journal.lines())
    except FileExistsError as failure:
        fail(str(failure), STOPPED)
    except OSError as failure:
        file.unlink(missing_ok=True)
        fail(str(failure), STOPPED)
    typer.echo(str(file))
