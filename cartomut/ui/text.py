"""Texts from data on the screen: shown as they are, never run as Markdown, HTML or links."""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from cartomut.i18n import Language

_BREAKS = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")  # not the spaces that hold a number together
_SAFE = ":/?#@!&*+,;=%-._~"  # the signs of an address that mean nothing to Markdown
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$:~&^=])")


def plain(text: object) -> str:
    """Escape every sign that Streamlit's Markdown gives a meaning to."""
    return _MARKS.sub(r"\\\1", _BREAKS.sub(" ", str(text)).strip(" "))


def listed(pairs: Iterable[tuple[str, str]], _: Language) -> str:
    """List titles with their texts, both from data or translated, as Markdown."""
    return "\n".join("- " + _.pair(f"**{plain(title)}**", plain(text)) for title, text in pairs)


def link(text: object, address: object) -> str:
    """Link a text to a web address; any other kind of address leaves the text alone."""
    target = str(address or "")
    if not _is_web(target):
        return plain(text)
    return f"[{plain(text)}]({quote(target, safe=_SAFE)})"


def _is_web(address: str) -> bool:
    """Tell whether this is one http(s) address with a host, and nothing around it."""
    if re.search(r"[\s\\<>]", address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
