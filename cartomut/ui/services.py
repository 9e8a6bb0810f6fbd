"""Services of the centres: who offers what, centre by centre, with totals and readiness."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import services as charts
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import answers, block, choices, filters, lenses, listing, scene, session
from cartomut.ui.note import note
from cartomut.ui.text import listed, plain

QUESTION = "indicateurs/disponibilite_services"
PAGE = "listes/services_centres"
SIZE = 20  # centres of a page of the matrix
ORDERS = {"region": N_("Région"), "niveau": N_("Niveau de soins"), "nom": N_("Nom")}
SHAPES = {"matrice": N_("Matrice"), "lecture": N_("Liste"), "tableau": N_("Tableau")}
COLUMNS = (
    "service",
    "nb_centres",
    "nb_demandes",
    "nb_disponibles",
    "nb_absents",
    "nb_non_demandes",
    "part_disponible",
    "part_preparation",
    "nb_scores",
)


def draw(lens: str, _: Language) -> None:
    """Draw the matrix of the chosen page, the totals of all centres, the readiness."""
    totals = availability(lens, "pays")
    if totals.empty:
        filters.explain_empty(QUESTION, _, lentille=lens, groupe="pays")
        return
    explain(totals, _)
    _matrix(lens, totals, _)
    available(
        "pays",
        _("Combien de centres offrent chaque service ?"),
        totals,
        list(lenses.services(totals).values()),
        "service",
        _,
    )
    readiness(totals, _)


def availability(lens: str, group: str) -> pd.DataFrame:
    """Return the availability of the lens's services by ``group``, under the filters."""
    return answers.answer(QUESTION, lentille=lens, groupe=group, **filters.current().params())


def is_surveyed(rows: pd.DataFrame) -> bool:
    """Tell whether the centres were asked; if not, sources only cite what there is."""
    return bool(rows["est_enquete"].any())


def explain(rows: pd.DataFrame, _: Language) -> None:
    """Say what an answer is here, and name the services nobody was asked about."""
    if is_surveyed(rows):
        text = _("Chaque centre ouvert répond oui, non, ou n'a pas été interrogé sur le service.")
    else:
        text = _(
            "Pas d'enquête ici : des sources publiques citent des services, personne n'a été "
            "interrogé. Un service non cité n'est pas un service absent."
        )
    note(plain(text))
    silent = rows.groupby("service", sort=False)["nb_demandes"].sum()
    missing = [answers.name("service", code) for code in silent[silent == 0].index]
    if missing:
        text = _("Non recueilli dans ce jeu de données : {}.").format(", ".join(missing))
        st.info(plain(text), icon=":material/do_not_disturb_on:")


@scene.titled("services_centres", N_("Centre par centre"))
def _matrix(lens: str, totals: pd.DataFrame, _: Language) -> None:
    with st.container(border=True, key="figure_services_centres"):
        st.subheader(_("Centre par centre"))
        shape, order, first = _layout(int(totals["nb_centres"].iloc[0]), _)
        rows = _page(lens, order, first)
        summary = _summary(rows, int(totals["nb_centres"].iloc[0]), _)
        surveyed = is_surveyed(totals)
        if shape == "matrice":
            named = lenses.services(totals)
            chart = charts.matrice(rows, named, surveyed, session.colours(), _)
            listing.picture("services_centres", chart, summary)
        elif shape == "lecture":
            _reading(rows, surveyed, _)
        else:
            columns = ["titre", "niveau_soins", "service", "etat_service", "items_ecrits"]
            block.table("services_centres", answers_written(rows, surveyed, _), columns, summary)
        st.markdown(plain(summary))
        note(
            plain(
                _key(surveyed, shape == "matrice" and rows["service"].nunique() >= charts.WIDE, _)
            )
        )
        listing.footer("services_centres", rows.drop(columns=["titre", "score"]), _)


def _layout(total: int, _: Language) -> tuple[str, str, int]:
    """Draw the choices of the matrix; returns shape, order and the number of centres to skip."""
    pages = [str(one + 1) for one in range((total + SIZE - 1) // SIZE)]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        shape = choices.segments(
            "forme_services", _("Forme"), _shapes(), lambda code: _(SHAPES[code])
        )
        order = choices.segments(
            "ordre_services", _("Trier par"), list(ORDERS), lambda code: _(ORDERS[code])
        )
        text = _("{} sur {}")
        page = choices.select(
            "page_services",
            _("Page"),
            pages,
            lambda code: text.format(code, _.number(len(pages))),
            default=pages[0],
        )
    return shape, order, (int(str(page)) - 1) * SIZE


def _shapes() -> list[str]:
    """Offer the list first on a telephone, where a matrix is too narrow to read."""
    on_telephone = "Mobi" in (st.context.headers.get("User-Agent") or "")
    return sorted(SHAPES, key=lambda one: one != "lecture") if on_telephone else list(SHAPES)


def _page(lens: str, order: str, first: int) -> pd.DataFrame:
    _ = session.language()
    rows = answers.answer(
        PAGE,
        lentille=lens,
        ordre=order,
        debut=first,
        taille=SIZE,
        **filters.current().params(),
    )
    beside = (
        rows["nom_region"]
        if order != "niveau"
        else rows["niveau_soins"].map(lambda code: answers.name("niveau_soins", code))
    ).fillna("–")
    pairs = zip(rows["nom"], beside, strict=True)
    return rows.assign(
        titre=[f"{name} ({place})" for name, place in pairs],
        score=rows["part_preparation"].map(lambda one: _.percent(one, 0), na_action="ignore"),
    )


def _summary(rows: pd.DataFrame, total: int, _: Language) -> str:
    first, last = int(rows["rang"].min()), int(rows["rang"].max())
    text = _("Centres {} à {} sur {} centres ouverts, {} services chacun.")
    return text.format(
        _.number(first), _.number(last), _.number(total), _.number(rows["service"].nunique())
    )


def _key(surveyed: bool, wide: bool, _: Language) -> str:
    """Write the three signs in words, and where the readiness score stands."""
    named = charts.names(surveyed, _)
    signs = _.series(f"{charts.SIGNS[code]} {named[code]}" for code in charts.STATES)
    score = (
        _("Le score de préparation se lit dans la liste, dans le tableau ou au survol.")
        if wide
        else _("Le pourcentage est le score de préparation : items traceurs présents sur attendus.")
    )
    return f"{signs}. {score}"


def _reading(rows: pd.DataFrame, surveyed: bool, _: Language) -> None:
    """Write each centre's answers as lines: for a telephone, and for a screen reader."""
    named = charts.names(surveyed, _)
    for title, part in rows.groupby("titre", sort=False):
        pairs = []
        for code in charts.STATES:
            found = [row for row in records(part) if charts.state(row.disponible) == code]
            if found:
                texts = ", ".join(_offered(row, _) for row in found)
                pairs.append((f"{charts.SIGNS[code]} {named[code]}", texts))
        st.markdown(f"**{plain(title)}**\n\n" + listed(pairs, _))


def _offered(row: Any, _: Language) -> str:
    name = answers.name("service", row.service)
    if pd.isna(row.part_preparation):
        return name
    return _("{} ({} items sur {})").format(
        name, _.number(row.items_traceurs_presents), _.number(row.items_traceurs_attendus)
    )


def answers_written(rows: pd.DataFrame, surveyed: bool, _: Language) -> pd.DataFrame:
    """Add ``etat_service`` and ``items_ecrits``: the answer and its items in words."""
    named = charts.names(surveyed, _)
    return rows.assign(
        etat_service=[
            f"{charts.SIGNS[charts.state(one)]} {named[charts.state(one)]}"
            for one in rows["disponible"]
        ],
        items_ecrits=pd.Series([_items(row, _) for row in records(rows)], rows.index, dtype=object),
    )


def _items(row: Any, _: Language) -> str | None:
    if pd.isna(row.items_traceurs_attendus):
        return None
    return _("{} sur {}").format(
        _.number(row.items_traceurs_presents), _.number(row.items_traceurs_attendus)
    )


def available(
    group: str, title: str, rows: pd.DataFrame, names: list[str], first: str, _: Language
) -> None:
    """Show availability as stacked shares with n of N.

    ``group`` is what the rows were grouped by; ``first`` is the column that names them. Where
    nobody answered there is nothing to draw, and ``explain`` has said so.
    """
    if not rows["nb_demandes"].any():
        return
    surveyed = is_surveyed(rows)
    block.figure(
        f"services_{group}",
        title,
        QUESTION,
        rows,
        charts.disponibilite(rows, names, surveyed, session.colours(), _),
        summary=_range(rows, names, surveyed, _),
        columns=[first, *(one for one in COLUMNS if one != first)],
        unit="" if surveyed else _("centres cités par une source"),
        denominators=None if surveyed else [_("tous les centres ouverts")],
        evidence={
            "lentille": choices.read("lentille", list(lenses.LENSES), "toutes"),
            "groupe": group,
        },
    )


def _range(rows: pd.DataFrame, names: list[str], surveyed: bool, _: Language) -> str:
    """Say between what and what the shares lie, and how many rows have too few answers."""
    if not surveyed:
        cited = int((rows["nb_disponibles"] > 0).sum())
        return _("Au moins un centre est cité dans {} cas sur {}.").format(
            _.number(cited), _.number(len(rows))
        )
    enough = rows.assign(titre=names)[rows["nb_demandes"] >= charts.FEW]
    few = int(rows["nb_demandes"].between(1, charts.FEW - 1).sum())
    texts = []
    if len(enough) == 1:
        only = next(records(enough))
        texts.append(_.pair(only.titre, charts.written(only, surveyed, _)) + ".")
    elif not enough.empty:
        ranked = enough.sort_values("part_disponible", kind="stable")
        low, high = ranked.iloc[0], ranked.iloc[-1]
        text = _("Où {} centres au moins ont répondu, la part va de {} ({}) à {} ({}).")
        texts.append(
            text.format(
                charts.FEW,
                _.percent(low["part_disponible"], 0),
                low["titre"],
                _.percent(high["part_disponible"], 0),
                high["titre"],
            )
        )
    if few:
        texts.append(
            _.plural(
                "{} part repose sur moins de 5 réponses : elle ne se compare pas.",
                "{} parts reposent sur moins de 5 réponses : elles ne se comparent pas.",
                few,
            )
        )
    return " ".join(texts)


def readiness(totals: pd.DataFrame, _: Language) -> None:
    """Show the mean readiness of each service, over the centres that offer it."""
    rows = totals[totals["nb_scores"] > 0].reset_index(drop=True)
    if not totals["nb_demandes"].any():
        return
    if rows.empty:
        note(plain(_("Les items traceurs n'ont pas été recueillis : pas de score de préparation.")))
        return
    names = list(lenses.services(rows).values())
    low = rows.sort_values("part_preparation", kind="stable").iloc[0]
    text = _(
        "Un centre qui offre un service n'a pas toujours de quoi le rendre. Le score le plus bas "
        "est {} ({}), sur {} centres."
    )
    block.figure(
        "preparation_services",
        _("Les centres sont-ils prêts à rendre les services qu'ils offrent ?"),
        QUESTION,
        rows,
        charts.preparation(rows, names, session.colours(), _),
        summary=text.format(
            _.percent(low["part_preparation"], 0),
            answers.name("service", low["service"]),
            _.number(low["nb_scores"]),
        ),
        columns=["service", "part_preparation", "nb_scores", "nb_disponibles"],
        unit=_("items traceurs présents sur attendus, moyenne des centres qui offrent le service"),
        denominators=[_("items traceurs attendus de chaque centre qui offre le service")],
        evidence={"lentille": choices.read("lentille", list(lenses.LENSES), "toutes")},
    )
