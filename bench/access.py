"""How long reach takes over 18,000 centres and 5,136 places, beside measuring every pair.

``python -m bench.access engine|brute|sites`` is the child that computes, so that nothing is warm.
The memory is what Python and NumPy took at most, in a turn that is not timed.
"""

import csv
import json
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from cartomut.access.distance import Index, haversine
from cartomut.access.points import Places, Points
from cartomut.access.reach import RINGS, reach
from cartomut.access.siting import Siting, curve
from cartomut.paths import REFERENCE, ROOT

CENTRES = 18000
TURNS = 5
SITED_KM = 20.0
FASTER = 20.0  # times, at least
SITED_WITHIN = 60.0  # seconds, for one to ten sites
ROWS = 256  # places whose every pair brute force measures at a time


def measure() -> dict[str, dict[str, float]]:
    """Compute each way in a process of its own; returns seconds, memory in MB, and the answer."""
    return {way: _child(way) for way in WAYS}


def table(found: dict[str, dict[str, float]]) -> str:
    """Write the times, the ratio to brute force, and what one to ten sites took."""
    engine, brute, sites = found["engine"], found["brute"], found["sites"]
    if engine["personnes"] != brute["personnes"]:
        raise ValueError(f"brute force counts others: {brute['personnes']}, {engine['personnes']}")
    ratio = brute["secondes"] / engine["secondes"]
    settled = (
        f"{sites['prouves']:.0f} sur 10 prouvés, écart au plus {sites['ecart']:.2%}, "
        f"solveur {sites['solveur']:.2f} s, mémoire {sites['memoire']:.0f} Mo"
    )
    lines = [
        f"\nAccès : {CENTRES} centres, {engine['lieux']:.0f} lieux, 5 / 10 / 20 km",
        f"{'':<34}{'secondes':>10}{'mémoire (Mo)':>14}",
        f"{'toutes les paires (haversine)':<34}{brute['secondes']:>10.3f}{brute['memoire']:>14.0f}",
        f"{'CartoMut':<34}{engine['secondes']:>10.3f}{engine['memoire']:>14.0f}",
        _verdict("toutes les paires / CartoMut", ratio, FASTER, "x", at_least=True),
        f"\n1 à 10 sites parmi {engine['lieux']:.0f} lieux, {SITED_KM:g} km : {settled}",
        _verdict("1 à 10 sites", sites["secondes"], SITED_WITHIN, "s", at_least=False),
    ]
    return "\n".join(lines)


def _verdict(title: str, value: float, target: float, unit: str, *, at_least: bool) -> str:
    kept = value >= target if at_least else value <= target
    sign = ">=" if at_least else "<="
    verdict = "ok" if kept else "short"
    return f"{title:<52}{value:>10.2f} {unit}   {sign} {target:g} {unit}   {verdict}"


def _child(way: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.access", way],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return {str(key): float(value) for key, value in json.loads(done.stdout).items()}


def _places() -> Places:
    with (REFERENCE / "localite.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    return Places(
        Points.of([row["latitude"] for row in rows], [row["longitude"] for row in rows]),
        np.array([float(row["population"] or "nan") for row in rows]),
        np.array([row["region_code"] for row in rows], dtype=object),
    )


def _centres(places: Places) -> Points:
    """Draw centres around the places, always the same ones."""
    rng = np.random.default_rng(1)
    spots = places.points.take(rng.integers(0, len(places), CENTRES))
    spread = rng.normal(0, 0.1, (2, CENTRES))
    return Points.of(spots.latitude + spread[0], spots.longitude + spread[1])


def _engine(places: Places, centres: Points) -> dict[str, float]:
    found = reach(places, centres)
    tables = [found.by_territory(km) for km in RINGS]
    return {"personnes": float(sum(one["population_a_portee"].sum() for one in tables))}


def _brute(places: Places, centres: Points) -> dict[str, float]:
    least = np.concatenate(
        [
            haversine(
                places.points.latitude[start : start + ROWS, None],
                places.points.longitude[start : start + ROWS, None],
                centres.latitude[None],
                centres.longitude[None],
            ).min(axis=1)
            for start in range(0, len(places), ROWS)
        ]
    )
    return {"personnes": float(sum(places.persons[least <= km].sum() for km in RINGS))}


def _sites(places: Places, _centres: Points) -> dict[str, float]:
    siting = Siting(places, places.points, Points.of([], []))
    choices = curve(siting.cover(SITED_KM), seconds=SITED_WITHIN).choices
    return {
        "prouves": sum(one.proved for one in choices),
        "ecart": max(one.gap for one in choices),
        "solveur": sum(one.solver_seconds for one in choices),
    }


WAYS: dict[str, Callable[[Places, Points], dict[str, float]]] = {
    "engine": _engine,
    "brute": _brute,
    "sites": _sites,
}


def main() -> None:
    """Compute one way a few times; print the median seconds, the peak of memory and the answer."""
    way = sys.argv[1]
    places = _places()
    centres = _centres(places)
    Index(centres).nearest(places.points.take([0]))  # imports and first calls are not counted
    seconds, answer = [], dict[str, float]()
    for _turn in range(TURNS if way == "engine" else 1):
        start = time.perf_counter()
        answer = WAYS[way](places, centres)
        seconds.append(time.perf_counter() - start)
    answer |= {"secondes": float(np.median(seconds)), "lieux": len(places)}
    answer["memoire"] = _peak(lambda: WAYS[way](places, centres)) / 1e6
    print(json.dumps(answer))


def _peak(compute: Callable[[], object]) -> int:
    tracemalloc.start()
    compute()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
