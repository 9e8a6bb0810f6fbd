"""Reports at the command line: a page, an entity, a story as PowerPoint or PDF; many sheets."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cartomut import i18n, stories, whole
from cartomut.commands import handing
from cartomut.commands.speech import fail, speaking
from cartomut.editions import Stopped
from cartomut.exports import audience
from cartomut.exports.carried import Report
from cartomut.i18n import Language
from cartomut.rights import Reader, Role

app = typer.Typer(help="Rapports PowerPoint et PDF / PowerPoint and PDF reports.")
BASE = "http://localhost:8501"
STOPPED = 3  # exit code
_told_of: list[Reader] = []  # whom the file is for, when the command is to note it
Out = Annotated[Path, typer.Argument(help="fichier .pptx ou .pdf / .pptx or .pdf file")]
Lang = Annotated[str | None, typer.Option(help="fr ou en ; sinon celle du terminal")]
Dataset = Annotated[str, typer.Option(help="publie, demonstration ou etude ; sinon celui du site")]
ForRole = Annotated[
    Role, typer.Option("--role", help="pour qui le fichier est fait / whom the file is for")
]
ForOrganisation = Annotated[
    str, typer.Option("--organisme", help="celui d'une mutuelle / that of a mutual")
]
Base = Annotated[str, typer.Option(help="adresse du site, pour les liens / address of the site")]


@app.callback()
def whose(
    context: typer.Context,
    role: ForRole = Role.LOCAL,
    organisme: ForOrganisation = "",
    told: Annotated[bool, typer.Option("--told", hidden=True)] = False,
) -> None:
    """Écrire ce que voit un rôle ; tout, sans --role / write what a role sees."""
    from cartomut.ui import reader

    whom = Reader(role, organisation=organisme)
    reader.stand_for(whom)
    context.with_resource(audience.made_for(whom))
    _told_of[:] = [] if told else [whom]  # a page tells itself, when its file is taken


@app.command()
def page(
    address: Annotated[str, typer.Argument(help="page et choix : « carte?region=gbeke »")],
    out: Out,
    dataset: Dataset = "",
    lang: Lang = None,
    base: Base = BASE,
) -> None:
    """Écrire ce qu'une page montre / write what a page shows."""
    from cartomut.ui import replay

    _ = _language(lang)
    try:
        where = replay.place(address)
        views = replay.drawn(
            where, dataset or next(iter(where.choices.get("jeu", [])), ""), _, base
        )
    except Stopped as failure:
        fail(failure.text(_), STOPPED)
    title = views[0].title if views else where.page
    _write(Report(title, views, [], views[0].address if views else ""), out, _)


@app.command()
def story(
    identifier: Annotated[str, typer.Argument(help="identifiant du récit, ou fichier .toml")],
    out: Out,
    lang: Lang = None,
    base: Base = BASE,
) -> None:
    """Écrire un récit, une étape après l'autre / write a story, step after step."""
    from cartomut.ui import replay

    _ = _language(lang)
    found = stories.read(Path(identifier)).story if identifier.endswith(".toml") else None
    found = found or stories.find(identifier)
    if found is None:
        known = ", ".join(one.id for one in stories.told())
        fail(_("Le récit « {} » n'existe pas. Récits : {}.").format(identifier, known), STOPPED)
    pattern = _("Étape {} sur {}")

    def report(done: int, total: int) -> None:
        _tell(pattern.format(done, total), done, total)

    views = replay.told(found, _, base, report)
    address = f"{base.rstrip('/')}/atelier?recit={found.id}&lang={_.code}"
    _write(Report(found.title.write(_), views, [], address), out, _)


@app.command()
def entity(
    kind: Annotated[str, typer.Argument(help="organisme, centre, region ou district")],
    identifier: Annotated[str, typer.Argument(help="son identifiant / its identifier")],
    out: Out,
    dataset: Dataset = "",
    lang: Lang = None,
    base: Base = BASE,
) -> None:
    """Écrire la fiche d'une mutuelle, d'un centre, d'un territoire / write one fact sheet."""
    from cartomut.ui import replay

    _ = _language(lang)
    try:
        views = replay.sheet(kind, identifier, dataset, _, base)
    except Stopped as failure:
        fail(failure.text(_), STOPPED)
    if not views:
        fail(_("« {} » n'est pas connu de ce jeu de données.").format(identifier), STOPPED)
    title = views[0].title.rsplit(" · ", 1)[0]
    _write(Report(title, views, [views[0].summary], views[0].address), out, _)


@app.command()
def sheets(
    kind: Annotated[str, typer.Argument(help="organisme, centre, region ou district")],
    out: Annotated[Path, typer.Argument(help="fichier .zip à écrire / .zip file to write")],
    dataset: Dataset = "",
    lang: Lang = None,
    region: Annotated[str, typer.Option(help="ne garder que cette région (code)")] = "",
) -> None:
    """Écrire toutes les fiches PDF d'un genre, en un zip / write all fact sheets of a kind."""
    from cartomut.ui import replay

    _ = _language(lang)
    pattern = _("Fiche {} sur {}")

    def report(done: int, total: int) -> None:
        _tell(pattern.format(done, total), done, total)

    _hand(out, _)
    try:
        count = replay.sheets(kind, out, dataset, region, _, report)
    except Stopped as failure:
        fail(failure.text(_), STOPPED)
    typer.echo(_("Fiches écrites : {}, dans {}").format(_.number(count), out))


def _language(lang: str | None) -> Language:
    return i18n.language(lang) if lang else speaking()


def _tell(text: str, done: int, total: int) -> None:
    """Say how far it is, on a line that a program can read too."""
    typer.echo(f"{done}/{total} {text}", err=True)
    sys.stderr.flush()


def _hand(out: Path, _: Language) -> None:
    """Note the file in the journal, unless who asked for it does."""
    for whom in _told_of:
        handing.tell(out, whom, "", _)


def _write(report: Report, out: Path, _: Language) -> None:
    if not report.views:
        fail(_("Cette page n'a ni figure ni chiffre à emporter."), STOPPED)
    if out.suffix.lower() == ".pdf":
        from cartomut.exports.handout import handout as make
    else:
        from cartomut.exports.deck import deck as make
    _hand(out, _)
    try:
        whole.write(out, make(report, _))
    except OSError as failure:
        fail(str(failure), STOPPED)
    typer.echo(_("Rapport écrit : {}").format(out))
