"""How the app holds with many readers at once: ``python -m bench charge``.

Each reader is a session of its own that follows one journey (J1): home, map, malaria lens, a
region, the list, a centre's card, the evidence of its figures, the data with their description.
Readers think between two steps; every loop ends by itself; only this machine is asked.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from unicodedata import normalize

from bench import place, report
from bench.reader import Answer, Failed, Reader
from bench.report import Check

READERS = (1, 10, 50, 100)
THINK = 10.0  # seconds between two steps of a reader, on average
JOURNEYS = 2  # of each reader, one after the other, in a session each
LIMIT = 900.0  # seconds after which a measure stops asking
SLOWER, IDLE_MB = 3.0, 15.0  # the targets: p95 against one reader's p50; memory of a session
FIRST_ROW = '{"selection":{"rows":[0],"columns":[],"cells":[]}}'
LIST = "List of centres"
LENS = "vue_centres=lentille&lentille=palu"
HOME = "lang=en&jeu=demonstration"
ARCHIVE = "_page_archive"
SETTLE = 3.0  # seconds left to the server before its memory is read
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

Step = tuple[str, Callable[[], Awaitable[Answer]]]


@dataclass
class Load:
    """What a number of readers met, and what it cost the server."""

    readers: int
    seconds: list[float] = field(default_factory=list)
    steps: dict[str, list[float]] = field(default_factory=dict)
    files: list[float] = field(default_factory=list)  # seconds of the downloads
    errors: list[str] = field(default_factory=list)
    sent: int = 0  # bytes
    cpu: float = 0.0  # seconds of processor time of the servers
    lasted: float = 0.0
    idle_mb: float = 0.0  # memory that each session still open holds
    left_mb: float = 0.0  # memory of the servers afterwards, with the sessions open

    def quantile(self, share: float) -> float:
        """Return the time within which this share of the reruns was answered."""
        return quantile(self.seconds, share)

    def note(self, step: str, answer: Answer) -> None:
        """Add a rerun."""
        self.seconds.append(answer.seconds)
        self.steps.setdefault(step, []).append(answer.seconds)
        self.sent += answer.size


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value under which this share of the values lies (the nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(len(ordered) * share * 1000) // 1000) - 1)] if ordered else 0.0


def main(arguments: Sequence[str]) -> int:
    """Measure each number of readers in turn, and print what was found beside the targets."""
    chosen = _arguments(arguments)
    with tempfile.TemporaryDirectory(prefix="cartomut-charge-") as folder:
        where = place.made(chosen.place or Path(folder) / "place")
        with servers(where, chosen, Path(folder)) as running:
            cold, loads = asyncio.run(_measure(running, place.regions(where), chosen))
    found = checks(loads)
    print(table(cold, loads, chosen))
    print("\n".join(one.line() for one in found))
    settings = {
        "reflexion_s": chosen.think,
        "parcours": chosen.journeys,
        "ramasse_miettes": chosen.gc,
    }
    settings |= {"serveurs": chosen.replicas}
    measured = {f"{one.readers} lecteurs": [_kept(one)] for one in loads}
    print(f"\n{report.save(measured, found, {'froid': [_kept(cold)]}, settings, 'charge-')}")
    return 1 if any(one.errors for one in loads) else 0


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench charge", description=__doc__)
    parser.add_argument("--readers", default=",".join(map(str, READERS)), help="1,10,50,100")
    parser.add_argument("--think", type=float, default=THINK, help="s entre deux pas / s (10)")
    parser.add_argument("--journeys", type=int, default=JOURNEYS, help="parcours / journeys (2)")
    parser.add_argument("--replicas", type=int, default=1, help="serveurs / servers (1)")
    parser.add_argument("--port", type=int, default=8766, help="premier port / first port (8766)")
    parser.add_argument("--place", type=Path, help="dossier des données, gardé / kept data folder")
    parser.add_argument(
        "--gc",
        choices=list(place.COLLECTIONS),
        default="app",
        help="ramasse-miettes : celui de l'app, celui de Streamlit, aucun / garbage collection",
    )
    return parser.parse_args(arguments)


@dataclass(frozen=True)
class Running:
    """A server: its port and its process."""

    port: int
    pid: int

    def cpu(self) -> float:
        """Return the seconds of processor time that it has taken."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Return the megabytes that it holds."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * PAGE / 2**20


@contextmanager
def servers(
    where: place.Place, chosen: argparse.Namespace, folder: Path
) -> Iterator[list[Running]]:
    """Run as many servers as asked for over the same data."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(_server(where, chosen.port + rank, chosen.gc, folder))
            for rank in range(chosen.replicas)
        ]


@contextmanager
def _server(where: place.Place, port: int, collection: str, folder: Path) -> Iterator[Running]:
    log = folder / f"{port}.log"
    with place.server(where, port, log, collection) as process:
        yield Running(port, process.pid)


async def _measure(
    running: list[Running], regions: list[str], chosen: argparse.Namespace
) -> tuple[Load, list[Load]]:
    await _warm_up(running)
    cold = await _cold(running, regions)
    loads = []
    for readers in map(int, chosen.readers.split(",")):
        _say(f"{readers} lecteurs")
        loads.append(await run(running, readers, chosen.think, chosen.journeys, regions))
    return cold, loads


async def _warm_up(running: list[Running]) -> None:
    """Let the imports be done and the first page be built."""
    for one in running:
        _say(f"mise en route : {one.port}")
        reader = await Reader.open(one.port, patience=300)
        await reader.goto("", HOME)
        await asyncio.sleep(SETTLE)
        await reader.goto("carte")
        await reader.close()


async def _cold(running: list[Running], regions: list[str]) -> Load:
    """Visit each region once, alone: no answer is in memory yet, all are afterwards."""
    load, before = Load(1), _cpu(running)
    start = time.perf_counter()
    for rank, region in enumerate(regions):
        _say(f"à froid : {region}")
        for one in running:
            reader = await _journey(one.port, region, 0.0, load, random.Random(rank))
            await reader.close()
    load.cpu, load.lasted = _cpu(running) - before, time.perf_counter() - start
    return load


async def run(
    running: list[Running],
    readers: int,
    think: float,
    journeys: int,
    regions: list[str],
) -> Load:
    """Let readers work at once; returns what they met and what it cost."""
    load, before = Load(readers), _cpu(running)
    held, start = _memory(running), time.perf_counter()
    ended = time.monotonic() + LIMIT
    work = [
        _reader(running[rank % len(running)].port, rank, think, journeys, regions, load, ended)
        for rank in range(readers)
    ]
    open_ones = [one for group in await asyncio.gather(*work) for one in group]
    load.cpu, load.lasted = _cpu(running) - before, time.perf_counter() - start
    await asyncio.sleep(SETTLE)
    load.left_mb = _memory(running)
    load.idle_mb = (load.left_mb - held) / max(1, len(open_ones))
    for one in open_ones:
        await one.close()
    return load


async def _reader(
    port: int,
    rank: int,
    think: float,
    journeys: int,
    regions: list[str],
    load: Load,
    ended: float,
) -> list[Reader]:
    """Follow some journeys, each with its own region; the sessions stay open, idle."""
    chance = random.Random(rank)
    sessions: list[Reader] = []
    await asyncio.sleep(chance.uniform(0, think))
    for _again in range(journeys):
        if time.monotonic() > ended:
            load.errors.append("stopped: the limit of time was reached")
            break
        region = chance.choice(regions)
        try:
            sessions.append(await _journey(port, region, think, load, chance))
        except (Failed, OSError) as failure:
            load.errors.append(f"{region}: {failure}")
    return sessions


async def _journey(
    port: int, region: str, think: float, load: Load, chance: random.Random
) -> Reader:
    """Follow the journey once, in a session that stays open."""
    reader = await Reader.open(port)
    reader.think = lambda: think * chance.uniform(0.5, 1.5)
    for name, step in steps(reader, region):
        load.note(name, await step())
    start = time.perf_counter()
    content = await reader.download(ARCHIVE)
    load.files.append(time.perf_counter() - start)
    if not content:
        raise Failed("an empty file")
    return reader


def steps(reader: Reader, region: str) -> list[Step]:
    """List the steps of the journey, in order."""
    return [
        ("accueil", lambda: reader.goto("", HOME)),
        ("carte", lambda: reader.goto("carte")),
        ("lentille", lambda: reader.goto("centres", LENS)),
        ("region", lambda: reader.choose("region_choix", normalize("NFD", region))),
        ("liste", lambda: reader.choose("vue_centres_choix", [LIST])),
        ("fiche", lambda: reader.choose("centres_table", FIRST_ROW)),
        ("preuves", lambda: reader.follow("Evidence")),
    ]


def checks(loads: Sequence[Load]) -> list[Check]:
    """Compare what was measured with the targets."""
    found = []
    alone = next((one for one in loads if one.readers == 1), None)
    for one in loads:
        if alone and one is not alone:
            title = f"p95 à {one.readers} lecteurs / p50 d'un seul"
            found.append(Check(title, one.quantile(0.95) / alone.quantile(0.5), SLOWER))
        found.append(Check(f"erreurs, {one.readers} lecteurs", len(one.errors), 0, unit=""))
    most = max(loads, key=lambda one: one.readers)
    title = f"mémoire d'une session inactive ({most.readers} lecteurs)"
    return [*found, Check(title, most.idle_mb, IDLE_MB, unit="Mo")]


def table(cold: Load, loads: Sequence[Load], chosen: argparse.Namespace) -> str:
    """Write what each number of readers met, then each step."""
    titles = (
        f"{'':<14}{'reruns':>8}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'/ s':>7}{'ko':>7}"
        f"{'fichier s':>11}{'Mo/session':>12}{'Mo':>8}{'erreurs':>9}"
    )
    lines = [
        f"\nLecteurs à la fois : {chosen.think:g} s de réflexion, {chosen.replicas} serveur(s)",
        titles,
    ]
    lines += [_row(name, one) for name, one in _named(cold, loads)]
    lines.append(f"\n{'ms (p50 / p95)':<14}" + "".join(f"{one:>16}" for one in cold.steps))
    for name, one in _named(cold, loads):
        cells = (
            f"{quantile(spent, 0.5) * 1000:.0f} / {quantile(spent, 0.95) * 1000:.0f}"
            for spent in one.steps.values()
        )
        lines.append(f"{name:<14}" + "".join(f"{cell:>16}" for cell in cells))
    errors = [text for one in loads for text in one.errors]
    return "\n".join([*lines, "", *errors[:10]])


def _named(cold: Load, loads: Sequence[Load]) -> list[tuple[str, Load]]:
    return [("1, à froid", cold), *((str(one.readers), one) for one in loads)]


def _row(name: str, one: Load) -> str:
    count = max(1, len(one.seconds))
    return (
        f"{name:<14}{len(one.seconds):>8}{one.quantile(0.5) * 1000:>9.0f}"
        f"{one.quantile(0.95) * 1000:>9.0f}{one.cpu / count * 1000:>9.0f}"
        f"{len(one.seconds) / max(one.lasted, 0.001):>7.1f}{one.sent / count / 1000:>7.1f}"
        f"{quantile(one.files, 0.5):>11.2f}{one.idle_mb:>12.1f}{one.left_mb:>8.0f}"
        f"{len(one.errors):>9}"
    )


def _kept(one: Load) -> dict[str, float]:
    count = max(1, len(one.seconds))
    kept = {
        "reruns": count,
        "p50": one.quantile(0.5),
        "p95": one.quantile(0.95),
        "cpu": one.cpu / count,
        "fichier": median(one.files) if one.files else 0.0,
        "octets": one.sent / count,
        "session_mo": one.idle_mb,
        "memoire_mo": one.left_mb,
        "erreurs": len(one.errors),
    }
    for name, spent in one.steps.items():
        kept |= {f"{name}_p50": quantile(spent, 0.5), f"{name}_p95": quantile(spent, 0.95)}
    return kept


def _cpu(running: Sequence[Running]) -> float:
    return sum(one.cpu() for one in running)


def _memory(running: Sequence[Running]) -> float:
    return sum(one.memory() for one in running)


def _say(text: str) -> None:
    print(f"\r{text:<70}", end="", file=sys.stderr, flush=True)
