"""What the page of projects is about: its part, the workshop, the currency, who is kept."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.currency import FRANC, Currency
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import answers, choices, devise, facts, filters
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

PROJECTS, OFFERS = "listes/projets", "listes/offres"
CENTRES = "pages/explorer/centres.py"
PARTS = {
    "besoins": N_("Besoins et offres"),
    "etapes": N_("Étapes"),
    "argent": N_("Financement"),
    "rencontres": N_("Rencontres"),
}
WORKSHOPS = ("infrastructures", "numerique", "financement")
EVERY = "tous"
FILTERS = ("district", "region", "commune", "types")
NOBODY = dict.fromkeys((*FILTERS, "atelier"))
PUBLISHED = ("cout_construction_fcfa", "cout_rehabilitation_fcfa", "nb_projets_plan")
STUDY = ("defi_centre_mutualiste",)
FINANCE_CHALLENGE = "etude_defi_09"


@dataclass(frozen=True)
class Chosen:
    """What the reader asked: a workshop of ADOSM 2 or all, and a currency."""

    workshop: str | None
    money: Currency

    @cached_property
    def params(self) -> dict[str, Any]:
        """Return the parameters that every question of the page takes."""
        kept = filters.current().params()
        return {name: kept[name] for name in FILTERS} | {"atelier": self.workshop}

    def evidence(self) -> dict[str, Any]:
        """Return what the evidence page must know beside the filters."""
        return {"atelier": self.workshop} if self.workshop else {}

    def write(self, francs: Any, year: Any, _: Language) -> str:
        """Write an amount in the chosen currency, at the rate of its year."""
        return self.money.write(francs, None if pd.isna(year) else int(year), _)

    def values(self, rows: pd.DataFrame, column: str) -> list[float | None]:
        """Convert a column of francs for a chart, each at the rate of its row's year."""
        pairs = zip(rows[column], rows["annee"], strict=True)
        return [self.money.amount(one, None if pd.isna(year) else int(year)) for one, year in pairs]

    def texts(self, rows: pd.DataFrame, column: str, _: Language) -> list[str]:
        """Write a column of francs, each at the rate of its row's year."""
        pairs = zip(rows[column], rows["annee"], strict=True)
        return [self.write(one, year, _) for one, year in pairs]

    def unit(self, rows: pd.DataFrame, _: Language) -> str:
        """Name the currency with the rates that convert these rows."""
        years = [None if pd.isna(one) else int(one) for one in rows["annee"]]
        rates = self.money.note(dict.fromkeys(years), _)
        return f"{self.money.code} ({rates})" if rates else self.money.code


def known() -> bool:
    """Tell whether the dataset has a project or an offer at all."""
    asked = NOBODY | {"projet": None}
    return len(answers.answer(PROJECTS, **asked)) + len(answers.answer(OFFERS, atelier=None)) > 0


def choose_part(_: Language) -> str:
    """Let the reader choose what the page shows; only that is asked of the store."""
    return choices.segments(
        "volet", _("Ce que la page montre"), list(PARTS), lambda code: _(PARTS[code])
    )


def choose(_: Language) -> Chosen:
    """Let the reader choose a workshop and a currency."""
    left, right = st.columns([5, 2], vertical_alignment="bottom")
    names = dict(answers.names()["atelier_adosm"])
    with left:
        workshop = choices.select(
            "atelier",
            _("Atelier de l'ADOSM 2 (16 mai 2024)"),
            WORKSHOPS,
            names.__getitem__,
            placeholder=_("Les trois ateliers"),
        )
    with right:
        money = devise.choose(_)
    return Chosen(workshop, money)


def projects(chosen: Chosen) -> pd.DataFrame:
    """Return the projects within the filters, the costliest first."""
    return answers.answer(PROJECTS, projet=None, **chosen.params)


def explain_empty(chosen: Chosen, _: Language) -> None:
    """Say which filter leaves no project."""
    filters.explain_empty(PROJECTS, _, projet=None, **chosen.params)


def with_amounts(
    rows: pd.DataFrame, names: tuple[str, ...], chosen: Chosen, _: Language
) -> tuple[pd.DataFrame, list[str]]:
    """Add ``x_ecrit`` for amounts ``x_fcfa`` in a currency that is not the franc.

    Also returns the columns of a table that show them.
    """
    if chosen.money.code == FRANC:
        return rows, [f"{name}_fcfa" for name in names]
    written = {f"{name}_ecrit": chosen.texts(rows, f"{name}_fcfa", _) for name in names}
    return rows.assign(**written), list(written)


def named(rows: pd.DataFrame, _: Language) -> dict[str, str]:
    """Name each project for a list: its title and who bears it."""
    found = _.localise(rows)
    return {row.projet_id: f"{row.intitule} – {row.porteur}" for row in records(found)}


def no_contact(_: Language) -> None:
    """Say that the page bears no personal contact, and why."""
    note(
        plain(
            _(
                "Aucun contact personnel n'est publié ici : l'importation refuse les numéros de "
                "téléphone et les adresses électroniques. La mise en relation se fait hors de "
                "l'application."
            )
        )
    )


def nothing(_: Language) -> None:
    """Say that no project is in the dataset, and what public sources tell instead."""
    head = _("Aucun projet, aucune offre et aucune rencontre ne sont publiés dans ce jeu.")
    text = _(
        "L'ADOSM 2 du 16 mai 2024 a réuni mutuelles et entreprises autour de trois ateliers et de "
        "rencontres B2B, mais ni la liste des besoins, ni les offres, ni leurs suites ne sont "
        "publiques : ce n'est pas zéro, c'est inconnu."
    )
    st.info(f"**{plain(head)}** {plain(text)}", icon=":material/do_not_disturb_on:")
    _workshops(_)
    _announced(_)
    _published(_)


def _workshops(_: Language) -> None:
    """Name the themes of each workshop, and the workshops that a source tells of."""
    st.subheader(_("Les trois ateliers de l'ADOSM 2"))
    rows = answers.answer("indicateurs/besoins_themes", **NOBODY)
    lines = [
        _.pair(
            f"**{plain(answers.name('atelier_adosm', code))}**",
            plain(", ".join(answers.name("theme", one).lower() for one in part["theme"])),
        )
        for code, part in rows.groupby("atelier_adosm", sort=False)
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))
    asked = dict.fromkeys(("menees_par", "partenaire", "de", "a", "district", "region", "commune"))
    held = answers.answer("indicateurs/activites", types_activite=["atelier"], **asked)
    held = _.localise(held[held["intitule_fr"].str.contains("ADOSM")])
    documents = answers.sources(held["source_id"]).set_index("source_id")
    for row in records(held):
        told = "" if pd.isna(row.resultat) else row.resultat
        source = documents.loc[row.source_id]
        head = _.pair(plain(_.date(row.date_debut)), plain(row.intitule))
        cited = _("Source : {}").format(link(source["intitule"], source["url"]))
        st.markdown(f"- {head}. {plain(told)} {cited}")


def _announced(_: Language) -> None:
    """List the places of care that a source announces."""
    kept = filters.current().params() | {"statuts": ["annonce", "projet"]}
    rows = answers.answer("indicateurs/lieux", **kept)
    rows = rows[rows["genre"] == "centre"]
    if rows.empty:
        return
    st.subheader(_("Ce que l'on sait : des centres annoncés"))
    count = _.plural(
        "{} centre annoncé ou en projet :",
        "{} centres annoncés ou en projet :",
        len(rows),
    )
    lines = [f"- {plain(row.nom)}" for row in records(rows)]
    st.markdown("\n".join([plain(count), "", *lines]))
    st.page_link(
        CENTRES,
        label=_("Leurs fiches et leurs sources"),
        icon=":material/local_hospital:",
        query_params=filters.as_query() | {"statut": ["annonce", "projet"]},
    )


def _published(_: Language) -> None:
    """Show the published amounts of investments, and what the study says of financing."""
    rows = _facts(list(PUBLISHED), _)
    study = _facts(list(STUDY), _)
    places = answers.answer("indicateurs/lieux", **filters.Filters().params())
    names = dict(zip(places["id"], places["nom"], strict=True))
    rows["enonce"] = [
        _.pair(names[code], text) if code in names else text
        for code, text in zip(rows["entite_id"], rows["enonce"], strict=True)
    ]
    found = pd.concat([rows, study[study["fait_id"] == FINANCE_CHALLENGE]])
    if found.empty:
        return
    st.subheader(_("Ce que disent les sources des investissements"))
    facts.sentences(found, _)


def _facts(indicators: list[str], _: Language) -> pd.DataFrame:
    rows = answers.answer(
        "indicateurs/faits_publies",
        entite=None,
        entite_id=None,
        indicateurs=sorted(indicators),
        retenus=None,
    )
    return _.localise(rows)
