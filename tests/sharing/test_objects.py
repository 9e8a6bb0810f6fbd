"""A DuckLake whose rows are in an object storage: keys that only read are enough to follow."""

import os
import re
import subprocess
import threading
from contextlib import ExitStack, contextmanager

import pytest

from cartomut import store
from cartomut.i18n import language
from cartomut.sharing import follow
from cartomut.sharing.follow import Follower
from cartomut.store import Store
from tests import postgres

SERVER = postgres.ENVIRONMENT / "bin" / "rclone"
pytestmark = pytest.mark.skipif(not (postgres.ready() and SERVER.exists()), reason=postgres.ADVICE)
DATASET = "publie"
STARTED = re.compile(r"http://127\.0\.0\.1:\d+")
AT_ONCE = ("--vfs-cache-mode", "writes", "--vfs-write-back", "0s", "--dir-cache-time", "0s")


@contextmanager
def objects(folder, key, *how):
    """Serve a folder as an object storage to who has the key; yields its address."""
    command = [str(SERVER), "--config", os.devnull, "serve", "s3", *AT_ONCE, *how, str(folder)]
    server = subprocess.Popen(
        [*command, "--addr", "127.0.0.1:0", "--auth-key", f"{key},secret-{key}"],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        told = next(filter(None, (STARTED.search(line) for line in server.stderr)))
        threading.Thread(target=server.stderr.read, daemon=True).start()
        yield told[0]
    finally:
        server.kill()
        server.wait()


def said(side):
    return " ".join(fault.text(language("fr")) for fault in side.state.faults)


def test_a_replica_follows_an_object_storage_with_keys_that_only_read(
    edition, tmp_path, monkeypatch
):
    """What it took is the edition; a wrong key, or one that only reads, writes nothing."""
    bucket = tmp_path / "seau" / "cartomut"
    bucket.mkdir(parents=True)
    with ExitStack() as stack:
        cluster = stack.enter_context(postgres.cluster())
        writes = stack.enter_context(objects(bucket.parent, "ecrit"))
        reads = stack.enter_context(objects(bucket.parent, "lit", "--read-only"))
        given = {
            "partage_dossier": "s3:/cartomut/lac",  # what a path makes of s3://
            "partage_python": postgres.PYTHON,
            "partage_catalogue": cluster.catalogue,
        }

        def side(address, key, secret, own, *, publishes=False):
            """Look once, as an instance with these keys does."""
            monkeypatch.setenv("AWS_ENDPOINT_URL", address)
            monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
            monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", secret)
            monkeypatch.setattr(follow, "is_replica", lambda: not publishes)
            place = follow._place("ducklake", given)
            stack.callback(place.close)
            scripts = edition.static / "carte" if publishes else own / "js"
            made = Follower(place, publishes=publishes, stores=own, scripts=scripts)
            made.step()
            return made

        first = side(writes, "ecrit", "secret-ecrit", edition.stores, publishes=True)
        assert said(first) == ""
        rows = set((bucket / "lac").rglob("*.parquet"))
        assert rows
        wrong = side(reads, "lit", "secret-faux", tmp_path / "faux")
        assert "Le catalogue partagé" in said(wrong)
        assert "secret-" not in said(wrong)
        assert store.current(DATASET, tmp_path / "faux") is None
        other = side(reads, "lit", "secret-lit", tmp_path / "lit")
        assert said(other) == ""
        taken = store.current(DATASET, tmp_path / "lit")
        assert taken.name == edition.path.name
        assert Store(taken).shape() == Store(edition.path).shape()

        with_reading_keys = edition.path
        with_reading_keys.rename(with_reading_keys.with_name(f"cartomut-2099{taken.name[13:]}"))
        refused = side(reads, "lit", "secret-lit", edition.stores, publishes=True)
        assert "Le catalogue partagé" in said(refused)
        assert set((bucket / "lac").rglob("*.parquet")) == rows
