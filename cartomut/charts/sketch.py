"""A figure in the making, as plain dictionaries: Plotly sees it once, when it is finished.

Setting one property after the other on a Plotly figure takes thirty times as long, because each is
checked at each run. What is made here is checked in the tests, by Plotly itself.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.style import drawn
from cartomut.i18n import Language

Trace = dict[str, Any]


def bar(**properties: Any) -> Trace:
    """Make a trace of bars; its properties are Plotly's, columns of a table may stand in them."""
    return {"type": "bar"} | _told(properties)


def scatter(**properties: Any) -> Trace:
    """Make a trace of points, of a line or of words, as ``bar`` does."""
    return {"type": "scatter"} | _told(properties)


def plain(value: Any) -> Any:
    """Write the values of a column as a list in which the unknown is None."""
    if not isinstance(value, pd.Series | pd.Index | np.ndarray):
        return value
    return [None if pd.isna(one) else one for one in value.tolist()]


class Sketch:
    """Traces and layout, added to in any order; ``made`` gives the figure."""

    def __init__(self, *traces: Trace) -> None:
        self.traces: list[Trace] = list(traces)
        self.layout: dict[str, Any] = {"annotations": [], "shapes": []}

    def add_trace(self, trace: Trace) -> None:
        """Add a trace that ``bar`` or ``scatter`` made."""
        self.traces.append(trace)

    def add_bar(self, **properties: Any) -> None:
        """Add bars."""
        self.traces.append(bar(**properties))

    def add_scatter(self, **properties: Any) -> None:
        """Add points, a line or words."""
        self.traces.append(scatter(**properties))

    def add_annotation(self, **properties: Any) -> None:
        """Add a text at a place."""
        self.layout["annotations"].append(properties)

    def add_shape(self, **properties: Any) -> None:
        """Add a line or a rectangle."""
        self.layout["shapes"].append(properties)

    def update_layout(self, **properties: Any) -> None:
        """Set properties of the figure."""
        _set(self.layout, properties)

    def update_xaxes(self, **properties: Any) -> None:
        """Set properties of the horizontal axis."""
        _set(self.layout.setdefault("xaxis", {}), properties)

    def update_yaxes(self, **properties: Any) -> None:
        """Set properties of the vertical axis."""
        _set(self.layout.setdefault("yaxis", {}), properties)

    def made(self, palette: Palette, _: Language, height: int = 340) -> go.Figure:
        """Return the figure, with the product's look; titles stay outside, in the page."""
        return drawn(self.traces, self.layout, palette, _, height)


def _told(properties: Mapping[str, Any]) -> Trace:
    """Keep what is said: None is Plotly's own choice."""
    return {name: plain(value) for name, value in properties.items() if value is not None}


def _set(known: dict[str, Any], properties: Mapping[str, Any]) -> None:
    """Set properties; the title of an axis may be given as its text."""
    for name, value in _told(properties).items():
        known[name] = {"text": value} if name == "title" and isinstance(value, str) else value
