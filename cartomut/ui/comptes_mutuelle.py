"""What a mutual declares year after year, and its ratios beside their thresholds."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import labels
from cartomut.charts import annees
from cartomut.charts.series import written
from cartomut.i18n import MISSING, Language
from cartomut.records import records
from cartomut.ui import answers, filters, gate, listing, session
from cartomut.ui.facts import PLAIN_UNITS
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

DOMAINS = ("adhesion", "finance_prudentiel", "prestations_usage")
CARD_WIDTH = 300  # pixels; three figures side by side on a laptop, one on a phone
MONEY = "_fcfa"
READING = (
    "chiffre",
    "annee",
    "valeur_ecrite",
    "changement_ecrit",
    "origine_chiffres",
    "qualificatifs",
)
SIGNS = {"vert": "✓", "orange": "!", "rouge": "✕", "sans_seuil": "·"}


def figures(identifier: str, _: Language) -> None:
    """Show each figure over the years, with its change and its gaps."""
    st.subheader(_("Chiffres année par année"), anchor=False)
    rows = answers.answer("fiches/organisme_annees", id=identifier)
    shown = rows
    if not gate.sees(identifier):
        note(plain(gate.accounts_reserved(_)))
    if shown.empty:
        st.info(_("Aucun chiffre n'est connu pour cet organisme : ce n'est pas zéro."))
        return
    grid = st.grid(min_column_width=CARD_WIDTH, border=True)
    for code, part in shown.groupby("chiffre", sort=False):
        with grid.cell():
            _figure(str(code), part, _)
    _reading(shown, _)
    table = shown.assign(
        valeur_ecrite=[_write(one.chiffre, one.valeur, _) for one in records(shown)],
        changement_ecrit=[_change(one, _) for _place, one in shown.iterrows()],
    )
    with st.expander(_("Les mêmes chiffres en tableau")):
        listing.show(
            "chiffres_mutuelle",
            shown,
            READING,
            _("Une ligne par chiffre et par année ; « – » : inconnu."),
            written=table.assign(chiffre=[_title(one, _) for one in table["chiffre"]]),
        )


def is_surveyed(identifier: str) -> bool:
    """Tell whether the organisation returned at least one year's accounts."""
    rows = answers.answer("fiches/organisme_annees", id=identifier)
    return bool((rows["origine_chiffres"] == "exercice").any())


def ratios(identifier: str, _: Language) -> None:
    """Show the ratios of the last year known, with the threshold of each and where it is from."""
    st.subheader(_("Ratios et seuils"), anchor=False)
    if not gate.sees(identifier):
        st.info(gate.accounts_reserved(_), icon=":material/lock:")
        return
    rows = _ratios(identifier, _)
    if rows.empty:
        st.info(_("Aucun ratio ne se calcule : les chiffres qu'il faut ne sont pas connus."))
        return
    note(
        plain(
            _(
                "Un seuil n'est une norme que si son texte a été lu ; son origine le dit. "
                "✓ dans le vert, ! dans l'orange, ✕ hors des seuils, · sans seuil."
            )
        )
    )
    listing.show(
        "ratios_mutuelle",
        rows,
        [
            "domaine",
            "indicateur_nom",
            "valeur_ecrite",
            "annee",
            "appreciation_seuil",
            "seuil_vert",
            "seuil_orange",
            "origine",
        ],
        _("Ratios de la dernière année connue, avec l'origine de chaque seuil."),
        written=rows.assign(appreciation_seuil=rows["appreciation_ecrite"]),
    )
    _norms(rows, _)


def _ratios(identifier: str, _: Language) -> pd.DataFrame:
    """Return the latest known value of each ratio, with its threshold and its catalogue entry."""
    catalogue = answers.localised("listes/catalogue")
    wanted = catalogue[catalogue["domaine"].isin(DOMAINS)]
    values = answers.answer(
        "indicateurs/valeurs",
        indicateurs=sorted(wanted["indicateur_id"]),
        groupe="entite",
        entites=[identifier],
        annees=None,
        **filters.Filters().params(),
    )
    known = values[values["valeur"].notna()].sort_values("annee", na_position="first")
    latest = known.groupby("indicateur_id").tail(1).sort_values("indicateur_id")
    if latest.empty:
        return latest
    judged = answers.answer(
        "listes/appreciations",
        indicateurs=latest["indicateur_id"].tolist(),
        valeurs=latest["valeur"].tolist(),
    ).drop(columns="valeur")
    about = wanted[["indicateur_id", "nom", "domaine", "unite", "formule"]]
    rows = (
        latest.drop(columns="nom")
        .merge(judged, on="indicateur_id")
        .merge(about.rename(columns={"nom": "indicateur_nom"}), on="indicateur_id")
    )
    rows["valeur_ecrite"] = [ratio(one.valeur, one.unite, _) for one in records(rows)]
    rows["appreciation_ecrite"] = [
        f"{SIGNS[one]} {answers.name('appreciation_seuil', one)}"
        for one in rows["appreciation_seuil"]
    ]
    rank = {code: place for place, code in enumerate(DOMAINS)}
    return rows.sort_values(
        ["domaine", "indicateur_nom"],
        key=lambda one: one.map(rank) if one.name == "domaine" else one,
    ).reset_index(drop=True)


def ratio(value: float, unit: str, _: Language) -> str:
    """Write a ratio with its unit."""
    text = written(float(value), unit, None, _)
    if unit in PLAIN_UNITS:
        return text
    return f"{text} {answers.name('unite_indicateur', unit).lower()}"


def _norms(rows: pd.DataFrame, _: Language) -> None:
    """List where each threshold is from, folded."""
    known = rows[rows["source_norme"].notna()]
    if known.empty:
        return
    with st.expander(_("D'où viennent ces seuils ?")):
        for row in records(known):
            origin = answers.name("origine_seuil", row.origine)
            said = link(row.source_norme, row.source_url)
            st.markdown(f"- **{plain(row.indicateur_nom)}** ({plain(origin)}) — {said}")


def _figure(code: str, rows: pd.DataFrame, _: Language) -> None:
    """Draw one figure: its last value, its change, its years."""
    known = rows[rows["valeur"].notna()]
    last = known.iloc[-1]
    value = _write(code, last["valeur"], _, last["qualificatifs"])
    change = _change(last, _)
    told = _("sur un an : {}").format(change) if change else _("année d'avant inconnue")
    kpi(_title(code, _), value, f"{last['annee']} · {told}")
    summary = _("{} : valeur connue {} fois en {} ans ; de {} à {}.").format(
        _title(code, _),
        len(known),
        len(rows),
        _write(code, known.iloc[0]["valeur"], _),
        value,
    )
    short: Callable[[Any], str] = partial(_money, _=_) if code.endswith(MONEY) else _.number
    chart = annees.par_annee(rows, short, session.colours(), _)
    listing.picture(f"annees_{code}", chart, summary)
    note(plain(_("Années connues : {} sur {}").format(len(known), len(rows))))


def _reading(rows: pd.DataFrame, _: Language) -> None:
    """Say how the gaps and the hatched bars are to be read, when there are some."""
    texts = []
    if (rows["etat"] == annees.UNKNOWN).any():
        texts.append(_("n. d. : exercice rendu, sans ce chiffre"))
    if (rows["etat"] == annees.NOT_RETURNED).any():
        texts.append(_("× : aucun exercice ni fait publié cette année-là"))
    if rows["qualificatifs"].notna().any():
        texts.append(_("barre hachurée : valeur dite approchée ou minimale par sa source"))
    if texts:
        note(plain(_.series(texts) + "."))


def _title(code: str, _: Language) -> str:
    return labels.title(code, answers.names(), _)


def _write(code: str, value: Any, _: Language, qualifier: Any = None) -> str:
    if pd.isna(value):
        return MISSING
    unit = "fcfa" if code.endswith(MONEY) else ""
    return written(float(value), unit, qualifier, _)


def _money(value: Any, _: Language) -> str:
    return _.money(value).removesuffix("\u00a0FCFA")


def _change(row: Any, _: Language) -> str:
    """Write the change on the year before: the difference and, from a positive value, the share."""
    if pd.isna(row["valeur"]) or pd.isna(row["avant_annee"]):
        return ""
    difference = int(row["valeur"]) - int(row["avant_annee"])
    text = _sign(difference) + _write(row["chiffre"], difference, _)
    share = row["part_changement"]
    return text if pd.isna(share) else f"{text} ({_sign(share)}{_.percent(share)})"


def _sign(value: float) -> str:
    return "+" if value > 0 else ""
