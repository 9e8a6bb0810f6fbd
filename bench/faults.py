"""Faults done on purpose while readers work: ``python -m bench faults``.

An edition is published again and again under many readers: none may meet an error, and all that one
answer shows must be of one edition. Then the app is killed while it publishes, and its store is
deleted, cut off and overwritten under it: the next visit must show one whole edition.
"""

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from bench import place
from bench.reader import Answer, Failed, Reader
from bench.report import Check
from cartomut import editions, store
from cartomut.paths import ROOT

DATASET = "demonstration"
HOME = f"lang=en&jeu={DATASET}"
REGIONS = 4  # whose answers are known of each edition beforehand
LONGEST = 3600.0  # seconds after which the readers stop, whatever happens
KILLED_AFTER = (0.5, 2.0, 5.0, 8.0)  # seconds into a publication
FRENCH = f"lang=fr&jeu={DATASET}"
REPAIR = "Refaire ce fichier"
GONE = "ne peut plus être lu"

Known = dict[str, dict[str, str]]  # step → digest of what it shows → edition


@dataclass
class Seen:
    """What the readers met while editions were published."""

    answers: int = 0
    of: dict[str, int] = field(default_factory=dict)  # edition → answers wholly of it
    mixed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    slowest: float = 0.0


def main(arguments: Sequence[str]) -> int:
    """Do each fault in turn, and tell what the readers saw of it."""
    chosen = _arguments(arguments)
    found: list[Check] = []
    with tempfile.TemporaryDirectory(prefix="cartomut-fautes-") as folder:
        where = place.made(chosen.place or Path(folder) / "place")
        log = Path(folder) / "log"
        if not chosen.without_publication:
            with place.server(where, chosen.port, log):
                seen = asyncio.run(_publish_under(where, chosen))
            found += _told(seen, chosen)
        if not chosen.without_kill:
            found += [_killed(where, chosen.port, log, after) for after in KILLED_AFTER]
        with place.server(where, chosen.port, log):
            found += [
                asyncio.run(_spoilt(where, chosen.port, name, spoil))
                for name, spoil in SPOILT.items()
            ]
    print("\n" + "\n".join(one.line() for one in found))
    return 0 if all(one.kept for one in found) else 1


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench faults", description=__doc__)
    parser.add_argument("--readers", type=int, default=50, help="lecteurs / readers (50)")
    parser.add_argument("--times", type=int, default=20, help="publications (20)")
    parser.add_argument("--think", type=float, default=10.0, help="s entre deux pas / s (10)")
    parser.add_argument("--port", type=int, default=8767, help="port (8767)")
    parser.add_argument("--place", type=Path, help="dossier des données, gardé / kept data folder")
    parser.add_argument("--without-publication", action="store_true")
    parser.add_argument("--without-kill", action="store_true")
    return parser.parse_args(arguments)


def _two(where: place.Place) -> tuple[str, str]:
    """Return the two editions of the demonstration, the older first."""
    newer, older = [one.version for one in editions.versions(DATASET, where.root / "data")][:2]
    return older, newer


def _publish(where: place.Place, version: str) -> "subprocess.Popen[bytes]":
    """Begin to publish an edition, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "cartomut", "publish", version, "--dataset", DATASET],
        cwd=ROOT,
        env={**os.environ, **where.environment()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def _published(where: place.Place, version: str) -> None:
    process = _publish(where, version)
    if code := await asyncio.to_thread(process.wait):
        raise Failed(f"the publication ended with {code}")


async def _publish_under(where: place.Place, chosen: argparse.Namespace) -> Seen:
    regions = place.regions(where)[:REGIONS]
    older, newer = _two(where)
    known: Known = {}
    for version in (older, newer):
        _say(f"édition {version}, seule")
        await _published(where, version)
        await _learn(chosen.port, version, regions, known)
    seen, stop = Seen(), asyncio.Event()
    readers = [
        asyncio.create_task(_read(chosen, rank, regions, known, seen, stop))
        for rank in range(chosen.readers)
    ]
    for turn in range(chosen.times):
        _say(f"publication {turn + 1} sur {chosen.times} : {seen.answers} réponses")
        await _published(where, (older, newer)[turn % 2])
    await asyncio.sleep(chosen.think)
    stop.set()
    await asyncio.gather(*readers)
    return seen


async def _journey(reader: Reader, region: str, each: Callable[[str, Answer], None]) -> None:
    """Follow steps whose answers depend on the edition and on the region alone."""
    each("accueil", await reader.goto("", HOME))
    each("carte", await reader.goto("carte"))
    each("lentille", await reader.goto("centres", "vue_centres=lentille&lentille=palu"))
    each(f"lentille {region}", await reader.choose("region_choix", normalize("NFD", region)))
    each(f"liste {region}", await reader.choose("vue_centres_choix", ["List of centres"]))
    each(f"carte {region}", await reader.goto("carte"))


async def _learn(port: int, version: str, regions: Sequence[str], known: Known) -> None:
    """Keep the digest of each step's answer in an edition."""

    def keep(step: str, answer: Answer) -> None:
        known.setdefault(step, {})[answer.digest()] = version

    for region in regions:
        reader = await Reader.open(port, patience=300)
        await _journey(reader, region, keep)
        await reader.close()


async def _read(
    chosen: argparse.Namespace,
    rank: int,
    regions: Sequence[str],
    known: Known,
    seen: Seen,
    stop: asyncio.Event,
) -> None:
    """Follow the journey again and again, and compare each answer with those known."""
    chance, end = random.Random(rank), time.monotonic() + LONGEST

    def judge(step: str, answer: Answer) -> None:
        seen.answers += 1
        seen.slowest = max(seen.slowest, answer.seconds)
        version = known[step].get(answer.digest())
        if version is None:
            seen.mixed.append(step)
        else:
            seen.of[version] = seen.of.get(version, 0) + 1

    await asyncio.sleep(chance.uniform(0, chosen.think))
    while not stop.is_set() and time.monotonic() < end:
        try:
            reader = await Reader.open(chosen.port)
            reader.think = lambda: chosen.think * chance.uniform(0.5, 1.5)
            await _journey(reader, chance.choice(list(regions)), judge)
            await reader.close()
        except (Failed, OSError) as failure:
            seen.errors.append(str(failure))


def _told(seen: Seen, chosen: argparse.Namespace) -> list[Check]:
    print(f"\n{seen.answers} réponses, la plus lente {seen.slowest:.1f} s ; {seen.of}")
    print("\n".join(sorted(set(seen.mixed + seen.errors))[:10]))
    title = f"{chosen.times} publications sous {chosen.readers} lecteurs"
    return [
        Check(f"{title} : erreurs", len(seen.errors), 0, unit=""),
        Check(f"{title} : réponses de deux éditions", len(seen.mixed), 0, unit=""),
        Check(f"{title} : éditions vues", len(seen.of), 2, at_least=True, unit=""),
    ]


def _killed(where: place.Place, port: int, log: Path, after: float) -> Check:
    """Kill the app while a reader's press publishes; the next start shows one whole edition."""
    older, newer = _two(where)
    with place.server(where, port, log) as process:
        asyncio.run(_press_and_leave(port, after))
        process.kill()
    named = editions.published(DATASET, where.root / "data")
    with place.server(where, port, log):
        shown = asyncio.run(_visit(port))
    path = store.current(DATASET, where.root / "stores")
    right = path is not None and store.is_readable(path)
    right = right and store.Store(path).edition == named in (older, newer)  # type: ignore[arg-type]
    wrong = 0 if right and not shown else 1
    return Check(f"app tuée {after:g} s après le début d'une publication", wrong, 0, unit="")


async def _press_and_leave(port: int, after: float) -> None:
    reader = await Reader.open(port, patience=300)
    await reader.goto("versions", HOME)
    press = asyncio.create_task(reader.press("_publier"))
    await asyncio.sleep(after)
    press.cancel()


async def _visit(port: int) -> str:
    """Open the home page and the map; returns the error that they show, if any."""
    reader = await Reader.open(port, patience=300)
    try:
        await reader.goto("", HOME)
        await reader.goto("carte")
    except Failed as failure:
        return str(failure)
    finally:
        await reader.close()
    return ""


async def _spoilt(
    where: place.Place, port: int, name: str, spoil: Callable[[Path], object]
) -> Check:
    """Spoil the store under a reader: they are told, press, and read a whole edition again."""
    reader = await Reader.open(port, patience=300)
    await reader.goto("", HOME)
    path = store.current(DATASET, where.root / "stores")
    assert path
    spoil(path)
    region = random.choice(("poro", "gbeke", "nawa"))
    told = await reader.goto("mutuelles", f"{FRENCH}&region={region}")
    if GONE in told.text():
        await reader.press_labelled(REPAIR)
    after = await _visit(port)
    made = store.current(DATASET, where.root / "stores")
    right = made is not None and store.is_readable(made) and not after
    await reader.close()
    return Check(f"magasin {name} sous l'app : refait", int(not right), 0, unit="")


SPOILT: dict[str, Callable[[Path], object]] = {
    "effacé": Path.unlink,
    "coupé": lambda path: os.truncate(path, path.stat().st_size // 2),
    "vidé": lambda path: os.truncate(path, 0),
    "écrasé": lambda path: path.write_bytes(os.urandom(path.stat().st_size)),
}


def _say(text: str) -> None:
    print(f"\r{text:<70}", end="", file=sys.stderr, flush=True)
