"""Find the shares that a page shows, and whether it says of what they are shares.

A share is anything written with a percent sign: in a chart (axis, labels, what hovers), in a table,
in a headline figure. Its frame must hold the word « Dénominateur », or, for a headline figure that
counts, the n of N.
"""

import io
import json
import re

import pyarrow as pa
from google.protobuf.json_format import MessageToDict

from tests.pages.visit import clean, strings

PERCENT = re.compile(r"\d[\s\u00a0\u202f]?%")
SAID = re.compile(r"Dénominateurs? |Denominators?:|Dénominateurs? des parts|Denominators? of")
COUNTED = re.compile(r"\d (?:sur|of|out of) \d")
UNREAD = {"hovertemplate", "template", "config", "id", "elementId", "formId", "theme"}


def frames(app):
    """Yield each element that may show shares, with the frame that it stands in."""
    waiting = [(child, []) for child in app._tree.children.values()]
    while waiting:
        element, above = waiting.pop()
        kind = getattr(element, "type", "")
        if kind in ("plotly_chart", "dataframe", "arrow_data_frame") or is_headline(element):
            yield element, frame(element, above)
        waiting += [(one, [*above, element]) for one in getattr(element, "children", {}).values()]


def is_headline(element):
    """Tell a headline figure: what the page writes in its largest type."""
    return getattr(element, "type", "") == "html" and "font-size:1.65rem" in element.proto.body


def frame(element, above):
    """Return the figure that an element stands in, else the cell around it."""
    for block in reversed(above):
        if "-figure_" in getattr(getattr(block, "proto", None), "id", ""):
            return block
    return above[-2] if is_headline(element) else above[-1]  # a headline has a frame of its own


def words(element):
    """Read what an element shows, hidden machinery left out."""
    kind = element.type
    if kind == "plotly_chart":
        return " ".join(strings(readable(json.loads(element.proto.spec))))
    if kind in ("dataframe", "arrow_data_frame"):
        return " ".join(cells(element.proto))
    return clean(element.proto.body)


def readable(spec):
    """Keep of a chart what can be read; a percent axis is read as one percent."""
    if isinstance(spec, dict):
        kept = {key: readable(one) for key, one in spec.items() if key not in UNREAD}
        if str(kept.get("tickformat", "")).endswith("%"):
            kept["tickformat"] = "1 %"
        return kept
    return [readable(one) for one in spec] if isinstance(spec, list) else spec


def cells(proto):
    """List the texts of a table as they are displayed."""
    shown = proto.arrow_data if hasattr(proto, "arrow_data") else proto
    packed = shown.styler.display_values or shown.data
    table = pa.ipc.open_stream(io.BytesIO(packed)).read_all()
    return [one for column in table.to_pydict().values() for one in column if isinstance(one, str)]


def said(block):
    """Read everything that a frame holds."""
    waiting, found = [block], []
    while waiting:
        element = waiting.pop()
        proto = getattr(element, "proto", None)
        if proto is not None and getattr(element, "type", "") not in ("plotly_chart", "dataframe"):
            found += [clean(text) for text in strings(MessageToDict(proto))]
        waiting += getattr(element, "children", {}).values()
    return " ".join(found)


def shares(app):
    """Count the charts, tables and headline figures of a page that show a share."""
    return sum(PERCENT.search(words(element)) is not None for element, _frame in frames(app))


def faults(app):
    """List the shares of a page that do not say of what they are shares."""
    found = []
    for element, block in frames(app):
        text = words(element)
        around = said(block)
        counted = is_headline(element) and COUNTED.search(around)
        if PERCENT.search(text) and not SAID.search(around) and not counted:
            found.append(f"{PERCENT.search(text)[0]} without a denominator: {around[:160]}")
    return found
