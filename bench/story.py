"""How long each step of a story of thirty takes, beside the floor's rerun, in the same run."""

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser

from bench import servers
from bench.browser import Tab, tab
from bench.scenarios import Scenario, measure
from bench.synthetic import Dataset
from cartomut import stories
from cartomut.paths import DATA, STORES
from cartomut.stories import Step, Story, Text

LONG = "trente_vues"
REGIONS = ("", "gbeke", "poro")  # so that no step of the first pass has been asked before
STEPS = 30
MOST = 3  # times the floor's rerun
CAP = 60.0


@dataclass(frozen=True)
class Passed:
    """A step once shown: its title, and the seconds from the key until all of it had come."""

    title: str
    seconds: float


def measured(browser: Browser, floor: Scenario) -> str:
    """Go through the story twice, between visits of the floor; returns the table of it."""
    with tempfile.TemporaryDirectory(prefix="cartomut-bench-") as folder:
        data = _data(Path(folder))
        told = Dataset(0, data, STORES)
        with servers.cartomut(told, Path(folder) / "log") as address:
            before = measure(browser, floor, 0, CAP)["filtre"]
            with tab(browser, CAP) as opened:
                first, again = _told(opened, f"{address}/atelier?recit={LONG}&lang=fr")
            after = measure(browser, floor, 1, CAP)["filtre"]
    return _table(statistics.fmean((before, after)), first, again)


def _data(folder: Path) -> Path:
    """Make a data folder that is the one in use, with one more story."""
    made = folder / "data"
    made.mkdir()
    for one in DATA.iterdir():
        if one.name != stories.ADDED:
            (made / one.name).symlink_to(one.resolve())
    stories.save(_long(), made)
    return made


def _long() -> Story:
    """Make a story of thirty steps out of the delivered one: its figures, in three territories."""
    told = stories.find("prochaine_edition")
    if told is None:
        raise FileNotFoundError("prochaine_edition")
    steps = [_in(step, region) for region in REGIONS for step in told.steps][:STEPS]
    named = [
        replace(step, title=Text(f"{rank}. {step.title.fr}")) for rank, step in enumerate(steps, 1)
    ]
    return Story(LONG, told.dataset, Text("Trente vues"), named)


def _in(step: Step, region: str) -> Step:
    return replace(step, choices={**step.choices, "region": [region]}) if region else step


def _told(opened: Tab, address: str) -> tuple[list[Passed], list[Passed]]:
    """Open the first step, go on to the last, back with one key, and on again."""
    opened.page.goto(address, wait_until="commit")
    opened.page.locator(".st-key-atelier_suivante").wait_for()
    opened.settle()
    first = list(_passed(opened))
    opened.page.keyboard.press("Home")
    opened.settle()
    return first, list(_passed(opened))


def _passed(opened: Tab) -> Iterator[Passed]:
    """Press the key of the next step until the last one; yields what came of each."""
    for _step in range(STEPS - 1):
        pressed = time.time()
        opened.page.keyboard.press("PageDown")
        title = opened.wait_for("titre", pressed)
        opened.settle()
        ends = [one.at for one in opened.seen.received if one.kind == "script_finished"]
        yield Passed(str(title.value), max(title.at, ends[-1]) - pressed)


def _table(floor: float, first: Sequence[Passed], again: Sequence[Passed]) -> str:
    """Write the slowest steps of each pass and whether all are below the limit."""
    lines = [f"\nRécit de {STEPS} étapes (relance du plancher : {floor * 1000:.0f} ms)"]
    for name, taken in (("premier passage", first), ("second passage", again)):
        times = sorted(one.seconds for one in taken)
        over = [one for one in taken if one.seconds > MOST * floor]
        held = "tenu" if not over else f"MANQUÉ par {len(over)}"
        lines.append(
            f"{name} : médiane {statistics.median(times) * 1000:.0f} ms, "
            f"au plus {times[-1] * 1000:.0f} ms = {times[-1] / floor:.1f} × "
            f"(au plus {MOST}) : {held}"
        )
        slow = sorted(taken, key=lambda one: -one.seconds)[:8]
        lines += [f"    {one.seconds * 1000:6.0f} ms  {one.title}" for one in slow]
    return "\n".join(lines)


@contextmanager
def floor() -> Iterator[Scenario]:
    """Lend the floor, over the data in use."""
    with tempfile.TemporaryDirectory(prefix="cartomut-bench-") as folder:
        used = Dataset(0, DATA, STORES)
        with servers.reference("plancher", used, Path(folder) / "sol") as address:
            yield Scenario("plancher", "page", used, address)
