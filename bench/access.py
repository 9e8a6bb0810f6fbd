"""How long reach takes over 18,000 centres and 5,136 places, beside measuring every pair.

By the road: a drawn network of 202,500 nodes and 500 centres, beside networkx and straight lines.
``python -m bench.access engine|brute|sites|road|pairs|networkx|line`` is the child that computes,
so that nothing is warm.
The memory is what Python and NumPy took at most, in a turn that is not timed.
"""

import csv
import json
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import cache

import numpy as np

from cartomut.access.distance import LINE, Index, Way, haversine
from cartomut.access.network import Network
from cartomut.access.points import Places, Points
from cartomut.access.reach import RINGS, reach
from cartomut.access.road import Road
from cartomut.access.siting import Siting, curve
from cartomut.paths import REFERENCE, ROOT

CENTRES = 18000
TURNS = 5
SITED_KM = 20.0
FASTER = 20.0  # times, at least
SITED_WITHIN = 60.0  # seconds, for one to ten sites
SIDE = 450  # crossings of a side of the drawn network
ROAD_CENTRES = 500
ROAD_KM = 20.0
ROAD_FASTER = 10.0  # times, at least, than networkx
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
    return "\n".join([*lines, *_roads(found)])


def _roads(found: dict[str, dict[str, float]]) -> list[str]:
    """Write what the road takes beside networkx, and beside the straight line."""
    road, judge, line, pairs = (found[way] for way in ("road", "networkx", "line", "pairs"))
    if abs(road["km"] - judge["km"]) > 1e-6 * judge["km"]:
        raise ValueError(f"networkx measures others: {judge['km']}, {road['km']}")
    titles = {
        "networkx": judge,
        "CartoMut, par la route": road,
        "CartoMut, à vol d'oiseau": line,
        f"toutes les paires à {ROAD_KM:g} km par la route": pairs,
    }
    return [
        f"\nPar la route : {SIDE * SIDE} nœuds, {ROAD_CENTRES} centres, {road['lieux']:.0f} lieux",
        f"{'':<44}{'secondes':>10}{'mémoire (Mo)':>14}",
        *(
            f"{title:<44}{one['secondes']:>10.3f}{one['memoire']:>14.0f}"
            for title, one in titles.items()
        ),
        f"{'route / vol d’oiseau':<52}{road['secondes'] / line['secondes']:>10.1f} x",
        _verdict(
            "networkx / route",
            judge["secondes"] / road["secondes"],
            ROAD_FASTER,
            "x",
            at_least=True,
        ),
    ]


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


def _network() -> Network:
    """Draw a net over the country whose stretches are up to twice as long as straight."""
    rng = np.random.default_rng(2)
    steps = np.linspace(0, 1, SIDE)
    north, east = (one.ravel() for one in np.meshgrid(4.3 + 6.3 * steps, -8.6 + 6.1 * steps))
    rank = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    pairs = [(rank[:-1], rank[1:]), (rank[:, :-1], rank[:, 1:])]
    start, end = (np.concatenate([one[at].ravel() for one in pairs]) for at in (0, 1))
    kept = rng.random(len(start)) < 0.7
    start, end = start[kept], end[kept]
    km = haversine(north[start], east[start], north[end], east[end])
    return Network.of(
        {
            "latitude": north,
            "longitude": east,
            "start": start,
            "end": end,
            "km": km * rng.uniform(1, 2, len(km)),
            "oneway": rng.random(len(km)) < 0.1,
            "kind": np.zeros(len(km)),
            "speed": np.zeros(len(km)),
        }
    )


def _road(places: Places, centres: Points) -> dict[str, float]:
    return _nearest(Road(_drawn()), places, centres)


def _line(places: Places, centres: Points) -> dict[str, float]:
    return _nearest(LINE, places, centres)


def _nearest(by: Way, places: Places, centres: Points) -> dict[str, float]:
    km = by.index(centres.take(np.arange(ROAD_CENTRES))).nearest(places.points).km
    return {"km": float(np.nansum(km))}


def _pairs(places: Places, centres: Points) -> dict[str, float]:
    some = centres.take(np.arange(ROAD_CENTRES))
    return {"paires": float(len(Road(_drawn()).index(some).pairs(places.points, ROAD_KM)))}


def _networkx(places: Places, centres: Points) -> dict[str, float]:
    """Find the same ways with networkx; points are tied by the engine, straight ways are its."""
    import networkx

    made, road = _drawn(), Road(_drawn())
    some = centres.take(np.arange(ROAD_CENTRES))
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(len(made) + len(some)))
    whole = made.towards.tocoo()
    edges = (one.tolist() for one in (*whole.coords, whole.data))
    graph.add_weighted_edges_from(zip(*edges, strict=True))
    tied, there = road.tie(some), road.tie(places.points)
    sources = [len(made) + row for row in np.flatnonzero(tied.node >= 0).tolist()]
    for source in sources:
        row = source - len(made)
        graph.add_edge(source, int(tied.node[row]), weight=float(tied.leg[row]))
    found = networkx.multi_source_dijkstra_path_length(graph, sources)
    far = np.array([found.get(one, np.inf) for one in there.node.tolist()]) + there.leg
    straight = np.full(len(far), np.inf)
    for pairs in road.index(some).direct(there, np.inf):
        np.minimum.at(straight, pairs.place, pairs.km)
    least = np.minimum(np.where(there.node >= 0, far, np.inf), straight)
    return {"km": float(least[np.isfinite(least)].sum())}


@cache
def _drawn() -> Network:
    """Draw the network once and lay it out, as when one is read."""
    made = _network()
    Road(made).index(Points.of([7.0], [-5.0])).nearest(Points.of([7.0], [-5.0]))
    return made


WAYS: dict[str, Callable[[Places, Points], dict[str, float]]] = {
    "engine": _engine,
    "brute": _brute,
    "sites": _sites,
    "road": _road,
    "pairs": _pairs,
    "networkx": _networkx,
    "line": _line,
}


QUICK, BY_ROAD = ("engine", "road", "line"), ("road", "pairs", "networkx")


def main() -> None:
    """Compute one way a few times; print the median seconds, the peak of memory and the answer."""
    way = sys.argv[1]
    places = _places()
    centres = _centres(places)
    Index(centres).nearest(places.points.take([0]))  # imports and first calls are not counted
    seconds, answer = [], dict[str, float]()
    if way in BY_ROAD:
        _drawn()
    for _turn in range(TURNS if way in QUICK else 1):
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
