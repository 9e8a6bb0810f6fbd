"""What the server tells browsers to refuse, and whom it answers: headers, policy, host names.

Streamlit sets none of these headers. The middleware stands around the whole server, so that its
pages, its static files, its downloads and its refusals all carry them.
"""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

LOOPBACK = ("localhost", "127.0.0.1", "::1")
MAP = "/component/streamlit_folium."
WRITTEN_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
UPLOAD = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/")
_REFUSED = (
    "421: ce nom d'hôte n'est pas servi ; voir CARTOMUT_HOTES dans README.md.\n"
    "421: this host name is not served; see CARTOMUT_HOTES in README.md.\n"
)

_TOO_MANY = (
    "429: trop de fichiers apportés en une minute.\n429: too many files brought within a minute.\n"
)

_NO_ROOM = (
    "507: le serveur garde déjà trop de fichiers apportés ; réessayer plus tard.\n"
    "507: the server already keeps too many files brought; try again later.\n"
)

# What a browser may never do with a page of ours, whatever the page.
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": ", ".join(
        f"{power}=()"
        for power in (
            "accelerometer",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    ),
    "x-permitted-cross-domain-policies": "none",
}

SECURE = {"strict-transport-security": "max-age=31536000"}  # only said over HTTPS, as it must be


def scripts_of(page: str) -> tuple[str, ...]:
    """Return the policy's sources of the scripts that stand written in a page of HTML."""
    return tuple(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in WRITTEN_SCRIPT.findall(page)
    )


def policy(frames: Sequence[str], scripts: Iterable[str] = ()) -> str:
    """Write the policy of the application's own pages.

    ``frames`` are the websites that may show a page in a frame, ``scripts`` the hashes of what
    Streamlit's page holds. Streamlit sets styles in place, and gives a component's module to the
    browser as a ``blob:``; only code that already runs can make one.
    """
    return _written(
        {
            "default-src": ("'self'",),
            "script-src": ("'self'", "blob:", *scripts),
            "style-src": ("'self'", "'unsafe-inline'"),
            "img-src": ("'self'", "data:", "blob:"),
            "font-src": ("'self'", "data:"),
            "media-src": ("'self'", "data:", "blob:"),
            "connect-src": ("'self'", "data:", "blob:"),
            "worker-src": ("'self'", "blob:"),
            "frame-src": ("'self'",),
            "object-src": ("'none'",),
            "base-uri": ("'self'",),
            "form-action": ("'self'",),
            "frame-ancestors": ("'self'", *frames),
        }
    )


def map_policy() -> str:
    """Write the policy of the map's frame.

    streamlit-folium receives its map as a text and evaluates it: inside this one frame, scripts in
    place must run. The frame reaches no other host, and no other website may show it.
    """
    return _written(
        {
            "default-src": ("'none'",),
            "script-src": ("'self'", "'unsafe-inline'", "'unsafe-eval'"),
            "style-src": ("'self'", "'unsafe-inline'"),
            "img-src": ("'self'", "data:", "blob:"),
            "font-src": ("'self'", "data:"),
            "connect-src": ("'self'",),
            "base-uri": ("'none'",),
            "form-action": ("'none'",),
            "frame-ancestors": ("'self'",),
        }
    )


def _written(rules: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def is_loopback(address: str) -> bool:
    """Tell whether an address to listen on is reached from this computer alone."""
    return address.strip("[]").lower() in LOOPBACK or address.startswith("127.")


def host_name(host: str) -> str:
    """Return the name in a ``Host`` header, without its port; empty when it is none."""
    found = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+)(:\d{1,5})?", host.strip(), re.ASCII)
    return found[1].strip("[]").lower().rstrip(".") if found else ""


@dataclass(frozen=True)
class Protected:
    """A server behind its headers.

    ``hosts`` are the names it answers to, empty for any; ``wait`` takes a session that brings a
    file and returns the seconds until it may, 0 for now; ``room`` keeps room in memory for so many
    bytes of a session as long as they come, and gives False when there is none. Streamlit keeps
    every file that it is brought in memory, whoever brings it. ``refused`` is told of a session
    whose file is not taken.

    Without that list a website can give its own name the address of this computer, and read what
    only this computer's reader may (DNS rebinding).
    """

    app: Application
    policy: str
    hosts: Sequence[str] = ()
    wait: Callable[[str], float] = lambda _session: 0.0
    room: Callable[[str, int | None], AbstractContextManager[bool]] = lambda *_: nullcontext(True)
    refused: Callable[[str, float], object] = lambda *_: None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it when it asks for a host that is not ours."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not self._serves(scope):
            await _refuse(scope, send)
        elif session := _brings(scope):
            await self._take(session, scope, receive, self._adding(scope, send))
        else:
            await self.app(scope, receive, self._adding(scope, send))

    async def _take(self, session: str, scope: Message, receive: Receive, send: Send) -> None:
        """Take a file in, unless its session brings too many or memory has no room for it."""
        if seconds := self.wait(session):
            self.refused(session, seconds)
            retry = (b"retry-after", str(int(seconds) + 1).encode())
            await _answer(send, 429, _TOO_MANY, retry)
            return
        with self.room(session, _size(scope)) as fits:
            if fits:
                await self.app(scope, receive, send)
                return
        self.refused(session, 0.0)
        await _answer(send, 507, _NO_ROOM)

    def _serves(self, scope: Message) -> bool:
        if not self.hosts:
            return True
        asked = next((value for name, value in scope["headers"] if name == b"host"), b"")
        name = host_name(asked.decode("latin-1"))
        return is_loopback(name) or any(_matches(name, host) for host in self.hosts)

    def _adding(self, scope: Message, send: Send) -> Send:
        policy = map_policy() if MAP in scope.get("path", "") else self.policy
        secure = is_encrypted(scope)
        made = "/media/" in scope.get("path", "")
        ours = ALWAYS | {"content-security-policy": policy} | (SECURE if secure else {})
        ours |= {"cache-control": "no-store"} if made else {}

        async def with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept"):
                sent = [_cookie(pair, secure) for pair in message.get("headers", [])]
                kept = [pair for pair in sent if pair[0].decode("latin-1").lower() not in ours]
                added = [(name.encode(), value.encode()) for name, value in ours.items()]
                message["headers"] = [*kept, *added]
            await send(message)

        return with_headers


def _brings(scope: Message) -> str:
    """Return the session that brings a file by this request; empty when none does."""
    found = UPLOAD.search(scope.get("path", ""))
    brings = scope["type"] == "http" and scope.get("method") == "PUT"
    return found["session"] if found and brings else ""


def _size(scope: Message) -> int | None:
    """Return the bytes that a request says it brings; None when it does not say."""
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(said) if said.isdigit() else None


def is_encrypted(scope: Message) -> bool:
    """Tell whether the browser asked in HTTPS, here or of the server in front of this one."""
    forwarded = [value for name, value in scope["headers"] if name == b"x-forwarded-proto"]
    return scope.get("scheme") in ("https", "wss") or b"https" in forwarded


def _cookie(pair: tuple[bytes, bytes], secure: bool) -> tuple[bytes, bytes]:
    """Keep a cookie of an encrypted page from ever being sent in the clear."""
    name, value = pair
    if not secure or name.lower() != b"set-cookie" or b"; secure" in value.lower():
        return pair
    return name, value + b"; Secure"


def _matches(name: str, host: str) -> bool:
    host = host.strip().lower().rstrip(".")
    return name == host or (host.startswith("*.") and name.endswith(host[1:]))


async def _refuse(scope: Message, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    own = [(name.encode(), value.encode()) for name, value in ALWAYS.items()]
    await _answer(send, 421, _REFUSED, *own)


async def _answer(send: Send, status: int, text: str, *headers: tuple[bytes, bytes]) -> None:
    told = [(b"content-type", b"text/plain; charset=utf-8"), *headers]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": text.encode()})
