"""What stands around the application's server: its protection, and the cookie of a reading link."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from pathlib import Path

from starlette.middleware import Middleware

from cartomut import __version__, limiting, link_cookie, logs, protection, secret_files
from cartomut.setting_texts import unknown_variables
from cartomut.settings import place, settings

Place = AbstractContextManager[bool]  # room kept for a file, or none


def start(address: str | None, secrets: Iterable[str] = ()) -> None:
    """Log as the settings say, from the first line on; look at the files that hold secrets.

    Raises
    ------
    Fault
        When the sign-in's cookies could be forged: the server does not start.
    """
    logs.start()
    kept = [Path(path) for path in secrets]
    secret_files.check_cookie_secret(kept)
    for path in secret_files.readable_by_others([*kept, *filter(None, [place()])]):
        logs.warn("fichier lisible par d'autres", fichier=path, remede=f"chmod 600 {path}")
    logs.say("démarrage", version=__version__, adresse=address or "toutes")
    for name, near in unknown_variables():
        logs.warn("variable inconnue", nom=name, proche=near)
    if settings().partage != "local":
        from cartomut.sharing import follow  # slow to import; only where editions are shared

        follow.begin()


def middleware(
    address: str | None,
    room: Callable[[str, int | None], Place] = lambda *_: nullcontext(True),
    refused: Callable[[str, float], object] = lambda *_: None,
) -> list[Middleware]:
    """Return what every request passes through.

    ``address`` is the one the server listens on; ``room`` keeps room in memory for a file of a
    session; ``refused`` is told which session's file was not taken, and in how many seconds it may
    be brought again, 0 when memory has no room for it.
    """
    chosen = settings()
    local = protection.LOOPBACK if protection.is_loopback(address or "") else ()
    return [
        Middleware(
            protection.Protected,
            policy=protection.policy(chosen.cadres, protection.scripts_of(shell())),
            hosts=chosen.hotes or local,
            wait=_wait_to_bring,
            room=room,
            refused=refused,
        ),
        Middleware(link_cookie.KeptLink),  # inside, so that its cookie is made secure too
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
