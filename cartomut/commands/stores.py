"""Build what the app reads: the published facts, the demonstration, the study in use."""

from typing import Annotated

import typer

from cartomut import backup, sample
from cartomut.commands.share import after_publication
from cartomut.commands.speech import fail, speaking
from cartomut.editions import Stopped, is_replica
from cartomut.i18n import N_
from cartomut.store import BuildError

BLOCKED, STOPPED = 1, 3  # exit codes
_REPLICA = N_(
    "Cette instance lit les éditions publiées par une autre : il n'y a rien à construire."
)


def build(
    dataset: Annotated[
        str | None, typer.Option(help="publie, demonstration ou etude ; tous par défaut")
    ] = None,
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="seulement si le magasin manque ou a vieilli")
    ] = False,
) -> None:
    """Construire les magasins de données / build the stores."""
    try:
        backup.finish()
    except Stopped as stopped:
        fail(stopped.text(speaking()), STOPPED)
    if is_replica():
        typer.echo(speaking()(_REPLICA))
        return
    names = sample.known()
    if dataset is not None and dataset not in names:
        raise typer.BadParameter(f"{dataset!r} : {', '.join(names)}")
    for name in [dataset] if dataset else names:
        if if_needed and sample.is_current(name):
            typer.echo(f"{name}: ok")
            continue
        try:
            sample.make(name, report=typer.echo)
        except BuildError as failure:
            fail(failure.text(speaking()), BLOCKED)
        except Stopped as stopped:
            fail(stopped.text(speaking()), STOPPED)
    after_publication()
