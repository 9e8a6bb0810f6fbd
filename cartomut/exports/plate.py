"""What pictures of charts and maps have in common: our letters, and PNG or SVG.

Matplotlib keeps its settings for the whole process; they are set once, when this is imported. In
SVG a text stays a text, in our font with a common one behind it: it can be searched and edited.
"""

import io
import logging
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure

from cartomut.charts.palette import LIGHT
from cartomut.exports import audience
from cartomut.paths import ROOT

FONTS = sorted((ROOT / "static" / "fonts" / "ttf").glob("*.ttf"))
MIMES = {"png": "image/png", "svg": "image/svg+xml"}


def words(text: object) -> str:
    """Write a text as it is: no formula between dollar signs."""
    return str(text).replace("$", r"\$")


def saved(page: Figure, kind: str) -> bytes:
    """Return a page as ``png`` or ``svg``; the same page always gives the same bytes.

    Raises
    ------
    ValueError
        When the kind is neither.
    """
    if kind not in MIMES:
        raise ValueError(f"a picture is png or svg, not {kind!r}")
    told: dict[str, Any] = {"Date": None} if kind == "svg" else {}
    if audience.code():
        told["Description"] = audience.mark()
    target = io.BytesIO()
    page.savefig(target, format=kind, facecolor=LIGHT.paper, metadata=told)
    return target.getvalue()


def _use_our_letters() -> None:
    # Our bold is 600 and the font behind it has 700 only: not worth a line per picture.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for path in FONTS:
        font_manager.fontManager.addfont(path)
    mpl.rcParams.update(
        {
            "font.family": ["IBM Plex Sans", "DejaVu Sans"],
            "svg.fonttype": "none",
            "svg.hashsalt": "cartomut",
        }
    )


_use_our_letters()
