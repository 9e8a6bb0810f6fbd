"""The two scores of a COM, never one without the other, and where the points of each axis went."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import contrats as charts
from cartomut.i18n import Language
from cartomut.queries import query
from cartomut.records import records
from cartomut.ui import answers, block, denominators, evidence, filters, session
from cartomut.ui.com import Chosen
from cartomut.ui.comptes_mutuelle import CARD_WIDTH
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import plain

QUESTION = "indicateurs/com_scores"
ENOUGH = "com_taux_renseignement"  # the indicator whose amber threshold is where a score begins
# A rating reads without its colour: the fuller the sign, the better.
SIGNS = {
    "tres_satisfaisant": "●",
    "satisfaisant": "◕",
    "a_consolider": "◑",
    "insuffisant": "◔",
    "critique": "○",
    "non_etabli": "–",
}


def draw(chosen: Chosen, _: Language) -> None:
    """Show the two scores together, what they rest on, targets met; the means stand apart."""
    whole = whole_of(chosen)
    grid = st.grid(min_column_width=CARD_WIDTH, border=True)
    with grid.cell():
        kpi(_("Score strict · score renseigné"), pair(whole, _), rated(whole, _))
        note(plain(_("Dénominateur : {}").format(_(query(QUESTION).text("Denom")))))
    with grid.cell():
        kpi(_("Indicateurs renseignés"), reported(whole, _), left_out(whole, _))
    with grid.cell():
        met = _measured("com_indicateurs_atteints", chosen)
        kpi(_("Cibles atteintes"), *_met(met, _))
    with grid.cell():
        means = _measured("com_execution_moyens", chosen)
        kpi(_("Moyens reçus, à part du score"), *_received(means, _))
        denominators.show("com_execution_moyens", _)
    note(plain(explained(whole, _)))
    block.evidence_link(
        _("Preuves des scores"), preuve="figure", question="com_scores", **chosen.evidence()
    )
    _poor_means(means, _)


def is_due(chosen: Chosen, _: Language) -> bool:
    """Tell whether anything is due that year; says so when nothing is."""
    if len(answers.answer(QUESTION, **chosen.scored())):
        return True
    text = _("Aucune cible n'est connue pour ce contrat cette année-là : rien ne peut être noté.")
    st.info(plain(text), icon=":material/info:")
    return False


def whole_of(chosen: Chosen) -> Any:
    """Return the row of the whole contract in the chosen year."""
    rows = answers.answer(QUESTION, **chosen.scored())
    return next(iter(records(rows[rows["axe_id"].isna()])))


def pair(row: Any, _: Language) -> str:
    """Write both scores, never one without the other; or that there is none, and why."""
    if not row.est_etabli:
        return _("Score non établi")
    strict, told = _.percent(row.score_strict), _.percent(row.score_renseigne)
    return _("{} strict · {} renseigné").format(strict, told)


def rating(code: Any, _: Language) -> str:
    """Write a rating with its sign: « ◔ Insuffisant »."""
    return f"{SIGNS.get(str(code), '')} {answers.name('appreciation', code)}".strip()


def rated(row: Any, _: Language) -> str:
    """Write the ratings of both scores and the year before; without score, why."""
    if not row.est_etabli:
        return too_few(row, _)
    same = row.appreciation == row.appreciation_renseignee
    ratings = [row.appreciation] if same else [row.appreciation, row.appreciation_renseignee]
    text = " · ".join(rating(one, _) for one in ratings)
    if pd.isna(row.score_strict_avant):
        return text
    before = (_.percent(row.score_strict_avant), _.percent(row.score_renseigne_avant))
    return text + " · " + _("en {} : {} strict, {} renseigné").format(row.annee - 1, *before)


def too_few(row: Any, _: Language) -> str:
    """Say how many indicators are told, and how many it takes."""
    bands = answers.answer("listes/seuils", indicateurs=[ENOUGH])
    amber = bands[bands["regle"] == "orange"]
    told = reported(row, _)
    if amber.empty:
        return told
    least = float(amber["expression"].iloc[0].partition("..")[0])
    return _("{} ; il en faut au moins {} (seuil du projet)").format(told, _.percent(least, 0))


def reported(row: Any, _: Language) -> str:
    """Write how many indicators of those due are measured."""
    return _("{} indicateurs sur {}").format(_.number(row.nb_renseignes), _.number(row.nb_dus))


def left_out(row: Any, _: Language) -> str:
    """Say what counts nowhere: contested measures, and those that the mode does not score."""
    said = []
    if row.nb_contestes:
        said.append(
            _.plural(
                "{} mesure contestée, qui ne compte nulle part",
                "{} mesures contestées, qui ne comptent nulle part",
                row.nb_contestes,
            )
        )
    if row.nb_non_applicables:
        said.append(
            _.plural(
                "{} indicateur que ce mode ne note pas",
                "{} indicateurs que ce mode ne note pas",
                row.nb_non_applicables,
            )
        )
    return " · ".join(said) or _("aucune mesure contestée")


def _measured(indicator: str, chosen: Chosen) -> Any:
    """Return the value of an indicator of the catalogue for this contract; None without a row."""
    rows = answers.answer(
        "indicateurs/valeurs",
        indicateurs=[indicator],
        groupe="entite",
        entites=[chosen.com],
        annees=[chosen.year],
        **filters.Filters().params(),
    )
    return next(iter(records(rows)), None)


def _met(row: Any, _: Language) -> tuple[str, str]:
    if row is None or not row.denominateur:
        return _("n. d."), _("aucun indicateur mesuré")
    counts = (_.number(row.numerateur), _.number(row.denominateur))
    return _("{} sur {}").format(*counts), _("parmi les indicateurs mesurés et non contestés")


def _received(row: Any, _: Language) -> tuple[str, str]:
    if row is None or pd.isna(row.valeur):
        return _("n. d."), _("les moyens en FCFA ne sont pas tous connus")
    amounts = (_.money(row.numerateur), _.money(row.denominateur))
    return _.percent(row.valeur), _("{} reçus sur {} prévus").format(*amounts)


def explained(row: Any, _: Language) -> str:
    """Say in one sentence what tells the two scores apart."""
    return _(
        "Score strict : une mesure qui manque vaut zéro ; {} points dus. Score renseigné : elle "
        "sort du compte ; {} points mesurés. Appréciations : convention du projet, aucune norme "
        "de COM n'a été trouvée."
    ).format(_.number(row.points_dus, 1), _.number(row.points_renseignes, 1))


def _poor_means(row: Any, _: Language) -> None:
    """Warn that a result came with few of the means promised."""
    if row is None or pd.isna(row.valeur):
        return
    judged = answers.answer(
        "listes/appreciations", indicateurs=["com_execution_moyens"], valeurs=[row.valeur]
    ).iloc[0]
    if judged["appreciation_seuil"] == "rouge":
        bound = evidence.threshold(judged["seuil_orange"], "part", _)
        text = _(
            "Résultat à lire avec peu de moyens : {} de ce qui était promis en FCFA est arrivé "
            "(repère du projet : {}). Le score n'en est pas corrigé."
        )
        st.warning(
            plain(text.format(_.percent(row.valeur), bound)), icon=":material/hourglass_bottom:"
        )


def axes(chosen: Chosen, _: Language) -> None:
    """Show where the points of each axis went."""
    rows = answers.answer(QUESTION, **chosen.scored())
    rows = _.localise(rows[rows["axe_id"].notna()]).reset_index(drop=True)
    shown = rows.assign(
        titre=[f"{row.ordre}. {row.axe}" for row in records(rows)],
        points_obtenus=rows["points"].fillna(0.0),
        detail=[_axis(row, _) for row in records(rows)],
    )
    block.figure(
        "com_axes",
        _("Où sont les points, axe par axe, {}").format(chosen.year),
        QUESTION,
        rows,
        charts.axes(shown, session.colours(), _),
        summary=_axes_sentence(rows, _),
        columns=[
            "axe",
            "poids",
            "points",
            "points_perdus",
            "points_sans_mesure",
            "points_dus",
            "score_strict",
            "score_renseigne",
            "score_strict_avant",
            "score_renseigne_avant",
            "nb_renseignes",
            "nb_dus",
            "nb_contestes",
            "nb_non_applicables",
        ],
        unit=_("points"),
        evidence=chosen.evidence(),
        base=_("axes"),
    )


def _axis(row: Any, _: Language) -> str:
    points = _("{} points sur {} dus").format(_.number(row.points, 1), _.number(row.points_dus, 1))
    return _.pair(row.axe, f"{points} · {pair(row, _)} · {reported(row, _)}")


def _axes_sentence(rows: pd.DataFrame, _: Language) -> str:
    """Say which axis lost the most points and how many points nobody told."""
    worst = rows.sort_values("points_perdus", ascending=False, kind="stable").iloc[0]
    text = _("Points perdus : d'abord « {} », {} points sur {} dus.").format(
        worst["axe"], _.number(worst["points_perdus"], 1), _.number(worst["points_dus"], 1)
    )
    silent = float(rows["points_sans_mesure"].sum())
    if not silent:
        return text
    return text + " " + _("{} points sont dus sans mesure.").format(_.number(silent, 1))
