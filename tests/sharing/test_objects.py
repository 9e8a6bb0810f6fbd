"""A DuckLake whose rows are in an object storage: keys that only read are enough to follow."""

import os
import re
import subprocess
import time
from contextlib import ExitStack, contextmanager

import duckdb
import pytest

from cartomut.i18n import language
from cartomut.sharing import follow
from cartomut.sharing.place import Shared, Unreachable
from tests import postgres

SERVER = postgres.ENVIRONMENT / "bin" / "rclone"
pytestmark = pytest.mark.skipif(not (postgres.ready() and SERVER.exists()), reason=postgres.ADVICE)
STARTED = re.compile(r"http://127\.0\.0\.1:\d+")
AT_ONCE = ("--vfs-cache-mode", "writes", "--vfs-write-back", "0s", "--dir-cache-time", "0s")


@contextmanager
def objects(folder, key, *how):
    """Serve a folder as an object storage to who has the key; yields its address."""
    command = [str(SERVER), "--config", os.devnull, "serve", "s3", *AT_ONCE, *how, str(folder)]
    log = folder.with_name(f"{key}.log")
    with log.open("w") as heard:
        server = subprocess.Popen(
            [*command, "--addr", "127.0.0.1:0", "--auth-key", f"{key},secret-{key}"], stderr=heard
        )
    until = time.monotonic() + 30
    try:
        while not (told := STARTED.search(log.read_text(encoding="utf-8"))):
            assert time.monotonic() < until
            time.sleep(0.05)
        yield told[0]
    finally:
        server.kill()
        server.wait()


def test_an_edition_goes_to_an_object_storage_and_back_with_keys_that_only_read(
    tmp_path, monkeypatch
):
    """Two tables; a wrong key, or one that only reads, writes nothing, and no key is ever told."""
    bucket = tmp_path / "seau" / "cartomut"
    bucket.mkdir(parents=True)
    store, script = tmp_path / "store.duckdb", tmp_path / "limites-0123456789ab.js"
    script.write_text("window.x = 1;", encoding="utf-8")
    with duckdb.connect(str(store)) as con:
        con.execute("create table edition as select 'jeu' as cle, 'publie' as valeur")
        con.execute("create table essai as select range as rang, 'é' as nom from range(5000)")
    name = "cartomut-20260101T101010000000-0123456789.duckdb"
    about = Shared("publie", name, "1", "f", "0" * 64, 1, script.name, "0" * 64, "0", "")
    with ExitStack() as stack:
        cluster = stack.enter_context(postgres.cluster())
        writes = stack.enter_context(objects(bucket.parent, "ecrit"))
        reads = stack.enter_context(objects(bucket.parent, "lit", "--read-only"))
        given = {
            "partage_dossier": "s3:/cartomut/lac",  # what a path makes of s3://
            "partage_python": postgres.PYTHON,
            "partage_catalogue": cluster.catalogue,
        }

        def lake(address, key, secret, *, publishes):
            monkeypatch.setenv("AWS_ENDPOINT_URL", address)
            monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
            monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", secret)
            monkeypatch.setattr(follow, "is_replica", lambda: not publishes)
            made = follow._place("ducklake", given)
            stack.callback(made.close)
            return made

        lake(writes, "ecrit", "secret-ecrit", publishes=True).put(about, store, script)
        rows = set((bucket / "lac").rglob("*.parquet"))
        assert rows
        taken, brought = tmp_path / "pris.duckdb", tmp_path / "pris.js"
        reader = lake(reads, "lit", "secret-lit", publishes=False)
        assert reader.current()["publie"] == about
        reader.fetch(about, taken, brought)
        with duckdb.connect(str(taken), read_only=True) as con:
            found = con.execute("select count(*), sum(rang), min(nom) from essai").fetchall()
        assert found == [(5000, 12_497_500, "é")]
        assert brought.read_text(encoding="utf-8") == script.read_text(encoding="utf-8")
        wrong = lake(reads, "lit", "secret-faux", publishes=False)
        with pytest.raises(Unreachable) as refused:
            wrong.fetch(about, tmp_path / "faux.duckdb", brought)
        assert "secret-" not in refused.value.text(language("fr"))
        with duckdb.connect(str(store)) as con:
            con.execute("create table autre as select range as rang from range(5000)")
        with pytest.raises(Unreachable):
            lake(reads, "lit", "secret-lit", publishes=True).put(about, store, script)
        assert set((bucket / "lac").rglob("*.parquet")) == rows
