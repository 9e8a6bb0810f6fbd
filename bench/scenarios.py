"""What is measured on each page: the cold load, a pan of the map, a filter click."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from unicodedata import normalize

from playwright.sync_api import Browser, TimeoutError

from bench.browser import Recorder, Tab, TooSlow, tab
from bench.synthetic import OPEN, OTHERS, Dataset

NAMES = {
    "ouvert": "Ouvert",
    "annonce": "Annoncé",
    "projet": "En projet",
    "ferme": "Fermé",
    "inconnu": "Inconnu",
}
FILTER = "Statut du centre"
LIST = "compte"  # what a list tells: how many it shows
FIGURES = "figures"  # what a page of charts tells each time that one of them has changed
DRAWING = 1500  # milliseconds after the last message in which charts are still drawn
KIND = "Type d'organisme"
MOST = "Mutuelle sociale"  # the type of nearly all
RARE = ("Groupement assimilé", "Union de mutuelles")
FRESH = 2 ** len(RARE) - 1  # turns after the first with a choice that was not made before
USED = 2  # times that a page is used before it is measured: a browser then knows its code
FRAME = "iframe[title*='st_folium']"
TIMES = ("texte", "carte", "script", "filtre", "filtre_script", "connu")
Sample = dict[str, float]
Step = Callable[[Tab, "Scenario", int, Sample], None]


@dataclass(frozen=True)
class Scenario:
    """One page of one app over one dataset."""

    app: str
    page: str
    dataset: Dataset
    address: str
    mark: str = ""  # what the page tells when its map has drawn
    counted: bool = False  # its value is the number of points
    filtered: bool = False

    @property
    def key(self) -> str:
        """Name the scenario in the results."""
        return f"{self.app} {self.page} {self.dataset.points}"


def measure(browser: Browser, scenario: Scenario, turn: int, cap: float) -> Sample:
    """Visit a page once. What does not come within the cap is infinite, and ends the visit."""
    sample: Sample = {}
    with tab(browser, cap) as opened:
        try:
            for step in _steps(scenario):
                step(opened, scenario, turn, sample)
        except (TooSlow, TimeoutError):
            return _never(scenario) | sample
    return sample


def _steps(scenario: Scenario) -> list[Step]:
    steps: list[Step] = [_load]
    if scenario.mark == LIST:
        steps.append(_narrow)
    elif scenario.mark == FIGURES:
        steps.append(_count_again)
    elif scenario.mark and scenario.filtered:
        steps += [_pan, _filter]
    if not scenario.mark:
        steps.append(_tick)
    return steps


def _load(opened: Tab, scenario: Scenario, _turn: int, sample: Sample) -> None:
    opened.page.goto(scenario.address, wait_until="commit")
    text = opened.wait_for("titre", 0)
    start = opened.seen.started
    sample["texte"] = text.at - start
    if scenario.mark and scenario.mark != FIGURES:
        points = scenario.dataset.points if scenario.counted else None
        sample["carte"] = opened.wait_for(scenario.mark, 0, points).at - start
    opened.settle()
    sample |= _traffic(opened.seen, start, "")


def _pan(opened: Tab, _scenario: Scenario, _turn: int, sample: Sample) -> None:
    """Drag the map: does the script run again, is the frame loaded anew?"""
    sent, frames = len(opened.seen.sent), _frames(opened.seen)
    frame, mouse = opened.page.locator(FRAME), opened.page.mouse
    frame.hover(position={"x": 350, "y": 150})
    mouse.down()
    frame.hover(position={"x": 430, "y": 210})
    mouse.up()
    opened.page.wait_for_timeout(1000)
    opened.settle()
    again = [one for one in opened.seen.sent[sent:] if one.kind == "rerun_script"]
    sample |= {"glisser_runs": len(again), "glisser_cadres": _frames(opened.seen) - frames}


def _filter(opened: Tab, scenario: Scenario, turn: int, sample: Sample) -> None:
    """Add "open" to other statuses, differing at each turn, so that no answer is cached yet."""
    others = [code for bit, code in enumerate(OTHERS) if (turn + 1) >> bit & 1]
    box = opened.page.get_by_role("combobox", name=FILTER)
    box.click()
    for code in others:
        _choose(opened, code)
        opened.settle()
    frames, before = _frames(opened.seen), time.time()
    _choose(opened, OPEN)
    start = opened.wait_for("clic", before).at
    points = scenario.dataset.count([OPEN, *others]) if scenario.counted else None
    sample["filtre"] = opened.wait_for(scenario.mark, start, points).at - start
    opened.settle()
    sample["filtre_cadres"] = _frames(opened.seen) - frames
    sample |= _traffic(opened.seen, start, "filtre_")


def _narrow(opened: Tab, _scenario: Scenario, turn: int, sample: Sample) -> None:
    """Filter a list: until its count is painted and everything below it has come."""
    box = opened.page.get_by_role("combobox", name=FILTER)
    box.click()
    for bit, code in enumerate(OTHERS):
        if (turn + 1) >> bit & 1:
            _choose(opened, code)
            opened.settle()
    before = time.time()
    _choose(opened, OPEN)
    start = opened.wait_for("clic", before).at
    painted = opened.wait_for(LIST, start).at
    opened.settle()
    ends = [one.at for one in opened.seen.received if one.kind == "script_finished"]
    sample["filtre"] = max(painted, *ends[-1:]) - start
    sample |= _traffic(opened.seen, start, "filtre_")


def _count_again(opened: Tab, _scenario: Scenario, turn: int, sample: Sample) -> None:
    """Filter a page of charts at work: with an answer that is new, then with one that is known.

    Until all has come and the last of its charts is painted.
    """
    rare = [name for bit, name in enumerate(RARE) if (turn + 1) >> bit & 1]
    opened.page.get_by_role("combobox", name=KIND).click()
    for _again in range(USED):
        for name in rare:
            _choose_named(opened, name)
            opened.settle()
        for _name in rare:
            _let_go(opened)
    for name in rare:
        _choose_named(opened, name)
        opened.settle()
    start = _redrawn(opened, sample, "filtre")
    sample |= _traffic(opened.seen, start, "filtre_")
    _let_go(opened)
    _redrawn(opened, sample, "connu")


def _redrawn(opened: Tab, sample: Sample, measure: str) -> float:
    """Add the type of nearly all; keep how long it took and return when it began."""
    before = time.time()
    _choose_named(opened, MOST)
    start = opened.wait_for("clic", before).at
    opened.settle()
    opened.page.wait_for_timeout(DRAWING)
    ends = [one.at for one in opened.seen.received if one.kind == "script_finished"]
    painted = [one.at for one in opened.seen.find(FIGURES, start, None)]
    sample[measure] = max([*ends[-1:], *painted[-1:]]) - start
    return start


def _let_go(opened: Tab) -> None:
    """Drop the value that was added last."""
    opened.page.keyboard.press("Backspace")
    opened.settle()


def _choose(opened: Tab, code: str) -> None:
    _choose_named(opened, NAMES[code])


def _choose_named(opened: Tab, name: str) -> None:
    told = normalize("NFD", name)  # as filters write their options
    opened.page.get_by_role("option", name=told, exact=True).click()


def _tick(opened: Tab, _scenario: Scenario, _turn: int, sample: Sample) -> None:
    """Use the floor's only widget; then again and again, as a reader at work does."""
    sample["filtre"] = _ticked(opened)
    sample |= _traffic(opened.seen, opened.seen.find("clic", 0, None)[0].at, "filtre_")
    at_work = []
    for _again in range(2 * USED):
        opened.page.get_by_text("Cocher").click()
        opened.settle()
        at_work.append(_ticked(opened))
    sample["connu"] = median(at_work[1:])


def _ticked(opened: Tab) -> float:
    before = time.time()
    opened.page.get_by_text("Cocher").click()
    start = opened.wait_for("clic", before).at
    painted = opened.wait_for("sous_titre", start).at
    opened.settle()
    return painted - start


def _traffic(seen: Recorder, since: float, prefix: str) -> Sample:
    """Sum up what went over the wire since then; the script's time is that of its first run."""
    asked = next(one.at for one in seen.sent if one.kind == "rerun_script" and one.at >= since)
    ends = [one.at for one in seen.received if one.kind == "script_finished" and one.at >= asked]
    received = [one for one in seen.received if one.at >= since]
    return {
        f"{prefix}script": ends[0] - asked,
        f"{prefix}runs": sum(one.kind == "new_session" for one in received),
        f"{prefix}ws": sum(one.size for one in received),
        f"{prefix}http": sum(one.size for one in seen.http if one.at >= since),
    }


def _frames(seen: Recorder) -> int:
    return sum(mark.name == "cadre" for mark in seen.marks)


def _never(scenario: Scenario) -> Sample:
    return dict.fromkeys(TIMES if scenario.filtered else TIMES[:3], float("inf"))
