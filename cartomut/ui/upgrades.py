"""Adding a service to centres that lack it: at which ones, and how many more people it reaches."""

import pandas as pd

from cartomut.i18n import N_, Language
from cartomut.ui import answers, best_sites, choices, reached, simulateur
from cartomut.ui.best_sites import Ask
from cartomut.ui.note import note
from cartomut.ui.simulateur import Basis
from cartomut.ui.text import plain

ANSWERS = {
    "non": N_("Ont répondu qu'ils ne l'offrent pas"),
    "non_demande": N_("N'ont pas été interrogés, ou pas répondu"),
}


def draw(basis: Basis, _: Language) -> None:
    """Choose which centres may take the service up, then look for the best of them."""
    said = choices.segments(
        "reponse", _("Centres candidats"), list(ANSWERS), lambda code: _(ANSWERS[code])
    )
    if said == "non_demande":
        note(
            plain(
                _(
                    "Non demandé n'est pas absent : un de ces centres offre peut-être déjà le "
                    "service. À vérifier sur place avant toute décision."
                )
            )
        )
    rows = lacking(basis, said)
    service = answers.name("service", basis.ground.service)
    counted = _.plural("Centres candidats : {} centre", "Centres candidats : {} centres", len(rows))
    about = (
        _("{} ; {} ({}).").format(counted, _(ANSWERS[said]).lower(), service),
        reached.asked(basis.ground, _),
    )
    title = _("À quels centres ajouter le service ?")
    best_sites.show(Ask(basis, rows, "couvrir", 0.0, f"service_{said}", title, about), _)


def lacking(basis: Basis, said: str) -> pd.DataFrame:
    """Return the open, placed centres of the territory that lack the service, or were not asked."""
    rows = basis.ground.centres
    kept = rows["disponible"].isna() if said == "non_demande" else rows["disponible"].eq(False)
    return simulateur.candidates(rows[kept.fillna(False).astype(bool)])
