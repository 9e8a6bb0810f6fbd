"""The command line: ``python -m cartomut build``."""

import os
from typing import Annotated

import typer

from cartomut import store
from cartomut.i18n import code_of_locale, language

app = typer.Typer(help="CartoMut : construire et vérifier les données / build and check the data.")


@app.callback()
def main() -> None:
    """Keep ``build`` a sub-command while it is the only one."""


@app.command()
def build(
    dataset: Annotated[
        str | None, typer.Option(help="publie, demonstration ou etude ; tous par défaut")
    ] = None,
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="seulement si le magasin manque ou a vieilli")
    ] = False,
) -> None:
    """Construire les magasins de données / build the stores."""
    names = store.available()
    if dataset is not None and dataset not in names:
        raise typer.BadParameter(f"{dataset!r} : {', '.join(names)}")
    for name in [dataset] if dataset else names:
        if if_needed and store.is_fresh(name):
            typer.echo(f"{name}: ok")
            continue
        try:
            store.build(name, report=typer.echo)
        except store.BuildError as failure:
            typer.echo(failure.text(language(code_of_locale(_locale()))), err=True)
            raise typer.Exit(1) from failure


def _locale() -> str:
    return os.environ.get("LC_ALL") or os.environ.get("LANG") or "fr"


if __name__ == "__main__":
    app()
