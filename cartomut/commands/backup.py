"""Keep what an installation cannot make again in one archive, and put it back."""

from pathlib import Path
from typing import Annotated

import typer

from cartomut import backup as backups
from cartomut import sample
from cartomut.commands.speech import fail, progress, speaking
from cartomut.editions import Stopped
from cartomut.store import BuildError

DAMAGED, STOPPED = 1, 3  # exit codes


def backup(
    out: Annotated[Path, typer.Argument(help="archive à écrire / archive to write (.zip)")],
) -> None:
    """Sauvegarder éditions, saisies et réglages / back everything up: 0 fait, 3 arrêté."""
    _ = speaking()
    try:
        backups.finish()
        made = backups.write(out)
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
    text = _("Sauvegarde écrite et relue : {} ({} Mo, {} fichiers). SHA-256 : {}")
    size = _.number(made.octets / 1e6, 1)
    typer.echo(text.format(made.fichier, size, _.number(made.fichiers), made.sha256))


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="une sauvegarde")],
    force: Annotated[
        bool, typer.Option("--force", help="remplacer ce qui est ici, gardé à côté")
    ] = False,
) -> None:
    """Remettre une sauvegarde en place / put a backup in place: 0 fait, 1 abîmée, 3 arrêté."""
    _ = speaking()
    try:
        kept = backups.restore(file, force=force)
        if kept:
            typer.echo(_("Ce qui était ici est gardé dans {}.").format(kept))
        with progress(_("Construction"), _) as report:
            for dataset in [one for one in sample.known() if not sample.is_current(one)]:
                sample.make(dataset, report)
    except BuildError as failure:
        fail(failure.text(_), DAMAGED)
    except Stopped as stopped:
        fail(stopped.text(_), DAMAGED if isinstance(stopped, backups.Damaged) else STOPPED)
    typer.echo(_("Sauvegarde remise en place. Les réglages et les secrets n'y sont pas."))
    typer.echo(
        _(
            "Les liens révoqués et les comptes fermés ici le restent. Sans fichier des saisies "
            "ici, tous les liens de lecture de la sauvegarde sont révoqués. Les rôles des comptes "
            "sont ceux de la sauvegarde."
        )
    )
