"""The base map: constant, so that no filter, language or layer ever rebuilds it.

Everything Leaflet needs comes from the app's own ``static/`` folder. The component's frame lives
two levels below the app, hence the relative addresses, which also hold under a base path.
"""

import json
import re
from typing import Any

import folium
from branca.element import MacroElement
from jinja2 import Template

STATIC = "../../app/static"
CENTRE = (7.55, -5.55)


def base_map(script: str) -> folium.Map:
    """Make the empty map; ``script`` is the boundaries' file of the edition in use."""
    drawn = folium.Map(
        location=CENTRE,
        zoom_start=7,
        tiles=None,
        prefer_canvas=True,
        zoom_snap=0.25,
        zoom_delta=0.75,
        max_bounds=True,
        min_lat=2.0,
        max_lat=13.0,
        min_lon=-12.0,
        max_lon=1.0,
    )
    drawn.options |= {"minZoom": 5, "maxZoom": 14}  # folium gives them to tiles, and there are none
    drawn.default_css = [
        ("leaflet_css", f"{STATIC}/vendor/leaflet/leaflet.css"),
        ("cartomut_css", f"{STATIC}/cartomut/carte.css"),
    ]
    drawn.default_js = [
        ("leaflet", f"{STATIC}/vendor/leaflet/leaflet.js"),
        ("supercluster", f"{STATIC}/vendor/supercluster/supercluster.min.js"),
        ("boundaries", f"{STATIC}/carte/{script}"),
        ("cartomut", f"{STATIC}/cartomut/carte.js"),
    ]
    return drawn


class Drawing(MacroElement):
    """The data of one run, drawn by ``CartoMut.draw``."""

    _template = Template(
        "{% macro script(this, kwargs) %}CartoMut.draw(map_div, {{ this.data }});{% endmacro %}"
    )

    def __init__(self, payload: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Drawing"
        self.data = script_json(payload)


def drawing(payload: dict[str, Any]) -> folium.FeatureGroup:
    """Wrap one run's data in the group that streamlit-folium sends to the map in place."""
    group = folium.FeatureGroup()
    Drawing(payload).add_to(group)
    return group


def script_json(payload: Any) -> str:
    r"""Write data as JSON that is safe inside a script and inside streamlit-folium's templates.

    ``<`` could close the script; ``{{``, ``{%`` and ``{#`` are template marks. In JSON a brace is
    followed by one of these signs only inside a text, where it may be written as an escape.
    """
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    for sign in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text)
