"""Does what comes in equal what goes out plus the result, and do both accounts say the same?"""

import pandas as pd

from cartomut.charts import equilibre as charts
from cartomut.i18n import Language
from cartomut.ui import answers, block, session
from cartomut.ui.financement import Chosen, amount_columns, few, unit_of, with_amounts
from cartomut.ui.lentille import not_collected

BALANCE = "indicateurs/equilibre"
RECONCILED = "indicateurs/rapprochement_sha"
GAP = "ecart_inexplique"


def draw(chosen: Chosen, _: Language) -> None:
    """Draw what comes in beside what goes out and the result, with what does not close."""
    title = chosen.titled(_("Ce qui entre est-il égal à ce qui sort plus le résultat ?"), _)
    rows = answers.answer(BALANCE, annee=chosen.year, **chosen.params)
    if chosen.hides(rows.loc[rows["poste_compte"] != GAP, "nb_organismes"]):
        few(_)
        return
    if rows.empty:
        why = _("Aucune mutuelle ne dit à la fois ses produits, ses charges et son résultat en {}.")
        not_collected(title, why.format(chosen.year), _)
        return
    names = dict(answers.names()["poste_compte"]) | {"deficit": _("Déficit")}
    sides = {"entree": _("Ce qui entre"), "sortie": _("Ce qui sort, et le résultat")}
    block.figure(
        "equilibre",
        title,
        BALANCE,
        with_amounts(rows, chosen.money, _),
        charts.equilibre(rows, names, sides, chosen.money, session.colours(), _),
        summary=_summary(rows, chosen, _),
        unit=unit_of(chosen.money, [chosen.year], _),
        columns=[
            "cote_compte",
            "poste_compte",
            *amount_columns(chosen.money),
            "nb_organismes",
            "nb_comptes",
            "nb_exercices",
            "nb_appeles",
            "annee",
        ],
        evidence=chosen.evidence(),
    )


def reconcile(chosen: Chosen, _: Language) -> None:
    """Show where the health accounts and the year's accounts of the same mutuals differ."""
    rows = answers.answer(RECONCILED, annee=chosen.year, **chosen.params)
    if rows.empty:
        return  # no health accounts: the way of the money has said so
    if chosen.hides(rows["nb_comptes"]):
        few(_)
        return
    block.figure(
        "rapprochement_sha",
        chosen.titled(_("Les comptes de la santé disent-ils la même chose que les exercices ?"), _),
        RECONCILED,
        rows,
        None,
        summary=_reconciled(rows, chosen, _),
        columns=[
            "poste_sha",
            "sha_fcfa",
            "declare_fcfa",
            "ecart_fcfa",
            "nb_egaux",
            "nb_comptes",
            "nb_comptes_sante",
            "annee",
        ],
        evidence=chosen.evidence(),
    )


def _summary(rows: pd.DataFrame, chosen: Chosen, _: Language) -> str:
    """Say both totals, the result, what does not close, and for how many mutuals."""
    by = rows.groupby("cote_compte")["montant_fcfa"].sum()
    head = _("En {} : il entre {}, il sort {}, et le résultat déclaré est de {}.").format(
        chosen.year, *(_amount(by[side], chosen, _) for side in ("entree", "sortie", "resultat"))
    )
    row = rows.iloc[0]
    base = _("Mutuelles comparées : {} sur {} attendues (exercices rendus : {}).").format(
        *(_.number(int(row[name])) for name in ("nb_comptes", "nb_appeles", "nb_exercices"))
    )
    return f"{head} {_gap(rows, chosen, _)} {base}"


def _gap(rows: pd.DataFrame, chosen: Chosen, _: Language) -> str:
    """Say what is not explained; opposite differences of two mutuals are counted all the same."""
    row = rows[rows["poste_compte"] == GAP].iloc[0]
    if not row["nb_organismes"]:
        return _(
            "Écart non expliqué : aucun, les comptes de chaque mutuelle ferment au franc près."
        )
    many = _.plural(
        "les comptes de {} mutuelle ne ferment pas",
        "les comptes de {} mutuelles ne ferment pas",
        int(row["nb_organismes"]),
    )
    return _("Écart non expliqué : {} ; {}.").format(_amount(row["montant_fcfa"], chosen, _), many)


def _reconciled(rows: pd.DataFrame, chosen: Chosen, _: Language) -> str:
    texts = []
    for row in rows.to_dict("records"):
        subject = answers.name("poste_sha", row["poste_sha"])
        if not row["nb_comptes"]:
            texts.append(_("{} : aucune mutuelle ne dit les deux.").format(subject))
            continue
        text = _("{} : écart de {} ; mutuelles comparées : {}, dont à montants égaux : {}.")
        gap = _amount(row["ecart_fcfa"], chosen, _)
        counts = (_.number(int(row[name])) for name in ("nb_comptes", "nb_egaux"))
        texts.append(text.format(subject, gap, *counts))
    return " ".join(texts)


def _amount(francs: int, chosen: Chosen, _: Language) -> str:
    return chosen.money.write(int(francs), chosen.year, _)
