"""The network as a diagram, with 0, 1 and 500 items; what the micro-system has and lacks."""

import json

import pandas as pd
import pytest

from cartomut.charts import microsysteme, network_layout, reseau
from cartomut.charts.palette import THEMES
from cartomut.exports import picture
from tests.charts.test_series import HOSTILE

LIGHT = THEMES["clair"]
NAMES = reseau.Names(
    {role: role for role in reseau.MARKS}, {"membre": "Membre", "charte": "Charte"}
)
NODE = ["genre", "id", "nom", "role_reseau", "detail"]
LINK = ["type_lien", "de_genre", "de_id", "vers_genre", "vers_id", "detail"]


def network(nodes, links):
    """Name the nodes after their rank: the first is a hub, and the rest members of it."""
    members = [
        ("centre" if rank == 0 else "organisme", f"n{rank}", name, role, name)
        for rank, (name, role) in enumerate(nodes)
    ]
    kinds = [one[0] for one in members]
    rows = [(kind, kinds[a], f"n{a}", kinds[b], f"n{b}", "lien") for kind, a, b in links]
    return pd.DataFrame(members, columns=NODE), pd.DataFrame(rows, columns=LINK)


def star(count):
    nodes = [("Pivot", "pivot"), *((f"Membre {one}", "mutuelle") for one in range(1, count))]
    return network(nodes, [("membre", one, 0) for one in range(1, count)])


def chain(count):
    nodes = [(f"Maillon {one}", "mutuelle") for one in range(count)]
    return network(nodes, [("charte", one, one + 1) for one in range(count - 1)])


def pairs(count):
    nodes = [(f"Seul {one}", "mutuelle") for one in range(count)]
    return network(nodes, [("membre", one, one + 1) for one in range(0, count - 1, 2)])


SHAPES = {"star": star, "chain": chain, "pairs": pairs}


def traces(members, links, fr, **more):
    figure = reseau.reseau(members, links, NAMES, LIGHT, fr, **more)
    return figure, json.loads(figure.to_json())["data"]


@pytest.mark.parametrize("count", [0, 1, 30, 500])
@pytest.mark.parametrize("narrow", [False, True])
def test_every_node_is_drawn_once_and_apart_from_the_others(count, narrow, fr):
    wrong = []
    for name, shape in SHAPES.items():
        members, links = shape(count)
        figure, drawn = traces(members, links, fr, narrow=narrow)
        marks = [trace for trace in drawn if trace.get("customdata")]
        keys = [key for trace in marks for key in trace["customdata"]]
        if sorted(keys) != sorted(map(reseau.key, members["genre"], members["id"])):
            wrong.append((name, "nodes"))
        spots = list(
            zip(
                [x for trace in figure.data if trace.customdata for x in trace.x],
                [y for trace in figure.data if trace.customdata for y in trace.y],
                strict=True,
            )
        )
        near = {(round(x, 1), round(y, 1)) for x, y in spots}
        if len(near) != len(spots):
            wrong.append((name, f"{len(spots) - len(near)} hidden"))
        lines = [trace for trace in figure.data if trace.mode == "lines" and trace.name]
        if sum(one is None for trace in lines for one in trace.x) != len(links):
            wrong.append((name, "links"))
        if not 300 <= figure.layout.height <= 1600:
            wrong.append((name, figure.layout.height))
    assert wrong == []


def test_few_are_all_named_and_of_many_only_the_best_linked_in_a_picture_too(fr):
    few, many = star(10), star(500)
    figure, _drawn = traces(*few, fr)
    written = [text for trace in figure.data for text in trace.text or ()]
    written += [note.text for note in figure.layout.annotations]
    assert sorted(written) == sorted(few[0]["nom"])
    large, _drawn = traces(*many, fr)
    assert [note.text for note in large.layout.annotations] == ["Pivot"]
    for one in (figure, large, traces(*star(0), fr)[0]):
        assert picture.draw(one, "Réseau", ["Source"], "svg", fr).startswith(b"<?xml")


def test_an_arrow_stands_on_its_link_and_points_to_its_end(fr):
    members, links = star(2)
    figure, _drawn = traces(members, links, fr)
    line, head = (trace for trace in figure.data if trace.mode == "lines")
    (back, tip, other, _up) = head.x
    towards = line.x[-2] - line.x[0]
    assert (tip - back) * towards > 0
    assert (tip - other) * towards > 0
    assert min(line.x[0], line.x[-2]) < tip < max(line.x[0], line.x[-2])


def test_names_from_data_are_never_html(fr):
    members, links = network([(HOSTILE, "pivot"), (HOSTILE, "mutuelle")], [("membre", 1, 0)])
    figure, _drawn = traces(members, links.assign(detail=HOSTILE), fr)
    assert "<img" not in figure.to_json().replace("\\u003c", "<")


def test_a_part_is_read_away_from_its_hub_and_the_largest_comes_first():
    nodes = ["x", "y", "a", "hub", "b", "c"]
    links = [("x", "y"), ("a", "hub"), ("hub", "b"), ("b", "c"), ("b", "lost")]
    large, small = network_layout.trees(nodes, links, ["hub"])
    assert (large.root, dict(large.depth)) == ("hub", {"hub": 0, "a": 1, "b": 1, "c": 2})
    assert small.root == "x"
    assert [large.width(one) for one in ("hub", "b", "c")] == [2, 1, 1]


def test_bars_hold_exactly_their_counts_and_the_unknown_looks_apart(fr):
    rows = pd.DataFrame({"a": [3, 0], "b": [1, 0], "c": [0, 2], "d": [0, 2]})
    parts = {"a": "Sur place", "b": "Par un membre", "c": "Sans", "d": "Inconnu"}
    figure = microsysteme.manques(rows, [HOSTILE, "Dialyse"], parts, LIGHT, fr)
    assert [list(trace.x) for trace in figure.data] == [rows[one].tolist() for one in "abcd"]
    looks = {(trace.marker.color, trace.marker.pattern.shape) for trace in figure.data}
    assert len(looks) == 4
    ratios = [microsysteme.Ratio("Rapport", [("Modèle", 15.0, "15"), ("Nous", None, "inconnu")])]
    drawn = microsysteme.rapports(ratios * 2, LIGHT, fr)
    assert [list(trace.x) for trace in drawn.data] == [[15.0, 0.0]] * 2
    assert "Nous\u00a0: inconnu" in {note.text for note in drawn.layout.annotations}
    assert picture.draw(drawn, "Modèle", ["Source"], "png", fr).startswith(b"\x89PNG")
