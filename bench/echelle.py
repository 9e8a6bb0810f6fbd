"""The pages' own questions on one edition kept in several ways: ``python -m bench echelle``.

A local file, the same as Parquet, and a DuckLake on PostgreSQL, asked in one run, turn by turn;
then what a publication costs through each shared place. PostgreSQL is Debian's, for the run.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from bench import questions
from bench.report import FOLDER
from cartomut import store as stores
from cartomut.paths import QUERIES
from cartomut.queries import names, query
from cartomut.sharing import lake_worker
from cartomut.sharing.folder import Folder
from cartomut.sharing.follow import describe
from cartomut.sharing.lake import Lake
from cartomut.sharing.place import Place, Shared
from cartomut.store import Store
from tests import postgres

SCRIPT = Path(__file__).with_name("lake_questions.py")
DATASET = "demonstration"
WAYS = (  # title, how it is kept, whose Python
    ("fichier local", "fichier", sys.executable),
    ("Parquet lu par l'application", "parquet", sys.executable),
    ("fichier local, moteur du lac", "fichier", str(postgres.PYTHON)),
    ("DuckLake lu directement", "lac", str(postgres.PYTHON)),
)
TURNS, RUNS = 3, 2
Measured = dict[str, dict[str, dict[str, Any]]]


def main(words: list[str]) -> int:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m bench echelle", description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS, help="tours / turns (3)")
    chosen = parser.parse_args(words)
    postgres.main()
    path = stores.current(DATASET)
    if path is None or not postgres.ready():
        print(postgres.ADVICE if path else "python -m cartomut build", file=sys.stderr)
        return 1
    with postgres.cluster() as cluster, TemporaryDirectory(prefix="cartomut-echelle-") as folder:
        costs, asked = _publish(path, cluster.catalogue, Path(folder))
        measured = [_turn(asked) for _turn_number in range(chosen.turns)]
    found = _summary(measured)
    lines = [*_table(found), "", *_costs(costs)]
    print("\n".join(lines))
    FOLDER.mkdir(exist_ok=True)
    kept = FOLDER / f"echelle-{datetime.now():%Y%m%d-%H%M%S}.json"
    content = {"facons": found, "publication": costs, "tours": chosen.turns, "base": path.name}
    kept.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"\n{kept}")
    return 0


def _publish(path: Path, catalogue: str, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put the edition in every place, timed; returns the costs and what the questions need."""
    shared, script = describe(path)
    (folder / "partage").mkdir()
    (folder / "parquet").mkdir()
    lake = Lake(postgres.PYTHON, catalogue, f"{folder}/lac/", read_only=False)
    places: dict[str, Place] = {"dossier": Folder(folder / "partage"), "ducklake": lake}
    costs = {"base, octets": path.stat().st_size}
    lake.current()  # the process of the lake starts, its catalogue is made
    for name, place in places.items():
        costs |= _through(name, place, shared, path, script, folder)
    costs["ducklake, octets"] = sum(one.stat().st_size for one in (folder / "lac").rglob("*.*"))
    lake.close()
    _write_parquet(path, folder / "parquet")
    asked = {
        "questions": _questions(Store(path)),
        "runs": RUNS,
        "store": str(path.resolve()),
        "parquet": str(folder / "parquet"),
        "catalogue": catalogue,
        "lake": f"{folder}/lac/",
        "dataset": DATASET,
        "worker": str(Path(lake_worker.__file__).parent),
        "schema": str(QUERIES / "schema"),
    }
    return costs, asked


def _through(
    name: str, place: Place, shared: Shared, path: Path, script: Path, folder: Path
) -> dict[str, float]:
    target = folder / f"pris-{name}.duckdb"
    return {
        f"{name}, publier s": _seconds(lambda: place.put(shared, path, script)),
        f"{name}, prendre s": _seconds(
            lambda: place.fetch(shared, target, folder / f"pris-{name}.js")
        ),
        f"{name}, regarder ms": 1000 * min(_seconds(place.current) for _look in range(5)),
    }


def _seconds(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def _write_parquet(path: Path, folder: Path) -> None:
    with duckdb.connect(str(path), read_only=True) as con:
        for (table,) in con.execute("select table_name from duckdb_tables()").fetchall():
            con.execute(f"copy \"{table}\" to '{folder / table}.parquet' (format parquet)")


def _questions(store: Store) -> list[tuple[str, str, dict[str, Any]]]:
    organisations, centres = questions.subjects(store)
    listed = []
    for name in (name for folder in questions.FOLDERS for name in names(folder)):
        asked = query(name)
        for case, values in questions.cases(name, organisations, centres):
            given = {one: values.get(one) for one in sorted(asked.params)}
            listed.append((f"{name} {case}".strip(), asked.sql, given))
    return listed


def _turn(asked: dict[str, Any]) -> Measured:
    """Ask everything of each way, one after the other."""
    taken = {}
    for title, way, python in WAYS:
        print(f"\r{title:<70}", end="", file=sys.stderr, flush=True)
        text = json.dumps(asked | {"way": way})
        done = subprocess.run(
            [python, str(SCRIPT)], input=text, capture_output=True, text=True, check=True
        )
        taken[title] = json.loads(done.stdout)["answers"]
    return taken


def _summary(measured: list[Measured]) -> dict[str, dict[str, Any]]:
    """Sum up each way beside the first one: ratios of the same question in the same turn."""
    first = WAYS[0][0]
    found = {}
    for title, _way, _python in WAYS:
        ratios, work, other, faults = [], [], set(), set()
        for turn in measured:
            for name, answer in turn[title].items():
                against = turn[first][name]
                if "fault" in answer:
                    faults.add(f"{name} : {answer['fault']}")
                elif "fault" not in against:
                    ratios.append(answer["ms"] / against["ms"])
                    work.append(answer["cpu"] / against["cpu"])
                    other |= {name} if answer["hash"] != against["hash"] else set()
        totals = [_total(turn[title], "ms") for turn in measured]
        found[title] = {
            "total_ms": median(totals),
            "total_cpu_ms": median(_total(turn[title], "cpu") for turn in measured),
            "rapport": median(ratios),
            "rapport_cpu": median(work),
            "autres_reponses": sorted(other),
            "refus": sorted(faults),
        }
    return found


def _total(answers: dict[str, dict[str, Any]], key: str) -> float:
    return float(sum(answer.get(key, 0) for answer in answers.values()))


def _table(found: dict[str, dict[str, Any]]) -> list[str]:
    head = f"{'façon de garder':<32}{'toutes':>10}{'calcul':>10}{'rapport':>9}{'calcul':>9}"
    lines = [head + f"{'autres':>8}{'refus':>7}"]
    for title, one in found.items():
        times = f"{one['total_ms']:>7.0f} ms{one['total_cpu_ms']:>7.0f} ms"
        ratios = f"{one['rapport']:>8.2f}x{one['rapport_cpu']:>8.2f}x"
        counts = f"{len(one['autres_reponses']):>8}{len(one['refus']):>7}"
        lines.append(f"{title:<32}{times}{ratios}{counts}")
    return lines


def _costs(costs: dict[str, Any]) -> list[str]:
    return [f"{name:<32}{value:>14,.2f}".replace(",", " ") for name, value in costs.items()]
