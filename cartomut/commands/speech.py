"""What the command line says: in the language of the terminal, errors apart, counts in words."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from cartomut.findings import Finding
from cartomut.i18n import Language, code_of_locale, language
from cartomut.loading import Report

TOLD = 5  # findings of one rule that the terminal tells one by one


def speaking() -> Language:
    """Return the language of the terminal."""
    return language(code_of_locale(os.environ.get("LC_ALL") or os.environ.get("LANG") or "fr"))


def fail(text: str, code: int) -> NoReturn:
    """Say why and stop with an exit code."""
    typer.echo(text, err=True)
    raise typer.Exit(code)


@contextmanager
def progress(title: str, _: Language) -> Iterator[Report]:
    """Show a bar while something runs; yields what is called at each step."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True) as shown:
        task = shown.add_task(title, total=None)
        yield lambda step: shown.update(task, description=f"{title} · {_(step)}")


def tell(findings: Sequence[Finding], _: Language) -> None:
    """Write the findings, the gravest first; of one rule only the first few, and how many more."""
    counts = Counter(one.rule.code for one in findings)
    told: Counter[str] = Counter()
    order = {"rejet": 0, "erreur": 1, "avertissement": 2}
    for one in sorted(findings, key=lambda one: (order[one.rule.level], one.rule.code)):
        code = one.rule.code
        told[code] += 1
        if told[code] <= TOLD:
            typer.echo(f"{one.rule.level} {one.text(_)}")
        elif told[code] == counts[code]:
            more = counts[code] - TOLD
            text = _.plural("… et {} autre de la règle", "… et {} autres de la règle", more)
            typer.echo(f"{text} {code}")
