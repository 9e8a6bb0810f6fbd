"""Keep the English catalogue in step with the French texts: ``update`` and ``check``.

Texts come from the Python code (``_``, ``N_``, ``.plural``) and from the headers of the SQL files
(Question, Unit, Base, Source, Message, Why, Fix).
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from cartomut.paths import LOCALE, QUERIES, ROOT
from cartomut.sqlfiles import header

CATALOGUE = LOCALE / "en" / "LC_MESSAGES" / "cartomut.po"
KEYWORDS = {"_": None, "N_": None, "plural": (1, 2)}
HEADERS = ("Question", "Formula", "Unit", "Base", "Denom", "Source", "Message", "Why", "Fix")
_FIELD = re.compile(r"\{[^}]*\}")


def texts() -> Catalog:
    """Collect every French text of the product with the files that use it."""
    found = Catalog(locale="en", project="CartoMut", charset="utf-8")
    for path in _python_files():
        for _line, message, _comments, _context in extract_from_file("python", path, KEYWORDS):
            found.add(message, locations=[(_relative(path), 1)])
    for path in _shown_queries():
        for text in _header_texts(path):
            found.add(text, locations=[(_relative(path), 1)])
    return found


def update() -> None:
    """Add new texts to the catalogue, keep translations, drop texts no longer used."""
    catalogue = _read()
    catalogue.update(texts(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as target:
        write_po(target, catalogue, width=100, sort_output=True, include_lineno=False)


def faults() -> list[str]:
    """List what is wrong: missing, fuzzy or unused texts, fields ``{}`` that differ."""
    wanted, known = texts(), _read()
    found = [
        f"missing in cartomut.po: {_name(one)}" for one in wanted if one.id and one.id not in known
    ]
    found += [f"no longer used: {_name(one)}" for one in known if one.id and one.id not in wanted]
    for message in (one for one in known if one.id):
        found += _faults_of(message)
    return found


def _faults_of(message: Message) -> list[str]:
    french = message.id if isinstance(message.id, tuple) else (message.id,)
    english = message.string if isinstance(message.string, tuple) else (message.string,)
    if message.fuzzy:
        return [f"fuzzy: {_name(message)}"]
    if not all(english):
        return [f"not translated: {_name(message)}"]
    if any(_fields(str(text)) != _fields(str(french[0])) for text in (*french, *english)):
        return [f"fields differ: {_name(message)}"]
    return []


def _fields(text: str) -> list[str]:
    return sorted(_FIELD.findall(text))


def _name(message: Message) -> str:
    return repr(message.id)


def _read() -> Catalog:
    if not CATALOGUE.is_file():
        return Catalog(locale="en", project="CartoMut", charset="utf-8")
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="en")


def _python_files() -> Iterator[Path]:
    yield ROOT / "app.py"
    for folder in ("cartomut", "pages"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def _shown_queries() -> list[Path]:
    """List the SQL files whose header is shown on a screen; views are not."""
    return [path for path in sorted(QUERIES.rglob("*.sql")) if path.parent.name != "schema"]


def _header_texts(path: Path) -> list[str]:
    fields = header(path.read_text(encoding="utf-8"))
    return [" ".join(fields[name].split()) for name in HEADERS if fields.get(name)]


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def main() -> None:
    """Run ``update`` or ``check``; a check that finds a fault exits with 1."""
    if sys.argv[1:] == ["update"]:
        update()
        return
    found = faults()
    print("\n".join(found) or "cartomut.po: complete")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
