"""Keeps the token of a reading link for the browser that opened it, out of the page's own reach.

The token leaves the address at the first run, so that nothing shared can hold it; whoever loads the
page again would then be the public. The answer that brings the page therefore sets it as a cookie
that no script reads and no other website sends. Its worth is checked at every run, as that of an
address is: it is the link that expires or is taken back, not the cookie.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from cartomut.protection import Application, Message, Receive, Send

TOKEN = "acces"  # the query parameter of a link that reads
COOKIE = "cartomut_lecture"
_WRITTEN = re.compile(r"[\w-]{20,100}", re.ASCII)
_RULES = "Path=/; HttpOnly; SameSite=Strict"  # no age: it goes when the browser is closed
_GONE = f"{COOKIE}=; {_RULES}; Max-Age=0"


@dataclass(frozen=True)
class KeptLink:
    """A server whose pages keep the link that they were opened with; an empty one lets go of it."""

    app: Application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request; only a page that is asked for with a token sets a cookie."""
        cookie = _cookie(scope)
        if not cookie:
            await self.app(scope, receive, send)
            return

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                added = (b"set-cookie", cookie.encode())
                message["headers"] = [*message.get("headers", []), added]
            await send(message)

        await self.app(scope, receive, with_cookie)


def _cookie(scope: Message) -> str:
    """Write the cookie that a request asks for; empty when it asks for none."""
    if scope["type"] != "http" or scope.get("method") != "GET":
        return ""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    token = asked.get(TOKEN, [None])[-1]
    if token is None:
        return ""
    return f"{COOKIE}={token}; {_RULES}" if _WRITTEN.fullmatch(token) else _GONE


def _is_page(message: Message) -> bool:
    headers = {name.lower(): value for name, value in message.get("headers", [])}
    kind = headers.get(b"content-type", b"")
    return bool(message["status"] == 200 and kind.startswith(b"text/html"))
