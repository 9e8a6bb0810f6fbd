"""How a COM is scored, the published case of the tool's use, and the CIPRES ratios beside."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import answers, block, evidence, filters, score, session, terms
from cartomut.ui.note import note
from cartomut.ui.text import link, listed, plain

CASE = "projet_com_cmss_2021"  # the document of the published case, in the published dataset
CIPRES = "ops_cipres"  # the catalogue's domain
MEASURED = "cipres_frais_fonctionnement"
# The rules of the score: a code list and its code, or a title; then what the rule says.
RULES = (
    (
        "mode_score",
        "seuil_objectif",
        N_(
            "note = (réalisé − seuil) ÷ (cible − seuil), de 0 à 1, dans les deux sens ; sans "
            "seuil au contrat, le départ en tient lieu. Présentation lue dans des annexes "
            "d'intéressement françaises ; l'interpolation est une règle du projet."
        ),
    ),
    (
        "mode_score",
        "taux_realisation",
        N_(
            "réalisé ÷ cible à la hausse, cible ÷ réalisé à la baisse, au plus le plafond "
            "(1,2 sauf au contrat). Une valeur négative ou une cible nulle à la hausse n'est "
            "pas notée dans ce mode et quitte les deux sommes."
        ),
    ),
    (
        "sens",
        "plage",
        N_(
            "1 dans la plage, puis 1 − distance ÷ tolérance, jamais sous 0 ; la même dans les "
            "deux modes."
        ),
    ),
    (
        "sens",
        "jalon",
        N_("étape ÷ 3 : pas commencé, démarré, avancé, achevé ; la même dans les deux modes."),
    ),
    (
        "",
        N_("Score strict et score renseigné"),
        N_(
            "points ÷ points dus, une mesure qui manque valant 0 ; points ÷ points des seuls "
            "indicateurs mesurés. Toujours ensemble. Une mesure contestée quitte les deux "
            "sommes ; un indicateur qui n'est pas dû cette année-là aussi."
        ),
    ),
    (
        "",
        N_("Score non établi"),
        N_(
            "si trop peu d'indicateurs dus sont renseignés (80 %, seuil du projet, modifiable "
            "avec les autres seuils), aucun nombre n'est donné."
        ),
    ),
    (
        "",
        N_("Moyens"),
        N_("mis à disposition ÷ prévu, par unité ; à côté du score, jamais dedans."),
    ),
)
SCALES = (
    (
        "bande_realisation",
        N_("Bandes du taux de réalisation"),
        N_("Lues chez le Fonds mondial ; ce n'est pas une norme des COM."),
    ),
    (
        "appreciation",
        N_("Appréciations"),
        N_("Convention du projet, calée sur ces bandes : aucune norme de COM n'a été trouvée."),
    ),
)


def draw(_: Language) -> None:
    """Show the published case first, then the rules of scoring."""
    _case(_)
    _rules(_)


def _case(_: Language) -> None:
    """Tell what is published of the use of such a contract, and what is not."""
    st.subheader(_("Cas publié : la Caisse malienne de sécurité sociale (CMSS)"))
    told = (
        _(
            "En octobre 2021, la direction générale de la CMSS organise pour son conseil "
            "d'administration une formation au contrat d'objectifs et de moyens ; un commissaire "
            "de la Commission de surveillance de la CIPRES enseigne les méthodes d'évaluation."
        ),
        _(
            "À sa 22e session, le conseil d'administration avait adopté la convention d'objectifs "
            "et de moyens qui le lie à l'administration de l'établissement."
        ),
        _(
            "La convention sert deux fois : la tutelle et les administrateurs y évaluent "
            "l'établissement ; la direction générale s'y évalue elle-même. C'est pourquoi cette "
            "page met les avis côte à côte."
        ),
        _(
            "La ministre invite la CANAM et l'INPS à faire de même : l'outil est celui "
            "d'organismes de prévoyance sociale, non de mutuelles."
        ),
    )
    st.markdown("\n".join(f"- {plain(one)}" for one in told))
    st.info(
        plain(
            _(
                "Ni les objectifs, ni les cibles, ni les scores de ce contrat n'ont été trouvés "
                "publiés : aucun n'est montré. Pour la Côte d'Ivoire, aucun COM de mutuelle n'a "
                "été trouvé."
            )
        ),
        icon=":material/do_not_disturb_on:",
    )
    with session.reading("publie"):
        rows = answers.sources(pd.Series([CASE]))
        lines = [
            _("Source : {}").format(f"{link(one.intitule, one.url)} · {plain(_date(one, _))}")
            for one in records(rows)
        ]
    if lines:
        note("  \n".join(lines))


def _date(row: Any, _: Language) -> str:
    return _("publié : {}").format(_.date(row.date_publication))


def _rules(_: Language) -> None:
    """Say each rule of the score, then the two scales, each with where it comes from."""
    st.subheader(_("Comment un COM est noté"))
    pairs = [
        (answers.name(code_list, code), _(text)) if code_list else (_(code), _(text))
        for code_list, code, text in RULES
    ]
    st.markdown(listed(pairs, _))
    for place, (code_list, title, origin) in zip(st.columns(2), SCALES, strict=True):
        with place:
            _scale(code_list, _(title), _(origin), _)
    block.evidence_link(
        _("La requête et ses règles, mot pour mot"), preuve="figure", question="com_scores"
    )


def _scale(code_list: str, title: str, origin: str, _: Language) -> None:
    """List the codes of a scale, the best first, with where each begins."""
    signs = score.SIGNS if code_list == "appreciation" else {}
    lines = []
    for code, name in answers.names().get(code_list, {}).items():
        head = plain(f"{signs.get(code, '')} {name}".strip())
        defined = terms.definition(code) if code_list == "appreciation" else None
        lines.append("- " + (_.pair(head, defined) if defined else head))
    st.markdown("\n".join([f"**{plain(title)}**", "", *lines]))
    note(plain(origin))


def cipres(rows: pd.DataFrame, _: Language) -> None:
    """Show the CIPRES ratios of the bodies that have a COM, to compare, without threshold."""
    st.info(
        plain(
            _(
                "La CIPRES contrôle des organismes de prévoyance sociale (caisses nationales), "
                "pas des mutuelles. Ses ratios ne sont ici qu'un point de comparaison : aucune "
                "valeur de seuil n'a pu être lue, aucune n'est montrée, rien n'est jugé."
            )
        ),
        icon=":material/compare:",
    )
    known = evidence.catalogue(_)
    ratios = known[known["domaine"] == CIPRES]
    _measured(rows, ratios[ratios["indicateur_id"] == MEASURED].iloc[0], _)
    st.subheader(_("Les autres ratios de cette famille"))
    for row in records(ratios[ratios["indicateur_id"] != MEASURED]):
        st.markdown(_.pair(f"**{plain(row.nom)}**", f"`{row.formule.replace('`', '')}`"))
        evidence.status(pd.Series(row._asdict()), _)


def _measured(rows: pd.DataFrame, about: "pd.Series[Any]", _: Language) -> None:
    bodies = sorted(set(rows["organisme_id"]))
    found = answers.answer(
        "indicateurs/valeurs",
        indicateurs=[MEASURED],
        groupe="entite",
        entites=bodies,
        annees=None,
        **filters.Filters().params(),
    )
    if found.empty:
        st.info(_("Aucun compte n'est connu : une lacune, pas un zéro."))
        return
    found = found.assign(nom_organisme=found["nom"], taux_cipres=found["valeur"])
    block.figure(
        "com_cipres",
        str(about["nom"]),
        "indicateurs/valeurs",
        found,
        None,
        summary=_(
            "Frais de fonctionnement rapportés aux cotisations encaissées, pour les organismes "
            "qui ont un COM ; pour comparer, sans seuil."
        ),
        columns=["nom_organisme", "annee", "taux_cipres", "etat"],
        unit=_("part, de 0 à 100 %"),
        evidence={"groupe": "entite", "indicateur": MEASURED, "entites": bodies},
        base=_("mutuelles et années"),
    )
