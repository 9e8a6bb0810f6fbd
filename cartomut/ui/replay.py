"""Runs pages without a browser, and takes what they drew: for reports made at the command line.

A page runs as it does for a reader, in a process of its own: what a report holds is what the page
shows, with the same filters, caption and withheld figures.
"""

import json
import logging
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from cartomut.editions import Stopped
from cartomut.exports import batch
from cartomut.exports.carried import View
from cartomut.i18n import N_, Language
from cartomut.paths import ROOT
from cartomut.stories import Story
from cartomut.ui import answers, fiche_pdf
from cartomut.ui import sheets as own_sheets
from cartomut.ui.frame import HOME, SECTIONS

WAIT, LONG = 120, 3600  # seconds that a page may take, and a batch
KEPT = 10  # sheets whose answers are kept: nobody asks for them again
Step = Callable[[int, int], None]
Seen = dict[tuple[str, str], Any]  # what a page drew, by its address and choices
UNKNOWN = N_("« {page} » n'est pas une page de CartoMut. Pages : {pages}.")
FAILED = N_("La page « {page} » s'est arrêtée : {raison}")


@dataclass(frozen=True)
class Place:
    """A page by its address, and its choices."""

    page: str
    choices: Mapping[str, Sequence[str]]


def pages() -> dict[str, str]:
    """Map the address of each page to its file."""
    files = [path for section in SECTIONS.values() for path in section]
    return {path.rsplit("/", 1)[1].removesuffix(".py"): path for path in files}


def place(address: str) -> Place:
    """Read an address such as ``carte?region=gbeke``, or a whole link."""
    parts = urlsplit(address)
    page = parts.path.strip("/").rsplit("/", 1)[-1]
    return Place(page or "apercu", parse_qs(parts.query))


def drawn(where: Place, dataset: str, _: Language, base: str) -> list[View]:
    """Run a page and return what it drew; its headline figures come first.

    Raises
    ------
    Stopped
        When there is no such page, or when it fails.
    """
    app = _run(where, dataset, _)
    noted = app.session_state["_dessine"]
    own = where.page if pages()[where.page] != HOME else ""
    return [_at(one, base, own) for one in noted.whole()]


def told(story: Story, _: Language, base: str, report: Step) -> list[View]:
    """Make the views of a story's steps; a step without a figure is its text.

    A step whose page fails keeps its text and says so: the rest goes on.
    """
    views = []
    seen: Seen = {}
    for rank, step in enumerate(story.steps, 1):
        report(rank, len(story.steps))
        text, notes = _bare(step.text.write(_)), _bare(step.notes.write(_))
        own = View(step.title.write(_), summary=text, spoken=notes)
        if step.page and not step.is_broken:
            views += _of_step(step, own, story.dataset, _, base, seen)
        else:
            views.append(own)
    marks = [one for one in views if one.mark]
    return [one if one.mark or not marks else _like(one, marks[0]) for one in views]


def _of_step(step: Any, own: View, dataset: str, _: Language, base: str, seen: Seen) -> list[View]:
    """Take the step's figure, under the step's own title; without one, the whole page.

    ``seen`` keeps what the pages of the story drew: many steps show figures of the same one.
    """
    where = Place(step.page, step.choices)
    key = (step.page, json.dumps(step.choices, sort_keys=True))
    try:
        if key not in seen:
            seen[key] = _run(where, dataset, _).session_state["_dessine"]
    except Stopped as failure:
        return [replace(own, spoken=f"{own.spoken}\n{failure.text(_)}".strip())]
    noted = seen[key]
    found = noted.views.get(step.figure)
    page = where.page if pages()[where.page] != HOME else ""
    if found is None:
        opening = _like(own, noted.opening)
        return [_at(opening, base, page), *(_at(one, base, page) for one in noted.whole())]
    words = "\n".join(one for one in (own.summary, found.summary) if one)
    # Told aloud: the figure alone, its rows only where they are all there is to show.
    rows = None if found.picture or found.figure() is not None else found.cells
    made = replace(found, title=own.title, summary=words, spoken=own.spoken, cells=rows)
    return [_at(made, base, page)]


def _bare(markdown: str) -> str:
    """Take the words of a Markdown text, without its marks."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"^[-*] |\*+|__|`|^#+ ", "", words, flags=re.M).strip()


def _like(view: View, other: View) -> View:
    """Give a view of words the dataset and the edition of another."""
    address = view.address or other.address
    return replace(
        view,
        mark=other.mark,
        is_invented=other.is_invented,
        edition=other.edition,
        address=address,
    )


def _at(view: View, base: str, page: str) -> View:
    """Put the address of the installation before the query of a view."""
    if view.address.startswith("http"):
        return view
    return replace(view, address=f"{base.rstrip('/')}/{page}?{view.address.split('?', 1)[-1]}")


def _run(where: Place, dataset: str, _: Language) -> Any:
    """Run a page once, as a link with these choices opens it."""
    from streamlit.testing.v1 import AppTest  # runs a script without a server

    _quiet()
    file = pages().get(where.page)
    if file is None:
        raise Stopped(UNKNOWN, page=where.page, pages=", ".join(pages()))
    os.chdir(ROOT)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=WAIT)
    for name, values in where.choices.items():
        app.query_params[name] = list(values)
    app.query_params["lang"] = _.code
    app.query_params["theme"] = "clair"
    if dataset:
        app.query_params["jeu"] = dataset
    (app if file == HOME else app.switch_page(file)).run()
    if app.exception:
        raise Stopped(FAILED, page=where.page, raison=app.exception[0].message)
    return app


def _quiet() -> None:
    """Silence the warning that code outside a session gives: it is not in one, on purpose."""
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True


def sheet(kind: str, identifier: str, dataset: str, _: Language, base: str) -> list[View]:
    """Lay out the fact sheet of an entity; none when the dataset does not know it."""
    app = _script(make_views, (kind, identifier), dataset, _)
    page = {"organisme": "mutuelles", "centre": "centres"}.get(kind, "carte")
    return [_at(one, base, page) for one in app.session_state["_made"]]


def sheets(kind: str, out: Path, dataset: str, region: str, _: Language, report: Step) -> int:
    """Write the PDF sheets of a kind into a zip, one by one; returns how many."""
    choices = {"region": region} if region else {}
    app = _script(make_sheets, (kind, out, report), dataset, _, choices)
    return int(app.session_state["_made"])


def _script(
    run: Callable[[], None],
    wanted: tuple[Any, ...],
    dataset: str,
    _: Language,
    choices: Mapping[str, str] | None = None,
) -> Any:
    """Run one of the functions below as a page: with a session, a language and a dataset."""
    from streamlit.testing.v1 import AppTest

    _quiet()

    lines = f"from cartomut.ui import replay, session\nsession.start()\nreplay.{run.__name__}()\n"
    app = AppTest.from_string(lines, default_timeout=LONG)
    asked = {"lang": _.code, "theme": "clair"} | ({"jeu": dataset} if dataset else {})
    for name, value in (asked | dict(choices or {})).items():
        app.query_params[name] = value
    app.session_state["_wanted"] = wanted
    app.run()
    if app.exception:
        raise Stopped(FAILED, page=str(wanted[0]), raison=app.exception[0].message)
    return app


def make_views() -> None:
    """Make the views of the wanted sheet."""
    st.session_state["_made"] = fiche_pdf.views(*st.session_state["_wanted"])


def make_sheets() -> None:
    """Write the sheets of the wanted kind."""
    kind, out, report = st.session_state["_wanted"]
    chosen = list(own_sheets.entities(kind))

    def told(done: int, total: int) -> None:
        if done % KEPT == 0:
            answers.forget()
        report(done, total)

    st.session_state["_made"] = batch.write(out, own_sheets.files(kind, chosen, told))
