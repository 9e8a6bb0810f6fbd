"""Measure CartoMut beside a bare page and a naive twin, in one run: ``make bench``."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError

from bench import access, imports, questions, report, servers, sheets, story, synthetic
from bench.browser import NotMeasured, chromium
from bench.report import Results
from bench.scenarios import FIGURES, FRESH, LIST, Sample, Scenario, measure
from tests.chromium import path as chromium_path

SIZES = (22, 3000, 30000)
LARGE = 18000  # centres of the imported country
NAMED = 3000  # the size at which the naive twin is also given names
APART = ("charge", "faults", "echelle", "sizing")  # measured by a command of their own
WITHOUT_POINTS = "couches=villes&couches=rivieres&couches=lacs"
CAP = 60.0  # seconds after which a page is unusable
ORDER = ("plancher", "cartomut", "naif")  # what is compared is measured close together
WARM_UP = -1  # the turn before the first: imports, caches; never counted
FAILURES = (servers.NotStarted, NotMeasured, subprocess.CalledProcessError, BrowserError)


def main() -> int:
    """Run every scenario, print the medians and the targets, keep the results."""
    if sys.argv[1:] and sys.argv[1] in APART:
        return int(import_module(f"bench.{sys.argv[1]}").main(sys.argv[2:]))
    chosen = _arguments()
    with tempfile.TemporaryDirectory(prefix="cartomut-bench-") as folder:
        large = chosen.store or Path(folder) / "grand"
        if chosen.sheets:
            print(_sheets())
            return 0
        if chosen.story:
            print(_story(chosen.chromium))
            return 0
        if chosen.access or not (chosen.imports or chosen.questions or chosen.lists):
            print(_access())
        if chosen.access:
            return 0
        if not (chosen.questions or chosen.store):
            print(_imports(large, chosen.scale))
        if not (chosen.imports or chosen.lists or chosen.money or chosen.questions):
            print(_sheets())
            print(_story(chosen.chromium))
        if not (chosen.imports or chosen.lists or chosen.money):
            print(_questions(large, chosen.scale))
        if chosen.imports or chosen.questions:
            return 0
        return _visit(Path(folder), large, chosen)


def _visit(folder: Path, large: Path, chosen: argparse.Namespace) -> int:
    turns = 2 if chosen.quick else chosen.repeats
    alone = chosen.lists or chosen.money
    with (
        _apps(folder, large, () if alone else SIZES) as apps,
        chromium(chosen.chromium) as browser,
    ):
        visited = [one for one in apps if not alone or _wanted(one, chosen)]
        first = _turn(browser, visited, WARM_UP, {})
        taken = [_turn(browser, visited, turn, first) for turn in range(turns)]
    results: Results = {
        one.key: [turn[one.key] for turn in taken if one.key in turn] for one in visited
    }
    if alone:
        print(report.table(results, CAP))
        checked = report.list_checks(results) if chosen.lists else []
        checked += report.money_checks(results) if chosen.money else []
        print("\n".join(check.line() for check in checked))
        return 0
    found = report.checks(results)
    _print(results, found)
    settings = {"tours": turns, "plafond_s": CAP, "tailles": SIZES}
    kept = report.save(results, found, {key: [one] for key, one in first.items()}, settings)
    print(f"\n{kept}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--repeats", type=int, default=5, help="tours / turns (5)")
    parser.add_argument("--quick", action="store_true", help="2 tours, pour essayer / to try")
    parser.add_argument("--chromium", default=chromium_path(), help="chemin / path")
    parser.add_argument("--imports", action="store_true", help="l'importation seule / imports only")
    parser.add_argument("--questions", action="store_true", help="le SQL seul / SQL only")
    parser.add_argument("--access", action="store_true", help="l'accès seul / reach only")
    parser.add_argument("--sheets", action="store_true", help="les fiches seules / sheets only")
    parser.add_argument("--story", action="store_true", help="un récit seul / one story only")
    parser.add_argument("--lists", action="store_true", help="les listes seules / lists only")
    parser.add_argument("--money", action="store_true", help="l'argent seul / money pages only")
    parser.add_argument(
        "--store", type=Path, help="dossier d'une importation gardée / folder of a kept import"
    )
    parser.add_argument(
        "--scale", type=int, default=imports.SCALE, help="taille importée / imported size (100)"
    )
    return parser.parse_args()


def _access() -> str:
    _say("accès : 18 000 centres")
    return access.table(access.measure())


def _sheets() -> str:
    _say("fiches en une fois")
    return sheets.table(sheets.measure())


def _story(path: str) -> str:
    _say("récit : trente étapes")
    with story.floor() as floor, chromium(path) as browser:
        return story.measured(browser, floor)


def _imports(folder: Path, scale: int) -> str:
    _say(f"importation : échelle {scale}")
    rows = imports.write(folder, scale)
    least = imports.limit(folder)
    return imports.table(rows, imports.measure(folder), least)


def _questions(folder: Path, scale: int) -> str:
    _say(f"questions : échelle {scale}")
    asked = questions.measure(questions.built(folder, scale), _say)
    return f"\nQuestions, échelle {scale}\n{questions.table(asked)}"


@contextmanager
def _apps(folder: Path, large: Path, sizes: Sequence[int]) -> Iterator[list[Scenario]]:
    """Build the data, start every server, and list what is measured on them."""
    with ExitStack() as stack:
        whole = synthetic.Dataset(LARGE, large / "data", large / "stores")
        country = stack.enter_context(servers.cartomut(whole, folder / "grand.log"))
        least = synthetic.make(SIZES[0], folder / str(SIZES[0]))
        floor = stack.enter_context(servers.reference("plancher", least, folder / "sol"))
        listed = [Scenario("plancher", "page", least, floor)]
        listed += [*_lists(whole, country), *_money(whole, country)]
        for points in sizes:
            _say(f"données : {points} points")
            data = least if points == SIZES[0] else synthetic.make(points, folder / str(points))
            address = stack.enter_context(servers.cartomut(data, folder / f"{points}.log"))
            listed += _pages(data, address)
            naive = servers.reference("naif", data, folder / f"naif{points}")
            listed += _twins(data, stack.enter_context(naive))
        yield sorted(listed, key=lambda one: ORDER.index(one.app))


def _pages(data: synthetic.Dataset, address: str) -> list[Scenario]:
    bare = f"{address}/carte?{WITHOUT_POINTS}"
    return [
        Scenario("cartomut", "accueil", data, address, "carte"),
        Scenario("cartomut", "carte sans points", data, bare, "carte"),
        Scenario("cartomut", "carte", data, f"{address}/carte", "carte", filtered=True),
    ]


def _lists(data: synthetic.Dataset, address: str) -> list[Scenario]:
    """Return the pages that list everything: 6,000 mutuals, 18,000 centres."""
    return [
        Scenario("cartomut", page, data, f"{address}/{page}", "compte", filtered=True)
        for page in ("mutuelles", "centres")
    ]


def _money(data: synthetic.Dataset, address: str) -> list[Scenario]:
    """Return the pages of money and, of the one in parts, each part."""
    pages = {name: f"{address}/{name.replace(' ', '?volet=')}" for name in report.MONEY}
    return [
        Scenario("cartomut", name, data, url, FIGURES, filtered=True) for name, url in pages.items()
    ]


def _wanted(one: Scenario, chosen: argparse.Namespace) -> bool:
    """Tell whether a page is among those asked for; the floor always is."""
    if one.app != "cartomut":
        return True
    return bool(chosen.lists if one.mark == LIST else chosen.money)


def _twins(data: synthetic.Dataset, address: str) -> list[Scenario]:
    """Without names as the targets have it; with names where that can still be waited for."""
    pages = {"carte": address, "carte avec noms": f"{address}/?noms=oui"}
    return [
        Scenario("naif", page, data, url, "marqueurs", counted=True, filtered=True)
        for page, url in pages.items()
        if url == address or data.points == NAMED
    ]


def _turn(
    browser: Browser, visited: list[Scenario], turn: int, first: dict[str, Sample]
) -> dict[str, Sample]:
    """Visit every page once; a page that hit the cap on the first turn is not waited for again."""
    samples = {}
    for scenario in (one for one in visited if one.mark != FIGURES or turn < FRESH):
        before = first.get(scenario.key, {})
        stuck = float("inf") in before.values()
        _say(f"tour {turn + 1} : {scenario.key}{' (passé)' if stuck else ''}")
        samples[scenario.key] = before if stuck else measure(browser, scenario, turn, CAP)
    return samples


def _print(results: Results, found: list[report.Check]) -> None:
    print(report.table(results, CAP))
    print("\nObjectifs (médiane des rapports de chaque tour)")
    print("\n".join(check.line() for check in found))
    print("\nAutres rapports")
    print("\n".join(report.ratios(results)))


def _say(text: str) -> None:
    print(f"\r{text:<70}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except FAILURES as failure:
        sys.exit(f"\nbench: could not measure ({type(failure).__name__}): {failure}")
