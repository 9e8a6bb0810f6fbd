"""The archive is made from the registry, installed and opened where there is no network at all."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cartomut import offline
from cartomut.editions import Stopped
from cartomut.offline import Wish

INSIDE = Path(__file__).with_name("without_network.py")
REFUSING = INSIDE.with_name("refusing")  # for a machine that gives no network namespace
NAMESPACE = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
STORY = """
id = "essai"
jeu = "publie"
titre = { fr = "Essai", en = "Trial" }

[[etapes]]
titre = { fr = "Lieux", en = "Places" }
texte = { fr = "Une figure.", en = "A figure." }
page = "apercu"
figure = "lieux_par_statut"

[[etapes]]
titre = { fr = "Carte", en = "Map" }
texte = { fr = "Une carte.", en = "A map." }
page = "carte"
figure = "carte"
"""


def alone(home: Path) -> tuple[list[str], list[str], dict[str, str]]:
    """Return what runs a command without network: words before it, after it, its environment.

    The system refuses the network where it lets us ask; elsewhere every Python that is started
    refuses it, and there is no proxy.
    """
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    probe = subprocess.run([*NAMESPACE, "true"], check=False, capture_output=True)
    if probe.returncode == 0 and "CARTOMUT_SANS_ESPACE" not in os.environ:
        return NAMESPACE, ["--namespace"], env
    return [], [], env | {"PYTHONPATH": str(REFUSING)}


def test_the_archive_installs_and_opens_without_network(tmp_path, fr):
    try:
        made = offline.make(tmp_path / "bundle.zip", Wish(datasets=("publie",)))
    except Stopped as stopped:
        if "CI" in os.environ:
            raise
        pytest.skip(f"the libraries cannot be fetched here: {stopped.text(fr)}")
    with zipfile.ZipFile(made.path) as archive:
        archive.extractall(tmp_path)
    made.path.unlink()
    place = tmp_path / "un dossier (essai) & d'autres"  # as people name them
    (tmp_path / offline.bundle.TOP).rename(place)
    told_stories = place / "app/data/recits"
    for path in told_stories.glob("*.toml"):  # each of their steps is tried elsewhere
        path.unlink()
    (told_stories / "essai.toml").write_text(STORY, encoding="utf-8")
    before, after, env = alone(tmp_path)
    done = subprocess.run(
        [*before, sys.executable, str(INSIDE), str(place), *after],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=480,
        env=env,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["refused"]
    assert told["health"] == "ok"
    assert "<title>" in told["page"]
    states = {one["name"]: one["state"] for one in told["checks"]}
    assert {states[name] for name in ("donnees", "recits", "fichiers", "dehors")} == {"pret"}
    assert states["bibliotheques"] == "pret"
    steps = [name for name in states if name.startswith("etape:essai:")]
    assert len(steps) == 2
    assert [name for name in steps if states[name] == "faute"] == []
