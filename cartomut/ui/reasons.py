"""Why an offer answers a need, or does not: by theme, place and size, in words."""

from typing import Any

import pandas as pd

from cartomut.i18n import Language
from cartomut.ui import answers
from cartomut.ui.projets import Chosen


def reasons(row: Any, chosen: Chosen, _: Language) -> list[tuple[str, str]]:
    """Say why an offer fits a need or not: (oui, non or inconnu; a sentence) for each criterion."""
    return [
        ("oui", _theme_reason(row, chosen, _)),
        (row.critere_region, _place_reason(row, _)),
        (row.critere_taille, _size_reason(row, chosen, _)),
    ]


def _theme_reason(row: Any, chosen: Chosen, _: Language) -> str:
    if row.lien_theme == "meme_theme":
        return _("Même thème : {}.").format(answers.name("theme", row.theme))
    if pd.isna(row.montant_compare_fcfa):
        return _("Offre de financement ; on ne sait pas ce qui manque au projet.")
    amount = chosen.write(row.montant_compare_fcfa, row.annee, _)
    return _("Offre de financement, et il manque {} au projet.").format(amount)


def _place_reason(row: Any, _: Language) -> str:
    if not pd.isna(row.est_nationale) and row.est_nationale:
        return _("Vaut dans tout le pays.")
    if pd.isna(row.region_offre):
        return _("L'offre ne dit pas où elle vaut.")
    if pd.isna(row.nom_region):
        return _("Vaut dans la région {} ; celle du projet est inconnue.").format(row.region_offre)
    if row.critere_region == "oui":
        return _("Vaut dans la région du projet, {}.").format(row.region_offre)
    text = _("Ne vaut que dans la région {} ; le projet est dans la région {}.")
    return text.format(row.region_offre, row.nom_region)


def _size_reason(row: Any, chosen: Chosen, _: Language) -> str:
    bounds = _bounds(row, chosen, _)
    if not bounds:
        return _("L'offre ne dit pas la taille qu'elle vise.")
    if pd.isna(row.montant_compare_fcfa):
        return _("Vise {} ; le montant du projet est inconnu.").format(bounds)
    amount = chosen.write(row.montant_compare_fcfa, row.annee, _)
    if row.critere_taille == "oui":
        return _("Vise {} : {} y tient.").format(bounds, amount)
    return _("Vise {} : {} n'y tient pas.").format(bounds, amount)


def _bounds(row: Any, chosen: Chosen, _: Language) -> str:
    """Write the size that an offer is for; empty when it does not say."""
    low, high = row.montant_min_fcfa, row.montant_max_fcfa
    if pd.isna(low) and pd.isna(high):
        return ""
    if pd.isna(high):
        return _("à partir de {}").format(chosen.write(low, row.annee, _))
    if pd.isna(low) or low == 0:
        return _("jusqu'à {}").format(chosen.write(high, row.annee, _))
    return _("de {} à {}").format(*(chosen.write(one, row.annee, _) for one in (low, high)))
