"""Charts as PNG, drawn from the figure's own data, without a browser.

Title, filters, caption, source and date stand inside the picture, so that they cannot be lost.
"""

import io
import re
import textwrap
from html import unescape
from typing import Any

import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from cartomut.charts.palette import LIGHT, Palette
from cartomut.i18n import Language

WIDTH, DOTS = 10.0, 160  # inches, dots per inch
MARKERS = {"circle": "o", "square": "s", "triangle-up": "^", "diamond": "D", "cross": "P"}
_BOLD = re.compile(r"</?b>")
HATCHES = {"": "", "/": "///", ".": "..", "x": "xx"}


def png(figure: go.Figure, title: str, notes: list[str], _: Language) -> bytes:
    """Draw a figure of bars or lines as PNG.

    Raises
    ------
    ValueError
        When the figure holds a kind of trace that no function here draws.
    """
    height = max(3.6, figure.layout.height / 90) + 0.22 * sum(map(_line_count, notes))
    page = Figure(figsize=(WIDTH, height), dpi=DOTS, facecolor=LIGHT.paper)
    axes = page.add_subplot()
    offsets: dict[Any, float] = {}
    for trace in figure.data:
        if trace.type == "bar":
            _bars(axes, trace, offsets)
        elif trace.type == "scatter":
            _points(axes, trace)
        else:
            raise ValueError(f"cartomut/exports/picture.py cannot draw a {trace.type!r} trace")
    _dress(axes, figure, LIGHT, _)
    page.suptitle(
        textwrap.fill(_words(title), 80),
        x=0.02,
        ha="left",
        fontsize=15,
        fontweight="bold",
        color=LIGHT.ink,
    )
    foot = "\n".join(textwrap.fill(_words(note), 130) for note in notes)
    share = 0.22 * sum(map(_line_count, notes)) / height
    page.text(0.02, 0.015, foot, fontsize=9, color=LIGHT.quiet, va="bottom")
    page.tight_layout(rect=(0.01, share + 0.02, 0.99, 0.97))
    target = io.BytesIO()
    page.savefig(target, format="png", facecolor=LIGHT.paper)
    return target.getvalue()


def _words(text: object) -> str:
    """Take a label as plain words: no HTML escape, and no formula between dollar signs."""
    plain = _BOLD.sub("", str(text)).replace("<br>", "\n")
    return unescape(plain).replace("$", r"\$")


def _line_count(text: str) -> int:
    return len(textwrap.wrap(text, 130)) or 1


def _bars(axes: Axes, trace: Any, offsets: dict[Any, float]) -> None:
    names = [name if isinstance(name, int) else _words(name) for name in trace.y]
    starts = [offsets.get(name, 0.0) for name in names]
    pattern = trace.marker.pattern.shape if trace.marker.pattern else ""
    bars = axes.barh(
        names,
        list(trace.x),
        left=starts,
        label=_words(trace.name or ""),
        color=trace.marker.color,
        edgecolor=trace.marker.line.color,
        hatch=HATCHES.get(pattern or "", "//"),
        height=0.62,
    )
    for name, start, value in zip(names, starts, trace.x, strict=True):
        offsets[name] = start + value
    if trace.text is not None:
        _write_on(axes, bars, trace)


def _write_on(axes: Axes, bars: BarContainer, trace: Any) -> None:
    outside = trace.textposition == "outside"
    axes.bar_label(
        bars,
        labels=[_words(text) for text in trace.text],
        label_type="edge" if outside else "center",
        padding=4 if outside else 0,
        color=trace.textfont.color,
        fontweight="bold",
    )


def _points(axes: Axes, trace: Any) -> None:
    edge = trace.marker.line.color or trace.marker.color
    axes.plot(
        list(trace.x),
        list(trace.y),
        linestyle="-" if "lines" in trace.mode else "none",
        marker=MARKERS[trace.marker.symbol],
        color=edge,
        markerfacecolor=trace.marker.color,
        markeredgecolor=edge,
        label=_words(trace.name or ""),
        linewidth=2.2,
        markersize=7,
    )
    for x, y, text in zip(trace.x, trace.y, trace.text or (), strict=bool(trace.text)):
        if text and y is not None:
            axes.annotate(
                _words(text),
                (x, y),
                xytext=(0, 8),
                textcoords="offset points",
                ha="center",
                fontsize=9,
            )


def _dress(axes: Axes, figure: go.Figure, palette: Palette, _: Language) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(palette.border)
    axes.tick_params(colors=palette.ink)
    axes.set_xlabel(_words(figure.layout.xaxis.title.text or ""), color=palette.ink)
    axes.set_ylabel(_words(figure.layout.yaxis.title.text or ""), color=palette.ink)
    if figure.layout.yaxis.tickvals:
        labels = [_words(text) for text in figure.layout.yaxis.ticktext]
        axes.set_yticks(figure.layout.yaxis.tickvals, labels)
    if figure.layout.yaxis.autorange == "reversed":
        axes.invert_yaxis()
        axes.margins(x=0.12)
        axes.tick_params(labelbottom=figure.layout.xaxis.showticklabels is not False)
        if figure.layout.xaxis.tickformat == ".0%":
            axes.set_xticks(figure.layout.xaxis.tickvals)
            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: _.percent(value, 0)))
        else:
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    elif figure.layout.yaxis.tickformat == ".0%":
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _position: _.percent(value, 0)))
        axes.set_ylim(bottom=0)
    else:
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _position: _.number(value)))
        axes.set_ylim(bottom=0)
    if len(figure.data) > 1:
        axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=3)
