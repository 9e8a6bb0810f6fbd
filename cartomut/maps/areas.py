"""Territories of a choropleth: the class or the state of each, and the legend of both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cartomut.charts.palette import STATES, Palette, state_label
from cartomut.i18n import Language
from cartomut.maps.classes import Classing, spread
from cartomut.maps.legend import Entry
from cartomut.records import records

Format = Callable[[Any], str]
Areas = Mapping[str, list[Any]]


@dataclass(frozen=True)
class Measure:
    """A measure by territory: its title and how its values are written."""

    title: str
    write: Format


def shades(classing: Classing | None, palette: Palette) -> list[str]:
    """Return the colour of each class, in order."""
    count = len(classing.bounds) if classing else 0
    return [spread(rank, count, palette.steps) for rank in range(count)]


def areas(
    territories: pd.DataFrame, measure: Measure, classing: Classing | None, _: Language
) -> dict[str, list[Any]]:
    """By territory: the rank of its colour or its state, its value as a text, and n of N if known.

    ``territories``: code, valeur, etat, and maybe nb_valeurs and nb_entites.
    """
    counted = "nb_entites" in territories
    found: dict[str, list[Any]] = {}
    for row in records(territories):
        if row.etat == "valeur" and classing:
            found[row.code] = [classing.rank(row.valeur), measure.write(row.valeur)]
        else:
            found[row.code] = [row.etat, state_label(row.etat, _)]
        if counted and row.nb_entites > 0:
            text = _("valeur connue pour {} sur {}")
            found[row.code].append(text.format(_.number(row.nb_valeurs), _.number(row.nb_entites)))
    return found


def entries(
    territories: pd.DataFrame,
    measure: Measure,
    classing: Classing | None,
    palette: Palette,
    _: Language,
) -> tuple[Entry, ...]:
    """Make the legend's signs: each class by its own lowest and greatest value, then the states."""
    known = territories["valeur"].dropna().tolist()
    found = []
    for rank, colour in enumerate(shades(classing, palette)):
        inside = [value for value in known if classing and classing.rank(value) == rank]
        if inside:
            text = _span(min(inside), max(inside), measure)
            found.append(Entry(f"{text} ({_.number(len(inside))})", "aplat", colour))
    for state in STATES:
        count = int((territories["etat"] == state).sum())
        if count and state != "valeur":
            label = f"{state_label(state, _)} ({_.number(count)})"
            found.append(Entry(label, state, palette.hatch))
    return tuple(found)


def credit(attribution: str, _: Language) -> str:
    """Say whose boundaries are drawn; ``attribution`` is empty for our approximate ones."""
    if not attribution:
        return _("Limites approximatives, non officielles.")
    return _("Limites : {}.").format(attribution)


def _span(lowest: float, greatest: float, measure: Measure) -> str:
    first, last = measure.write(lowest), measure.write(greatest)
    return first if first == last else f"{first} – {last}"
