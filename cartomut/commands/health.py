"""Tell whether the application is well, to a person or to what watches over it."""

from typing import Annotated

import typer

from cartomut import health as checked
from cartomut import readiness
from cartomut.commands.speech import speaking

UNWELL = 1  # exit code


def health(
    as_json: Annotated[bool, typer.Option("--json", help="un objet JSON")] = False,
    server: Annotated[
        str, typer.Option(help="un serveur à interroger, par exemple http://127.0.0.1:8501")
    ] = "",
) -> None:
    """Dire si l'application va bien / tell whether the app is well: 0 oui, 1 à réparer."""
    _ = speaking()
    done = list(checked.checks(_, server))
    if as_json:
        typer.echo(checked.as_json(done))
    else:
        marks = {readiness.READY: "✓", readiness.NOTICE: "!", readiness.FAULT: "✗"}
        for one in done:
            told = f"{marks[one.state]} {_.pair(one.title, one.found)}"
            typer.echo(f"{told}\n    → {one.remedy}" if one.remedy else told)
    if readiness.worst(done) == readiness.FAULT:
        raise typer.Exit(UNWELL)
