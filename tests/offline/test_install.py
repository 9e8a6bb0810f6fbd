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
NAMESPACE = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]


def test_the_archive_installs_and_opens_without_network(tmp_path, fr):
    probe = subprocess.run([*NAMESPACE, "true"], check=False, capture_output=True)
    if probe.returncode:
        pytest.skip("this machine gives no network namespace: the network cannot be refused")
    try:
        made = offline.make(tmp_path / "bundle.zip", Wish(datasets=("publie",)))
    except Stopped as stopped:
        pytest.skip(f"the libraries cannot be fetched here: {stopped.text(fr)}")
    with zipfile.ZipFile(made.path) as archive:
        archive.extractall(tmp_path)
    made.path.unlink()
    place = tmp_path / offline.bundle.TOP
    (place / "app/data/recits/prochaine_edition.toml").unlink()  # of a dataset that is not carried
    done = subprocess.run(
        [*NAMESPACE, sys.executable, str(INSIDE), str(place)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=240,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["refused"]
    assert told["health"] == "ok"
    assert "<title>" in told["page"]
    states = {one["name"]: one["state"] for one in told["checks"]}
    assert {states[name] for name in ("donnees", "recits", "fichiers", "dehors")} == {"pret"}
    assert states["bibliotheques"] == "pret"
    steps = [name for name in states if name.startswith("etape:dix_vues:")]
    assert len(steps) == 10
    assert [name for name in steps if states[name] == "faute"] == []
