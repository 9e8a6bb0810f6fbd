"""Where a patient is sent: from each centre to the nearest one of the next level of care."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cartomut.access.distance import Straight, Way
from cartomut.access.points import Points
from cartomut.access.travel import Travel

LEVELS = ("primaire", "secondaire", "tertiaire")  # the list niveau_soins, from first contact up


def next_level(
    centres: Points,
    level: NDArray[np.object_],
    travel: Travel | None = None,
    levels: Sequence[str] = LEVELS,
    by: Way | None = None,
) -> pd.DataFrame:
    """Find for each centre the nearest one of the level just above its own.

    A level is never skipped: a first-level centre has no referral where no second-level centre is
    known, even when there is a third-level one.

    Parameters
    ----------
    level
        The level of care of each centre; None or a code not in ``levels`` where unknown.
    travel
        The road factor and the speed of the vehicle; straight lines at 40 km/h without.
    by
        How distances are measured; the straight line times that factor without.

    Returns
    -------
    One row per centre of a level that has one above it, in order of level then row: ``centre`` and
    ``reference`` (row numbers; -1: none known), ``niveau``, ``niveau_suivant``, ``km`` and
    ``minutes`` (NaN when there is none, or a position or the road is unknown).
    """
    chosen = travel or Travel(factor=1.0)
    way = by or Straight(chosen.factor)
    steps = [_step(centres, level, chosen, way, names) for names in pairwise(levels)]
    return pd.concat(steps, ignore_index=True)


def _step(
    centres: Points,
    level: NDArray[np.object_],
    travel: Travel,
    by: Way,
    names: tuple[str, str],
) -> pd.DataFrame:
    lower, upper = names
    below, above = np.flatnonzero(level == lower), np.flatnonzero(level == upper)
    found = by.index(centres.take(above)).nearest(centres.take(below))
    km = np.where(found.centre >= 0, found.km, np.nan)
    rows = np.append(above, -1)  # the last one answers for -1
    return pd.DataFrame(
        {
            "centre": below,
            "niveau": lower,
            "niveau_suivant": upper,
            "reference": rows[found.centre],
            "km": km,
            "minutes": travel.minutes(km),
        }
    )
