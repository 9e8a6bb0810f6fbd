"""How fast an import goes: rows per second by stage, beside DuckDB reading the same files.

``python -m bench.imports FOLDER`` is the child that imports, so that its memory is its own.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from cartomut import demonstration, imports, loading
from cartomut.contracts import literal
from cartomut.paths import REFERENCE, ROOT

SCALE = 100
STAGES = {  # the step that ends a stage → how the stage is written
    imports.OPENED: "lecture",
    loading.STAGED: "rangement par table",
    loading.STRUCTURE: "colonnes, types et bornes",
    loading.KEYS: "codes, clés et renvois",
    loading.COMPARED_WITH: "positions et édition précédente",
    loading.RULES: "règles",
}
SAVED, BUILT = "édition écrite", "magasin construit"
READING = ("lecture", "rangement par table")
LIMIT_MB = 1500  # what an import may hold in memory


def write(folder: Path, scale: int) -> int:
    """Write the demonstration at a scale, one CSV per table; returns its rows."""
    files = folder / "fichiers"
    files.mkdir(parents=True)
    tables = demonstration.generate(1, scale)
    for name, rows in tables.items():
        rows.to_csv(files / f"{name}.csv", index=False)
    (folder / "data").mkdir()
    (folder / "data" / "reference").symlink_to(REFERENCE)
    return sum(map(len, tables.values()))


def limit(folder: Path) -> float:
    """Return the seconds that DuckDB takes to read the same files as text into tables."""
    start = time.perf_counter()
    with duckdb.connect(str(folder / "limite.duckdb")) as con:
        for path in sorted((folder / "fichiers").glob("*.csv")):
            con.execute(
                f'create table "{path.stem}" as select * from '
                f"read_csv({literal(str(path))}, header = true, all_varchar = true)"
            )
    return time.perf_counter() - start


def measure(folder: Path) -> dict[str, float]:
    """Import in a process of its own; returns seconds by stage, and ``memoire`` in MB."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.imports", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return {str(key): float(value) for key, value in json.loads(done.stdout).items()}


def table(rows: int, seconds: dict[str, float], least: float) -> str:
    """Write the stages, their rows per second, and their ratio to DuckDB's own read."""
    lines = [f"\nImportation : {rows} lignes, mémoire au plus haut {seconds['memoire']:.0f} Mo"]
    lines.append(f"{'étape':<36}{'lignes/s':>12}{'x la lecture par DuckDB':>26}")
    stages = {"DuckDB seul": least} | {k: v for k, v in seconds.items() if k != "memoire"}
    lines += [
        f"{name:<36}{rows / spent:>12.0f}{spent / least:>26.1f}" for name, spent in stages.items()
    ]
    reading = sum(seconds[name] for name in READING)
    lines += [
        _verdict("règles / lecture", seconds["règles"] / reading, 1.0, "x"),
        _verdict("mémoire", seconds["memoire"], LIMIT_MB, "Mo"),
    ]
    return "\n".join(lines)


def _verdict(title: str, value: float, most: float, unit: str) -> str:
    said = "ok" if value <= most else "short"
    return f"{title:<56}{value:>12.2f} {unit:<4} <= {most:g} {unit:<4} {said}"


def _import(folder: Path) -> dict[str, float]:
    """Run one import and publication, timing the stages."""
    seconds: dict[str, float] = {}
    last = time.perf_counter()

    def step(name: str) -> None:
        nonlocal last
        now = time.perf_counter()
        seconds[name] = seconds.get(name, 0.0) + now - last
        last = now

    def heard(text: object) -> None:
        if text in STAGES:
            step(STAGES[str(text)])

    request = imports.Request("demonstration", "bench")
    files = sorted((folder / "fichiers").glob("*.csv"))
    outcome = imports.run(files, request, data=folder / "data", report=heard)
    step(SAVED)
    imports.publish(
        "demonstration", outcome.version, data=folder / "data", stores=folder / "stores"
    )
    step(BUILT)
    seconds["memoire"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return seconds


if __name__ == "__main__":
    print(json.dumps(_import(Path(sys.argv[1]))))
