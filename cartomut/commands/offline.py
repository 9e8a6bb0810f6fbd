"""Make the archive for a computer without network, and tell whether all is ready for a session."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cartomut import i18n, readiness
from cartomut.commands.speech import fail, progress, speaking
from cartomut.editions import Stopped
from cartomut.i18n import Language
from cartomut.offline import PLATFORMS, Wish, make
from cartomut.readiness import Check
from cartomut.store import BuildError

BLOCKED, STOPPED = 1, 3  # exit codes


def bundle(
    out: Annotated[Path, typer.Argument(help="archive à écrire / archive to write (.zip)")],
    platform: Annotated[
        list[str] | None,
        typer.Option(help=f"{', '.join(PLATFORMS)} ; celui-ci par défaut, peut se répéter"),
    ] = None,
    python_version: Annotated[str, typer.Option(help="3.11 ; celui-ci par défaut")] = "",
    wheels: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="dossier de bibliothèques, sans réseau"),
    ] = None,
    dataset: Annotated[
        list[str] | None, typer.Option(help="jeu à emporter, peut se répéter ; tous par défaut")
    ] = None,
    with_operations: Annotated[
        bool, typer.Option("--with-operations", help="avec ce qui a été saisi dans les pages")
    ] = False,
) -> None:
    """Écrire l'archive hors ligne / write the offline bundle."""
    _ = speaking()
    wish = Wish(
        tuple(platform or ()), python_version, tuple(dataset or ()), wheels, with_operations
    )
    try:
        with progress(_("Paquet hors ligne"), _) as report:
            made = make(out, wish, report)
    except BuildError as failure:
        fail(failure.text(_), BLOCKED)
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
    text = _("Archive écrite : {} ({} Mo, {} fichiers, dont {} bibliothèques)")
    counts = (made.size / 1e6, made.files, made.wheels)
    typer.echo(text.format(made.path, *map(_.number, counts)))


def selftest(
    quick: Annotated[bool, typer.Option("--quick", help="sans les étapes des récits")] = False,
    steps: Annotated[bool, typer.Option("--steps", help="langues et étapes seulement")] = False,
    lang: Annotated[str | None, typer.Option(help="fr ou en ; sinon celle du terminal")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="une ligne de JSON par vérification")
    ] = False,
) -> None:
    """Vérifier que tout est prêt pour une séance / check that all is ready for a session."""
    _ = i18n.language(lang) if lang else speaking()
    done = []
    for one in _checks(quick, steps, _):
        done.append(one)
        typer.echo(json.dumps(one.fields()) if as_json else _line(one, _))
    worst = readiness.worst(done)
    if not as_json:
        typer.echo(_conclusion(worst, _))
    if worst == readiness.FAULT:
        raise typer.Exit(BLOCKED)


def _checks(quick: bool, steps: bool, _: Language) -> Iterator[Check]:
    if not steps:
        yield from readiness.checks(_)
    yield readiness.languages(_)
    if not quick:
        from cartomut.ui import rehearsal  # slow to import: it brings the whole interface

        yield from rehearsal.steps(_)


def _line(one: Check, _: Language) -> str:
    mark = {readiness.READY: "✓", readiness.NOTICE: "!", readiness.FAULT: "✗"}[one.state]
    told = f"{mark} {_.pair(one.title, one.found)}"
    return f"{told}\n    → {one.remedy}" if one.remedy else told


def _conclusion(worst: str, _: Language) -> str:
    screen = _("L'écran et le navigateur se vérifient sur la page Présenter, « Vérification ».")
    ends = {
        readiness.READY: _("Tout est prêt."),
        readiness.NOTICE: _("La séance peut se tenir ; lire ce qui est signalé."),
        readiness.FAULT: _("Tout n'est pas prêt : réparer ce qui est marqué ✗."),
    }
    return f"\n{ends[worst]} {screen}"
