"""Graded care: levels and CMU status of the network's centres, components, services it lacks."""

from functools import partial

import pandas as pd
import streamlit as st

from cartomut import summaries
from cartomut.charts import microsysteme as charts
from cartomut.i18n import Language
from cartomut.ui import answers, block, choices, filters, microsysteme, session
from cartomut.ui.microsysteme import Chosen
from cartomut.ui.text import plain

LEVELS = "indicateurs/reseau_niveaux"
COMPONENTS = "indicateurs/reseau_composantes"
LACKS = "indicateurs/reseau_manques"
DISTANCES = ("5", "10", "20", "50")
LACK_COLUMNS = (
    "service",
    "manque_service",
    "nb_sur_place",
    "nb_par_un_membre",
    "nb_sans",
    "nb_sans_reponse",
    "nb_centres",
    "dehors_nom",
    "dehors_km",
)


def draw(chosen: Chosen, _: Language) -> None:
    """Show the levels of the network, then what the core documents and what it lacks."""
    _levels(chosen, _)
    if chosen.hub is None:
        microsysteme.needs_hub(_)
        return
    _components(chosen, _)
    _lacks(chosen, _)


def _levels(chosen: Chosen, _: Language) -> None:
    kept = filters.current().params()
    rows = answers.answer(LEVELS, **chosen.asked, **kept)
    if rows.empty:
        if filters.current().active():
            filters.explain_empty(LEVELS, _, **chosen.asked)
        else:
            st.info(
                _("Aucun centre ouvert n'est lié à un autre cette année-là."),
                icon=":material/info:",
            )
        return
    unknown = _("niveau inconnu")
    levels = {**answers.names()["niveau_soins"], charts.UNKNOWN: unknown}
    block.figure(
        "niveaux_reseau",
        _("Niveaux de soins et statut CMU des centres du réseau"),
        LEVELS,
        rows,
        charts.niveaux(rows, levels, dict(answers.names()["statut_cmu"]), session.colours(), _),
        summary=_told_levels(rows, _),
        columns=["niveau_soins", "statut_cmu", "nb_centres", "nb_du_noyau"],
        evidence=chosen.evidence,
    )


def _told_levels(rows: pd.DataFrame, _: Language) -> str:
    """Say how many centres have a known level, and the share contracted with CMU."""
    total = int(rows["nb_centres"].sum())
    level = int(rows.loc[rows["niveau_soins"].notna(), "nb_centres"].sum())
    known = rows[rows["statut_cmu"] != "inconnu"]
    told = _("Centres dont le niveau de soins est connu : {} sur {}.").format(
        _.number(level), _.number(total)
    )
    contracted = known.loc[known["statut_cmu"] == "conventionne", "nb_centres"].sum()
    name = _("centres dont le statut CMU est connu")
    count = known["nb_centres"].sum()
    subject = _("Conventionnés avec la CMU")
    if not count:
        said = _("Aucune source ne dit le statut CMU de ces centres.")
    else:
        said = summaries.share(subject, contracted, count, name, partial(_count, _=_), _)
    return f"{told} {said}"


def _count(value: float, _: Language) -> str:
    return _.number(round(value))


def _components(chosen: Chosen, _: Language) -> None:
    rows = answers.answer(COMPONENTS, **chosen.asked)
    if rows.empty:
        return
    names = [answers.name("composante_reseau", code) for code in rows["composante_reseau"]]
    silent = [name for name, count in zip(names, rows["nb_documentes"], strict=True) if not count]
    told = _(
        "Centres du noyau : {}. Une source ne dit que ce qui existe : le reste est inconnu ou "
        "absent, sans qu'on sache lequel."
    ).format(_.number(int(rows["nb_centres"].iloc[0])))
    if silent:
        told += " " + _("Aucune source pour : {}.").format(_.series(silent))
    block.figure(
        "composantes",
        _("Ce que les sources disent de chaque composante du microsystème"),
        COMPONENTS,
        rows,
        charts.composantes(rows, names, session.colours(), _),
        summary=told,
        columns=[
            "composante_reseau",
            "nb_documentes",
            "nb_centres",
            "part_documentee",
            "date_debut",
        ],
        evidence=chosen.evidence,
        base=_("composantes"),
    )


def _lacks(chosen: Chosen, _: Language) -> None:
    """Show, for each service, the core's centres that have it on site, within reach, or not."""
    st.subheader(_("Ce qui manque au microsystème"))
    km = choices.steps(
        "portee_km",
        _("À portée : distance à vol d'oiseau entre deux membres"),
        DISTANCES,
        lambda text: _("{} km").format(text),
        default="10",
    )
    rows = answers.answer(LACKS, **chosen.asked, km=float(km))
    if rows.empty:
        st.info(
            _("Aucun service n'est connu dans ce jeu de données, ou aucun membre n'est ouvert."),
            icon=":material/info:",
        )
        return
    if (rows["manque_service"] == "inconnu").all():
        st.info(
            plain(
                _(
                    "Aucune source ne dit les services des membres : rien ne prouve qu'un service "
                    "manque. Le tableau dit où chacun est connu hors du réseau."
                )
            ),
            icon=":material/info:",
        )
    services = [answers.name("service", code) for code in rows["service"]]
    parts = dict(answers.names()["acces_service"])
    block.figure(
        "manques",
        _("Quels services aucun membre n'offre à portée ?"),
        LACKS,
        rows,
        charts.manques(rows, services, parts, session.colours(), _),
        summary=_told_lacks(rows, km, _),
        columns=LACK_COLUMNS,
        evidence=chosen.evidence | {"km": km},
        assumptions=[
            _(
                "À portée : {} km à vol d'oiseau ou moins, entre membres placés à la commune près "
                "ou mieux ; la route est plus longue."
            ).format(km),
            _("Une réponse ou une position inconnue n'est jamais comptée comme un manque."),
        ],
    )


def _told_lacks(rows: pd.DataFrame, km: str, _: Language) -> str:
    """Name the services that every member lacks, then those that some lack."""
    told = []
    for state, pattern in (
        ("manque", _("À {} km, aucun membre n'offre : {}.")),
        ("en_partie", _("À {} km, au moins un membre n'a pas : {}.")),
    ):
        part = rows[rows["manque_service"] == state]
        if not part.empty:
            names = [answers.name("service", code) for code in part["service"]]
            told.append(pattern.format(km, _.series(names)))
    if not told:
        told.append(_("À {} km, aucun manque n'est constaté.").format(km))
    unknown = int((rows["nb_sans_reponse"] > 0).sum())
    if unknown:
        told.append(
            _("Services dont une réponse ou une position manque : {} sur {}.").format(
                _.number(unknown), _.number(len(rows))
            )
        )
    return " ".join(told)
