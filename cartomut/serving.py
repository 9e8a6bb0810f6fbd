"""What stands around the application's server: the protection of ``cartomut.protection``."""

from importlib.util import find_spec
from pathlib import Path

from starlette.middleware import Middleware

from cartomut import __version__, limiting, logs, protection
from cartomut.setting_texts import unknown_variables
from cartomut.settings import settings


def start(address: str | None) -> None:
    """Log as the settings say, from the first line on."""
    logs.start()
    logs.say("démarrage", version=__version__, adresse=address or "toutes")
    for name, near in unknown_variables():
        logs.warn("variable inconnue", nom=name, proche=near)


def middleware(address: str | None) -> list[Middleware]:
    """Return what every request passes through; ``address`` is the one the server listens on."""
    chosen = settings()
    local = protection.LOOPBACK if protection.is_loopback(address or "") else ()
    return [
        Middleware(
            protection.Protected,
            policy=protection.policy(chosen.cadres, protection.scripts_of(shell())),
            hosts=chosen.hotes or local,
            wait=_wait_to_bring,
        )
    ]


def _wait_to_bring(session: str) -> float:
    """Return the seconds until this session may bring one more file."""
    try:
        limiting.UPLOADS.take(session)
    except limiting.TooMany as refused:
        return refused.seconds
    return 0.0


def shell() -> str:
    """Return Streamlit's own page, which loads the application in the browser."""
    found = find_spec("streamlit")
    assert found
    assert found.origin
    return (Path(found.origin).parent / "static" / "index.html").read_text(encoding="utf-8")
