"""Texts from data on the screen: shown as they are, never run as Markdown, HTML or links."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from cartomut.i18n import Language

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$:~&^=])")


def plain(text: object) -> str:
    """Escape every sign that Streamlit's Markdown gives a meaning to."""
    return _MARKS.sub(r"\\\1", " ".join(str(text).split()))


def listed(pairs: Iterable[tuple[str, str]], _: Language) -> str:
    """List titles with their texts, both from data or translated, as Markdown."""
    return "\n".join("- " + _.pair(f"**{plain(title)}**", plain(text)) for title, text in pairs)


def link(text: object, address: object) -> str:
    """Link a text to a web address; any other kind of address leaves the text alone."""
    parts = urlsplit(str(address or ""))
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return plain(text)
    target = str(address).replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    target = target.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")
    return f"[{plain(text)}]({target})"
