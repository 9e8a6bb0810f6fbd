"""The indicators of a COM, from floor to target, and all contracts in one matrix."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import com as charts
from cartomut.charts import contrats
from cartomut.i18n import MISSING, Language
from cartomut.records import records
from cartomut.ui import answers, block, choices, com, filters, score, session
from cartomut.ui.com import INDICATORS, Chosen, amount
from cartomut.ui.note import note
from cartomut.ui.text import plain

TRENDS = {"mieux": "▲", "pareil": "=", "moins_bien": "▼"}
COLUMNS = (
    "axe",
    "objectif",
    "libelle",
    "base_ecrite",
    "seuil_ecrit",
    "cible_ecrite",
    "realise_ecrit",
    "com_avant_ecrit",
    "evolution",
    "poids",
    "points",
    "points_avant",
    "taux_realisation",
    "bande_realisation",
    "etat_mesure_com",
    "statut_validation",
    "valide_par",
    "date_mesure",
    "commentaire",
    "piece",
    "responsable",
)
MOST = 12  # organisations in one picture of the matrix; the table has them all


def draw(chosen: Chosen, _: Language) -> None:
    """Show each indicator as a bullet: floor, target, result, start, year before."""
    rows = told(answers.answer(INDICATORS, **chosen.scored()), _)
    block.figure(
        "com_indicateurs",
        _("Du seuil à la cible, indicateur par indicateur, {}").format(chosen.year),
        INDICATORS,
        rows,
        charts.indicateurs(rows, session.colours(), _),
        summary=sentence(rows, _),
        columns=list(COLUMNS),
        unit=_("points, et l'unité de chaque indicateur"),
        denominators=[_("cible de l'indicateur, pour le taux de réalisation")],
        evidence=chosen.evidence(),
    )
    note(
        plain(
            _(
                "Chaque barre va du seuil (0) à la cible (1) de son indicateur, dans le sens "
                "favorable : à droite, c'est toujours mieux, à la hausse comme à la baisse. Plage "
                "et jalon : la barre est leur note. Sous chaque barre : réalisé · seuil → cible · "
                "points sur points dus. ▲ mieux, = sans changement, ▼ moins bien que l'année "
                "d'avant."
            )
        )
    )
    if chosen.mode == "taux_realisation":
        text = _(
            "Dans ce mode, les points viennent du taux de réalisation, au plus le plafond : la "
            "barre montre le même chemin que dans l'autre."
        )
        note(plain(text))
    contested(rows, _)


def told(rows: pd.DataFrame, _: Language) -> pd.DataFrame:
    """Add to the answer what is written on the screen; one row per indicator, numbered from 0."""
    rows = _.localise(rows).reset_index(drop=True)
    each = list(records(rows))
    return rows.assign(
        titre=[_("{} ({})").format(row.libelle, badge(row, _)) for row in each],
        base_ecrite=[_start(row, _) for row in each],
        seuil_ecrit=[floor(row, _) for row in each],
        cible_ecrite=[goal(row, _) for row in each],
        realise_ecrit=[amount(row.realise, row.unite, _) for row in each],
        com_avant_ecrit=[amount(row.realise_avant, row.unite, _) for row in each],
        ligne_ecrite=[_line(row, _) for row in each],
        detail=[_detail(row, _) for row in each],
    )


def badge(row: Any, _: Language) -> str:
    """Say in a word whether a measure is validated, provisional, contested or not there."""
    if row.etat_mesure_com in ("compte", "conteste", "hors_mode", "sans_seuil"):
        return answers.name("statut_validation", row.statut_validation).lower()
    return answers.name("etat_mesure_com", row.etat_mesure_com).lower()


def floor(row: Any, _: Language) -> str:
    """Write the floor, or the two ends of a range."""
    if row.sens == "plage":
        ends = (amount(row.plage_min, row.unite, _), amount(row.plage_max, row.unite, _))
        return _("plage de {} à {}").format(*ends)
    return MISSING if row.sens == "jalon" else amount(row.seuil, row.unite, _)


def goal(row: Any, _: Language) -> str:
    """Write the target of the year."""
    return _("rester dans la plage") if row.sens == "plage" else amount(row.cible, row.unite, _)


def _start(row: Any, _: Language) -> str:
    if pd.isna(row.valeur_base):
        return MISSING
    text = amount(row.valeur_base, row.unite, _)
    return text if pd.isna(row.annee_base) else f"{text} ({row.annee_base})"


def _line(row: Any, _: Language) -> str:
    """Write result, floor → target and points, short enough for a phone."""
    result = amount(row.realise, row.unite, _)
    if not pd.isna(row.evolution):
        result = f"{result} {TRENDS[row.evolution]}"
    aims = floor(row, _) if row.sens == "plage" else goal(row, _)
    if row.sens == "jalon":
        aims = _("cible {}").format(_.number(row.cible))
    elif row.sens != "plage":
        aims = f"{floor(row, _)} → {goal(row, _)}"
    return " · ".join((result, aims, points(row, _)))


def points(row: Any, _: Language) -> str:
    """Write the points, or why there are none."""
    if pd.isna(row.points):
        return _("– / {} pts").format(_.number(row.poids))
    return _("{} / {} pts").format(_.number(row.points, 1), _.number(row.poids))


def _detail(row: Any, _: Language) -> str:
    """Write all of an indicator in one line, for the hover."""
    pairs = (
        (_("réalisé"), amount(row.realise, row.unite, _)),
        (_("année d'avant"), amount(row.realise_avant, row.unite, _)),
        (_("départ"), _start(row, _)),
        (_("seuil"), floor(row, _)),
        (_("cible"), goal(row, _)),
        (_("taux de réalisation"), _rate(row, _)),
    )
    return " · ".join([row.libelle, *(_.pair(title, text) for title, text in pairs)])


def _rate(row: Any, _: Language) -> str:
    if pd.isna(row.taux_realisation):
        return MISSING
    band = answers.name("bande_realisation", row.bande_realisation)
    return f"{_.percent(row.taux_realisation)} ({band})"


def sentence(rows: pd.DataFrame, _: Language) -> str:
    """Say how many targets are met, missed, unknown and contested."""
    met = rows["est_atteint"].fillna(False).astype(bool)
    measured = rows["est_atteint"].notna()
    states = rows["etat_mesure_com"].value_counts()
    return _(
        "Cibles atteintes : {} ; mesurées mais pas atteintes : {} ; non renseignées : {} ; "
        "contestées : {}. Sur {} indicateurs dus."
    ).format(
        _.number(int(met.sum())),
        _.number(int((measured & ~met).sum())),
        _.number(int(states.get("non_renseigne", 0))),
        _.number(int(states.get("conteste", 0))),
        _.number(len(rows)),
    )


def contested(rows: pd.DataFrame, _: Language) -> None:
    """Show each contested measure with what the organisation answers."""
    lines = contested_lines(rows, _)
    if lines:
        head = _("Mesures contestées : elles ne comptent dans aucun des deux scores.")
        listed = "\n".join(f"- {plain(one)}" for one in lines)
        st.warning(f"**{plain(head)}**\n\n{listed}", icon=":material/balance:")


def contested_lines(rows: pd.DataFrame, _: Language) -> list[str]:
    """Write each contested measure with the organisation's right of reply."""
    own = rows[rows["etat_mesure_com"] == "conteste"]
    return [_contested(row, _) for row in records(own)]


def _contested(row: Any, _: Language) -> str:
    answer = _("aucune réponse écrite") if pd.isna(row.commentaire) else row.commentaire
    return _("{} : {} mesuré. Droit de réponse : {}").format(row.libelle, row.realise_ecrit, answer)


def matrix(_: Language) -> None:
    """Show every indicator of every contract in one year (K2)."""
    known = com.contracts()
    years = sorted({int(one) for years in known["annees"] for one in years}, reverse=True)
    measured = known["annee_mesuree"].dropna()
    left, right = st.columns([2, 6], vertical_alignment="bottom")
    with left:
        last = str(int(measured.max())) if len(measured) else str(years[0])
        year = choices.select("annee", _("Année"), [str(one) for one in years], str, default=last)
    with right:
        mode = com.mode_of(_)
    asked = filters.current().params()
    places = {name: asked[name] for name in ("district", "region", "commune", "types")}
    given = {"com": None, "annee": int(year or last), "mode": mode, **places}
    rows = told(answers.answer(INDICATORS, **given), _)
    if rows.empty:
        st.info(_("Aucun indicateur de COM n'est dû cette année-là."), icon=":material/info:")
        return
    _matrix(_placed(rows, _), int(year or last), mode, _)
    _ranked(given, _)


def _placed(rows: pd.DataFrame, _: Language) -> pd.DataFrame:
    """Give lines and columns their ranks: indicators of the same slug or name share a line."""
    line = rows["id_slug"].fillna(rows["libelle"])
    names = rows.groupby(line, sort=False)["libelle"].transform("first")
    shares = [_.percent(one, 0) for one in rows["note"]]
    counted = rows["etat_mesure_com"] == "compte"
    contested_ = rows["etat_mesure_com"] == "conteste"
    return rows.assign(
        rang_indicateur=pd.factorize(line)[0],
        rang_organisme=pd.factorize(rows["com_id"])[0],
        titre=names,
        note_ecrite=pd.Series(shares, index=rows.index, dtype=object).where(counted),
        ecrit=[
            share if one else ("≠" if other else _("n. d."))
            for share, one, other in zip(shares, counted, contested_, strict=True)
        ],
        detail=[f"{row.nom_organisme} · {row.detail}" for row in records(rows)],
    )


def _matrix(rows: pd.DataFrame, year: int, mode: str, _: Language) -> None:
    count = int(rows["com_id"].nunique())
    drawn = rows[rows["rang_organisme"] < MOST]
    block.figure(
        "com_matrice",
        _("Part des points de chaque indicateur, par organisme, {}").format(year),
        INDICATORS,
        rows,
        contrats.matrice(drawn, session.colours(), _),
        summary=" ".join([_matrix_sentence(rows, count, _), *_left_out(count, _)]),
        columns=[
            "nom_organisme",
            "libelle",
            "realise_ecrit",
            "seuil_ecrit",
            "cible_ecrite",
            "note_ecrite",
            "points",
            "poids",
            "etat_mesure_com",
            "statut_validation",
        ],
        unit=_("part des points, de 0 à 100 %"),
        denominators=[_("points possibles de l'indicateur (son poids)")],
        evidence={"annee": year, "mode": mode},
    )


def _matrix_sentence(rows: pd.DataFrame, count: int, _: Language) -> str:
    counted = rows[rows["etat_mesure_com"] == "compte"]
    return _("{} indicateurs de {} contrats : {} comptent, {} non.").format(
        _.number(len(rows)),
        _.number(count),
        _.number(len(counted)),
        _.number(len(rows) - len(counted)),
    )


def _left_out(count: int, _: Language) -> list[str]:
    """Say how many contracts the picture has no room for, and where they are."""
    if count <= MOST:
        return []
    text = _(
        "L'image montre les {} premiers par nom, sur {} ; le tableau les a tous, et un filtre en "
        "choisit d'autres."
    )
    return [text.format(_.number(MOST), _.number(count))]


def _ranked(given: dict[str, Any], _: Language) -> None:
    """List the two scores of each contract, by name: a list, not a ranking."""
    rows = answers.answer(score.QUESTION, **given)
    rows = _.localise(rows[rows["axe_id"].isna()]).reset_index(drop=True)
    rows = rows.assign(score_ecrit=[score.pair(row, _) for row in records(rows)])
    block.figure(
        "com_scores",
        _("Les deux scores de chaque contrat, {}").format(given["annee"]),
        score.QUESTION,
        rows,
        None,
        summary=_scores_sentence(rows, _),
        columns=[
            "nom_organisme",
            "score_ecrit",
            "appreciation",
            "appreciation_renseignee",
            "score_strict_avant",
            "score_renseigne_avant",
            "taux_renseignement",
            "nb_renseignes",
            "nb_dus",
            "nb_contestes",
        ],
        unit=_("part des points, de 0 à 100 %"),
        evidence={"annee": given["annee"], "mode": given["mode"]},
        base=_("contrats"),
    )


def _scores_sentence(rows: pd.DataFrame, _: Language) -> str:
    established = int(rows["est_etabli"].sum())
    return _("Score établi pour {} contrats sur {}, dans l'ordre des noms.").format(
        _.number(established), _.number(len(rows))
    )
