"""A reader's tab in headless Chromium: what goes over the wire, what is seen, and when.

Everything is pushed by the browser through the DevTools protocol, so that waiting for it costs the
page nothing. Times are seconds on the wall clock.
"""

import base64
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PROBE = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WINDOW = {"width": 1440, "height": 1000}
QUIET = 0.6  # seconds without a message after which nothing more is expected
STEP = 20  # milliseconds between two looks at what came in


class TooSlow(Exception):
    """What was waited for did not come within the cap."""


class NotMeasured(Exception):
    """The app failed instead of showing what was waited for."""


@dataclass(frozen=True)
class Mark:
    """Something seen on screen: its name, its value (a text or a count) and when."""

    name: str
    value: Any
    at: float


@dataclass(frozen=True)
class Message:
    """One message of the WebSocket, or one HTTP answer: its kind and its bytes."""

    kind: str
    size: int
    at: float


class Recorder:
    """Keeps what one tab received, sent and showed."""

    def __init__(self, session: CDPSession) -> None:
        self.marks: list[Mark] = []
        self.received: list[Message] = []
        self.sent: list[Message] = []
        self.http: list[Message] = []
        self.started = 0.0
        self.failed = False  # the page shows an exception
        self._offset = 0.0  # from the browser's monotonic clock to the wall clock
        session.on("Network.requestWillBeSent", self._on_request)
        session.on("Network.loadingFinished", self._on_answer)
        session.on("Network.webSocketFrameReceived", self._on_received)
        session.on("Network.webSocketFrameSent", self._on_sent)
        session.on("Runtime.bindingCalled", self._on_mark)

    def find(self, name: str, since: float, value: Any) -> list[Mark]:
        """List the marks of this name since a time; of this value, unless it is None."""
        return [
            mark
            for mark in self.marks
            if mark.name == name and mark.at >= since and value in (None, mark.value)
        ]

    def idle(self) -> bool:
        """Tell whether every run that began has ended, and nothing has come for a while."""
        if not self.received or time.time() - self.received[-1].at < QUIET:
            return False
        kinds = [message.kind for message in self.received]
        return kinds.count("new_session") <= kinds.count("script_finished")

    def _on_request(self, event: dict[str, Any]) -> None:
        self._offset = event["wallTime"] - event["timestamp"]
        self.started = self.started or event["wallTime"]

    def _on_answer(self, event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        self.http.append(Message("http", size, event["timestamp"] + self._offset))

    def _on_received(self, event: dict[str, Any]) -> None:
        self._keep(self.received, ForwardMsg(), event)

    def _on_sent(self, event: dict[str, Any]) -> None:
        self._keep(self.sent, BackMsg(), event)

    def _keep(
        self, messages: list[Message], parsed: ForwardMsg | BackMsg, event: dict[str, Any]
    ) -> None:
        payload = base64.b64decode(event["response"]["payloadData"])
        parsed.ParseFromString(payload)
        kind = parsed.WhichOneof("type") or ""
        self.failed |= (
            kind == "delta" and parsed.delta.new_element.WhichOneof("type") == "exception"
        )
        messages.append(Message(kind, len(payload), event["timestamp"] + self._offset))

    def _on_mark(self, event: dict[str, Any]) -> None:
        self.marks.append(Mark(**json.loads(event["payload"])))


class Tab:
    """A page in a fresh context, with its recorder and the most seconds to wait for anything."""

    def __init__(self, page: Page, recorder: Recorder, cap: float) -> None:
        self.page = page
        self.seen = recorder
        self._cap = cap

    def wait_for(self, name: str, since: float, value: Any = None) -> Mark:
        """Return the first mark of this name (and value) since a time, once it has come."""
        self._until(lambda: bool(self.seen.find(name, since, value)), name)
        return self.seen.find(name, since, value)[0]

    def settle(self) -> None:
        """Wait until the app has nothing more to say."""
        self.page.wait_for_timeout(QUIET * 1000)
        self._until(self.seen.idle, "idle")

    def _until(self, done: Callable[[], bool], what: str) -> None:
        limit = time.monotonic() + self._cap
        while not done():
            if self.seen.failed:
                raise NotMeasured(f"{self.page.url} shows an exception")
            if time.monotonic() > limit:
                raise TooSlow(what)
            self.page.wait_for_timeout(STEP)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Lend a headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def tab(browser: Browser, cap: float) -> Iterator[Tab]:
    """Lend a tab in a fresh context: empty cache, empty storage."""
    context = browser.new_context(viewport=WINDOW, locale="fr-FR")  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(cap * 1000)
    session = context.new_cdp_session(page)
    recorder = Recorder(session)
    for command in ("Network.enable", "Runtime.enable"):
        session.send(command)
    session.send("Runtime.addBinding", {"name": "repere"})
    page.add_init_script(PROBE)
    yield Tab(page, recorder, cap)
    context.close()
