"""A real server and a real browser, with every request to another host written down."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Frame, Page, sync_playwright

from cartomut import paths
from tests import chromium

ROOT = Path(__file__).parents[2]
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Server:
    """A CartoMut on this machine; ``log`` is what it wrote."""

    address: str
    process: subprocess.Popen
    log: Path
    folder: Path = ROOT


@dataclass
class Visit:
    """A page of the app in the browser, and what it asked of other hosts."""

    page: Page
    server: Server
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open an address of the app and wait until its page has run."""
        self.page.goto(self.server.address + path)
        try:
            self.page.wait_for_selector("h1", timeout=120_000)
        except Exception as failure:
            raise AssertionError(
                f"{path} shows no title; the server wrote:\n{self.server.log.read_text()[-3000:]}"
            ) from failure
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the script has ended and no element is waiting for its turn."""
        self.page.wait_for_timeout(300)
        self.page.wait_for_function(
            "() => document.querySelector('.stApp')"
            "?.getAttribute('data-test-script-state') === 'notRunning'",
            timeout=60_000,
        )

    def map(self) -> Frame:
        """Return the map's frame once it has drawn."""
        return self.maps(1)[0]

    def maps(self, count: int) -> list[Frame]:
        """Return the frames of the page's maps, in order, once that many have drawn."""
        for _attempt in range(150):
            drawn = [
                frame
                for frame in self.page.frames
                if "streamlit_folium" in frame.url and frame.evaluate("!!window.CARTOMUT_CARTE")
            ]
            if len(drawn) >= count:
                return drawn
            self.page.wait_for_timeout(200)
        raise AssertionError(f"{count} maps have not drawn within 30 seconds")


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(log: Path, port: int = 0, **environment: str) -> Server:
    """Start a server, on a free port unless one is given, and wait until it is healthy."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=output, stderr=output
        )
    address = f"http://127.0.0.1:{port}"
    for _attempt in range(300):
        try:
            with urlopen(f"{address}/_stcore/health", timeout=1):
                return Server(address, process, log)
        except OSError:
            time.sleep(0.2)
    process.kill()
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


def stop(server: Server) -> None:
    """End a server."""
    server.process.terminate()
    server.process.wait(timeout=20)


@pytest.fixture(scope="session", autouse=True)
def _typed_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What these tests type is in a file of theirs: the checkout's is read by tests beside them."""
    typed = tmp_path_factory.mktemp("typed") / "operations.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARTOMUT_OPERATIONS", str(typed))
        patch.setattr(paths, "OPERATIONS", typed)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = chromium.path()
    assert found, chromium.ADVICE
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start(tmp_path_factory.mktemp("server") / "log.txt")
    yield running
    stop(running)


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    with visiting(browser, server) as opened:
        yield opened


def visiting(browser: Browser, server: Server, **context: object) -> "Visiting":
    """Open a fresh browser context on a server."""
    return Visiting(browser, server, context)


class Visiting:
    """A browser context that lasts as long as the ``with`` block."""

    def __init__(self, browser: Browser, server: Server, options: dict) -> None:
        size = {"width": 1440, "height": 1000}
        self._context = browser.new_context(**({"viewport": size, "locale": "fr-FR"} | options))
        self._context.set_default_timeout(60_000)  # two browsers and two servers on two cores
        self._visit = Visit(self._context.new_page(), server)
        self._visit.page.on("request", self._note)
        self._visit.page.on("pageerror", lambda error: self._visit.errors.append(str(error)))
        self._visit.page.on("console", self._hear)

    def __enter__(self) -> Visit:
        return self._visit

    def __exit__(self, *_exception: object) -> None:
        self._context.close()

    def _hear(self, message) -> None:
        """Keep what the browser refuses under the content policy, in any frame."""
        if "Content Security Policy" in message.text:
            self._visit.errors.append(message.text)

    def _note(self, request) -> None:
        parts = urlsplit(request.url)
        own = parts.netloc == urlsplit(self._visit.server.address).netloc
        if parts.scheme in ("http", "https", "ws", "wss") and not own:
            self._visit.outside.append(request.url)


Waiter = Callable[[Visit], None]
