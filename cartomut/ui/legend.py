"""The map's legend, drawn beside it with our own marks and escaped texts."""

from html import escape
from urllib.parse import quote

import streamlit as st

from cartomut.charts.palette import Palette
from cartomut.maps.legend import Entry, Legend
from cartomut.ui.note import note
from cartomut.ui.text import plain

SAFE = " =:/;,.()-'"  # signs left as they are in the address of a picture
_GRID = "display:grid;grid-template-columns:22px 1fr;gap:.1rem .55rem;font-size:.9rem"
_SHAPES = {
    "cercle": '<circle cx="11" cy="9" r="6.5" {}/>',
    "rond": '<circle cx="11" cy="9" r="8" {} fill-opacity=".35"/>',
    "carre": '<rect x="5" y="3" width="12" height="12" {}/>',
    "triangle": '<path d="M11 2 L18 15 L4 15 Z" {}/>',
    "losange": '<path d="M11 1.5 L18.5 9 L11 16.5 L3.5 9 Z" {}/>',
    "croix": '<path d="M8 2h6v4h4v6h-4v4H8v-4H4V6h4z" {}/>',
    "aplat": '<rect x="1" y="2" width="20" height="14" rx="2" {}/>',
}
_HATCHES = {
    "inconnu": '<circle cx="6" cy="6" r="1.2"/><circle cx="12" cy="9" r="1.2"/>'
    '<circle cx="17" cy="5.5" r="1.2"/><circle cx="6.5" cy="12.5" r="1.2"/>'
    '<circle cx="16" cy="13" r="1.2"/>',
    "non_enquete": '<path d="M2 12L10 3M6 15L17 3M13 15L20 7.5" fill="none" stroke-width="1.3"/>',
    "masque": '<path d="M3 3L15 15M9 3L19 13M15 3L3 15M19 5L9 15" fill="none" stroke-width="1.1"/>',
    "non_calculable": '<path d="M2 6H20M2 9H20M2 12H20" fill="none" stroke-width="1.3"/>',
    "sans_entite": '<path d="M6 3V15M11 3V15M16 3V15" fill="none" stroke-width="1.3"/>',
    "non_declare": '<path d="M6 3V15M11 3V15M16 3V15" fill="none" stroke-width="1.3"/>',
}
_STROKES = {"trait": "", "tirets": "6 3.5", "pointilles": "2 3", "mixte": "7 3 2 3"}


def draw(legend: Legend, palette: Palette) -> None:
    """Draw every group of signs, then the notes."""
    for title, entries in legend.groups:  # one element each: what stays the same is not sent
        st.html(_group(title, entries, palette))
    for text in legend.notes:
        note(plain(text))


def _group(title: str, entries: tuple[Entry, ...], palette: Palette) -> str:
    rows = "".join(
        f"{_sign(entry, palette)}<span>{escape(entry.label)}</span>" for entry in entries
    )
    head = f'<b style="grid-column:1/3;font-weight:600">{escape(title)}</b>'
    return f'<div style="{_GRID}">{head}{rows}</div>'


def _sign(entry: Entry, palette: Palette) -> str:
    if entry.sign in _HATCHES:
        frame = _SHAPES["aplat"].format(f'fill="{palette.paper}" stroke="{palette.border}"')
        marks = f'<g fill="{palette.hatch}" stroke="{palette.hatch}">{_HATCHES[entry.sign]}</g>'
        return _svg(frame + marks)
    if entry.sign in _STROKES:
        dashes = _STROKES[entry.sign]
        return _svg(
            f'<path d="M1 9H21" fill="none" stroke="{entry.colour}" stroke-width="2.5" '
            f'stroke-dasharray="{dashes or "none"}"/>'
        )
    fill = palette.paper if entry.hollow else entry.colour
    edge = entry.colour if entry.hollow or entry.sign == "rond" else palette.border
    return _svg(_SHAPES[entry.sign].format(f'fill="{fill}" stroke="{edge}" stroke-width="1.6"'))


def _svg(content: str) -> str:
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 18">'
    drawn = f"{head}{content}</svg>".replace('"', "'")
    return f'<img alt="" width="22" height="18" src="data:image/svg+xml,{quote(drawn, safe=SAFE)}">'
