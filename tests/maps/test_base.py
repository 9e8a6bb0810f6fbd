"""The base map asks nobody for anything, and hostile data stay data all the way to the browser."""

import json
import re

import folium
import pytest
import streamlit_folium

from cartomut.maps.base import base_map, drawing, script_json

HEX = "0123456789abcdef" * 2
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "{{ 'x' }}",
    "{{'feature_group_0'}}",
    "{{{{ 'x' }}}}",
    "{% raw %}",
    "{% for x in y %}",
    "{# note",
    "{# note #}",
    "${alert(1)}",
    "`",
    "\\u003c",
    "\\",
    '"',
    "'",
    "a\u2028b\u2029c",
    "&lt;b&gt; & co",
    "ligne\nsuivante\r\n\tfin",
    f"map_{HEX}",
    f"feature_group_{HEX}",
    "feature_group_0",
    "_0_0_0",
    f"_{HEX}",
    "map_div",
    "drawnItems_draw_control_div_0",
    "alert(coords);",
    "San-Pédro_5 Gbêkê_6",
    "    espaces devant",
]


def elements(thing):
    yield thing
    for child in getattr(thing, "_children", {}).values():
        yield from elements(child)


def outside_links(text):
    return [link for link in re.findall(r"https?://[^\"'\s<>)]+", text) if "w3.org" not in link]


@pytest.mark.parametrize("name", HOSTILE)
def test_data_in_a_script_cannot_leave_it_and_read_back_the_same(name):
    payload = {"nom": name, name: [name, {"x": name}]}
    text = script_json(payload)
    assert json.loads(text) == payload
    assert not {"<", ">", "&", "\u2028", "\u2029", "\n"} & set(text)
    assert "{{" not in text


def test_numbers_and_unknowns_are_written_as_javascript_reads_them():
    payload = {"lat": [1, -2], "r": 1.5, "rien": None, "vrai": True}
    assert script_json(payload) == '{"lat":[1,-2],"r":1.5,"rien":null,"vrai":true}'


def test_names_keep_their_accents_so_that_less_is_sent():
    assert "Gbêkê" in script_json("Gbêkê")


def sent(payload, group_of=drawing):
    """Return the script that streamlit-folium makes of a group, as it would send it."""
    base = base_map("limites-0123456789ab.js")
    base.render()
    streamlit_folium._get_map_string(base)
    return streamlit_folium._get_feature_group_string(group_of(payload), map=base)


@pytest.mark.parametrize("name", HOSTILE)
def test_streamlit_folium_sends_hostile_names_unchanged(name):
    payload = {"lieux": {"nom": [name], "id": [name]}}
    script = sent(payload)
    call = re.search(r"CartoMut\.draw\(map_div, (?P<data>.*)\);", script)
    assert call
    assert json.loads(call["data"]) == payload
    assert "</script" not in script


def test_the_generated_string_of_a_group_alone_keeps_its_data():
    payload = {"nom": f"{{{{ 'x' }}}} _{HEX} </script>"}
    group = drawing(payload)
    group.add_to(base_map("limites-0123456789ab.js"))
    text = streamlit_folium.generate_leaflet_string(group, base_id="feature_group_0")
    data = re.search(r"CartoMut\.draw\(map_div, (?P<data>.*)\);", text)
    assert data
    assert json.loads(data["data"]) == payload


def test_the_base_map_is_the_same_whatever_is_drawn_on_it():
    """streamlit-folium rebuilds the frame, and forgets the zoom, when the base map changes."""
    scripts = []
    for _run in range(2):
        base = base_map("limites-0123456789ab.js")
        base.render()
        scripts.append(streamlit_folium._get_map_string(base))
    hashes = {streamlit_folium.generate_js_hash(script, "carte") for script in scripts}
    assert len(hashes) == 1


def test_every_file_of_the_map_comes_from_the_app_itself():
    base = base_map("limites-0123456789ab.js")
    drawing({"x": 1}).add_to(base)
    links = [
        address
        for element in elements(base)
        for name in ("default_js", "default_css")
        for _title, address in getattr(element, name, [])
    ]
    assert any("limites-0123456789ab.js" in address for address in links)
    assert [address for address in links if not address.startswith("../../app/static/")] == []


def test_every_file_that_the_map_names_is_there():
    from cartomut.paths import STATIC

    base = base_map("")
    addresses = [address for _title, address in (*base.default_js, *base.default_css)]
    files = [address.removeprefix("../../app/static/") for address in addresses]
    named = [name for name in files if name != "carte/"]
    assert len(named) >= 4
    assert [name for name in named if not (STATIC / name).is_file()] == []


def test_nothing_in_the_map_s_page_names_another_host():
    base = base_map("limites-0123456789ab.js")
    drawing({"lieux": {"nom": ["Bouaké"]}}).add_to(base)
    page = base.get_root().render()
    script = streamlit_folium._get_map_string(base_map("limites-0123456789ab.js"))
    assert "CartoMut.draw" in page
    assert outside_links(script) == []
    # The page is not sent, only its script, header and links are; the header must be clean too.
    base.get_root().render()
    assert outside_links(streamlit_folium._get_header(base)) == []


def test_the_base_map_has_no_tiles_and_limits_to_the_country():
    base = base_map("limites-0123456789ab.js")
    assert not [one for one in elements(base) if isinstance(one, folium.TileLayer)]
    page = base.get_root().render()
    assert "maxBounds" in page
    assert '"maxZoom": 14' in page


def test_drawing_is_one_group_with_one_call():
    script = sent({"x": 1})
    assert script.count("CartoMut.draw(") == 1
    assert "map_div.addLayer(feature_group_feature_group_0)" in script
