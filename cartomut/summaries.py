"""Sentences computed from the numbers of a figure: what changed, what is largest, how it spreads.

Each sentence begins with its subject and a colon, then uses words that never agree with it, so
that it is correct whatever the subject's gender and number. Numbers are given in the unit in which
they are shown (converted to the reader's currency before): a percentage and the two values beside
it then come from the same numbers.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from statistics import quantiles
from typing import Any

import pandas as pd

from cartomut.i18n import N_, Language

Write = Callable[[float], str]
FEW = 5  # names or years that a sentence lists; past that it counts them
BOUNDS = {
    ">=": N_("au moins {}"),
    "<=": N_("au plus {}"),
    ">": N_("plus de {}"),
    "<": N_("moins de {}"),
    "=": N_("exactement {}"),
}
_BOUND = re.compile(r"^(?P<sign>>=|<=|>|<|=)(?P<value>-?[\d.]+)$")
QUARTERED = 4  # values from which quartiles say more than the two ends


def change(
    subject: str,
    rows: Iterable[tuple[int, Any]],
    write: Write,
    _: Language,
    *,
    points: bool = False,
    gaps: bool = True,
) -> str:
    """Say how a figure moved between the first and the last year whose value is known.

    ``rows`` are (year, value), in any order, a value possibly unknown; a year absent between two
    others counts as unknown. ``write`` writes a value with its unit. ``points`` is for shares from
    0 to 1, whose change is a number of percentage points and not a percentage. Without ``gaps``,
    years that ``rows`` leave out are not said to be unknown.
    """
    values = {int(year): _known(value) for year, value in rows}
    found = [(year, one) for year, one in sorted(values.items()) if one is not None]
    if not found:
        return _("{} : aucune valeur connue.").format(subject)
    if len(found) == 1:
        ((year, value),) = found
        return _("{} : {} en {}, seule année connue.").format(subject, write(value), year)
    sentence = _moved(subject, found[0], found[-1], write, points, _)
    return " ".join([sentence, *_gaps(values, _)]) if gaps else sentence


def largest(
    subject: str,
    parts: Iterable[tuple[str, Any]],
    write: Write,
    _: Language,
    *,
    whole: Any = None,
) -> str:
    """Say which part is the largest and what share of the whole it is; ties are named together.

    ``parts`` are (name, value). ``whole`` is what they are shares of; without it, the sum of the
    known parts, and the sentence says so. With a negative part there is no share to tell.
    """
    every = [(name, _known(value)) for name, value in parts]
    known = [(name, value) for name, value in every if value is not None]
    if not known:
        return _("{} : aucune valeur connue.").format(subject)
    unknown = [name for name, value in every if value is None]
    missing = [_("Sans valeur connue : {}.").format(_listed(unknown, _))] if unknown else []
    return " ".join([_largest(subject, known, write, _known(whole), _), *missing])


def share(
    subject: str, numerator: Any, denominator: Any, denominator_name: str, write: Write, _: Language
) -> str:
    """Say a share with its two terms; the denominator is always named, even unknown or zero.

    ``denominator_name`` is a noun group of the screen: « prestations dues ».
    """
    above, below = _known(numerator), _known(denominator)
    if below is None:
        return _("{} : pas de pourcentage, dénominateur inconnu ({}).").format(
            subject, denominator_name
        )
    if above is None:
        return _("{} : valeur inconnue ; dénominateur : {} ({}).").format(
            subject, write(below), denominator_name
        )
    if below == 0:
        return _("{} : pas de pourcentage, dénominateur nul ({}).").format(
            subject, denominator_name
        )
    return _("{} : {}, soit {} sur {} ({}).").format(
        subject, percent(above / below, _), write(above), write(below), denominator_name
    )


def spread(subject: str, values: Iterable[Any], base: str, write: Write, _: Language) -> str:
    """Say the median and the middle half of many values, with n of N.

    ``values`` holds one entry per member of the base, unknown ones too; ``base`` names the members
    (« mutuelles »). Below four known values the two ends stand in place of the quartiles.
    """
    every = [_known(value) for value in values]
    known = sorted(one for one in every if one is not None)
    coverage = _("valeur connue pour {} sur {} {}").format(
        _.number(len(known)), _.number(len(every)), base
    )
    if not known:
        return _("{} : {}.").format(subject, coverage)
    if len(known) == 1:
        return _("{} : {} ; {}.").format(subject, write(known[0]), coverage)
    first, middle, third = quartiles(known)
    if len(known) < QUARTERED:
        return _("{} : médiane {}, du plus petit {} au plus grand {} ; {}.").format(
            subject, write(middle), write(known[0]), write(known[-1]), coverage
        )
    return _("{} : médiane {}, moitié centrale entre {} et {} ; {}.").format(
        subject, write(middle), write(first), write(third), coverage
    )


def quartiles(known: Sequence[float]) -> tuple[float, float, float]:
    """Return the three quartiles of two values or more, between neighbours as DuckDB does."""
    first, middle, third = quantiles(known, n=4, method="inclusive")
    return first, middle, third


def percent(value: float, _: Language) -> str:
    """Write a share or a change from 0 up as a percentage that never reads as zero by rounding."""
    if 0 < abs(value) <= 0.0005:
        return _("moins de {}").format(_.percent(0.001))
    if 0.9995 <= value < 1:
        return _("plus de {}").format(_.percent(0.999))
    return _.percent(value, 1 if abs(value) < 0.1 or 0.9 < value < 1 else 0)


def threshold(expression: str, write: Write, _: Language) -> str:
    """Write a threshold in words: ``0.40..0.50|>=0.8`` → « de 40 % à 50 % ou au moins 80 % »."""
    said = [_bound(part.strip(), write, _) for part in expression.split("|")]
    text = said[0]
    for other in said[1:]:
        text = _("{} ou {}").format(text, other)
    return text


def _bound(part: str, write: Write, _: Language) -> str:
    low, dots, high = part.partition("..")
    if dots:
        return _("de {} à {}").format(write(float(low)), write(float(high)))
    found = _BOUND.match(part)
    if found is None:
        return part
    pattern = BOUNDS[found["sign"]]
    return _(pattern).format(write(float(found["value"])))


def _moved(
    subject: str,
    first: tuple[int, float],
    last: tuple[int, float],
    write: Write,
    points: bool,
    _: Language,
) -> str:
    """Write the move between two known years."""
    (start, before), (end, after) = first, last
    if before == after:
        return _("{} : sans changement entre {} et {}, à {}.").format(
            subject, start, end, write(after)
        )
    way = _("en hausse") if after > before else _("en baisse")
    shown = (write(before), write(after))
    size = _size(before, after, write, points, _)
    if shown[0] == shown[1]:  # written alike: two equal numbers must not look like a move
        return _alike(subject, way, size, start, end, shown[0], _)
    if not size:
        pattern = _("{} : {} entre {} et {}, de {} à {} ; pas de pourcentage à partir de zéro.")
        return pattern.format(subject, way, start, end, *shown)
    return _("{} : {} de {} entre {} et {}, de {} à {}.").format(
        subject, way, size, start, end, *shown
    )


def _alike(subject: str, way: str, size: str, start: int, end: int, shown: str, _: Language) -> str:
    if not size:
        return _("{} : {} entre {} et {}, autour de {}.").format(subject, way, start, end, shown)
    return _("{} : {} de {} entre {} et {}, autour de {}.").format(
        subject, way, size, start, end, shown
    )


def _size(before: float, after: float, write: Write, points: bool, _: Language) -> str:
    """Write how far it moved: points, a percentage, an amount; nothing when none makes sense."""
    distance = abs(after - before)
    if points:
        return _points(distance, _)
    if before == 0:
        return ""
    if before > 0 and after >= 0:
        return percent(distance / before, _)
    text = write(distance)
    return "" if text == write(0.0) else text


def _points(distance: float, _: Language) -> str:
    if distance <= 0.0005:  # half to even: it would be written as zero
        return _("moins de {} point de pourcentage").format(_.number(0.1, 1))
    written = _.number(distance * 100, 1)
    size = round(distance * 100, 1)
    single = size < 2 if _.code == "fr" else size == 1
    return (_("{} point de pourcentage") if single else _("{} points de pourcentage")).format(
        written
    )


def _gaps(values: dict[int, float | None], _: Language) -> list[str]:
    """Say which years have no value, those between two others included."""
    years = [year for year in range(min(values), max(values) + 1) if values.get(year) is None]
    if not years:
        return []
    if len(years) > FEW:
        return [_("Sans valeur connue : {} années sur {}.").format(len(years), _span(values))]
    return [_("Sans valeur connue : {}.").format(", ".join(map(str, years)))]


def _span(values: dict[int, float | None]) -> int:
    return max(values) - min(values) + 1


def _largest(
    subject: str,
    known: Sequence[tuple[str, float]],
    write: Write,
    whole: float | None,
    _: Language,
) -> str:
    """Write which of the known parts is the largest."""
    top = max(value for _name, value in known)
    names = [name for name, value in known if value == top]
    if top == 0 and min(value for _name, value in known) == 0:
        return _("{} : toutes les parts connues sont à zéro.").format(subject)
    base = sum(value for _name, value in known) if whole is None else whole
    if base <= 0 or min(value for _name, value in known) < 0:
        return _first(subject, names, write(top), _)
    pattern = (
        _("{} (total des parts connues : {})") if whole is None else _("{} (total : {})")
    ).format(percent(top / base, _), write(base))
    return _first_of(subject, names, write(top), pattern, _)


def _first(subject: str, names: Sequence[str], top: str, _: Language) -> str:
    if len(names) == 1:
        return _("{} : d'abord {}, avec {}.").format(subject, names[0], top)
    return _("{} : en tête à égalité, avec {} : {}.").format(subject, top, _listed(names, _))


def _first_of(subject: str, names: Sequence[str], top: str, of_whole: str, _: Language) -> str:
    if len(names) == 1:
        return _("{} : d'abord {}, avec {}, soit {}.").format(subject, names[0], top, of_whole)
    return _("{} : en tête à égalité, avec {}, soit {} : {}.").format(
        subject, top, of_whole, _listed(names, _)
    )


def _listed(names: Sequence[str], _: Language) -> str:
    """List the first names; the rest is counted."""
    rest = [_.plural("{} autre", "{} autres", len(names) - FEW)] if len(names) > FEW else []
    return _.series([*names[:FEW], *rest])


def _known(value: Any) -> float | None:
    """Return a finite number, None for what is unknown."""
    if value is None or pd.isna(value) or not math.isfinite(value):
        return None
    return float(value)
