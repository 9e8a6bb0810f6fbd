"""B2B meetings of needs and offers, and what followed."""

import pandas as pd
import streamlit as st

from cartomut.charts import projets as charts
from cartomut.charts.projets import FULL, HOLLOW, Part
from cartomut.i18n import Language
from cartomut.ui import answers, block, listing, projets, session
from cartomut.ui.kpi import kpi
from cartomut.ui.projets import Chosen
from cartomut.ui.text import plain

ENDS = "indicateurs/rencontres_suites"
HELD = "listes/rencontres_b2b"


def draw(chosen: Chosen, _: Language) -> None:
    """Show what followed the meetings, then each of them with where its project stands."""
    rows = answers.answer(ENDS, **chosen.params)
    if rows.empty:
        _none(chosen, _)
        return
    _headline(rows, _)
    _ends(rows, chosen, _)
    _list(chosen, _)
    projets.no_contact(_)


def _none(chosen: Chosen, _: Language) -> None:
    if projets.projects(chosen).empty:
        projets.explain_empty(chosen, _)
        return
    text = _("Aucune rencontre n'est connue pour ces projets : une lacune, pas un zéro.")
    st.info(plain(text), icon=":material/info:")


def _headline(rows: pd.DataFrame, _: Language) -> None:
    """Write how many meetings were held, led to an agreement, and have no known end."""
    whole = int(rows["nb_rencontres"].sum())
    base = _("sur {} rencontres").format(_.number(whole))
    unknown = rows["suite_rencontre"].isna()
    counts = {
        _("Accord conclu"): rows["suite_rencontre"] == "accord",
        _("À relancer"): rows["suite_rencontre"] == "a_relancer",
        _("Suite inconnue"): unknown,
    }
    grid = st.grid(min_column_width=150, border=True)
    for title, kept in counts.items():
        with grid.cell():
            kpi(title, _.number(int(rows.loc[kept, "nb_rencontres"].sum())), base)


def _ends(rows: pd.DataFrame, chosen: Chosen, _: Language) -> None:
    """Draw the meetings by what followed; an unknown end is hollow."""
    is_known = rows["suite_rencontre"].notna().tolist()
    titles = [
        answers.name("suite_rencontre", code) if known else _("Suite inconnue")
        for code, known in zip(rows["suite_rencontre"], is_known, strict=True)
    ]
    counts = [int(one) for one in rows["nb_rencontres"]]
    texts = [_.number(one) for one in counts]
    parts = [
        Part(
            name,
            [one if known is wanted else 0 for one, known in zip(counts, is_known, strict=True)],
            texts,
            0,
            pattern,
        )
        for name, wanted, pattern in (
            (_("Suite connue"), True, FULL),
            (_("Suite inconnue"), False, HOLLOW),
        )
    ]
    block.figure(
        "rencontres_suites",
        _("Que sont devenues les rencontres B2B ?"),
        ENDS,
        rows,
        charts.empilees(titles, parts, _("rencontres"), session.colours(), _),
        summary=_said(rows, _),
        columns=["suite_rencontre", "nb_rencontres", "nb_projets_retenus", "nb_partenaires"],
        base=_("suites"),
        evidence=chosen.evidence(),
    )


def _said(rows: pd.DataFrame, _: Language) -> str:
    """Say how many meetings led to an agreement, and of how many nothing is known."""
    whole = int(rows["nb_rencontres"].sum())
    agreed = int(rows.loc[rows["suite_rencontre"] == "accord", "nb_rencontres"].sum())
    unknown = int(rows.loc[rows["suite_rencontre"].isna(), "nb_rencontres"].sum())
    text = _(
        "Rencontres suivies d'un accord : {} sur {} ; suite inconnue : {}, ce n'est ni oui ni non."
    )
    return text.format(*(_.number(one) for one in (agreed, whole, unknown)))


def _list(chosen: Chosen, _: Language) -> None:
    """List the meetings, the last first, with the stage of the project today."""
    rows = answers.answer(HELD, **chosen.params)
    shown = _.localise(rows)
    st.subheader(_("Rencontre par rencontre"))
    shown, amounts = projets.with_amounts(shown, ("manque",), chosen, _)
    shown = shown.assign(
        date_rencontre=[_.date(one) for one in shown["date_rencontre"]],
        suite_rencontre=shown["suite_rencontre"].fillna(_("inconnue")),
    )
    listing.show(
        "rencontres_b2b",
        rows,
        (
            *("date_rencontre", "porteur", "intitule", "partenaire", "description"),
            *("suite_rencontre", "etape_projet", "statut_projet", *amounts),
        ),
        _.plural("{} rencontre.", "{} rencontres.", len(rows)),
        written=shown,
        ordered=_("La plus récente d'abord"),
    )
