"""A running app whose store is spoilt: its reader is told, and it is made again without restart."""

import asyncio
import os

import pytest

from bench import place as places
from bench.reader import Reader
from cartomut import store as stores
from cartomut.paths import REFERENCE
from tests.imports.conftest import elsewhere, in_use, one_published  # noqa: F401 - fixtures

PORT = 8768
REPAIR, DAMAGED, WHOLE = "Refaire ce fichier", "abîmé", "4 organismes sur 4"
REMADE = "il a été refait"


def overwrite(path):
    """Put rubbish in the place of the newest store, before anybody has opened it."""
    newest = path.with_name(f"cartomut-20991231T000000000000-{path.stem[-10:]}.duckdb")
    newest.write_bytes(os.urandom(200_000))


# The last is done to a file whose answers are all in memory by then.
SPOILT = {
    "deleted": lambda path: path.unlink(),
    "overwritten": overwrite,
    "cut off": lambda path: os.truncate(path, path.stat().st_size // 2),
}


@pytest.fixture
def served(in_use):  # noqa: F811
    """Run the app over a place where a small study is in use."""
    (in_use.data / "reference" / "limites").symlink_to(REFERENCE / "limites")
    place = places.Place(in_use.root)
    with places.server(place, PORT, in_use.root / "log"):
        yield in_use


async def spoil_and_visit(served, spoil):
    """Spoil the store under a reader; returns what they are told, then what they read."""
    reader = await Reader.open(PORT)
    page = "lang=fr&jeu=etude"
    await reader.goto("mutuelles", page)
    spoil(stores.current("etude", served.stores))
    told = (await reader.goto("mutuelles", page)).text()
    if REPAIR in reader.buttons():
        await reader.press_labelled(REPAIR)
    read = (await reader.goto("mutuelles", page)).text()
    await reader.close()
    return told, read


def test_a_spoilt_store_is_told_and_made_again_without_a_restart(served):
    faults = []
    for how, spoil in SPOILT.items():
        told, read = asyncio.run(spoil_and_visit(served, spoil))
        made = stores.current("etude", served.stores)
        if made is None or not stores.is_readable(made):  # the same content, kept, may serve again
            faults.append(f"{how}: no store")
        elif stores.Store(made).edition != served.outcomes[0].version:
            faults.append(f"{how}: another edition")
        if how != "deleted" and DAMAGED not in told:  # what is gone is made again at once
            faults.append(f"{how}: not told: {told[:300]}")
        if how == "cut off" and REMADE not in told:
            faults.append(f"{how}: not told that it was made again: {told[:300]}")
        if WHOLE not in read:
            faults.append(f"{how}: {read[:300]}")
    assert faults == []
