"""What a centre may cost: the order of magnitude of projects of one theme, with how many."""

import pandas as pd
import streamlit as st

from cartomut.i18n import Language
from cartomut.ui import answers, choices, devise
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import plain

QUESTION = "indicateurs/projets_comparables"
THEMES = ("construction", "renovation", "equipement")


def choose(_: Language) -> None:
    """Draw the choice of the theme and of the currency."""
    left, right = st.columns(2)
    with left:
        names = dict(answers.names()["theme"])
        title = _("Projets comparables")
        choices.select("theme_projet", title, THEMES, names.__getitem__, default=THEMES[0])
    with right:
        devise.choose(_)


def show(level: str, _: Language) -> None:
    """Show the median amount of comparable projects, its range and how many they are."""
    theme = choices.read("theme_projet", THEMES, THEMES[0]) or THEMES[0]
    title = _("Ordre de grandeur de l'investissement")
    row, same_level = comparable(theme, level)
    if row is None:
        kpi(title, "–", _none(theme, _))
        return
    money, year = devise.current(), None if pd.isna(row["annee"]) else int(row["annee"])
    count = int(row["nb_projets"])
    low, high = (money.write(row[one], year, _) for one in ("montant_min_fcfa", "montant_max_fcfa"))
    told = _.plural("médiane de {} projet", "médiane de {} projets", count)
    between = _("de {} à {} ; {}").format(low, high, told)
    kpi(title, money.write(row["montant_median_fcfa"], year, _), between)
    names = (answers.name("theme", theme), answers.name("niveau_soins", level))
    base = (
        _("Projets comparables : {}, niveau {}.")
        if same_level
        else _(
            "Projets comparables : {}, tous niveaux, car moins de trois sont connus du niveau {}."
        )
    )
    rates = money.note([year], _)
    more = [rates] if rates else []
    note(plain(" ".join([base.format(*names), _("Ce n'est pas un devis."), *more])))


def comparable(theme: str, level: str) -> tuple[pd.Series | None, bool]:
    """Return the amounts of the theme's projects of this level, or of all when they are too few.

    The second value tells whether they are of this level; the first is None below three projects.
    """
    rows = answers.answer(QUESTION, theme=theme).dropna(subset=["montant_median_fcfa"])
    for kept, same in ((rows["niveau_soins"] == level, True), (rows["niveau_soins"].isna(), False)):
        if kept.any():
            return rows[kept].iloc[0], same
    return None, False


def _none(theme: str, _: Language) -> str:
    name = answers.name("theme", theme)
    if answers.answer(QUESTION, theme=theme).empty:
        return _("aucun projet comparable dans ce jeu de données (thème : {})").format(name)
    return _("moins de trois projets comparables (thème : {})").format(name)
