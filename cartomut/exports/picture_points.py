"""Lines, marks and fills of a Plotly figure in the axes of a picture."""

from typing import Any

import numpy as np

from cartomut.charts.palette import LIGHT
from cartomut.exports.picture_look import POINT, Look, dash, each, item, marker, text_of, words
from cartomut.exports.picture_panels import Panel
from cartomut.i18n import Language


def points(panel: Panel, trace: Any, rank: int, before: Any, look: Look, _: Language) -> None:
    """Draw a line, its marks and texts; ``before`` is the trace that a fill goes down to."""
    x, y = panel.x.places(trace.x), panel.y.places(trace.y)
    for error in (trace.error_x, trace.error_y):
        if error.array is not None or error.value is not None:
            raise ValueError("cartomut/exports/picture.py cannot draw error bars")
    mode = mode_of(trace, len(x))
    colour = line_colour(trace, rank, look)
    _fill(panel, trace, x, y, before, colour, look)
    if "lines" in mode:
        known = ~(np.isnan(x) | np.isnan(y)) if trace.connectgaps else np.full(len(x), True)
        panel.axes.plot(
            x[known],
            y[known],
            color=colour,
            linewidth=(2 if trace.line.width is None else trace.line.width) * POINT,
            linestyle=dash(trace.line.dash),
            drawstyle={"hv": "steps-post", "vh": "steps-pre"}.get(trace.line.shape, "default"),
            alpha=trace.opacity,
            zorder=3,
        )
    if "markers" in mode:
        _marks(panel, trace, x, y, colour, look)
    if "text" in mode:
        _texts(panel, trace, x, y, look, _)


def mode_of(trace: Any, count: int) -> str:
    """Tell whether a trace of ``count`` points is lines, marks, texts or several of them."""
    if trace.mode is not None:
        return str(trace.mode)
    return "lines+markers" if count < 20 else "lines"


def line_colour(trace: Any, rank: int, look: Look) -> Any:
    """Return the colour of a line, else that of its marks, else the theme's next one."""
    own = trace.line.color if trace.type == "scatter" else None
    mark = trace.marker.color
    mark = mark if isinstance(mark, str) else None
    return look.colour(own or mark, LIGHT.category(rank))


def _fill(panel: Panel, trace: Any, x: Any, y: Any, before: Any, colour: Any, look: Look) -> None:
    if not trace.fill or trace.fill == "none":
        return
    face = look.colour(trace.fillcolor, colour)
    style: dict[str, Any] = {
        "color": face,
        "alpha": None if trace.fillcolor else 0.5,
        "linewidth": 0,
        "zorder": 1,
    }
    if trace.fill == "tozeroy":
        panel.axes.fill_between(x, y, 0, **style)
    elif trace.fill == "tonexty" and before is not None:
        other = np.interp(x, panel.x.places(before.x), panel.y.places(before.y))
        panel.axes.fill_between(x, y, other, **style)
    elif trace.fill == "toself":
        panel.axes.fill(x, y, **style)
    else:
        raise ValueError(f"cartomut/exports/picture.py cannot fill {trace.fill!r}")


def _marks(panel: Panel, trace: Any, x: Any, y: Any, colour: Any, look: Look) -> None:
    """Draw the marks of a trace, those of the same look together."""
    mark, count = trace.marker, len(x)
    columns = zip(
        each(mark.symbol, count),
        each(mark.size, count),
        each(mark.color, count),
        each(mark.line.color, count),
        each(mark.line.width, count),
        each(mark.opacity, count),
        strict=True,
    )
    alike: dict[Any, list[int]] = {}
    for place, own in enumerate(columns):
        if not np.isnan(x[place]) and not np.isnan(y[place]):
            alike.setdefault(own, []).append(place)
    for (symbol, size, fill, edge, width, clear), places in alike.items():
        sign, hollow, thin = marker(symbol)
        face = look.colour(fill, colour)
        wide = width if width is not None else (2 if hollow or thin else 0)
        panel.axes.plot(
            x[places],
            y[places],
            linestyle="none",
            marker=sign,
            markersize=diameter(mark, size) * POINT,
            markerfacecolor=LIGHT.paper if hollow else face,
            markeredgecolor=look.colour(edge, face),
            markeredgewidth=wide * POINT,
            alpha=clear if clear is not None else trace.opacity,
            zorder=4,
            clip_on=trace.cliponaxis is not False,
        )


def diameter(mark: Any, size: Any) -> float:
    """Return a mark's width in pixels, from its size as Plotly counts it."""
    known = 6.0 if size is None else float(size)
    reference = mark.sizeref or 1.0
    return float(np.sqrt(known / reference)) if mark.sizemode == "area" else known / reference


def _texts(panel: Panel, trace: Any, x: Any, y: Any, look: Look, _: Language) -> None:
    for place in range(len(x)):
        text = text_of(trace, place, _)
        if not text or np.isnan(x[place]) or np.isnan(y[place]):
            continue
        up, _space, side = str(item(trace.textposition, place) or "middle center").partition(" ")
        away = diameter(trace.marker, item(trace.marker.size, place)) * POINT / 2 + 2
        away = away if "markers" in mode_of(trace, 1) else 1
        panel.axes.annotate(
            words(text),
            (x[place], y[place]),
            xytext=(
                {"left": -away, "right": away}.get(side, 0),
                {"top": away, "bottom": -away}.get(up, 0),
            ),
            textcoords="offset points",
            ha={"left": "right", "right": "left"}.get(side, "center"),
            va={"top": "bottom", "bottom": "top"}.get(up, "center"),
            fontsize=look.size(item(trace.textfont.size, place)) - 1,
            color=look.colour(item(trace.textfont.color, place)),
            annotation_clip=trace.cliponaxis is not False,
            zorder=5,
        )
