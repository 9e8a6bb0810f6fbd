"""Install official boundaries instead of our approximate ones, or go back."""

from pathlib import Path
from typing import Annotated

import typer

from cartomut import outlines, sample
from cartomut.commands.speech import fail, speaking, tell
from cartomut.editions import ROLE, Stopped
from cartomut.i18n import N_, Language
from cartomut.sources.official import LEVELS, Official
from cartomut.store import BuildError

REFUSED, STOPPED = 1, 3  # exit codes


def boundaries(
    files: Annotated[
        list[Path] | None, typer.Argument(help="GeoJSON, GeoPackage ou Shapefile dans un .zip")
    ] = None,
    attribution: Annotated[
        str, typer.Option(help="de qui sont ces limites ; la carte le dit")
    ] = "",
    licence: Annotated[str, typer.Option(help="leur licence, en clair ou par son code")] = "",
    author: Annotated[str, typer.Option(help="rôle ou service qui apporte les limites")] = ROLE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="contrôler sans rien changer")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="revenir aux limites d'avant")] = False,
) -> None:
    """Installer des limites officielles / install boundaries: 0 fait, 1 refusé, 3 arrêté."""
    _ = speaking()
    if undo == bool(files):
        raise typer.BadParameter(_("Donner des fichiers de limites, ou --undo."))
    try:
        if undo:
            _take_out(_)
        else:
            _bring(files or [], attribution, licence, author, dry_run, _)
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)


def summary(found: Official, _: Language) -> str:
    """Tell what was recognised, one line per level, and which layers were left aside."""
    lines = [
        _("{niveau} : {nombre} contours de « {couche} », par la colonne « {colonne} ».").format(
            niveau=_(LEVELS[level]),
            nombre=len(one.shapes),
            couche=one.layer,
            colonne=one.column,
        )
        for level, one in found.levels.items()
    ]
    lines += [_("Laissé de côté : {}").format(name) for name in found.ignored]
    return "\n".join(lines)


def _bring(
    files: list[Path], attribution: str, licence: str, author: str, dry_run: bool, _: Language
) -> None:
    if dry_run:
        found, made = outlines.examine(files), None
    else:
        found, made = outlines.install(files, attribution, licence, author)
    tell(found.findings, _)
    typer.echo(summary(found, _))
    if not found.accepted:
        fail(_("Refusé : les limites en usage n'ont pas changé."), REFUSED)
    if made:
        _rebuild_or_undo(_)
        typer.echo(_("Limites en usage : {}").format(made.attribution))


def _rebuild_or_undo(_: Language) -> None:
    """Build every store with the new boundaries; when one is refused, go back to those before."""
    try:
        _rebuild()
    except (BuildError, Stopped) as failure:
        typer.echo(failure.text(_), err=True)
        outlines.undo()
        _rebuild()
        fail(_("Refusé : les limites en usage n'ont pas changé."), REFUSED)


def _rebuild() -> None:
    for name in sample.known():
        if not sample.is_current(name):
            sample.make(name)


def _take_out(_: Language) -> None:
    undone = outlines.undo()
    _rebuild()
    typer.echo(_("Limites retirées : {}").format(undone.attribution))
    for level, title in LEVELS.items():
        left = outlines.in_use(level)
        text = left.attribution if left else _("limites approximatives, non officielles")
        typer.echo(_(_SAID).format(niveau=_(title), attribution=text))


_SAID = N_("{niveau} : {attribution}")
