"""The evidence behind an indicator of the catalogue: definition, value, SQL, rows, thresholds."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import summaries
from cartomut.charts.series import written
from cartomut.i18n import MISSING, N_, Language
from cartomut.queries import query
from cartomut.records import records
from cartomut.ui import answers, block, choices, cited, filters, gate, preuves
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import link, listed, plain

VALUES = "indicateurs/valeurs"
MEASURES = "mesures/"
ENTITIES = {
    "organisme": N_("mutuelles"),
    "centre": N_("centres de santé"),
    "region": N_("régions"),
    "district": N_("districts"),
    "pays": N_("pays"),
    "com": N_("COM"),
    "com_indicateur": N_("indicateurs de COM"),
    "projet": N_("projets"),
    "hc": N_("fonctions de soins"),
    "hp": N_("prestataires"),
}
ADDED_UP = {
    "ratio": N_("somme des numérateurs ÷ somme des dénominateurs, où les deux sont connus"),
    "somme": N_("somme des valeurs connues"),
    "mediane": N_("médiane des valeurs connues"),
    "aucune": N_("aucun : il ne se lit que pour chacun"),
}
COLUMNS = (
    "nom",
    "annee",
    "numerateur",
    "denominateur",
    "valeur_ecrite",
    "etat",
    "nature",
    "source_id",
)


def catalogue(_: Language) -> pd.DataFrame:
    """Return the catalogue in this language, one row per indicator."""
    del _
    return answers.localised("listes/catalogue")


def choose(_: Language) -> str | None:
    """Let the reader choose an indicator of the catalogue; ``?indicateur=`` names it."""
    names = names_of(catalogue(_))
    return choices.select(
        "indicateur",
        _("Indicateur"),
        list(names),
        names.__getitem__,
        placeholder=_("Choisir un indicateur"),
    )


def names_of(rows: pd.DataFrame) -> dict[str, str]:
    """Map the identifiers of indicators to their names."""
    return dict(zip(rows["indicateur_id"], rows["nom"], strict=True))


def of_catalogue(code: str, _: Language) -> None:
    """Show the evidence of an indicator, or why it has none."""
    known = catalogue(_)
    row = known[known["indicateur_id"] == code].iloc[0]
    st.subheader(plain(row["nom"]))
    st.markdown(listed(_about(row, _), _))
    if not pd.isna(row["note"]):
        note(plain(row["note"]))
    _thresholds(code, row["unite"], _)
    status(row, _)
    if str(row["requete"]).startswith(MEASURES):
        _measured(row, _)


def status(row: "pd.Series[Any]", _: Language, *, linked: bool = False) -> None:
    """Say that an indicator is computed, with the way to its evidence, or which fields it lacks."""
    if pd.isna(row["requete"]):
        missing = ", ".join(one.strip() for one in row["champs_manquants"].split(";"))
        text = _("Non calculable : l'étude ne demande pas encore {}.").format(f"`{missing}`")
        st.info(text, icon=":material/block:")
    elif row["requete"].startswith(MEASURES):
        if linked:
            text = _("Calculé : sa valeur, son SQL et ses lignes")
            block.evidence_link(text, preuve="indicateur", indicateur=row["indicateur_id"])
    else:
        question = row["requete"].partition("/")[2]
        text = _("Calculé par une question de l'application : ses lignes et son SQL")
        block.evidence_link(text, preuve="figure", question=question)


def threshold(expression: str, unit: str, _: Language) -> str:
    """Write a threshold in words: ``0.40..0.50|>=0.8`` → « de 40 % à 50 % ou au moins 80 % »."""
    return summaries.threshold(expression, partial(_value, unit=unit, _=_), _)


def _about(row: "pd.Series[Any]", _: Language) -> list[tuple[str, str]]:
    definition = answers.name("preuve_definition", row["preuve_definition"])
    pairs = [
        (_("Domaine"), answers.name("domaine", row["domaine"])),
        (_("Formule"), row["formule"].replace("`", "")),
        (_("Unité"), answers.name("unite_indicateur", row["unite"])),
        (_("Sens favorable"), answers.name("sens", row["sens"])),
        (_("Qualité de la définition"), definition),
    ]
    if not pd.isna(row["source_norme"]):
        pairs.append((_("Source de la définition"), row["source_norme"]))
    return pairs


def _thresholds(code: str, unit: str, _: Language) -> None:
    """List the thresholds, each with where it comes from."""
    rows = answers.answer("listes/seuils", indicateurs=[code])
    if rows.empty:
        note(plain(_("Aucun seuil n'est connu pour cet indicateur.")))
        return
    st.markdown("\n".join(_threshold_line(row, unit, _) for row in records(rows)))


def _threshold_line(row: Any, unit: str, _: Language) -> str:
    text = plain(threshold(row.expression, unit, _))
    head = _.pair(f"**{plain(answers.name('appreciation_seuil', row.regle))}**", text)
    origin = plain(answers.name("origine_seuil", row.origine))
    source = "" if pd.isna(row.source_norme) else link(row.source_norme, row.source_url)
    return "- " + " · ".join(part for part in (head, origin, source) if part)


def _measured(row: "pd.Series[Any]", _: Language) -> None:
    """Show how it is computed, the value under the filters, the rows that make it, the SQL."""
    asked = query(row["requete"])
    about = (
        (_("Question"), _(asked.text("Question"))),
        (_("Calcul"), _(asked.text("Formula"))),
        (_("Sources"), _(asked.text("Source"))),
        (_("Filtres"), filters.summary(_) or _("aucun")),
    )
    st.markdown(listed(about, _))
    rows, year = _value_and_rows(row, _)
    given = _given(row["indicateur_id"], "pays", year)
    cited.block(
        partial(_name, row["indicateur_id"]), rows, given, _, partial(_cited_value, row, year)
    )
    preuves.sql_behind(asked, given, _)
    if not rows.empty:
        preuves.documents(rows["source_id"], _)


def _value_and_rows(row: "pd.Series[Any]", _: Language) -> tuple[pd.DataFrame, int | None]:
    """Show the value and what makes it; return the entities' rows and the year.

    There are no rows when they are reserved.
    """
    known = answers.answer("listes/annees_mesure", indicateur=row["indicateur_id"])
    if known.empty:
        text = _(
            "Ce jeu de données n'a aucune ligne pour cet indicateur : une lacune, pas un zéro."
        )
        st.info(text, icon=":material/info:")
        return pd.DataFrame(), None
    year = _year(known, _)
    _total(row, year, known["agregation"].iloc[0], known["entite"].iloc[0], _)
    return _entities(row, year, _), year


def _cited_value(row: "pd.Series[Any]", year: int | None, _: Language) -> str:
    """Write the value of the whole, where it has one that this reader may see."""
    found = _values(row["indicateur_id"], "pays", year)
    if found.empty or pd.isna(found["valeur"].iloc[0]):
        return ""
    return _value(found["valeur"].iloc[0], row["unite"], _)


def _name(code: str, _: Language) -> str:
    return names_of(answers.localised("listes/catalogue"))[code]


def _year(known: pd.DataFrame, _: Language) -> int | None:
    """Let the reader choose among the years; the last one of which something is known at first."""
    years = known.dropna(subset=["annee"])
    if years.empty:
        return None
    told = years[years["nb_connues"] > 0]
    first = str(int((years if told.empty else told)["annee"].iloc[0]))
    written_years = [str(int(year)) for year in years["annee"]]
    return int(choices.select("annee", _("Année"), written_years, str, default=first) or first)


def _values(code: str, group: str, year: int | None) -> pd.DataFrame:
    return answers.answer(VALUES, **_given(code, group, year))


def _given(code: str, group: str, year: int | None) -> dict[str, Any]:
    return {
        "indicateurs": [code],
        "groupe": group,
        "entites": None,
        "annees": None if year is None else [year],
        **filters.current().params(),
    }


def _total(row: "pd.Series[Any]", year: int | None, kind: str, entity: str, _: Language) -> None:
    """Show what the entities give together, on what base, and how it was added up."""
    found = _values(row["indicateur_id"], "pays", year)
    if kind != "aucune" and found.empty and _is_reserved(row):
        st.info(gate.accounts_reserved(_), icon=":material/lock:")
    elif kind != "aucune" and found.empty:
        st.info(_("Aucune ligne avec ces filtres."))
    elif kind != "aucune":
        total = found.iloc[0]
        base = _("valeur connue pour {} sur {} {}").format(
            _.number(total["nb_valeurs"]), _.number(total["nb_entites"]), _(ENTITIES[entity])
        )
        when = _("État de l'édition") if year is None else str(year)
        kpi(when, _whole(total, row["unite"], kind, _), base)
        st.markdown(plain(_parts(total, row["unite"], kind, _)))
    note(plain(_("Total d'un groupe : {}.").format(_(ADDED_UP[kind]))))


def _is_reserved(row: "pd.Series[Any]") -> bool:
    return gate.is_reserved(row["domaine"], row["indicateur_id"])


def _whole(total: "pd.Series[Any]", unit: str, kind: str, _: Language) -> str:
    """Write the value of a group; a sum of which something is unknown or hidden is a least."""
    if pd.isna(total["valeur"]):
        return answers.name("etat_valeur", total["etat"])
    text = _value(total["valeur"], unit, _)
    is_least = kind == "somme" and total["nb_valeurs"] < total["nb_entites"]
    return _("au moins {}").format(text) if is_least else text


def _parts(total: "pd.Series[Any]", unit: str, kind: str, _: Language) -> str:
    """Say what was divided by what, the median of the entities, and how many are hidden."""
    said = []
    if kind == "ratio":
        text = _("Somme des numérateurs : {} ; somme des dénominateurs : {}.")
        sums = (_.number(total[name], 2) for name in ("numerateur", "denominateur"))
        said.append(text.format(*sums))
    counted = unit == "part" and total["denominateur"] == total["nb_valeurs"]  # each is yes or no
    if not counted and not pd.isna(total["mediane"]):
        said.append(_("Médiane : {}.").format(_value(total["mediane"], unit, _)))
    masked = int(total["nb_masques"])
    if masked:
        text = _.plural(
            "{} valeur masquée (de 1 à 4) n'entre dans aucun total.",
            "{} valeurs masquées (de 1 à 4) n'entrent dans aucun total.",
            masked,
        )
        said.append(text)
    return " ".join(said)


def _entities(row: "pd.Series[Any]", year: int | None, _: Language) -> pd.DataFrame:
    """Show each entity's numerator and denominator, and offer the table; return its rows."""
    if _is_reserved(row):
        st.info(gate.accounts_reserved(_), icon=":material/lock:")
        if not gate.own():
            return pd.DataFrame()
    rows = _values(row["indicateur_id"], "entite", year)
    if rows.empty:
        return rows
    unit = row["unite"]
    rows = rows.assign(
        nom=rows["nom"].fillna(rows["code"]),
        valeur_ecrite=rows["valeur"].map(lambda value: _value(value, unit, _)),
    )
    preuves.rows_behind(f"mesure_{row['indicateur_id']}", rows, list(COLUMNS), _)
    return rows


def _value(value: Any, unit: str, _: Language) -> str:
    """Write a value in its unit; one without a unit of its own keeps two decimals."""
    if pd.isna(value):
        return MISSING
    if unit in ("part", "fcfa"):
        return written(float(value), unit, "exact", _)
    return _.number(value, 2)
