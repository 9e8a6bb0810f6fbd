"""Write data packages and interoperability files, without opening the app."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cartomut import i18n, labels, store
from cartomut.commands import handing
from cartomut.commands.speech import fail, speaking
from cartomut.exports import audience, dhis2, fhir, package_geo
from cartomut.exports.package import package
from cartomut.exports.package_book import workbook
from cartomut.exports.package_tables import Content, gather
from cartomut.exports.package_words import words
from cartomut.i18n import Language
from cartomut.queries import query
from cartomut.rights import NOBODY, Reader, Right, Role
from cartomut.store import Store
from cartomut.whole import write as write_whole

STOPPED = 3  # exit code
Writer = Callable[[Content, Store, date, Language], bytes]
FORMATS: Mapping[str, Writer] = {
    "paquet": lambda content, _opened, day, _: package(content, day, _),
    "xlsx": lambda content, _opened, day, _: workbook(content, words(content, day, _), _),
    "geopackage": lambda content, _opened, _day, _: package_geo.geopackage(
        package_geo.layers(content), content.about["construit_le"]
    ),
    "fhir": lambda content, opened, day, _: fhir.bundle(
        content, labels.code_names(query("listes/codes").run(opened), _), day, _
    ),
    "dhis2": lambda content, _opened, day, _: dhis2.dhis2(content, day, _),
}


def export(
    form: Annotated[
        str,
        typer.Argument(metavar="FORMAT", help="paquet, xlsx, geopackage, fhir ou/or dhis2"),
    ],
    out: Annotated[Path, typer.Argument(help="fichier à écrire / file to write")],
    dataset: Annotated[
        str | None, typer.Option(help="publie, demonstration ou etude ; sinon celui de l'accueil")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="fr ou en ; sinon celle du terminal")] = None,
    district: Annotated[str | None, typer.Option(help="code d'un district / of a district")] = None,
    region: Annotated[str | None, typer.Option(help="code d'une région / of a region")] = None,
    whole: Annotated[
        bool,
        typer.Option(
            "--reserve",
            help="avec ce qui est réservé au régulateur et au PASS / with what is reserved",
        ),
    ] = False,
    role: Annotated[
        Role, typer.Option("--role", help="pour qui le fichier est fait / whom the file is for")
    ] = Role.PUBLIC,
) -> None:
    """Écrire un paquet de données ou un fichier d'échange / write a data package."""
    _ = i18n.language(lang) if lang else speaking()
    if form not in FORMATS:
        text = _("Format inconnu : « {} ». Formats connus : {}.")
        fail(text.format(form, ", ".join(FORMATS)), STOPPED)
    opened = _opened(dataset, _)
    chosen = {"district": district, "region": region}
    kept = _.series(code for code in chosen.values() if code)
    whom = Reader(Role.LOCAL if whole else role)
    content = gather(opened, chosen, kept, is_whole=whom.may(Right.ACCOUNTS))
    _refuse_unknown(content, chosen, _)
    handing.tell(out, whom, opened.dataset, _)
    try:
        with audience.made_for(whom if content.is_whole else NOBODY):
            write_whole(out, FORMATS[form](content, opened, date.today(), _))
    except OSError as failure:
        fail(str(failure), STOPPED)
    typer.echo(_("Fichier écrit : {}").format(out))


def _refuse_unknown(content: Content, chosen: Mapping[str, str | None], _: Language) -> None:
    """Stop on a territory that does not exist: an empty package would look like no data."""
    for level, code in chosen.items():
        known = list(content.tables[level].rows[f"{level}_code"])
        if code and code not in known:
            text = _("Code inconnu : « {} ». Codes connus : {}.")
            fail(text.format(code, ", ".join(known)), STOPPED)


def _opened(dataset: str | None, _: Language) -> Store:
    """Open the dataset asked for, else the one on which the app opens."""
    known = [name for name in store.DATASETS if store.current(name)]
    path = store.current(dataset or next(iter(known), ""))
    if path is None:
        text = _("« {} » n'a pas de données. Jeux connus : {}.")
        fail(text.format(dataset or "–", ", ".join(known) or "–"), STOPPED)
    return Store(path)
