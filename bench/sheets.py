"""How fast fact sheets are made in one go, and whether memory stays the same for many."""

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from cartomut.paths import ROOT

KIND = "centre"
FEW = "abidjan"  # the region with most centres: what is loaded once is loaded for both
MORE_MEMORY = 1.1  # times that of a few, at most


def measure() -> dict[str, dict[str, float]]:
    """Make the sheets of one region, then of the country; seconds, sheets, and MB at most."""
    return {"region": _made("--region", FEW), "pays": _made()}


def table(found: dict[str, dict[str, float]]) -> str:
    """Write the rate and the memory, and whether memory grew with the number of sheets."""
    few, many = found["region"], found["pays"]
    rate = (many["fiches"] - few["fiches"]) / max(0.001, many["s"] - few["s"])
    grown = many["mo"] / few["mo"]
    held = "tenu" if grown <= MORE_MEMORY else "MANQUÉ"
    return (
        "\nFiches en une fois\n"
        f"{few['fiches']:.0f} fiches : {few['s']:.1f} s, {few['mo']:.0f} Mo au plus\n"
        f"{many['fiches']:.0f} fiches : {many['s']:.1f} s, {many['mo']:.0f} Mo au plus\n"
        f"{rate:.1f} fiches par seconde ; mémoire × {grown:.2f} (au plus {MORE_MEMORY}) : {held}"
    )


def _made(*options: str) -> dict[str, float]:
    """Run the command once, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="cartomut-bench-") as folder:
        target = Path(folder) / "fiches.zip"
        command = [sys.executable, "-m", "cartomut", "report", "sheets", KIND, str(target)]
        command += ["--dataset", "demonstration", "--lang", "fr", *options]
        began = time.perf_counter()
        running = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _pid, status, used = os.wait4(running.pid, 0)
        seconds = time.perf_counter() - began
        if status:
            raise subprocess.CalledProcessError(status, command)
        with zipfile.ZipFile(target) as made:
            return {"s": seconds, "fiches": len(made.namelist()), "mo": used.ru_maxrss / 1024}
