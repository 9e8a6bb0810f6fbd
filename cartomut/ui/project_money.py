"""What projects cost, who pays, and what is still to be found."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import summaries
from cartomut.charts import projets as charts
from cartomut.charts.projets import CROSSED, FULL, HOLLOW, STRIPED, Part
from cartomut.i18n import Language
from cartomut.ui import answers, block, listing, projets, session
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.projets import Chosen
from cartomut.ui.text import plain

GAPS = "indicateurs/projets_manques"
FUNDINGS = "indicateurs/projets_financements"
AMOUNTS = ("cout", "acquis", "demande", "envisage", "sans_piste", "manque")
STATES = {  # state of a funding → rank of its colour, pattern
    "verse": (0, FULL),
    "accorde": (0, STRIPED),
    "demande": (1, FULL),
    "envisage": (1, STRIPED),
    "refuse": (5, CROSSED),
}


def draw(chosen: Chosen, _: Language) -> None:
    """Show the gap by theme, the mix of funding, then project by project."""
    rows = answers.answer(GAPS, **chosen.params)
    if rows.empty:
        _none(chosen, _)
        return
    _headline(rows, chosen, _)
    _gaps(rows, chosen, _)
    _mix(chosen, _)
    _list(chosen, _)


def _none(chosen: Chosen, _: Language) -> None:
    if projets.projects(chosen).empty:
        projets.explain_empty(chosen, _)
        return
    text = _("Aucun projet en cours avec ces filtres : ceux qui restent sont finis ou abandonnés.")
    st.info(plain(text), icon=":material/filter_alt_off:")


def _headline(rows: pd.DataFrame, chosen: Chosen, _: Language) -> None:
    """Write the cost, what is secured and what is lacking, each with how many it is known of."""
    known, whole = int(rows["nb_manque_connu"].sum()), int(rows["nb_en_cours"].sum())
    base = _("connu pour {} sur {} projets en cours").format(_.number(known), _.number(whole))
    titles = {
        "cout_fcfa": _("Coût"),
        "acquis_fcfa": _("Acquis : accordé ou versé"),
        "manque_fcfa": _("Manque"),
    }
    grid = st.grid(min_column_width=200, border=True)
    for name, title in titles.items():
        with grid.cell():
            kpi(title, _total(rows, name, chosen, known < whole, _), base)
    if known < whole:
        costs = int(rows["nb_cout_inconnu"].sum())
        text = _(
            "Projets dont le manque est inconnu : {} sans coût, {} sans financement dit ou dont un "
            "montant acquis n'est pas dit. Ils n'entrent dans aucune somme : ce n'est pas zéro."
        )
        note(plain(text.format(_.number(costs), _.number(whole - known - costs))))


def _total(rows: pd.DataFrame, name: str, chosen: Chosen, is_least: bool, _: Language) -> str:
    values = [one for one in chosen.values(rows, name) if one is not None]
    if not values:
        return _("inconnu")
    text = _.money(sum(values), chosen.money.code)
    return _("au moins {}").format(text) if is_least else text


def _gaps(rows: pd.DataFrame, chosen: Chosen, _: Language) -> None:
    """Draw the cost of each theme, split by how sure its money is."""
    looks = {
        "acquis_fcfa": (_("Acquis"), 0, FULL),
        "demande_fcfa": (_("Demandé"), 1, FULL),
        "envisage_fcfa": (_("Envisagé"), 1, STRIPED),
        "sans_piste_fcfa": (_("Sans piste"), 5, HOLLOW),
    }
    parts = [
        Part(name, chosen.values(rows, column), chosen.texts(rows, column, _), hue, pattern)
        for column, (name, hue, pattern) in looks.items()
    ]
    titles = [
        _theme(theme, known, whole, _)
        for theme, known, whole in zip(
            rows["theme"], rows["nb_manque_connu"], rows["nb_en_cours"], strict=True
        )
    ]
    shown, columns = projets.with_amounts(rows, AMOUNTS, chosen, _)
    block.figure(
        "projets_manques",
        _("Que manque-t-il aux projets en cours, thème par thème ?"),
        GAPS,
        shown,
        charts.empilees(
            titles,
            parts,
            _("{} ; au bout, ce qui manque").format(chosen.money.code),
            session.colours(),
            _,
            write=_short(_),
            ends=[_.money(one, "").strip() for one in chosen.values(rows, "manque_fcfa")],
        ),
        summary=_gaps_said(rows, chosen, _),
        columns=[
            *("theme", "nb_en_cours", "nb_manque_connu", "nb_cout_inconnu"),
            *("nb_financement_inconnu", *columns),
        ],
        unit=chosen.unit(rows, _),
        evidence=chosen.evidence(),
    )


def _theme(theme: str, known: Any, whole: Any, _: Language) -> str:
    base = _("{} sur {} projets").format(_.number(int(known)), _.number(int(whole)))
    return f"{answers.name('theme', theme)}\n{base}"


def _gaps_said(rows: pd.DataFrame, chosen: Chosen, _: Language) -> str:
    """Say where most is lacking, and how much of the gap nobody is known to bring."""
    names = [answers.name("theme", one) for one in rows["theme"]]
    amounts = chosen.values(rows, "manque_fcfa")
    largest = summaries.largest(
        _("Manque des projets en cours"), zip(names, amounts, strict=True), _writer(chosen, _), _
    )
    lead = summaries.share(
        _("Sans piste connue"),
        _sum(chosen.values(rows, "sans_piste_fcfa")),
        _sum(amounts),
        _("manque connu"),
        _writer(chosen, _),
        _,
    )
    rule = _("Une demande ou une piste n'est pas un acquis.")
    return f"{largest} {lead} {rule}"


def _sum(values: list[float | None]) -> float | None:
    known = [one for one in values if one is not None]
    return sum(known) if known else None


def _writer(chosen: Chosen, _: Language) -> Callable[[float], str]:
    return lambda value: _.money(value, chosen.money.code)


def _short(_: Language) -> Callable[[float], str]:
    """Write the marks of an axis whose title names the currency."""
    return lambda value: _.money(value, "").strip()


def _mix(chosen: Chosen, _: Language) -> None:
    """Draw each instrument by where its funding stands."""
    rows = answers.answer(FUNDINGS, **chosen.params)
    title = _("Par quels instruments, et où en est chaque financement ?")
    if rows.empty:
        st.subheader(title)
        text = _("Aucun financement n'est connu pour ces projets : une lacune, pas un zéro.")
        st.info(plain(text), icon=":material/info:")
        return
    instruments = list(dict.fromkeys(rows["instrument"]))
    parts = [
        _state(state, rows, instruments, chosen, _)
        for state in STATES
        if (rows["statut_financement"] == state).any()
    ]
    names = [answers.name("instrument", one) for one in instruments]
    shown, columns = projets.with_amounts(rows, ("montant",), chosen, _)
    block.figure(
        "projets_financements",
        title,
        FUNDINGS,
        shown,
        charts.empilees(names, parts, chosen.money.code, session.colours(), _, write=_short(_)),
        summary=_mix_said(rows, chosen, _),
        columns=[
            *("instrument", "statut_financement", *columns),
            *("nb_financements", "nb_montants", "nb_projets_retenus", "nb_organismes"),
        ],
        unit=chosen.unit(rows, _),
        evidence=chosen.evidence(),
    )


def _state(
    state: str, rows: pd.DataFrame, instruments: list[str], chosen: Chosen, _: Language
) -> Part:
    """Gather the amounts of one state of funding, instrument by instrument."""
    own = rows[rows["statut_financement"] == state].set_index("instrument").reindex(instruments)
    hue, pattern = STATES[state]
    values, texts = chosen.values(own, "montant_fcfa"), chosen.texts(own, "montant_fcfa", _)
    return Part(answers.name("statut_financement", state), values, texts, hue, pattern)


def _mix_said(rows: pd.DataFrame, chosen: Chosen, _: Language) -> str:
    """Say which instrument brings most of what is secured, and what was refused."""
    secured = rows[rows["statut_financement"].isin(["accorde", "verse"])]
    sums = {
        answers.name("instrument", code): _sum(chosen.values(part, "montant_fcfa"))
        for code, part in secured.groupby("instrument", sort=False)
    }
    told = summaries.largest(
        _("Financements accordés ou versés"), sums.items(), _writer(chosen, _), _
    )
    refused = rows[rows["statut_financement"] == "refuse"]
    if refused.empty:
        return told
    amount = _.money(_sum(chosen.values(refused, "montant_fcfa")), chosen.money.code)
    more = _("Demandes refusées : {} ({}) ; elles sont montrées, mais ne financent rien.")
    return f"{told} {more.format(_.number(int(refused['nb_financements'].sum())), amount)}"


def _list(chosen: Chosen, _: Language) -> None:
    """List the projects under way, those that lack most first."""
    rows = projets.projects(chosen)
    rows = rows[rows["statut_projet"].isin(["actif", "suspendu"])]
    rows = rows.sort_values("manque_fcfa", ascending=False, na_position="last", kind="stable")
    st.subheader(_("Projet par projet"))
    amounts = ("cout", "acquis", "demande", "envisage", "manque")
    shown, columns = projets.with_amounts(_.localise(rows), amounts, chosen, _)
    listing.show(
        "projets_financement",
        rows,
        (
            *("intitule", "porteur", "nom_region", "theme", "etape_projet", "etat_financement"),
            *columns,
        ),
        _.plural("{} projet en cours.", "{} projets en cours.", len(rows)),
        written=shown,
        ordered=_("Ce qui manque le plus d'abord"),
    )
