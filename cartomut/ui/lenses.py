"""The lens: which disease the reader looks at; it holds on every view of the centres."""

from collections.abc import Sequence

import pandas as pd

from cartomut import labels
from cartomut.i18n import N_, Language
from cartomut.ui import answers, choices

LENSES = {
    "toutes": N_("Tout"),
    "palu": N_("Paludisme"),
    "tb": N_("Tuberculose"),
    "vih": N_("VIH"),
    "maternite": N_("Maternité"),
}


def choose(_: Language) -> str:
    """Choose a lens; ``lentille`` in the URL, and one that is not ours counts as all."""
    return choices.segments("lentille", _("Lentille"), list(LENSES), lambda code: _(LENSES[code]))


def services(rows: pd.DataFrame) -> dict[str, str]:
    """Name the services of an answer, in its order."""
    return {code: answers.name("service", code) for code in rows["service"].drop_duplicates()}


def measures(codes: Sequence[str], _: Language) -> dict[str, str]:
    """Name columns of activity by the titles of their contract."""
    return {code: labels.title(code, answers.names(), _) for code in codes}
