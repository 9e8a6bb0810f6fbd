"""Who pays the bill of care: the CMU, the mutual or the patient."""

from collections.abc import Sequence

import pandas as pd

from cartomut import labels, summaries
from cartomut.charts import depenses as charts
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, block, session
from cartomut.ui.depenses import answered, base, nothing_known
from cartomut.ui.financement import Chosen, unit_of

CARE = "indicateurs/parts_prestations"


def care(chosen: Chosen, _: Language) -> None:
    """Show who pays the bill of each kind of care: the CMU, the mutual, the patient."""
    title = _("Qui paie les soins : la CMU, la mutuelle ou le patient ?")
    rows = answered(CARE, _, annee=chosen.year, **chosen.params)
    known = rows[rows["montant_facture_fcfa"].notna()].reset_index(drop=True)
    if known.empty:
        nothing_known(title, _("Aucune facture de soins n'est connue ici pour cette année."), _)
        return
    year = int(known["annee"].max())
    known = known[known["annee"] == year].reset_index(drop=True)
    titles = {code: labels.title(code, answers.names(), _) for code in charts.PAYERS}
    names = [answers.name("categorie_prestation", one) for one in known["categorie_prestation"]]
    detail = [
        chosen.money.write(row.montant_facture_fcfa, year, _)
        + " · "
        + base(row.nb_disent, row.nb_appeles, _)
        for row in records(known)
    ]
    block.figure(
        "parts_prestations",
        title,
        CARE,
        known,
        charts.parts_prestations(
            known.assign(nom=names, detail=[one.removesuffix(" · ") for one in detail]),
            titles,
            session.colours(),
            _,
        ),
        summary=_care_said(known, names, chosen, _),
        columns=[
            *("categorie_prestation", "annee", "montant_facture_fcfa", *charts.PAYERS),
            *("part_reste_a_charge", "nb_disent", "nb_rendent", "nb_appeles"),
            *("nb_ecarts", "nb_deduits"),
        ],
        unit=unit_of(chosen.money, [year], _),
        evidence=chosen.evidence() | {"annee": year},
    )


def _care_said(rows: pd.DataFrame, names: Sequence[str], chosen: Chosen, _: Language) -> str:
    """Say the largest bill, the patient's share of all of them, and what does not add up."""
    year = int(rows["annee"].iloc[0])

    def write(value: float) -> str:
        return _.money(value, chosen.money.code)

    bills = [chosen.money.amount(one, year) for one in rows["montant_facture_fcfa"]]
    told = [
        summaries.largest(
            _("Montant facturé en {}").format(year), zip(names, bills, strict=True), write, _
        ),
        summaries.share(
            _("Reste à charge du patient, sur tous ces soins"),
            chosen.money.amount(rows["reste_a_charge_fcfa"].sum(), year),
            chosen.money.amount(rows["montant_facture_fcfa"].sum(), year),
            _("montant facturé de ces soins"),
            write,
            _,
        ),
        _difference(rows, chosen, year, _),
    ]
    deduced = int(rows["nb_deduits"].sum())
    if deduced:
        told.append(
            _.plural(
                "{} reste à charge n'était pas déclaré : il est déduit de la facture.",
                "{} restes à charge n'étaient pas déclarés : ils sont déduits de la facture.",
                deduced,
            )
        )
    return " ".join(told)


def _difference(rows: pd.DataFrame, chosen: Chosen, year: int, _: Language) -> str:
    """Say whether the three parts make the bill, and by how much they do not."""
    lines = int(rows["nb_ecarts"].sum())
    if not lines:
        return _("Les trois parts font la facture, au franc près.")
    amount = chosen.money.write(rows["ecart_fcfa"].sum(), year, _)
    text = _("Écart entre les factures et leurs trois parts : {} ; lignes concernées : {}.")
    return text.format(amount, _.number(lines))
