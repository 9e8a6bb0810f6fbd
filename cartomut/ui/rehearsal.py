"""Every step of every story, drawn as a reader would see it, without a browser.

It replaces parts of Streamlit while it runs: only in a process that serves nobody.
"""

import logging
import re
import time
from collections.abc import Iterator

from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from cartomut import stories
from cartomut.i18n import Language
from cartomut.paths import ROOT
from cartomut.readiness import FAULT, NOTICE, READY, Check
from cartomut.stories import Story
from cartomut.ui import scene
from cartomut.ui.atelier import PAGE, PLACE

LONGEST = 60  # seconds for a step
SLOW = 5.0  # seconds after which a room waits
BROKEN = (":material/broken_image:", ":material/filter_alt_off:", ":material/database:")


def steps(_: Language) -> Iterator[Check]:
    """Draw the steps one after the other, in this language; yields what came of each."""
    set_log_level("CRITICAL")  # what fails is told by the check
    logging.getLogger("cartomut").setLevel(logging.CRITICAL)
    for story in stories.told():
        for rank in range(len(story.steps)):
            yield _step(story, rank, _)


def _step(story: Story, rank: int, _: Language) -> Check:
    step = story.steps[rank]
    name = f"etape:{story.id}:{rank + 1}"
    title = _("« {} », étape {} : {}").format(story.id, rank + 1, step.title.write(_))
    begun = time.perf_counter()
    wrong = _wrong(story, rank, _)
    took = time.perf_counter() - begun
    if wrong:
        remedy = _("Ouvrir l'étape dans l'atelier : y choisir une autre figure, ou la retirer.")
        return Check(name, FAULT, title, wrong, remedy)
    text = _("dessinée en {} s").format(_.number(took, 1))
    if took > SLOW:
        remedy = _("Parcourir le récit une fois avant la séance : le second passage est plus vif.")
        return Check(name, NOTICE, title, text, remedy)
    return Check(name, READY, title, text)


def _wrong(story: Story, rank: int, _: Language) -> str:
    """Draw a step; returns what is wrong with it, or nothing."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=LONGEST)
    given = {scene.STORY: story.id, PLACE: str(rank + 1), "lang": _.code, "jeu": story.dataset}
    for name, value in given.items():
        app.query_params[name] = value
    try:
        app.switch_page(PAGE).run()
    except (RuntimeError, AssertionError) as failure:  # it did not end in time
        return str(failure)
    if app.exception:
        return " ".join(str(one.value) for one in app.exception)
    told = [*app.warning, *app.info, *app.error]
    wrong = [str(one.value) for one in told if one.icon in BROKEN or one.type == "error"]
    return re.sub(r"\\([^\w\s])", r"\1", " ".join(wrong))  # without the marks of Markdown
