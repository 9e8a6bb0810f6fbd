"""What stands around the server: nginx really passes pages and WebSockets; the rest keeps rules."""

import asyncio
import contextlib
import json
import re
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
import uvicorn
import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect

from cartomut.paths import ROOT
from cartomut.setting_faults import variable
from cartomut.settings import FILE, fields
from tests.nginx import program

DEPLOY = ROOT / "deploy"
IMAGE = re.compile(r"^[\w./-]+:[\w.-]*\d[\w.-]*$")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def backend(name: str):
    """Serve what tells which server answered, and what it was asked with."""

    async def page(request: Request) -> Response:
        told = {"server": name, "headers": dict(request.headers), "path": request.url.path}
        return PlainTextResponse(json.dumps(told) + " " * 5000)

    async def stream(socket: WebSocket) -> None:
        await socket.accept()
        with contextlib.suppress(Exception):
            while True:
                await socket.send_text(f"{name}:{await socket.receive_text()}")

    async def refused(_request: Request) -> Response:
        headers = {"x-content-type-options": "nosniff", "content-security-policy": "default-src x"}
        return PlainTextResponse("ok", headers=headers)

    routes = [Route("/protected", refused), WebSocketRoute("/_stcore/stream", stream)]
    routes.append(Route("/{rest:path}", page, methods=["GET", "PUT"]))
    port = free_port()
    made = uvicorn.Config(Starlette(routes=routes), port=port, log_level="error")
    server = uvicorn.Server(made)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    try:
        yield port
    finally:
        server.should_exit = True
        running.join(10)


def configured(folder: Path, upstream: list[int], port: int, plain: int) -> Path:
    """Write nginx's configuration as it is delivered, at the places and ports of this test."""
    tls = folder / "tls"
    tls.mkdir()
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
    paths = ["-keyout", str(tls / "privkey.pem"), "-out", str(tls / "fullchain.pem")]
    subprocess.run([*command.split(), *paths], check=True, capture_output=True)
    text = (DEPLOY / "nginx" / "cartomut.conf").read_text(encoding="utf-8")
    servers = "\n".join(f"server 127.0.0.1:{one};" for one in upstream)
    for pattern, by in {
        r"server cartomut:8501[^;]*;": servers,
        r"listen \[::\][^;]*;": "",
        r"listen 80;": f"listen 127.0.0.1:{plain};",
        r"listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        r"/etc/nginx/cartomut/tls": str(tls),
        r"/etc/nginx/cartomut": str(DEPLOY / "nginx"),
        r"/dev/stdout": str(folder / "access.log"),
        r"/dev/stderr": str(folder / "error.log"),
    }.items():
        text, count = re.subn(pattern, by, text)
        assert count, pattern
    kept = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{one}_temp_path {folder}/{one};" for one in kept)
    path = folder / "nginx.conf"
    path.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/main.log;\n"
        f"events {{}}\nhttp {{\n{temporary}\n{text}\n}}\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """Run nginx in front of two servers."""
    nginx = program("nginx")
    if not nginx:
        pytest.skip("nginx is not here; see tests/nginx.py")
    folder = tmp_path_factory.mktemp("nginx")
    port, plain = free_port(), free_port()
    with backend("one") as one, backend("two") as two:
        path = configured(folder, [one, two], port, plain)
        subprocess.run([nginx, "-t", "-q", "-c", path], check=True)
        running = subprocess.Popen([nginx, "-c", path])
        try:
            wait_for(port)
            yield port, plain, folder
        finally:
            running.terminate()
            running.wait(10)


def wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.05)


TRUSTING = ssl._create_unverified_context()


@dataclass(frozen=True)
class Answer:
    """What came back through nginx."""

    status: int
    headers: Message
    body: bytes

    def told(self) -> dict:
        return json.loads(self.body)


def ask(port: int, path: str, **headers: str) -> Answer:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return answered(urllib.request.Request(f"https://127.0.0.1:{port}{path}", headers=names))


def answered(request: urllib.request.Request) -> Answer:
    opener = urllib.request.build_opener(Stay, urllib.request.HTTPSHandler(context=TRUSTING))
    try:
        with opener.open(request, timeout=10) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return Answer(refused.code, refused.headers, refused.read())


class Stay(urllib.request.HTTPRedirectHandler):
    """Do not follow where an answer leads."""

    def redirect_request(self, *_arguments):
        return None


def test_pages_pass_with_who_asked_and_a_session_stays_on_its_server(proxy):
    port, _plain, _folder = proxy
    first = ask(port, "/carte?lang=fr", X_Forwarded_For="6.6.6.6", Host="cartomut.exemple.ci")
    told = first.told()
    assert (
        told["headers"]["x-forwarded-for"] == "127.0.0.1"
    )  # what a reader claims is not passed on
    assert told["headers"]["x-forwarded-proto"] == "https"
    assert told["headers"]["host"] == "cartomut.exemple.ci"
    assert told["path"] == "/carte"
    cookie = first.headers["set-cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    servers = set()
    for number in range(12):
        route = f"cartomut_route=reader{number}"
        same = {ask(port, "/", Cookie=route).told()["server"] for _ in range(3)}
        assert len(same) == 1
        servers |= same
    assert servers == {"one", "two"}
    assert ask(port, "/", Cookie="cartomut_route=a").headers["set-cookie"] is None


def test_websockets_pass_and_reach_the_server_of_the_session(proxy):
    port, _plain, _folder = proxy

    async def talk(route: str) -> str:
        address = f"wss://127.0.0.1:{port}/_stcore/stream"
        cookie = {"Cookie": f"cartomut_route={route}"}
        async with connect(address, ssl=TRUSTING, additional_headers=cookie) as stream:
            await stream.send("bonjour")
            return str(await stream.recv())

    for number in range(6):
        route = f"reader{number}"
        answered = asyncio.run(talk(route)).partition(":")
        page = ask(port, "/", Cookie=f"cartomut_route={route}").told()
        assert (answered[0], answered[2]) == (page["server"], "bonjour")


def test_answers_are_compressed_protected_once_and_logged_without_parameters(proxy):
    port, plain, folder = proxy
    assert ask(port, "/x", Accept_Encoding="gzip").headers["content-encoding"] == "gzip"
    own = ask(port, "/protected").headers
    assert own.get_all("x-content-type-options") == ["nosniff"]
    assert own.get_all("content-security-policy") == ["default-src x"]
    assert own["strict-transport-security"]
    hidden = ask(port, "/_stcore/metrics")
    assert (hidden.status, hidden.headers["x-content-type-options"]) == (404, "nosniff")
    ask(port, "/carte?acces=jeton-secret", Referer="https://x/?acces=jeton-secret")
    moved = answered(urllib.request.Request(f"http://127.0.0.1:{plain}/carte?lang=fr"))
    assert (moved.status, moved.headers["location"][:8]) == (308, "https://")
    time.sleep(0.1)
    logged = (folder / "access.log").read_text()
    assert "/carte" in logged
    assert "jeton" not in logged + (folder / "error.log").read_text()
    assert all(json.loads(line)["etat"] for line in logged.splitlines())


def instructions() -> list[tuple[str, str]]:
    """Read the Dockerfile: each instruction with its words, in order."""
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    joined = text.replace("\\\n", " ")
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


def test_the_image_is_pinned_runs_as_nobody_in_particular_and_holds_no_secret():
    """No engine builds it here: these are the rules that can be read."""
    read = instructions()
    arguments = dict(words.split("=", 1) for kind, words in read if kind == "ARG")
    kinds = [kind for kind, _words in read]
    by_kind = dict(read)  # the last of each
    froms = [words.split()[0] for kind, words in read if kind == "FROM"]
    assert len(set(froms)) == 1
    assert froms[0] == "${BASE}"
    assert re.fullmatch(r"python:3\.11\.\d+-slim-bookworm", arguments["BASE"])
    assert by_kind["USER"] == "10001:10001"
    assert kinds.index("USER") < kinds.index("ENTRYPOINT")
    assert json.loads(by_kind["VOLUME"]) == ["/var/lib/cartomut", "/app/static/carte"]
    assert "cartomut" in by_kind["HEALTHCHECK"]
    assert "ADD" not in kinds
    installs = [words for kind, words in read if kind == "RUN" and "pip install" in words]
    assert all("--only-binary=:all:" in one and "requirements.txt" in one for one in installs)
    everything = " ".join(words for _kind, words in read).lower()
    assert not re.search(r"secret|password|token|chmod 777|sudo|curl|wget", everything)
    start = json.loads(by_kind["ENTRYPOINT"])[-1].removeprefix("/app/")
    assert (ROOT / start).is_file()
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert kept[1] == "*"
    named = [one[1:].rstrip("/") for one in kept if one.startswith("!") and "*" not in one]
    assert [one for one in named if not (ROOT / one).exists()] == []
    tracked = {"app.py", "cartomut", "pages", "queries", "static", "data/contrats", start}
    assert tracked <= set(named)
    assert not any("secrets" in one for one in named)


def test_the_services_are_pinned_closed_and_take_their_secrets_from_outside():
    whole = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    services = yaml.safe_load(whole)["services"]
    wrong = []
    for name, one in services.items():
        if name != "cartomut" and not IMAGE.fullmatch(one["image"]):
            wrong.append((name, "image"))
        if one.get("cap_drop") != ["ALL"] or "no-new-privileges:true" not in one["security_opt"]:
            wrong.append((name, "rights"))
        if not one["read_only"] and name != "keycloak":
            wrong.append((name, "file system"))
        if "privileged" in one or (name != "nginx" and "ports" in one):
            wrong.append((name, "open"))
        for volume in one.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./") and not (DEPLOY / source).exists():
                wrong.append((name, source))
    assert wrong == []
    needed = set(re.findall(r"\$\{(\w+):\?\}", whole))
    given = (DEPLOY / "env.exemple").read_text(encoding="utf-8")
    assert needed == set(re.findall(r"^(\w+)=$", given, re.MULTILINE))
    assert not re.search(r"(?i)(password|mot_de_passe|secret)\w*: *[\"']?[A-Za-z0-9]{4,}", whole)
    realm = json.loads((DEPLOY / "keycloak" / "cartomut.json").read_text(encoding="utf-8"))
    assert [one["secret"] for one in realm["clients"]] == ["${CARTOMUT_SECRET_CLIENT}"]


def test_what_is_deployed_names_only_settings_that_exist():
    known = {FILE, *map(variable, fields())}
    own = set(re.findall(r"^(CARTOMUT_\w+)=", (DEPLOY / "env.exemple").read_text(), re.MULTILINE))
    named = {
        (path.name, one)
        for path in DEPLOY.rglob("*")
        if path.is_file() and path.name != "cartomut.json"
        for one in re.findall(r"\bCARTOMUT_[A-Z_]+\b", path.read_text(encoding="utf-8"))
    }
    assert {pair for pair in named if pair[1] not in known | own} == set()


@pytest.mark.skipif(not program("systemd-analyze"), reason="systemd is not here")
def test_the_units_are_sound_and_little_exposed(tmp_path):
    exposed = {}
    for path in sorted((DEPLOY / "systemd").glob("cartomut*")):
        text = path.read_text(encoding="utf-8")
        for missing in ("/opt/cartomut/.venv/bin/python", "/usr/bin/find"):
            text = text.replace(missing, "/bin/true")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    units = sorted(str(path) for path in tmp_path.iterdir())
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        check=False,
        capture_output=True,
        text=True,
    )
    told = [line for line in verified.stderr.splitlines() if str(tmp_path) in line]
    assert told == []
    for unit in [one for one in units if one.endswith(".service")]:
        command = ["systemd-analyze", "security", "--offline=true", "--no-pager", unit]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        exposed[unit] = float(re.search(r"exposure level for .*: ([\d.]+)", done.stdout)[1])
    assert max(exposed.values()) <= 2.0


def test_the_start_script_delivers_what_comes_with_the_application_and_nothing_else(tmp_path):
    app, data = tmp_path / "app", tmp_path / "data"
    for name in ("reference", "publie", "demonstration"):
        (app / "data" / name).mkdir(parents=True)
        (app / "data" / name / "table.csv").write_text(f"{name} 2\n")
    (app / "deploy").mkdir()
    script = app / "deploy" / "demarrer.sh"
    script.write_bytes((DEPLOY / "demarrer.sh").read_bytes())
    (data / "publie").mkdir(parents=True)
    (data / "publie" / "old.csv").write_text("1\n")
    (data / "editions").mkdir()
    (data / "editions" / "journal.csv").write_text("kept\n")
    (tmp_path / "python").write_text("#!/bin/sh\necho built; exit 1\n")
    (tmp_path / "python").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "CARTOMUT_DATA": str(data)}
    for _ in range(2):
        command = ["/bin/sh", str(script), "echo", "started"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert done.stdout.split() == ["built", "started"]
        assert "cartomut build: 1" in done.stderr
        found = sorted(
            path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()
        )
        assert found == [
            "demonstration/table.csv",
            "editions/journal.csv",
            "publie/table.csv",
            "reference/table.csv",
        ]
