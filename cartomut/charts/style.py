"""One look for every figure: our fonts and colours, quiet grid, the language's separators."""

from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.i18n import Language

FONT = "IBM Plex Sans, sans-serif"


def styled(figure: go.Figure, palette: Palette, _: Language, height: int = 340) -> go.Figure:
    """Apply the product's look to a figure; titles stay outside, in the page."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 16, "t": 24, "b": 64},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": palette.font_size, "color": palette.ink},
        colorway=list(palette.categories),
        separators=", " if _.code == "fr" else ".,",
        hoverlabel={"font": {"family": FONT, "color": palette.ink}, "bgcolor": palette.paper},
        legend={"orientation": "h", "yref": "container", "y": 0.0, "yanchor": "bottom", "x": 0},
        barcornerradius=3,
    )
    axis: dict[str, Any] = {
        "gridcolor": palette.grid,
        "zerolinecolor": palette.grid,
        "linecolor": palette.border,
        "title_font_size": palette.font_size - 1,
        "automargin": True,
        "fixedrange": True,
    }
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure


def folded(text: object, width: int = 26) -> str:
    """Escape a text and fold it into short lines, for the labels of an axis."""
    return "<br>".join(safe(line) for line in wrap(str(text), width))


def safe(text: object) -> str:
    """Escape a text from data: Plotly reads a small HTML in labels and hovers."""
    return escape(str(text), quote=False)
