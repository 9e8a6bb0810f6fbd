"""What every answer of the server tells browsers to refuse, and whom it answers."""

import asyncio
import base64
import hashlib

from cartomut import link_cookie, protection, serving
from cartomut.limiting import Room

PAGE = b"<h1>CartoMut</h1>"


async def application(_scope, _receive, send):
    headers = [(b"set-cookie", b"_xsrf=1; Path=/"), (b"referrer-policy", b"unsafe-url")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": PAGE})


async def page(_scope, _receive, send):
    headers = [(b"content-type", b"text/html; charset=utf-8")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": PAGE})


def cookie(query, *, inner=page, method="GET", headers=()):
    """Return the cookie that a page asked for with this query sets, as the whole server answers."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": "/sante", "scheme": "http", "method": method}
    scope |= {"query_string": query.encode(), "headers": [(b"host", b"localhost"), *headers]}
    around = protection.Protected(link_cookie.KeptLink(inner), protection.policy(()))
    asyncio.run(around(scope, None, send))
    told = [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]
    return told[-1] if told else None


def test_a_page_opened_by_a_reading_link_keeps_it_where_no_script_and_no_website_reaches():
    token = "a-_" * 12
    kept = cookie(f"lang=fr&acces={token}")
    assert kept == f"cartomut_lecture={token}; Path=/; HttpOnly; SameSite=Strict"
    secure = [(b"x-forwarded-proto", b"https")]
    assert cookie(f"acces={token}", headers=secure).endswith("SameSite=Strict; Secure")
    assert cookie("lang=fr") is None  # loaded again: what is kept stays
    assert cookie(f"acces={token}", method="POST") is None
    assert cookie(f"acces={token}", inner=application) == "_xsrf=1; Path=/"  # no page
    for none in ("acces=", "acces=%0d%0aset-cookie:x", f"acces={token};x", f"acces={'a' * 200}"):
        gone = cookie(none)
        assert gone.startswith("cartomut_lecture=; "), none
        assert gone.endswith("Max-Age=0"), none


def asked(
    path="/", host="localhost:8501", hosts=(), frames=(), headers=(), kind="http", **around_files
):
    """Return (status or close code, headers, body) of one request."""
    sent = []

    async def send(message):
        sent.append(message)

    written = protection.policy(frames, ("'sha256-x'",))
    scope = {"type": kind, "path": path, "scheme": "http", "method": "PUT"}
    scope["headers"] = [(b"host", host.encode("latin-1")), *headers]
    around = protection.Protected(application, written, hosts, **around_files)
    asyncio.run(around(scope, None, send))
    told = {name.decode(): value.decode() for name, value in sent[0].get("headers", [])}
    return sent[0].get("status", sent[0].get("code")), told, sent[-1].get("body")


def test_every_answer_carries_the_headers_and_ours_win():
    status, told, body = asked()
    assert (status, body) == (200, PAGE)
    assert told.keys() >= protection.ALWAYS.keys() | {"content-security-policy"}
    assert told["referrer-policy"] == "same-origin"
    assert "'unsafe-eval'" not in told["content-security-policy"]
    assert "strict-transport-security" not in told
    assert told["set-cookie"] == "_xsrf=1; Path=/"


def test_a_file_made_for_a_reader_stays_in_no_cache():
    assert asked("/sante/media/0123.csv")[1]["cache-control"] == "no-store"
    assert "cache-control" not in asked("/app/static/cartomut/carte.js")[1]


def test_only_the_map_s_own_frame_may_evaluate_text_and_no_website_may_frame_it():
    path = "/component/streamlit_folium.st_folium/index.html"
    for base in ("", "/sante"):
        _status, told, _body = asked(base + path, frames=("https://www.exemple.ci",))
        policy = told["content-security-policy"]
        assert "'unsafe-eval'" in policy
        assert policy.endswith("frame-ancestors 'self'")
        assert "default-src 'none'" in policy


def test_only_the_websites_that_the_operator_names_may_frame_a_page():
    assert asked()[1]["content-security-policy"].endswith("frame-ancestors 'self'")
    _status, told, _body = asked(frames=("https://www.exemple.ci",))
    expected = "frame-ancestors 'self' https://www.exemple.ci"
    assert told["content-security-policy"].endswith(expected)


def test_behind_https_cookies_are_secure_and_browsers_are_told_to_stay_there():
    _status, told, _body = asked(headers=[(b"x-forwarded-proto", b"https")])
    assert told["set-cookie"].endswith("; Secure")
    assert told["strict-transport-security"].startswith("max-age=")


def test_a_name_that_is_not_ours_is_refused_on_http_and_on_the_websocket():
    local = protection.LOOPBACK
    served = {"localhost", "localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST."}
    refused = {"attaque.exemple", "localhost.attaque.exemple", "attaque.exemple:8501", "", "a b"}
    refused |= {"user@localhost", "localhost/..", "localhost:8501:1", "é.exemple"}
    assert {host for host in served if asked(host=host, hosts=local)[0] != 200} == set()
    assert {host for host in refused if asked(host=host, hosts=local)[0] != 421} == set()
    assert asked(host="attaque.exemple", hosts=local, kind="websocket")[0] == 1008
    assert asked(host="a.exemple.ci", hosts=("*.exemple.ci",))[0] == 200
    assert asked(host="exemple.ci.attaque", hosts=("*.exemple.ci", "exemple.ci"))[0] == 421
    assert asked(host="tout.exemple")[0] == 200


def test_the_policy_allows_the_one_script_that_streamlit_s_page_holds():
    page = serving.shell()
    found = protection.scripts_of(page)
    text = page.split("<script>")[1].split("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert found == (f"'sha256-{digest}'",)


def test_a_server_that_listens_to_this_computer_only_answers_to_its_names_only():
    for address, hosts in (("localhost", protection.LOOPBACK), ("0.0.0.0", ()), (None, ())):
        assert serving.middleware(address)[0].kwargs["hosts"] == hosts


def test_a_session_that_brings_too_many_files_waits_and_others_do_not():
    def wait(session):
        return 12.3 if session == "a" else 0.0

    status, told, _body = asked("/sante/_stcore/upload_file/a/f", wait=wait)
    assert (status, told["retry-after"]) == (429, "13")
    assert told.keys() >= protection.ALWAYS.keys()
    assert asked("/_stcore/upload_file/b/f", wait=wait)[0] == 200
    assert asked("/_stcore/health", wait=wait)[0] == 200


def test_a_file_without_room_in_memory_is_refused_before_it_comes_and_its_session_is_told():
    """Of 100 bytes, half for one session; a file that does not say its size counts as the largest.

    The size is what the request says: the server takes no more bytes than that.
    """
    room, told = Room(100), []
    around = {
        "room": lambda session, size: room.bring(session, 60 if size is None else size, {"b": 50}),
        "refused": lambda *whom: told.append(whom),
    }
    size = b"content-length"
    path = "/_stcore/upload_file/{}/f".format
    for session, headers, status in (
        ("a", [(size, b"50")], 200),
        ("a", [(size, b"51")], 507),
        ("a", [], 507),
        ("b", [(size, b"1")], 507),
    ):
        assert asked(path(session), headers=headers, **around)[0] == status, (session, headers)
    assert told == [("a", 0.0), ("a", 0.0), ("b", 0.0)]
    answer = asked(path("a"), headers=[(size, b"51")], **around)
    assert answer[1].keys() >= protection.ALWAYS.keys()
    assert asked("/_stcore/health", headers=[(size, b"999")], **around)[0] == 200
