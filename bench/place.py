"""A data folder of the bench's own, with the demonstration, and the app running over it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import servers
from cartomut import store
from cartomut.paths import DATA, ROOT

SHIPPED = ("reference", "publie", "demonstration", "recits")
# When garbage is collected after a run: as the app is set; after each one; when Python wants to.
COLLECTIONS = {"app": "", "chaque": "true", "python": "false"}
_REGIONS = """
    select distinct region.nom
    from centre
    inner join region on centre.region_code = region.region_code
    order by region.nom asc
"""


@dataclass(frozen=True)
class Place:
    """A folder that holds data, stores and what is typed."""

    root: Path

    def environment(self) -> dict[str, str]:
        """Return the variables that point the app at this place."""
        return {
            "CARTOMUT_DATA": str(self.root / "data"),
            "CARTOMUT_STORE": str(self.root / "stores"),
            "CARTOMUT_OPERATIONS": str(self.root / "operations.sqlite"),
        }


def made(root: Path) -> Place:
    """Copy the shipped data there once, and build every store that is missing or out of date."""
    place = Place(root.resolve())
    for name in SHIPPED:
        if not (place.root / "data" / name).exists():
            shutil.copytree(DATA / name, place.root / "data" / name)
    subprocess.run(
        [sys.executable, "-m", "cartomut", "build", "--if-needed"],
        cwd=ROOT,
        env={**os.environ, **place.environment()},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return place


def regions(place: Place) -> list[str]:
    """Name the regions where the demonstration has a centre."""
    path = store.current("demonstration", place.root / "stores")
    if path is None:
        raise servers.NotStarted("no store of the demonstration")
    with store.Store(path).cursor() as cursor:
        return [str(name) for (name,) in cursor.execute(_REGIONS).fetchall()]


@contextmanager
def server(
    place: Place, port: int, log: Path, collection: str = "app"
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the app over the place; it answers on this machine alone."""
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    if COLLECTIONS[collection]:
        options |= {"runner.postScriptGC": COLLECTIONS[collection]}
    told = [f"--{name}={value}" for name, value in options.items()]
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *told],
            cwd=ROOT,
            env={**os.environ, **place.environment()},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            servers.wait(port, process, log)
            yield process
        finally:
            process.kill()
            process.wait()
