"""A reader without a browser: Streamlit's own messages over its WebSocket, as the page sends them.

Only what a run answers is read: no map is drawn, no chart is painted. Nothing but this machine is
ever asked.
"""

import asyncio
import hashlib
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

LOCAL = "127.0.0.1"
LARGEST = 64 * 2**20  # bytes of one message
OLDEST = 2  # runs for which a page keeps a message that was not used again
EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN
BUSY = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")  # a moment of the day is no figure


class Failed(Exception):
    """A reader met an error: an exception on the page, a connection that closed, no answer."""


@dataclass
class Answer:
    """What one run sent: seconds until the last message, bytes, and what it shows."""

    seconds: float
    size: int
    shown: dict[str, str] = field(default_factory=dict)  # kind and place → text

    def digest(self) -> str:
        """Hash the figures shown, whatever the order in which they came."""
        kept = sorted(f"{place} {BUSY.sub('', text)}" for place, text in self.shown.items())
        return hashlib.sha256("\n".join(kept).encode()).hexdigest()[:16]

    def text(self) -> str:
        """Return all that is shown as one text."""
        return "\n".join(self.shown.values())


class Reader:
    """One session: its address, the state of its widgets, and what stands on its page."""

    def __init__(self, port: int, socket: ClientConnection, locale: str, patience: float) -> None:
        self._port, self._socket = port, socket
        self._locale, self._patience = locale, patience
        self._query, self._page, self._hash = "", "", ""
        self._pages: dict[str, str] = {}
        self._elements: dict[tuple[int, ...], tuple[str, Element]] = {}
        self._states: dict[str, Any] = {}
        self._kept: dict[str, tuple[bytes, int]] = {}  # what need not come again, and its last run
        self._session, self._runs, self._asked = "", 0, 0
        self.think: Callable[[], float] = float  # seconds before each step; none unless told

    @classmethod
    async def open(cls, port: int, locale: str = "en-US", patience: float = 120) -> Self:
        """Connect as a page does."""
        socket = await connect(
            f"ws://{LOCAL}:{port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=LARGEST,
            compression=None,
            ping_interval=None,
            open_timeout=patience,
        )
        return cls(port, socket, locale, patience)

    async def close(self) -> None:
        """Leave, as a closed tab does."""
        await self._socket.close()

    async def goto(self, page: str, query: str = "") -> Answer:
        """Open a page of the app by its address and its parameters, or follow a link to it."""
        known = self._pages.get(page, "")
        self._query, self._page, self._hash = query, page, known
        self._states.clear()
        return await self._run()

    async def choose(self, key: str, value: str | list[str]) -> Answer:
        """Choose an option of the widget with this key."""
        return await self._use(key, value)

    async def press(self, key: str) -> Answer:
        """Press the button with this key."""
        return await self._use(key, None)

    async def press_labelled(self, label: str) -> Answer:
        """Press the first button with this label."""
        for element in self._shown("button"):
            if element.button.label == label:
                return await self._use(element.button.id, None)
        raise Failed(f"no button {label!r} on the page")

    def buttons(self) -> list[str]:
        """List the labels of the buttons on the page."""
        return [one.button.label for one in self._shown("button")]

    async def again(self) -> Answer:
        """Run the page again as it stands."""
        return await self._run()

    async def follow(self, label: str) -> Answer:
        """Follow the first link of the page with this label."""
        for element in self._shown("page_link"):
            if element.page_link.label == label:
                self._query = element.page_link.query_string
                self._hash = element.page_link.page_script_hash
                self._states.clear()
                return await self._run()
        raise Failed(f"no link {label!r} on the page")

    async def download(self, key: str) -> bytes:
        """Take the file of the download button with this key."""
        for element in self._shown("download_button"):
            button = element.download_button
            if button.id.endswith(f"-{key}"):
                address = button.url or await self._made(button.deferred_file_id)
                return await asyncio.to_thread(self._take, address)
        raise Failed(f"no download {key!r} on the page")

    def has(self, key: str) -> bool:
        """Tell whether the page has a widget with this key."""
        return self._widget(key) is not None

    def options(self, key: str) -> list[str]:
        """List the options of the selectbox with this key."""
        found = (one.selectbox for one in self._shown("selectbox"))
        return next((list(one.options) for one in found if one.id.endswith(f"-{key}")), [])

    def text(self) -> str:
        """Return what stands on the page."""
        return "\n".join(text for _place, text in self._read())

    def _shown(self, kind: str) -> Iterator[Element]:
        found = (one for _run, one in self._elements.values())
        return (one for one in found if one.WhichOneof("type") == kind)

    def _widget(self, key: str) -> str | None:
        for _run, element in self._elements.values():
            kind = element.WhichOneof("type")
            name = str(getattr(getattr(element, kind), "id", "")) if kind else ""
            if name == key or name.endswith(f"-{key}"):
                return name
        return None

    async def _use(self, key: str, value: Any) -> Answer:
        name = self._widget(key)
        if name is None:
            raise Failed(f"no widget {key!r} on the page")
        self._states[name] = value
        try:
            return await self._run()
        finally:
            if value is None:  # a press holds for one run
                self._states.pop(name, None)

    async def _run(self) -> Answer:
        await asyncio.sleep(self.think())
        start, size, wanted = time.perf_counter(), 0, 1
        await self._socket.send(self._request().SerializeToString())
        run = ""
        try:
            async with asyncio.timeout(self._patience):
                while wanted:
                    message, length = await self._next()
                    size += length
                    kind = message.WhichOneof("type")
                    run = message.metadata.run.script_run_id or run
                    if kind == "script_finished":
                        wanted -= message.script_finished != EARLY
                    else:
                        self._take_in(message, str(kind), run)
        except TimeoutError as late:
            raise Failed(f"no answer within {self._patience:g} s") from late
        except ConnectionClosed as closed:
            raise Failed(f"disconnected: {closed}") from closed
        taken = time.perf_counter() - start
        self._forget(run)
        return Answer(taken, size, dict(self._read()))

    def _forget(self, run: str) -> None:
        """Let go of what the run no longer shows, and of messages unused for too long."""
        self._elements = {place: one for place, one in self._elements.items() if one[0] == run}
        self._runs += 1
        self._kept = {key: one for key, one in self._kept.items() if one[1] >= self._runs - OLDEST}

    def _request(self) -> BackMsg:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_script_hash = self._query, self._hash
        state.page_name = "" if self._hash else self._page
        state.cached_message_hashes.extend(self._kept)
        context = state.context_info
        context.timezone, context.locale, context.color_scheme = "UTC", self._locale, "light"
        context.url = f"http://{LOCAL}:{self._port}/{self._page}"
        for name, value in self._states.items():
            one = state.widget_states.widgets.add()
            one.id = name
            if value is None:
                one.trigger_value = True
            elif isinstance(value, list):
                one.string_array_value.data.extend(value)
            else:
                one.string_value = value
        return asked

    async def _next(self) -> tuple[ForwardMsg, int]:
        """Receive a message; one that the reader has already is put in the place of its name."""
        received = await self._socket.recv()
        if isinstance(received, str):
            raise Failed("a text where a message was expected")
        message = ForwardMsg.FromString(received)
        if message.WhichOneof("type") == "ref_hash":
            content, _run = self._kept[message.ref_hash]
            self._kept[message.ref_hash] = (content, self._runs)
            whole = ForwardMsg.FromString(content)
            whole.metadata.CopyFrom(message.metadata)
            return whole, len(received)
        if message.metadata.cacheable:
            self._kept[message.hash] = (received, self._runs)
        return message, len(received)

    def _take_in(self, message: ForwardMsg, kind: str, run: str) -> None:
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                raise Failed(f"{element.exception.type}: {element.exception.message}")
            self._elements[tuple(message.metadata.delta_path)] = (run, element)
        elif kind == "new_session":
            self._session = message.new_session.initialize.session_id
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "navigation":
            self._hash = message.navigation.page_script_hash
            self._pages = {
                ("" if one.is_default else one.url_pathname): one.page_script_hash
                for one in message.navigation.app_pages
            }

    def _read(self) -> Iterator[tuple[str, str]]:
        """Read what stands on the page: texts, figures, rows; not the widgets."""
        for place, (_run, element) in self._elements.items():
            kind = element.WhichOneof("type")
            where = f"{kind} {place}"
            if kind == "markdown":
                yield where, element.markdown.body
            elif kind == "heading":
                yield where, element.heading.body
            elif kind == "metric":
                yield where, f"{element.metric.label}: {element.metric.body}"
            elif kind == "alert":
                yield where, element.alert.body
            elif kind == "toast":
                yield where, element.toast.body
            elif kind == "html":
                yield where, element.html.body
            elif kind == "plotly_chart":
                yield where, element.plotly_chart.spec
            elif kind == "dataframe":
                yield where, hashlib.sha256(element.dataframe.arrow_data.data).hexdigest()

    async def _made(self, file: str) -> str:
        """Ask for a file that is made when it is wanted; returns its address."""
        self._asked += 1
        asked = BackMsg()
        asked.backend_operation_request.request_id = name = f"file-{self._asked}"
        asked.backend_operation_request.session_id = self._session
        asked.backend_operation_request.deferred_file.file_id = file
        await self._socket.send(asked.SerializeToString())
        async with asyncio.timeout(self._patience):
            while True:
                message, _size = await self._next()
                answer = message.backend_operation_response
                if answer.request_id == name:
                    if answer.error_msg:
                        raise Failed(answer.error_msg)
                    return answer.deferred_file.url

    def _take(self, address: str) -> bytes:
        whole = f"http://{LOCAL}:{self._port}{address}"
        with urllib.request.urlopen(whole, timeout=self._patience) as answer:
            return bytes(answer.read())
