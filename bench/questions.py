"""How long each question takes on a country a hundred times larger.

Every file of ``queries/indicateurs``, ``listes`` and ``fiches`` is put as the pages put it, answer
included, as rows that a page can use. Nothing is cached between two runs but DuckDB's own pages.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench import imports
from cartomut import store as stores
from cartomut.queries import names, query
from cartomut.store import Store
from cartomut.ui.territoire import KEY_INDICATORS

FOLDERS = ("indicateurs", "listes", "fiches")
RUNS = 7
MOST_MS = 50.0  # the target: median of a question
BUSIEST = (  # what there is most to say about: two organisations, two centres
    """
    select organisme_id
    from centre
    where organisme_id is not null
    group by organisme_id
    order by count(*) desc, organisme_id asc
    limit 2
    """,
    """
    select centre_id
    from centre_activite
    group by centre_id
    order by count(*) desc, centre_id asc
    limit 2
    """,
)
PAGE = 25  # centres on a page of the matrix
LISTED = 100  # rows of a page of a long list

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """One question as a page puts it: how long its runs took, how many rows it gave."""

    question: str
    case: str
    rows: int
    milliseconds: float
    worked: float  # milliseconds of the processors, whatever else the machine does

    @property
    def kept(self) -> bool:
        """Tell whether the target is reached."""
        return self.milliseconds < MOST_MS

    def line(self) -> str:
        """Write the question on one line."""
        name = f"{self.question}{f' ({self.case})' if self.case else ''}"
        verdict = "ok" if self.kept else "short"
        times = f"{self.milliseconds:>10.1f} ms{self.worked:>10.1f} ms"
        return f"{name:<60}{self.rows:>9}{times}   {verdict}"


def measure(store: Store, say: Callable[[str], object]) -> list[Asked]:
    """Put every question, each case seven times after one that counts for nothing."""
    organisations, centres = subjects(store)
    asked = []
    for question in (name for folder in FOLDERS for name in names(folder)):
        say(f"questions : {question}")
        for case, values in cases(question, organisations, centres):
            asked.append(_ask(store, question, case, values))
    return asked


def table(asked: list[Asked]) -> str:
    """Write the questions, the slowest first."""
    lines = [f"{'question':<60}{'lignes':>9}{'médiane':>13}{'calcul':>13}"]
    slowest = sorted(asked, key=lambda one: -one.milliseconds)
    over = [one for one in asked if not one.kept]
    end = f"{len(asked) - len(over)} sur {len(asked)} sous {MOST_MS:g} ms"
    return "\n".join([*lines, *(one.line() for one in slowest), end])


def built(folder: Path, scale: int) -> Store:
    """Open the store that an import left in the folder; import at this scale if there is none."""
    if stores.current("demonstration", folder / "stores") is None:
        imports.write(folder, scale)
        imports.measure(folder)
    path = stores.current("demonstration", folder / "stores")
    if path is None:
        raise LookupError(f"the import left no store in {folder}")
    return Store(path)


def _ask(store: Store, question: str, case: str, values: Values) -> Asked:
    asked = query(question)
    given = {name: values.get(name) for name in asked.params}
    taken, worked = [], []
    for _run in range(RUNS + 1):
        start, before = time.perf_counter(), time.process_time()
        rows = len(asked.run(store, **given))
        taken.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - before))
    return Asked(question, case, rows, median(taken[1:]), median(worked[1:]))


def subjects(store: Store) -> list[list[str]]:
    """Find what there is most to say about: two organisations, two centres."""
    with store.cursor() as cursor:
        return [[row[0] for row in cursor.execute(line).fetchall()] for line in BUSIEST]


def cases(
    question: str, organisations: list[str], centres: list[str]
) -> Iterator[tuple[str, Values]]:
    """Give the values that a page gives; what it leaves open is NULL, which keeps everything."""
    of_organisation = _of("organisme", organisations) | {"organisme_id": organisations[0]}
    if question == "indicateurs/valeurs":
        yield "tout, une entité", {"groupe": "entite", "entites": [organisations[0]]}
        yield (
            "un indicateur, par région",
            {"groupe": "region", "indicateurs": ["ratio_sinistralite"]},
        )
        yield (
            "ceux d'une fiche, une région",
            {"groupe": "region", "region": "gbeke", "indicateurs": sorted(KEY_INDICATORS)},
        )
    elif question.startswith("fiches/centre"):
        yield "", _of("centre", centres)
    elif question.startswith("fiches/territoire"):
        yield "", {"niveau": "region", "id": "gbeke"}
    elif "quoi" in query(question).params:
        yield "organisme", of_organisation
        yield "centre", _of("centre", centres)
        yield "region", _of("region", ["gbeke", "bafing"])
    elif question.startswith("listes/mutuelles"):
        yield "", {"taille": LISTED}
        searched = {"texte": "demo baobab", "minima": [100, *[None] * 5]}
        yield "texte et condition", searched | {"taille": LISTED}
    else:
        yield "", of_organisation | _SHOWN


_SHOWN: Values = {
    "niveau": "region",
    "mesure": "nb_centres",
    "groupe": "region",
    "lentille": "palu",
    "texte": "demo",
    "taille": PAGE,
    "indicateur": "ratio_sinistralite",
    "indicateurs": None,
    "valeurs": None,
    "latitudes": [6.0, 6.0, 8.0, 8.0],
    "longitudes": [-6.0, -4.0, -4.0, -6.0],
}


def _of(kind: str, ids: list[str]) -> dict[str, Any]:
    first, second = ids
    about = {
        "quoi": kind,
        "domaine": "finance_prudentiel",
        "genre": kind,
        "entite": kind,
        "entite_id": first,
        "id": first,
    }
    return about | {"a": first, "b": second, "ids": sorted(ids), "pairs": sorted(ids)}
