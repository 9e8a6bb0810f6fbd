"""What a reader carries away: views with all that makes them readable, in the order of a report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from cartomut import labels
from cartomut.i18n import MISSING, Language

SHARES = ("part_", "taux_", "score")  # columns from 0 to 1, which a reader sees as percentages
Cells = Callable[[], pd.DataFrame]


@dataclass(frozen=True)
class View:
    """A figure, a table or a map as it was seen; every text is already written.

    ``lines`` are unit, base, nature, sources, filters; ``mark`` names the dataset and stands on
    every slide; ``picture`` draws PNG or SVG; ``cells`` gives the table, every cell a text;
    ``is_whole`` tells that the picture holds its own title and lines; ``bare`` draws it as PNG
    without them, for a slide, which has its own; ``is_reserved`` that it holds what not everybody
    sees.
    """

    title: str
    summary: str = ""
    lines: Sequence[str] = ()
    mark: str = ""
    is_invented: bool = False
    edition: str = ""
    address: str = ""
    spoken: str = ""  # what the presenter says
    chart: go.Figure | Callable[[], go.Figure] | None = None
    picture: Callable[[str], bytes] | None = None
    cells: Cells | None = None
    is_whole: bool = False
    bare: Callable[[], bytes] | None = None
    is_reserved: bool = False

    def figure(self) -> go.Figure | None:
        """Return the chart, made now when it waited to be asked for."""
        return self.chart() if callable(self.chart) else self.chart


@dataclass(frozen=True)
class Report:
    """Views in order, under one title; ``intro`` are the lines of the first slide."""

    title: str
    views: Sequence[View]
    intro: Sequence[str] = ()
    address: str = ""
    day: date = field(default_factory=date.today)

    def is_reserved(self) -> bool:
        """Tell whether a view holds what not everybody sees."""
        return any(one.is_reserved for one in self.views)

    def marks(self) -> list[str]:
        """Name the datasets that the views come from."""
        return list(dict.fromkeys(one.mark for one in self.views if one.mark))

    def is_invented(self) -> bool:
        """Tell whether any view shows invented data."""
        return any(one.is_invented for one in self.views)


def cells(
    rows: pd.DataFrame, columns: Sequence[str], names: labels.CodeNames, _: Language
) -> pd.DataFrame:
    """Write the rows as the page shows them: titles, names in place of codes, texts only."""
    shown = labels.for_screen(rows, columns, names, _)
    shares = {labels.title(one, names, _) for one in columns if is_share(one)}
    year = labels.title("annee", names, _)
    written = {
        name: [_cell(value, name in shares, name == year, _) for value in shown[name]]
        for name in shown.columns
    }
    return pd.DataFrame(written, columns=list(shown.columns), dtype="object")


def is_share(column: str) -> bool:
    """Tell whether a column goes from 0 to 1; an amount paid by somebody is no share."""
    return column.startswith(SHARES) and not column.endswith("_fcfa")


def _cell(value: Any, is_share: bool, is_year: bool, _: Language) -> str:
    if value is None or (not isinstance(value, list) and pd.isna(value)):
        return MISSING
    if isinstance(value, (bool, np.bool_)):
        return str(_("oui") if value else _("non"))
    if isinstance(value, (Real, Decimal)) and not is_year:
        if is_share:
            return _.percent(value)
        return _.number(value, 0 if float(value).is_integer() else 2)
    return str(int(value)) if is_year and isinstance(value, float) else str(value)
