"""Whatever stands in an address, a page answers: no trace, no other page, no long wait."""

import re
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from streamlit.runtime.state.query_params import CLIENT_STATE_QUERY_STRING_MAX_LENGTH as LONGEST
from streamlit.testing.v1 import AppTest

from cartomut import paths
from cartomut.paths import ROOT
from tests.fuzz.naughty import ALMOST, TEXTS
from tests.pages import visit

SLOWEST = 60  # seconds of one page, on a machine that does other things too
# What an address may hold without being in the table of parameters of README.md.
OTHERS = ("acces", "inconnu", "vue_lieux_par_statut", "tri_mutuelles", "page_mutuelles")
TITLES: dict[str, str] = {}  # the page that has shown each title
HUGE = 3_000  # characters; with many such texts Streamlit would ignore the whole address
LEFT_OUT = {"recit", "embed"}  # the stage has no title of its own; another website's frame neither


def parameters() -> list[str]:
    """List the parameters that README.md tells of, and a few that it does not."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.split("| paramètre | page | valeurs |")[1].split("\n\n")[0]
    rows = [row.split("|")[1] for row in table.splitlines()[2:]]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert len(named) > 90
    return [name for name in dict.fromkeys([*named, *OTHERS]) if name not in LEFT_OUT]


def hostile(shift: int) -> dict[str, list[str]]:
    """Give every parameter two bad values, one the huge ones; ``shift`` changes which."""
    names = [name for name in parameters() if name not in ("lang", "jeu", "theme")]
    huge = [text for text in TEXTS if len(text) >= HUGE]
    texts = [text for text in TEXTS if len(text) < HUGE]
    given = {
        name: [texts[(shift + rank) % len(texts)], texts[(shift + 7 * rank + 3) % len(texts)]]
        for rank, name in enumerate(names)
    }
    others = [name for name in names if name not in ALMOST]
    given[others[shift % len(others)]] = huge
    return given | {name: [bad[shift % len(bad)]] for name, bad in ALMOST.items()}


def faults(app: AppTest, page: str) -> list[str]:
    """List what a reader must never see."""
    found = [f"{page}: {one.message[:300]} {one.stack_trace[-2:]}" for one in app.exception]
    title = app.title[0].value if app.title else None
    if title is None or TITLES.setdefault(title, page) != page:
        found.append(f"{page}: the title is {title!r}, that of {TITLES.get(str(title))}")
    found += [
        f"{page}: a trace is shown: {text[:200]}"
        for text in visit.texts(app)
        if "Traceback (most recent" in text
    ]
    return found


@pytest.mark.parametrize("page", visit.PAGES, ids=lambda path: Path(path).stem)
def test_a_page_answers_whatever_its_parameters_and_its_fields_hold(page, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "operations.sqlite")
    shift = visit.PAGES.index(page) * 5
    began = time.perf_counter()
    given = hostile(shift)
    assert 100_000 < len(urlencode(given, doseq=True)) < LONGEST
    app = visit.visit(page, lang="fr", jeu="demonstration", **given)
    assert faults(app, page) == []
    if fields := [*app.text_input, *app.text_area]:
        for rank, field in enumerate(fields):
            field.set_value(
                TEXTS[(shift + 11 * rank) % len(TEXTS)][: field.proto.max_chars or None]
            )
        assert faults(app.run(), page) == []
    assert time.perf_counter() - began < SLOWEST


def test_the_frame_s_own_parameters_fall_back():
    for value in ("<script>\x00", "../" + "a" * 10_000):
        app = visit.visit(visit.METHOD, lang=value, jeu=value, theme=value, recit=value)
        assert not app.exception, value[:20]
        assert app.title, value[:20]
