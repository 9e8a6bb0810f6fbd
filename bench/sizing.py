"""How many servers for how many readers: ``python -m bench sizing``, from what ``charge`` measured.

A server is one process and uses one core. Readers at once each ask for a rerun every so many
seconds; a server is kept busy for a share of its time only, so that nobody waits behind the others.
"""

import argparse
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.report import FOLDER

DOCUMENT = Path(__file__).parents[1] / "docs" / "echelle.md"
READERS = (50, 200, 1000)
THINK = 10.0  # seconds between two steps of a reader, as in the measure
BUSY = 0.6  # share of its time that a server works
LAKE_MB = 135.0  # memory of the process that reads the lake, beside each replica
_MARKED = re.compile(r"(<!-- bench sizing -->\n).*?(<!-- / -->)", re.DOTALL)


@dataclass(frozen=True)
class Cost:
    """What one reader's rerun costs: measured."""

    cpu: float  # seconds of processor time
    sent: float  # bytes
    session_mb: float  # memory of a session that stays open
    server_mb: float  # memory of a server with one reader
    source: str


def main(words: Sequence[str]) -> int:
    """Print the table; write it into the document when asked."""
    parser = argparse.ArgumentParser(prog="python -m bench sizing", description=__doc__)
    parser.add_argument("--readers", default=",".join(map(str, READERS)), help="50,200,1000")
    parser.add_argument("--think", type=float, default=THINK, help="s entre deux pas / s (10)")
    parser.add_argument("--write", action="store_true", help="dans docs/echelle.md / into it")
    chosen = parser.parse_args(words)
    files = sorted(FOLDER.glob("charge-*.json"), key=lambda path: path.stat().st_mtime)
    if not files:
        print("python -m bench charge")
        return 1
    cost = read(files[-1])
    lines = table(cost, [int(one) for one in chosen.readers.split(",")], chosen.think)
    print("\n".join(lines))
    if chosen.write:
        text = DOCUMENT.read_text(encoding="utf-8")
        marked = _MARKED.sub(lambda found: f"{found[1]}{chr(10).join(lines)}\n{found[2]}", text)
        DOCUMENT.write_text(marked, encoding="utf-8")
    return 0


def read(path: Path) -> Cost:
    """Read a measure: the cost per rerun with most readers, the memory of a server with one."""
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    kept, servers = report["mesures"], report["reglages"]["serveurs"]
    by_readers = {int(name.split()[0]): loads[0] for name, loads in kept.items()}
    least, most = by_readers[min(by_readers)], by_readers[max(by_readers)]
    server_mb = least["memoire_mo"] / servers
    return Cost(most["cpu"], most["octets"], most["session_mo"], server_mb, f"{path.stem}.json")


def table(cost: Cost, readers: Sequence[int], think: float) -> list[str]:
    """Write the sizes as a table of the document."""
    told = (
        f"Mesuré (`{cost.source}`) : {1000 * cost.cpu:.0f} ms de processeur et "
        f"{cost.sent / 1000:.0f} ko par exécution, {cost.session_mb:.1f} Mo par session ouverte, "
        f"{cost.server_mb:.0f} Mo par serveur ; un pas toutes les {think:g} s, "
        f"serveurs occupés à {100 * BUSY:.0f} %."
    )
    head = "| lecteurs ensemble | exécutions/s | serveurs (cœurs) | mémoire, Mo | réseau, Mbit/s |"
    lines = [told, "", head, "|---:|---:|---:|---:|---:|"]
    for count in readers:
        rate = count / think
        replicas = max(1, math.ceil(rate * cost.cpu / BUSY))
        memory = replicas * (cost.server_mb + LAKE_MB) + count * cost.session_mb
        network = 8 * rate * cost.sent / 1e6
        lines.append(f"| {count} | {rate:.1f} | {replicas} | {memory:.0f} | {network:.1f} |")
    told, *rows = [re.sub(r" (?=[:;%])", "\u00a0", one) for one in lines]
    return [re.sub(r"(?<=\d)\.(?=\d)", ",", one) for one in (told, *rows)]  # as French writes
