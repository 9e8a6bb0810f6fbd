"""Public claims computed again, and figures on which sources differ."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts.series import qualified, written
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import answers, block, choices, facts, preuves
from cartomut.ui.note import note
from cartomut.ui.text import link, listed, plain

CLAIMS = "indicateurs/affirmations"
CONFLICTS = "indicateurs/conflits"
KINDS = ("valeurs", "periodes", "repetition")
COLUMNS = (
    "verdict",
    "enonce",
    "valeur_dite",
    "valeur_recalculee_ecrite",
    "calcul_ecrit",
    "denominateur_enonce",
    "denominateur_juste",
    "obstacle_calcul",
    "explication",
    "auteur",
    "date",
)
CONFLICT_COLUMNS = (
    "sorte_conflit",
    "indicateur_nom",
    "de_qui",
    "valeur_ecrite",
    "valeur_texte",
    "periode",
    "qualificatif",
    "est_retenu",
    "regle_retenue",
    "source_id",
    "ligne",
    "nature",
)
RULE = N_(
    "Chaque affirmation est recalculée à partir des chiffres publiés à chaque construction de la "
    "base. « Conforme » : le calcul la retrouve à la tolérance près, ou au-delà de la borne si "
    "l'auteur dit « plus de » ou « moins de ». « Diffère » : il donne autre chose. "
    "« Invérifiable » : il manque un nombre, et la fiche dit lequel."
)


def claims(_: Language) -> None:
    """Show public claims beside what the data at hand say of them."""
    rows = answers.localised(CLAIMS)
    if rows.empty:
        st.info(_("Aucune affirmation publique n'est examinée dans ce jeu de données."))
        return
    counts = rows["verdict"].value_counts()
    text = _.series(
        _.pair(answers.name("verdict", code), _.number(n)) for code, n in counts.items()
    )
    note(plain(_(RULE)))
    block.figure(
        "affirmations",
        _("Affirmations publiques et données à disposition"),
        CLAIMS,
        rows.assign(
            valeur_dite=[_claimed(row, _) for row in records(rows)],
            valeur_recalculee_ecrite=[_recomputed(row, _) for row in records(rows)],
            calcul_ecrit=[_sum(row, _) for row in records(rows)],
        ),
        None,
        summary=text,
        columns=[name for name in COLUMNS if name not in rows or rows[name].notna().any()],
        evidence={"preuve": "affirmations"},
    )
    terms = answers.localised("listes/termes_affirmation", affirmation=None)
    for row in records(rows):
        head = _.pair(answers.name("verdict", row.verdict), row.enonce)
        box = st.expander(plain(head), key=f"dit_{row.affirmation_id}", on_change="rerun")
        if box.open:
            with box:
                _claim(row, terms[terms["affirmation_id"] == row.affirmation_id], _)
    preuves.evidence_of(CLAIMS, answers.answer(CLAIMS), {}, _)


def _claim(row: Any, terms: pd.DataFrame, _: Language) -> None:
    """Show one claim: what is said, the sum with its facts, the denominator, the explanation."""
    stated = row.denominateur_enonce or _("non précisé")
    pairs = [(_("Valeur énoncée"), _claimed(row, _)), (_("Dénominateur énoncé"), stated)]
    if row.denominateur_juste:
        pairs.append((_("Ce dont la part est vraiment prise"), row.denominateur_juste))
    if not pd.isna(row.valeur_recalculee):
        pairs += [(_("Calcul"), _sum(row, _)), (_("Écart"), _gap(row, _))]
    elif not pd.isna(row.obstacle_calcul):
        pairs.append(
            (_("Pourquoi aucun calcul"), answers.name("obstacle_calcul", row.obstacle_calcul))
        )
    st.markdown(listed(pairs, _))
    for term in records(terms):
        _term(term, _)
    st.markdown(plain(row.explication))
    preuves.documents(pd.concat([pd.Series([row.source_id]), terms["source_id"]]), _)


def _sum(row: Any, _: Language) -> str:
    """Write the sum: what is divided by what, and what it gives."""
    if pd.isna(row.denominateur):
        return _recomputed(row, _)
    top, bottom = _.number(row.numerateur, 2), _.number(row.denominateur, 2)
    return _("{} ÷ {} = {}").format(top, bottom, _recomputed(row, _))


def _gap(row: Any, _: Language) -> str:
    """Write the difference, with what is allowed; that of two shares is in points."""
    gap = _difference(row.ecart_enonce, row.indicateur, _)
    if row.qualificatif in ("plus_de", "moins_de"):
        bound = answers.name("qualificatif", row.qualificatif)
        return _("{} ; l'auteur dit « {} »").format(gap, bound)
    allowed = 0.0 if pd.isna(row.tolerance) else row.tolerance
    return _("{} ; tolérance : {}").format(gap, _difference(allowed, row.indicateur, _))


def _difference(value: float, indicator: Any, _: Language) -> str:
    if _unit(indicator) != "part":
        return _in_unit(value, indicator, _)
    return _("{} points").format(_.number(value * 100, 2))


def _term(term: Any, _: Language) -> None:
    """Show one published fact of a sum, with the way to its own evidence."""
    name = answers.name("role_calcul", f"{term.role}_{'plus' if term.signe > 0 else 'moins'}")
    if pd.isna(term.indicateur):
        st.markdown("- " + _.pair(f"**{plain(name)}**", plain(_.number(term.valeur, 2))))
        return
    st.markdown("- " + _.pair(f"**{plain(name)}**", plain(term.enonce)))
    block.evidence_link(
        _("Ce chiffre et ses sources"), preuve="chiffre", indicateur=term.indicateur
    )


def _claimed(row: Any, _: Language) -> str:
    """Write a claimed value in the unit of its indicator, with « plus de » or « environ »."""
    value = pd.to_numeric(row.valeur_enoncee, errors="coerce")
    if pd.isna(value):
        return str(row.valeur_enoncee or "–")
    qualifier = "exact" if pd.isna(row.qualificatif) else row.qualificatif
    return _in_unit(float(value), row.indicateur, _, qualifier)


def _recomputed(row: Any, _: Language) -> str:
    return (
        "–"
        if pd.isna(row.valeur_recalculee)
        else _in_unit(row.valeur_recalculee, row.indicateur, _)
    )


def _in_unit(value: float, indicator: Any, _: Language, qualifier: str = "exact") -> str:
    """Write a value in the unit of its indicator; a share to two decimals: 6.25% is not 6.2%."""
    unit = _unit(indicator)
    if unit == "part":
        return qualified(_.percent(value, 2), qualifier, _)
    return written(value, unit, qualifier, _)


def _unit(indicator: Any) -> str:
    units = answers.answer("listes/unites").set_index("indicateur")["unite"]
    return str(units.get(indicator))


def conflicts(_: Language) -> None:
    """List the figures on which documents differ: every value, the one retained, and why."""
    names = {code: answers.name("sorte_conflit", code) for code in KINDS}
    chosen = choices.pills("sortes", _("Sorte de conflit"), list(names), names.__getitem__)
    everything = answers.answer(CONFLICTS, sortes=None)
    if everything.empty:
        st.info(_("Aucun chiffre n'est dit par plusieurs sources dans ce jeu de données."))
        return
    given = {"sortes": sorted(chosen) if len(chosen) < len(KINDS) else None}
    rows = answers.localised(CONFLICTS, **given)
    groups = rows.drop_duplicates("groupe_conflit")
    counts = _.series(
        _.pair(names[code], _.number((groups["sorte_conflit"] == code).sum())) for code in chosen
    )
    if rows.empty:
        st.info(_("Choisissez au moins une sorte de conflit."))
        return
    block.figure(
        "conflits",
        _("Chiffres sur lesquels les sources diffèrent"),
        CONFLICTS,
        facts.with_written_values(rows, _).assign(de_qui=[_about(row, _) for row in records(rows)]),
        None,
        summary=counts,
        columns=[name for name in CONFLICT_COLUMNS if name not in rows or rows[name].notna().any()],
        evidence={"preuve": "conflits"},
    )
    for group, found in rows.groupby("groupe_conflit", sort=False):
        _conflict(str(group), found, _)
    preuves.evidence_of(CONFLICTS, answers.answer(CONFLICTS, **given), given, _)


def _conflict(group: str, found: pd.DataFrame, _: Language) -> None:
    """Show the values of one group, the retained one first, with its rule."""
    first = next(records(found))
    rule = answers.name("regle_retenue", first.regle_retenue)
    kept = facts.written_value(first, _) or str(first.valeur_texte)
    about = _("{} · {} · {} ({}) · règle : {}").format(
        first.indicateur_nom, _about(first, _), kept, _.date(first.periode), rule
    )
    box = st.expander(plain(about), key=f"conflit_{group}", on_change="rerun")
    if not box.open:
        return
    documents = answers.sources(found["source_id"]).set_index("source_id")
    with box:
        for row in records(found):
            source = documents.loc[row.source_id]
            value = facts.written_value(row, _) or str(row.valeur_texte)
            state = _("retenue") if row.est_retenu else _("non retenue")
            st.markdown(
                f"- **{plain(value)}** {plain(f'({_.date(row.periode)})')} · {plain(state)} · "
                f"{link(source['editeur'], source['url'])}"
            )
        block.evidence_link(
            _("Ce chiffre et ses sources"), preuve="chiffre", indicateur=first.indicateur
        )


def _about(row: Any, _: Language) -> str:
    """Name what a fact is about: the organisation or the centre, else its kind."""
    return answers.name("entite", row.entite) if pd.isna(row.nom) else str(row.nom)
