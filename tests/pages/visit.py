"""Open a page of the app as a reader does, and read everything that it shows."""

import html
import json
import re
from collections.abc import Iterator
from functools import cache

from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from cartomut.paths import ROOT

APP = str(ROOT / "app.py")
HOME = "pages/explorer/apercu.py"
MAP = "pages/explorer/carte.py"
MUTUALS = "pages/explorer/mutuelles.py"
CENTRES = "pages/explorer/centres.py"
COMPARE = "pages/explorer/comparer.py"
FUNDING = "pages/financer/financement.py"
SOUNDNESS = "pages/financer/viabilite.py"
CONTEXT = "pages/financer/contexte.py"
REACH = "pages/acceder/couverture.py"
SIMULATOR = "pages/acceder/simulateur.py"
SCORECARDS = "pages/piloter/com.py"
SUPPORT = "pages/piloter/accompagnement.py"
PROJECTS = "pages/piloter/projets.py"
MICROSYSTEM = "pages/piloter/microsysteme.py"
DASHBOARD = "pages/piloter/tableau_de_bord.py"
WORKSHOP = "pages/presenter/atelier.py"
REPORTS = "pages/presenter/rapports.py"
READINESS = "pages/presenter/verification.py"
EVIDENCE = "pages/comprendre/preuves.py"
DICTIONARY = "pages/comprendre/dictionnaire.py"
METHOD = "pages/comprendre/methode.py"
IMPORT = "pages/donnees/importer.py"
QUALITY = "pages/donnees/qualite.py"
VERSIONS = "pages/donnees/versions.py"
ACCESS_RIGHTS = "pages/donnees/acces.py"
AUDIT = "pages/donnees/journal.py"
HEALTH = "pages/donnees/sante.py"
EXPLORE = (HOME, MAP, MUTUALS, CENTRES, COMPARE)
FUND = (FUNDING, SOUNDNESS, CONTEXT)
ACCESS = (REACH, SIMULATOR)
STEER = (DASHBOARD, SCORECARDS, SUPPORT, PROJECTS, MICROSYSTEM)
PRESENT = (WORKSHOP, REPORTS, READINESS)
UNDERSTAND = (EVIDENCE, DICTIONARY, METHOD)
DATA = (IMPORT, QUALITY, VERSIONS, ACCESS_RIGHTS, AUDIT, HEALTH)
PAGES = (*EXPLORE, *FUND, *ACCESS, *STEER, *PRESENT, *UNDERSTAND, *DATA)
# What is sent to the browser but not to the reader: code, packed tables, addresses, identifiers.
UNSEEN = {
    "arrowData",
    "columns",
    "componentName",
    "elementId",
    "formatFunc",
    "icon",
    "id",
    "jsContent",
    "language",
    "page",
    "pageScriptHash",
    "queryString",
    "url",
    "urlPathname",
}


def visit(page: str = HOME, **params: str | list[str]) -> AppTest:
    """Open a page as a link with these query parameters does."""
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in params.items():
        app.query_params[name] = value
    return (app if page == HOME else app.switch_page(page)).run()


@cache
def seen(page: str, lang: str, jeu: str = "") -> AppTest:
    """Return a page without choices; one run per page and language, for every test that looks."""
    return visit(page, lang=lang, **({"jeu": jeu} if jeu else {}))


def elements(app: AppTest) -> Iterator:
    """Go through every element of the page, its side panel included."""
    waiting = list(app._tree.children.values())
    while waiting:
        element = waiting.pop()
        yield element
        waiting += getattr(element, "children", {}).values()


def texts(app: AppTest) -> list[str]:
    """List every text that the reader can see or hear, marks of Markdown and HTML removed."""
    found = []
    for element in elements(app):
        kind = getattr(element, "type", "")
        if kind == "code" or getattr(element, "proto", None) is None:
            continue
        sent = payload(app) if kind == "component_instance" else MessageToDict(element.proto)
        found += [clean(text) for text in strings(sent)]
        if kind == "dataframe":
            table = element.value
            found += [str(name) for name in table.columns]
            found += [cell for name in table for cell in table[name] if isinstance(cell, str)]
    return [text for text in found if text]


def strings(thing: object) -> Iterator[str]:
    """Yield the strings of a message, those of the JSON inside it included."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            if key not in UNSEEN:
                yield from strings(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from strings(value)
    elif isinstance(thing, str):
        if thing.startswith(("{", "[")):
            try:
                yield from strings(json.loads(thing))
                return
            except ValueError:
                pass
        yield thing


def clean(text: str) -> str:
    """Undo Markdown's escapes and drop the tags of HTML."""
    return html.unescape(re.sub(r"<[^>]+>", "\n", re.sub(r"\\([^\w\s])", r"\1", text))).strip()


def payload(app: AppTest) -> dict:
    """Return the data that the page sends to its map."""
    script = arguments(app)["feature_group"]
    found = re.search(r"CartoMut\.draw\(map_div, (?P<data>.*)\);", script)
    assert found
    return json.loads(found["data"])


def arguments(app: AppTest) -> dict:
    """Return what streamlit-folium sends to its frame."""
    return json.loads(app.get("component_instance")[0].proto.json_args)
