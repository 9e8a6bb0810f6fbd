"""Charts as PNG and SVG: what is drawn has the size of its numbers, and nothing is left out."""

import re
import struct
from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest
from plotly.subplots import make_subplots

from cartomut.charts import barres
from cartomut.charts.palette import DARK, LIGHT, PROJECTOR
from cartomut.charts.series import faits_par_annee
from cartomut.charts.style import styled
from cartomut.exports.picture import DOTS, WIDTH, draw
from cartomut.exports.picture_boxes import five
from cartomut.exports.picture_treemap import squarified
from tests.charts.test_series import HOSTILE, fact

NOTES = ["Unité : personnes", "Source : RGPH"]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def lieux():
    rows = [("Propriétaire", "Ouvert", True, 3), ("Propriétaire", "Annoncé", False, 1)]
    return pd.DataFrame(rows, columns=["relation_nom", "statut_nom", "est_ouvert", "nb_centres"])


@pytest.fixture
def parts():
    return pd.DataFrame(
        [fact("p", 0.4, "2018", "part"), fact("p", 0.325, "2021", "part"), fact("p", None, "2022")]
    )


@pytest.fixture
def comptes():
    return pd.DataFrame([fact("a", 40.0, "2019"), fact("b", 47.0, "2022", nom=HOSTILE)])


def size(picture):
    """Return width and height from a PNG's header."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", picture[16:24])


class Drawing:
    """An SVG picture, read back: its texts, and its shapes by colour."""

    def __init__(self, figure, tongue, title="Titre", notes=NOTES, mark=""):
        self.bytes = draw(styled(figure, LIGHT, tongue), title, notes, "svg", tongue, mark)
        self.root = ElementTree.fromstring(self.bytes)

    @property
    def texts(self):
        return [
            re.sub(r"\s+", " ", "".join(one.itertext())) for one in self.root.iter(f"{SVG}text")
        ]

    def paths(self, style):
        """List the points of every path whose style holds a text."""
        found = [one for one in self.root.iter(f"{SVG}path") if style in one.get("style", "")]
        return [_points(one.get("d")) for one in found]

    def boxes(self, colour):
        """List (width, height) of every filled shape of a colour, legend samples left out."""
        return [_size(points) for points in self.paths(f"fill: {colour}")]

    def named(self, name):
        """Return (width, height) of what bears an identifier."""
        (group,) = [one for one in self.root.iter() if one.get("id") == name]
        paths = [group, *group.iter(f"{SVG}path")]
        (points,) = [_points(one.get("d")) for one in paths if one.get("d")]
        return points


def _points(path):
    pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)
    return [(float(x), float(y)) for x, y in pairs]


def _size(points):
    xs, ys = zip(*points, strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)


def test_what_the_charts_draw_can_be_saved_in_every_theme(fr, en, lieux, parts, comptes):
    for palette, tongue, figure in (
        (LIGHT, fr, barres.lieux_par_statut(lieux, LIGHT, fr)),
        (PROJECTOR, fr, barres.faits(comptes, "mutuelles", PROJECTOR, fr)),
        (DARK, en, faits_par_annee(parts, "part", DARK, en)),
    ):
        text = draw(figure, "Titre", NOTES, "svg", tongue).decode()
        assert palette is LIGHT or palette.ink not in text  # a page is always white
        assert "Source : RGPH" in text
    assert size(draw(figure, "Titre", NOTES, "png", en))[0] == WIDTH * DOTS


def test_texts_of_an_svg_are_texts_in_our_font(fr, parts):
    drawing = Drawing(faits_par_annee(parts, "part", LIGHT, fr), fr, mark="DÉMONSTRATION")
    assert {"Titre", *NOTES, "DÉMONSTRATION", "40 %", "32,5 %"} <= set(drawing.texts)
    assert b"IBM Plex Sans" in drawing.bytes


def test_long_notes_and_titles_make_the_picture_higher_and_are_never_cut(fr, parts):
    figure = faits_par_annee(parts, "part", LIGHT, fr)
    few = size(draw(figure, "Titre", NOTES, "png", fr))
    many = size(draw(figure, "Titre", [*NOTES, "MOT " * 120], "png", fr))
    assert many[0] == few[0]
    assert many[1] > few[1]


def test_a_text_is_a_text_and_never_a_formula(fr):
    hostile = ["5 $ contre 6 $", r"$\frac{1}{0$", "$^$", "100 % {x} & co", "", "œ – « » ’ ✓"]
    rows = pd.DataFrame([fact(name, 1.0, "2021", nom=name) for name in hostile[:3]])
    drawing = Drawing(barres.faits(rows, "", LIGHT, fr), fr, "Très " * 60, hostile)
    assert [text for text in hostile if text and text not in drawing.texts] == []
    assert sum(one.count("Très") for one in drawing.texts) == 60


def test_what_cannot_be_drawn_is_refused_by_name(fr):
    second = go.Figure(go.Scatter(x=[1], y=[1], yaxis="y2"))
    second.update_layout(yaxis2={"overlaying": "y"})
    circle = go.Figure(go.Scatter(x=[1], y=[1])).add_shape(type="circle", x0=0, x1=1, y0=0, y1=1)
    cycle = go.Sankey(
        node={"label": ["a", "b"]}, link={"source": [0, 1], "target": [1, 0], "value": [1, 1]}
    )
    for figure, told in (
        (go.Figure(go.Pie(values=[1, 2])), r"picture\.py cannot draw a 'pie' trace"),
        (second, "cannot draw y2 over another"),
        (circle, "cannot draw a 'circle' shape"),
        (go.Figure(cycle), "with a cycle"),
        (go.Figure(go.Scatter(x=[1], y=[1], error_y={"value": 1})), "error bars"),
    ):
        with pytest.raises(ValueError, match=told):
            Drawing(figure, fr)
    with pytest.raises(ValueError, match="png or svg"):
        draw(styled(go.Figure(), LIGHT, fr), "", [], "pdf", fr)


def test_the_same_figure_gives_the_same_picture(fr, parts):
    figure = faits_par_annee(parts, "part", LIGHT, fr)
    for kind in ("png", "svg"):
        assert draw(figure, "Titre", NOTES, kind, fr) == draw(figure, "Titre", NOTES, kind, fr)


def bars(mode, across=False, **layout):
    """Two series over three places: 2, 4, unknown and 1, -3, 2."""
    figure = go.Figure()
    for name, colour, values in (("a", "#111111", [2, 4, None]), ("b", "#222222", [1, -3, 2])):
        places = ["p", "q", "r"]
        sides = {"x": values, "y": places} if across else {"x": places, "y": values}
        figure.add_bar(
            **sides,
            name=name,
            orientation="h" if across else "v",
            marker_color=colour,
            showlegend=False,
        )
    return figure.update_layout(barmode=mode, **layout)


def test_bars_are_as_long_as_their_values_upright_and_lying(fr):
    for across in (False, True):
        drawing = Drawing(bars("group", across), fr)
        side = 0 if across else 1
        first = [one[side] for one in drawing.boxes("#111111")]
        second = [one[side] for one in drawing.boxes("#222222")]
        assert len(first) == 2  # what is unknown has no bar
        assert len(second) == 3
        unit = first[0] / 2
        assert first == pytest.approx([2 * unit, 4 * unit], abs=0.01)
        assert second == pytest.approx([unit, 3 * unit, 2 * unit], abs=0.01)


def test_grouped_bars_stand_beside_each_other_and_stacked_ones_on_each_other(fr):
    def spans(drawing, colour, side):
        found = drawing.paths(f"fill: {colour}")
        return [(min(p[side] for p in one), max(p[side] for p in one)) for one in found]

    grouped = Drawing(bars("group"), fr)
    for one, other in zip(spans(grouped, "#111111", 0), spans(grouped, "#222222", 0), strict=False):
        assert one[1] <= other[0] + 0.01
    piled = Drawing(bars("relative"), fr)
    (first, below), (over, under, _alone) = (spans(piled, c, 1) for c in ("#111111", "#222222"))
    assert over[1] == pytest.approx(first[0], abs=0.01)  # SVG counts downwards
    assert under[0] == pytest.approx(below[1], abs=0.01)  # a negative bar hangs from zero


def test_bars_on_one_label_are_stacked_and_what_is_announced_is_hatched(fr, lieux):
    """3 open and 1 announced: together as long as four."""
    drawing = Drawing(barres.lieux_par_statut(lieux, LIGHT, fr), fr)
    (wide, _high), *_legend = drawing.boxes(LIGHT.categories[0])
    assert list(drawing.root.iter(f"{SVG}pattern"))
    edges = [one for one in drawing.boxes("url(#") if one[0] > 20]
    assert any(width == pytest.approx(wide / 3, abs=0.6) for width, _high in edges)


def test_an_unknown_value_is_a_gap_in_a_line_unless_the_figure_joins_it(fr):
    for joined, parts in ((False, 2), (True, 1)):
        line = go.Scatter(
            x=[1, 2, 3, 4, 5],
            y=[1, 2, None, 4, 3],
            mode="lines",
            connectgaps=joined,
            line={"color": "#111111"},
        )
        drawing = Drawing(go.Figure(line), fr)
        (found,) = [
            one
            for one in drawing.root.iter(f"{SVG}path")
            if "stroke: #111111" in one.get("style", "")
        ]
        assert found.get("d").count("M") == parts
        points = _points(found.get("d"))
        heights = [y for _x, y in points]
        step = heights[0] - heights[1]
        assert step > 0
        assert heights[-1] == pytest.approx(heights[0] - 2 * step, abs=0.01)


def test_a_box_shows_the_quartiles_and_the_values_apart(fr):
    values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 40]
    known = five(pd.Series(values).to_numpy(float), None)
    assert (known["q1"], known["med"], known["q3"]) == (3, 5.5, 8)
    assert (known["whislo"], known["whishi"], list(known["apart"])) == (1, 9, [40])
    box = go.Box(x=values, name="a", fillcolor="#111111", line_color="#222222", boxpoints="all")
    drawing = Drawing(go.Figure(box), fr)
    ((wide, _high),) = drawing.boxes("#111111")
    marks = [
        float(one.get("x"))
        for one in drawing.root.iter(f"{SVG}use")
        if "#222222" in one.get("style", "")
    ]
    assert len(marks) == len(values)
    assert wide / (max(marks) - min(marks)) == pytest.approx((8 - 3) / (40 - 1), abs=0.01)


def test_small_multiples_keep_their_places_titles_bands_and_notes(fr):
    figure = make_subplots(rows=2, cols=2, subplot_titles=["un", "deux", "trois", "quatre"])
    for rank in range(4):
        place = {"row": rank // 2 + 1, "col": rank % 2 + 1}
        figure.add_scatter(x=[2020, 2021], y=[0, 10 * (rank + 1)], showlegend=False, **place)
    figure.add_hrect(y0=5, y1=10, fillcolor="#333333", line_width=0, row=2, col=2)
    figure.add_hline(y=20, line_color="#444444", annotation_text="seuil", row=2, col=2)
    figure.add_annotation(x=0, y=1.1, xref="paper", yref="paper", text="note", showarrow=False)
    drawing = Drawing(figure, fr)
    assert {"un", "deux", "trois", "quatre", "seuil", "note", "2020", "2021"} <= set(drawing.texts)
    (band,), (line,) = drawing.paths("fill: #333333"), drawing.paths("stroke: #444444")
    wide, high = _size(band)
    assert wide == pytest.approx(_size(line)[0], rel=0.02)
    assert min(y for _x, y in line) == pytest.approx(
        min(y for _x, y in band) - 2 * high, abs=0.5
    )  # 20 is as far above 10 as 5 to 10, twice
    assert min(x for x, _y in band) > 0.5 * 720  # the panel of the right


def test_flows_are_as_thick_as_their_amounts_and_stand_in_columns(fr):
    """Two sources (30 and 10) to one scheme, that pays 25 and 15."""
    flow = go.Sankey(
        node={"label": ["a", "b", "régime", "soins", "médicaments"], "pad": 10, "thickness": 12},
        link={"source": [0, 1, 2, 2], "target": [2, 2, 3, 4], "value": [30, 10, 25, 15]},
    )
    drawing = Drawing(go.Figure(flow), fr)
    assert {"a", "b", "régime", "soins", "médicaments"} <= set(drawing.texts)
    nodes = [drawing.named(f"node_{rank}") for rank in range(5)]
    heights = [_size(one)[1] for one in nodes]
    unit = heights[2] / 40
    assert heights == pytest.approx(
        [30 * unit, 10 * unit, 40 * unit, 25 * unit, 15 * unit], rel=0.01
    )
    left = [min(x for x, _y in one) for one in nodes]
    assert left[0] == left[1] < left[2] < left[3] == left[4]
    for rank, amount in enumerate((30, 10, 25, 15)):
        points = drawing.named(f"link_{rank}")
        start = [y for x, y in points if x == pytest.approx(min(x for x, _y in points), abs=0.01)]
        assert max(start) - min(start) == pytest.approx(amount * unit, rel=0.01)


def test_tiles_are_as_large_as_their_amounts_and_stay_inside(fr):
    boxes = squarified([6, 3, 2, 1], (0, 0, 120, 80))
    assert [w * h for _x, _y, w, h in boxes] == pytest.approx([4800, 2400, 1600, 800])
    assert max(x + w for x, _y, w, _h in boxes) <= 120.001
    tree = go.Treemap(
        labels=["soins", "a", "b", "reste"],
        parents=["", "soins", "soins", ""],
        values=[80, 45, 30, 20],
        branchvalues="total",
        textinfo="label+percent root",
    )
    drawing = Drawing(go.Figure(tree), fr)
    areas = {}
    for rank in range(4):
        wide, high = _size(drawing.named(f"tile_{rank}"))
        areas[rank] = wide * high
    assert areas[0] / areas[3] == pytest.approx(4, rel=0.02)
    assert areas[1] / areas[2] == pytest.approx(1.5, rel=0.02)
    assert areas[1] + areas[2] < areas[0]  # 5 of 80 are no part's
    assert {"a", "45 %", "b", "30 %", "reste", "20 %", "soins · 80 %"} <= set(drawing.texts)
