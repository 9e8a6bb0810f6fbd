"""What each share on the screen is a share of, in words: nobody should have to guess it."""

from collections.abc import Iterable

import pandas as pd

from cartomut.i18n import N_, Language
from cartomut.queries import Query
from cartomut.ui import answers
from cartomut.ui.note import note
from cartomut.ui.text import plain

# Columns of lists that are shares, whichever the list.
LISTED = {
    "part_completude": N_("champs attendus du dossier, chacun avec son poids"),
    "part_preparation": N_("items traceurs attendus d'un centre qui offre le service"),
    "part_changement": N_("valeur de l'année d'avant"),
}
COLUMNS = ("indicateur_id", "indicateur")  # that say of which indicator a row is


def line(code: str, _: Language) -> str:
    """Say what an indicator is divided by; nothing for one that divides nothing."""
    words = _known().get(code)
    return _("Dénominateur : {}").format(words) if words else ""


def show(code: str, _: Language) -> None:
    """Write in small print what an indicator is divided by, if by anything."""
    if text := line(code, _):
        note(plain(text))


def of_columns(columns: Iterable[str], _: Language) -> list[str]:
    """List what the columns of a list are shares of."""
    return [_(LISTED[one]) for one in columns if one in LISTED]


def of_rows(asked: Query, rows: pd.DataFrame, _: Language) -> list[str]:
    """List the denominators of a figure: its question's own, else those of its indicators.

    A denominator that several indicators share is told once, with their names.
    """
    if own := asked.text("Denom"):
        return [_(own)]
    column = next((one for one in COLUMNS if one in rows), None)
    if column is None:
        return []
    known, indicators = _known(), _names()
    shared: dict[str, list[str]] = {}
    for code in dict.fromkeys(rows[column].dropna()):
        if code in known:
            name = indicators.get(code) or answers.name("indicateur_publie", code)
            shared.setdefault(known[code], []).append(name)
    if len(shared) == 1 and rows[column].nunique() == 1:
        return list(shared)
    return [_.pair(_.series(names), words) for words, names in shared.items()]


@answers.per_edition
def _known() -> dict[str, str]:
    rows = answers.localised("listes/denominateurs")
    return dict(zip(rows["indicateur_code"], rows["nom"], strict=True))


@answers.per_edition
def _names() -> dict[str, str]:
    """Name the indicators of the catalogue; others are known from publications only."""
    rows = answers.localised("listes/catalogue")
    return dict(zip(rows["indicateur_id"], rows["nom"], strict=True))
