"""The comparison page: accounts, services and completeness side by side."""

import pandas as pd
import streamlit as st

from cartomut import labels
from cartomut.charts import comparaison, cote_a_cote
from cartomut.charts.comparaison import PEERS
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, block, gate, session
from cartomut.ui.comparer import Compared

ACCOUNTS = {
    "organisme": (
        "cotisations_acquises_fcfa",
        "prestations_dues_fcfa",
        "frais_fonctionnement_fcfa",
        "reserves_fcfa",
    ),
    "centre": ("recettes_fcfa", "charges_fcfa"),
}


def accounts(compared: Compared, _: Language) -> None:
    """Show the accounts by year, all on the same axes, with the median of the peers."""
    if gate.hides_accounts(compared.kind, *compared.ids):
        return
    rows = answers.answer(
        "indicateurs/comptes_compares",
        quoi=compared.kind,
        ids=sorted(compared.ids),
        pairs=compared.peers or None,
    )
    st.subheader(_("Combien d'argent, année par année ?"))
    if rows["montant_fcfa"].notna().sum() == 0:
        text = _("Aucun compte annuel n'est connu pour eux : c'est une lacune, pas un zéro.")
        st.info(text, icon=":material/info:")
        return
    entities = compared.entities(_, peers=True)
    labelled = {entity.code: entity.label for entity in entities}
    codes = ACCOUNTS.get(compared.kind, ACCOUNTS["organisme"])
    titles = {code: labels.title(code, answers.names(), _) for code in codes}
    block.figure(
        "comptes_compares",
        _("Recettes et dépenses du centre")
        if compared.kind == "centre"
        else _("Cotisations, prestations, frais et réserves"),
        "indicateurs/comptes_compares",
        rows.assign(
            entite_nom=rows["entite_id"].map(labelled), poste_nom=rows["poste"].map(titles)
        ),
        cote_a_cote.comptes_compares(rows, entities, titles, session.colours(), _),
        summary=_last_amounts(rows, compared, titles, _),
        columns=["poste_nom", "entite_nom", "annee", "montant_fcfa", "nb_disent", "nb_appeles"],
        evidence=compared.evidence,
    )


def _last_amounts(
    rows: pd.DataFrame, compared: Compared, titles: dict[str, str], _: Language
) -> str:
    """Say the last known amount of the first account for each; what nobody tells is said."""
    first = next(iter(titles))
    texts = []
    for entity in compared.entities(_):
        own = rows[(rows["entite_id"] == entity.code) & (rows["poste"] == first)]
        told = own.dropna(subset=["montant_fcfa"])
        if told.empty:
            texts.append(_.pair(entity.label, _("n. d.")))
            continue
        last = told.iloc[-1]
        text = f"{_.money(last['montant_fcfa'])} ({last['annee']})"
        if last["nb_appeles"] > 1:
            told_by = _("dit par {} mutuelles sur {}")
            text += ", " + told_by.format(_.number(last["nb_disent"]), _.number(last["nb_appeles"]))
        texts.append(_.pair(entity.label, text))
    return titles[first] + " – " + _.series(texts) + "."


def services(compared: Compared, _: Language) -> None:
    """Show the services of centres or of regions: offered, not offered, not asked."""
    if compared.kind == "organisme":
        return
    rows = answers.answer(
        "indicateurs/services_compares",
        quoi=compared.kind,
        ids=sorted(compared.ids),
        pairs=compared.peers or None,
    )
    if rows.empty:
        return
    entities = compared.entities(_, peers=True)
    labelled = {entity.code: entity.label for entity in entities}
    names = dict(answers.names().get("service", {}))
    st.subheader(_("Quels services ?"))
    block.figure(
        "services_compares",
        _("Services offerts, centre par centre")
        if compared.kind == "centre"
        else _("Services offerts par les centres ouverts de chaque région"),
        "indicateurs/services_compares",
        rows.assign(entite_nom=rows["entite_id"].map(labelled)),
        cote_a_cote.services_compares(
            rows, entities, names, session.colours(), _, centres=compared.kind == "centre"
        ),
        summary=_services_summary(rows, compared, _),
        columns=[
            "service",
            "entite_nom",
            "nb_offrent",
            "nb_repondent",
            "nb_centres",
            "part_offrent",
        ],
        evidence=compared.evidence,
    )


def _services_summary(rows: pd.DataFrame, compared: Compared, _: Language) -> str:
    texts = []
    for entity in compared.entities(_):
        own = rows[rows["entite_id"] == entity.code]
        known = own[own["nb_repondent"] > 0]
        text = _("{} services offerts sur {} dont la réponse est connue, {} sans réponse")
        texts.append(
            _.pair(
                entity.label,
                text.format(
                    _.number((known["nb_offrent"] > 0).sum()),
                    _.number(len(known)),
                    _.number(len(own) - len(known)),
                ),
            )
        )
    return _.series(texts) + "."


def completeness(compared: Compared, _: Language) -> None:
    """Show how much of each record is known, part by part."""
    rows = answers.answer(
        "indicateurs/completude_comparee", quoi=compared.kind, ids=sorted(compared.ids)
    )
    if rows.empty:
        return
    whole = _("Dossier entier")
    named = rows.assign(
        entite_nom=rows["entite_id"].map({one.code: one.label for one in compared.entities(_)}),
        partie_nom=[
            whole if pd.isna(code) else answers.name("partie_dossier", code)
            for code in rows["partie"]
        ],
    )
    st.subheader(_("Que sait-on d'eux ?"))
    block.figure(
        "completude_comparee",
        _("Complétude du dossier"),
        "indicateurs/completude_comparee",
        named,
        comparaison.ecarts(_sides(named, compared), compared.entities(_), session.colours(), _),
        summary=_.series(
            _.pair(
                row.entite_nom,
                _("{} champs connus sur {} attendus").format(
                    _.number(row.nb_connus), _.number(row.nb_attendus)
                ),
            )
            for row in records(named[named["partie"].isna()])
        )
        + ".",
        columns=["partie_nom", "entite_nom", "part_completude", "nb_connus", "nb_attendus"],
        evidence=compared.evidence,
    )


def _sides(rows: pd.DataFrame, compared: Compared) -> pd.DataFrame:
    """Put the shares of A and B on one line per part of the record, for the figure."""
    order = rows["partie_nom"].drop_duplicates()
    wide = rows.pivot_table(index="partie_nom", columns="entite_id", values="part_completude")
    wide = wide.reindex(order)
    sides = {
        f"valeur_{side}": wide[code].to_numpy() if code in wide else float("nan")
        for side, code in zip("ab", [*compared.ids, PEERS], strict=False)
    }
    nothing = dict.fromkeys(("quartile_1", "mediane_pairs", "quartile_3"), float("nan"))
    return pd.DataFrame({"nom": order.to_numpy(), "unite": "part", **sides, **nothing})
