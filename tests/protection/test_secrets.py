"""No secret is in the tree, and none is kept where others can read or guess it."""

import re
import subprocess

import pytest

from cartomut import secret_files
from cartomut.paths import ROOT
from cartomut.setting_faults import Fault

NAMES = re.compile(
    r"(^|/)(secrets\.toml|cartomut\.toml|\.env(\..+)?|id_(rsa|ed25519|ecdsa)|\.netrc|\.pgpass)$"
    r"|\.(pem|key|p12|pfx|jks|keystore|kdbx)$"
)
MADE_UP = (
    r"(exemple|example|changer|change|remplacer|replace|votre|your|test|essai|mock|\*|<|\{|\$)"
)
MARKS = ("PRIVATE", "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "xox", "eyJ", "://")
MARKS_OF_NAMES = ("secret", "SECRET", "password", "PASSWORD", "api_key", "API_KEY")
VALUES = {
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE" + r" KEY-----"),
    "cloud key": re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"),
    "token": re.compile(r"\b(gh[pousr]_[A-Za-z0-9]{36}|xox[baprs]-[\w-]{20,}|eyJ[\w-]{20,}\.eyJ)"),
    "password in an address": re.compile(
        rf"://(?!{MADE_UP})[^/\s:@\"']{{1,60}}:(?!{MADE_UP})[^/\s@\"']{{1,80}}@"
    ),
    "assigned secret": re.compile(
        rf"(?i)\b(cookie_secret|client_secret|password|api_key)\s*=\s*[\"'](?!{MADE_UP})[^\"']{{12,}}"
    ),
}


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name]


def test_no_file_of_the_tree_is_named_or_reads_like_a_secret():
    names = tracked()
    assert len(names) > 1000
    found = [name for name in names if NAMES.search(name)]
    for name in names:
        path = ROOT / name
        if path.is_symlink() or not path.is_file() or path.stat().st_size > 400_000:
            continue
        text = path.read_bytes().decode("utf-8", "ignore")
        if not any(mark in text for mark in MARKS + MARKS_OF_NAMES):
            continue
        found += [f"{name}: {kind}" for kind, value in VALUES.items() if value.search(text)]
    assert found == []


def test_what_the_search_looks_for_is_found():
    """The samples are put together here: written whole, they would be found themselves."""
    told = {
        "private key": "-----BEGIN RSA PRIVATE" + " KEY-----",
        "cloud key": "AKIA" + "ABCDEFGHIJKLMNOP",
        "token": "ghp_" + "a" * 36,
        "password in an address": "postgresql://" + "lagune:Zx81kq" + "@base/cartomut",
        "assigned secret": "client_secret" + ' = "' + "k3J9sl2P0qvW8" + '"',
    }
    assert {kind for kind, sample in told.items() if not VALUES[kind].search(sample)} == set()
    assert all(NAMES.search(name) for name in (".streamlit/secrets.toml", "a/b.pem", ".env"))
    assert not NAMES.search(".streamlit/secrets.example.toml")


def test_git_leaves_the_files_of_secrets_out():
    for name in (".streamlit/secrets.toml", "cartomut.toml"):
        left_out = subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, check=False)
        assert left_out.returncode == 0, name


def test_a_file_of_secrets_that_others_can_read_is_told(tmp_path):
    own, shared = tmp_path / "own.toml", tmp_path / "shared.toml"
    for path, mode in ((own, 0o600), (shared, 0o640)):
        path.write_text("x = 1", encoding="utf-8")
        path.chmod(mode)
    assert secret_files.readable_by_others([own, shared, tmp_path / "none"]) == [shared]


def test_a_sign_in_whose_cookies_could_be_forged_does_not_start(tmp_path):
    path = tmp_path / "secrets.toml"
    for secret in (
        'cookie_secret = "court"',
        "",
        f'cookie_secret = "{"ab" * 30}"',
        "cookie_secret = 1",
    ):
        path.write_text(f"[auth]\n{secret}\n", encoding="utf-8")
        with pytest.raises(Fault) as refused:
            secret_files.check_cookie_secret([path])
        assert "cookie_secret" in str(refused.value)
        assert "court" not in str(refused.value).replace("cookie_secret", "")
    long = "".join(chr(97 + rank % 26) for rank in range(48))
    for fine in (f'[auth]\ncookie_secret = "{long}"\n', "", "[autre]\nx = 1\n", "pas du TOML"):
        path.write_text(fine, encoding="utf-8")
        secret_files.check_cookie_secret([path, tmp_path / "none"])
