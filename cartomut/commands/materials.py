"""Bring a population raster, a list of facilities or roads; see versions, take one again."""

from pathlib import Path
from typing import Annotated

import typer

from cartomut import adopting, materials, precision
from cartomut.commands.speech import fail, progress, speaking, tell
from cartomut.editions import ROLE, Stopped
from cartomut.i18n import Language
from cartomut.materials import FACILITIES, NAMES, POPULATION, ROADS, Given, Version
from cartomut.precision import Examined
from cartomut.store import BuildError

REFUSED, STOPPED = 1, 3  # exit codes
Source = Annotated[str, typer.Option("--source", help="qui a fait ce fichier ; l'écran le cite")]
Licence = Annotated[str, typer.Option(help="sa licence, en clair ou par son code")]
Address = Annotated[str, typer.Option(help="l'adresse de la page où il se trouve")]
Author = Annotated[str, typer.Option(help="rôle ou service qui apporte le fichier")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="contrôler sans rien changer")]
Listing = Annotated[bool, typer.Option("--list", help="dire les versions et celle en usage")]
Restore = Annotated[
    int | None, typer.Option("--restore", help="reprendre une version ; 0 pour s'en passer")
]


def population(
    file: Annotated[Path | None, typer.Argument(help="grille de population (.tif)")] = None,
    source: Source = "",
    year: Annotated[int | None, typer.Option(help="année que la grille représente")] = None,
    licence: Licence = "",
    address: Address = "",
    author: Author = ROLE,
    dry_run: DryRun = False,
    listing: Listing = False,
    restore: Restore = None,
) -> None:
    """Apporter une grille de population / bring a raster: 0 fait, 1 refusé, 3 arrêté."""
    given = Given(source, year, licence, address, author)
    _run(POPULATION, file, given, dry_run, listing, restore)


def facilities(
    file: Annotated[
        Path | None, typer.Argument(help="liste d'établissements (.csv, .xlsx, .geojson)")
    ] = None,
    source: Source = "",
    year: Annotated[int | None, typer.Option(help="année de la liste")] = None,
    licence: Licence = "",
    address: Address = "",
    author: Author = ROLE,
    dry_run: DryRun = False,
    listing: Listing = False,
    restore: Restore = None,
) -> None:
    """Apporter une liste d'établissements / bring a list of facilities: 0, 1 refusé, 3 arrêté."""
    given = Given(source, year, licence, address, author)
    _run(FACILITIES, file, given, dry_run, listing, restore)


def roads(
    file: Annotated[
        Path | None, typer.Argument(help="routes (.gpkg, .geojson, .zip d'un Shapefile, .osm.pbf)")
    ] = None,
    source: Source = "",
    year: Annotated[int | None, typer.Option(help="année des routes")] = None,
    licence: Licence = "",
    address: Address = "",
    author: Author = ROLE,
    dry_run: DryRun = False,
    listing: Listing = False,
    restore: Restore = None,
) -> None:
    """Apporter un réseau routier / bring a road network: 0 fait, 1 refusé, 3 arrêté."""
    given = Given(source, year, licence, address, author)
    _run(ROADS, file, given, dry_run, listing, restore)


def line(one: Version, _: Language) -> str:
    """Write a version on one line."""
    if one.is_without or one.fichier is None:
        what = _("sans {}").format(_(NAMES[one.genre]))
    else:
        what = f"{one.fichier.nom}  {one.editeur}  {one.annee or '–'}  {one.fichier.sha256[:8]}"
    parts = [str(one.numero), one.date, one.auteur, what]
    if one.reprise_de is not None:
        parts.append(_("reprise de la version {}").format(one.reprise_de))
    if one.retiree_le:
        parts.append(_("retirée : une base l'a refusée"))
    return "  ".join(parts)


def summary(found: Examined, _: Language) -> str:
    """Tell in figures what a file holds."""
    if not found.measures:
        return _("Rien n'a pu en être tiré.")
    return materials.measured(found.kind, found.measures, _)


def _run(
    kind: str,
    file: Path | None,
    given: Given,
    dry_run: bool,
    listing: bool,
    restore: int | None,
) -> None:
    _ = speaking()
    if [file is not None, listing, restore is not None].count(True) != 1:
        raise typer.BadParameter(_("Donner un fichier, ou --list, ou --restore."))
    try:
        if listing:
            _list(kind, _)
        elif file is None:
            with progress(_(NAMES[kind]), _) as step:
                made = adopting.bring_back(kind, restore or 0, given.author, report=step)
            typer.echo(line(made, _))
        else:
            _bring(kind, file, given, dry_run, _)
    except (Stopped, BuildError, OSError) as failure:
        _fail(failure, _)


def _bring(kind: str, file: Path, given: Given, dry_run: bool, _: Language) -> None:
    if not dry_run:
        materials.check(kind, given)  # before what takes long
    with progress(_(NAMES[kind]), _):
        found = precision.examine(kind, file, given.year)
    tell(found.findings, _)
    typer.echo(summary(found, _))
    if not found.accepted:
        fail(_("Refusé : ce qui est en usage n'a pas changé."), REFUSED)
    if not dry_run:
        with progress(_(NAMES[kind]), _) as step:
            made = adopting.bring(found, given, report=step)
        typer.echo(line(made, _))


def _list(kind: str, _: Language) -> None:
    now = materials.last(kind)
    number = now.numero if now else materials.WITHOUT
    for one in materials.versions(kind):
        typer.echo(f"{'*' if one.numero == number else ' '} {line(one, _)}")
    without = _("sans {}").format(_(NAMES[kind]))
    typer.echo(f"{'*' if number == materials.WITHOUT else ' '} 0  {without}")


def _fail(failure: Exception, _: Language) -> None:
    """Say why nothing was changed, and stop."""
    if isinstance(failure, Stopped):
        fail(failure.text(_), STOPPED)
    text = failure.text(_) if isinstance(failure, BuildError) else str(failure)
    typer.echo(text, err=True)
    fail(_("Refusé : ce qui est en usage n'a pas changé."), REFUSED)
