"""Set a document by Typst: its texts reach the layout as one JSON value, never as its source."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from cartomut.exports import audience
from cartomut.paths import STATIC

FONTS = STATIC / "fonts" / "ttf"


def typeset(
    layout: Path,
    name: str,
    content: Mapping[str, Any],
    form: Literal["pdf", "png"] = "pdf",
    dots: float = 90,
) -> list[bytes]:
    """Set a document: one PDF, or one PNG per page with so many dots per inch.

    ``name`` is the input under which the layout reads ``content``.
    """
    import typst  # slow to import; only a document needs it

    made = typst.compile(
        layout,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format=form,
        ppi=dots,
        sys_inputs={
            name: json.dumps(content, ensure_ascii=False),
            audience.KEY: audience.mark(),  # the layouts put it among the keywords
        },
    )
    return made if isinstance(made, list) else [made]  # PNG: a page each, unless there is only one
