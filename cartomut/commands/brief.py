"""Write the monthly brief as PDF, without opening the app."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from cartomut import i18n, labels, operations, store, whole
from cartomut.commands import handing
from cartomut.commands.speech import fail, speaking
from cartomut.editions import Stopped
from cartomut.exports import audience
from cartomut.exports import brief as paper
from cartomut.i18n import Language
from cartomut.operations import Row
from cartomut.queries import query
from cartomut.rights import LOCAL
from cartomut.steering.briefing import briefing
from cartomut.steering.decisions import decisions
from cartomut.steering.headlines import headlines
from cartomut.steering.reading import Reading
from cartomut.steering.typed import measurements
from cartomut.store import Store

STOPPED = 3  # exit code
EVERYTHING = dict.fromkeys(
    ("district", "region", "commune", "types", "etablissements", "relations", "statuts")
)


def brief(
    out: Annotated[Path, typer.Argument(help="PDF à écrire / PDF to write")],
    dataset: Annotated[
        str | None, typer.Option(help="publie, demonstration ou etude ; sinon celui de l'accueil")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="fr ou en ; sinon celle du terminal")] = None,
) -> None:
    """Écrire la note mensuelle de pilotage / write the monthly steering brief."""
    _ = i18n.language(lang) if lang else speaking()
    opened = _store(dataset, _)
    today = date.today().isoformat()

    def ask(question: str, **params: Any) -> pd.DataFrame:
        return query(question).run(opened, **params)

    reading = Reading(ask, _, labels.code_names(ask("listes/codes"), _))
    moves = _typed("projet_suivi", opened.dataset, _)
    waiting = decisions(reading, {"jour": today}, EVERYTHING, moves=moves)[1]
    given = _typed("evaluation_com", opened.dataset, _)
    content = briefing(
        reading,
        opened.about(),
        today,
        headlines(reading, EVERYTHING),
        measurements(reading, given, EVERYTHING) + waiting,
        actions=_typed("action", opened.dataset, _),
    )
    handing.tell(out, LOCAL, opened.dataset, _)
    try:
        with audience.made_for(LOCAL):
            whole.write(out, paper.brief(content, _))
    except OSError as failure:
        fail(str(failure), STOPPED)
    typer.echo(_("Note écrite : {}").format(out))


def _store(dataset: str | None, _: Language) -> Store:
    """Open the dataset asked for, else the one on which the app opens."""
    known = [name for name in store.DATASETS if store.current(name)]
    path = store.current(dataset or next(iter(known), ""))
    if path is None:
        text = _("« {} » n'a pas de données. Jeux connus : {}.")
        fail(text.format(dataset or "–", ", ".join(known) or "–"), STOPPED)
    return Store(path)


def _typed(table: str, dataset: str, _: Language) -> list[Row]:
    """Read what was typed in the app for a dataset."""
    try:
        return operations.rows(table, jeu=dataset)
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
