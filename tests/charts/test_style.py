"""The look of every figure: laid under what it says itself, without a template."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from cartomut.charts import style
from cartomut.charts.palette import THEMES

LIGHT = THEMES["clair"]
ROW = {"type": "bar", "orientation": "h", "x": [1], "y": ["une"]}


def layout(traces, fr, **own):
    return style.drawn(traces, own, LIGHT, fr, 300).to_dict()["layout"]


def test_a_figure_brings_no_template_that_the_browser_would_take_for_another(fr):
    made = layout([ROW], fr)
    assert made.get("template") is None
    assert made["datarevision"] == 1
    assert made["font"]["color"] == LIGHT.ink


def test_what_a_figure_says_holds_and_the_look_fills_in_the_rest(fr):
    second = ROW | {"xaxis": "x2", "yaxis": "y2"}
    note = {"text": "là", "showarrow": True, "arrowwidth": 3}
    made = layout([ROW, second], fr, xaxis={"title": "FCFA"}, margin={"t": 50}, annotations=[note])
    assert made["xaxis"]["title"] == {
        "text": "FCFA",
        "font": {"size": LIGHT.font_size - 1},
        "standoff": 15,
    }
    assert made["margin"]["t"] == 50
    assert made["margin"]["r"] == 16
    assert made["xaxis2"]["gridcolor"] == made["yaxis2"]["gridcolor"] == LIGHT.grid
    # Said of an axis, the colour of a line would draw the line.
    assert not {"linecolor", "showline"} & made["xaxis"].keys()
    bare = layout([ROW], fr, xaxis={"showgrid": False})["xaxis"]
    assert "zerolinecolor" not in bare
    assert made["annotations"][0]["arrowwidth"] == 3
    assert made["annotations"][0]["arrowcolor"] == LIGHT.quiet


@pytest.mark.parametrize("kind", style.WITHOUT_AXES)
def test_a_figure_without_axes_gets_none(kind, fr):
    assert not {"xaxis", "yaxis"} & layout([{"type": kind}], fr).keys()


def test_the_left_margin_follows_the_longest_line_of_the_labels_of_that_figure_alone(fr):
    long = layout([ROW | {"y": ["un nom plutôt long<br>en deux lignes"]}], fr)["margin"]["l"]
    short = layout([ROW], fr)["margin"]["l"]
    hidden = layout([ROW], fr, yaxis={"showticklabels": False})["margin"]["l"]
    assert hidden < short < long
    assert layout([ROW], fr)["margin"]["l"] == short
    assert layout([ROW], fr, yaxis={"ticktext": ["un nom plutôt long"]})["margin"]["l"] == long
    assert layout([ROW], fr, margin={"l": 500})["margin"]["l"] == 500


def test_a_figure_of_plotly_gets_the_same_look(fr):
    made = style.styled(go.Figure(ROW | {"y": pd.Series(["une"])}), LIGHT, fr, 300).to_dict()
    assert made["layout"]["margin"] == layout([ROW], fr)["margin"]
    assert made["layout"].get("template") is None
