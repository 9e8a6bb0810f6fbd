"""The files that hold secrets: who else on this computer may read them, and the cookie's secret."""

import os
import stat
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from cartomut.setting_faults import Fault

SHORTEST = 32  # characters; a shorter one can be guessed, and with it anybody's cookie be written
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def readable_by_others(paths: Iterable[Path]) -> list[Path]:
    """Return the files that others than their owner may read or write; none on Windows."""
    if os.name == "nt":
        return []
    return [path for path in paths if path.is_file() and path.stat().st_mode & _OTHERS]


def check_cookie_secret(paths: Iterable[Path]) -> None:
    """Refuse a sign-in whose cookies could be forged.

    Raises
    ------
    Fault
        When a file with ``[auth]`` has no ``cookie_secret``, or a short one; it is not told.
    """
    faults = list(_short(paths))
    if faults:
        raise Fault(faults)


def _short(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    make = 'python -c "import secrets; print(secrets.token_urlsafe(48))"'
    for path in paths:
        auth = _read(path).get("auth")
        if not isinstance(auth, dict) or _is_long(auth.get("cookie_secret")):
            continue
        french = f"{path} : cookie_secret manque ou a moins de {SHORTEST} signes variés ; qui le"
        english = f"{path}: cookie_secret is missing or has fewer than {SHORTEST} varied signs; who"
        yield (
            f"{french} devine se connecte à la place d'un autre. En faire un : {make}",
            f"{english}ever guesses it signs in as somebody else. Make one: {make}",
        )


def _is_long(secret: object) -> bool:
    return isinstance(secret, str) and len(secret) >= SHORTEST and len(set(secret)) >= 10


def _read(path: Path) -> dict[str, object]:
    """Read a file of secrets; Streamlit itself says what is wrong with one that cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
