"""The evidence behind what is shown: definition, formula, SQL, rows, citation, documents."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import queries
from cartomut.charts.series import written
from cartomut.exports import tables
from cartomut.exports.carried import is_share
from cartomut.i18n import MISSING, N_, Language
from cartomut.lineage import lineage
from cartomut.queries import Query, query
from cartomut.records import records
from cartomut.ui import (
    answers,
    block,
    choices,
    cited,
    comparer,
    download,
    facts,
    filters,
    gate,
    mesures,
    raw_rows,
    remarks,
    session,
)
from cartomut.ui.note import note
from cartomut.ui.text import link, listed, plain

DEFAULTS = {"niveau": "region", "mesure": "population_2021"}
# What a parameter of the questions is called in an address, where it is not its own name.
ALIASES = {"indicateurs": "indicateur", "entite_id": "id", "annees": "annee"}
FORMULA = N_("Formule")
_KIND = re.compile(r"^(\w+)\s+([A-Z]+(?:\[\])?)", re.MULTILINE)


def choose_figure(_: Language) -> str:
    """Let the reader choose a figure's question; ``?question=`` names it."""
    names = [name.removeprefix("indicateurs/") for name in queries.names("indicateurs")]
    return str(
        choices.select("question", _("Figure"), names, partial(_question, _), default=names[0])
    )


def choose_indicator(_: Language) -> str | None:
    """Let the reader choose a published figure; ``?indicateur=`` names it."""
    names = answers.names().get("indicateur_publie", {})
    return choices.select(
        "indicateur",
        _("Chiffre publié"),
        list(names),
        lambda code: names.get(code, code),
        placeholder=_("Choisir un chiffre"),
    )


def _question(_: Language, name: str) -> str:
    return _(query(f"indicateurs/{name}").text("Question"))


def of_figure(name: str, _: Language) -> None:
    """Show the evidence of one figure: question, rows, citation, SQL, study rows, documents."""
    asked = query(f"indicateurs/{name}")
    st.subheader(plain(_(asked.text("Question"))))
    about = (
        (_("Unité"), _(asked.text("Unit"))),
        (_("Base"), _(asked.text("Base"))),
        (_(FORMULA), _(asked.text("Formula"))),
        (_("Sources"), _(asked.text("Source"))),
        (_("Filtres"), filters.summary(_) or _("aucun")),
        *cited.edition(_),
    )
    st.markdown(listed([pair for pair in about if pair[1]], _))
    given = parameters(asked)
    _show_parameters(given, _)
    if is_reserved(given):
        st.info(gate.accounts_reserved(_), icon=":material/lock:")
        return
    rows = answers.answer(asked.name, **given)
    cited.differences(asked.name, given, rows, _)
    if rows.empty:
        st.info(_("Aucune ligne avec ces filtres."))
        if answers.is_withheld(asked.name):
            st.info(gate.accounts_reserved(_), icon=":material/lock:")
    else:
        rows_behind(f"preuve_{name}", rows, list(_.localise(rows).columns), _)
    evidence_of(asked.name, rows, given, _)
    documents(rows["source_id"], _)
    remarks.draw(asked.name, "/preuves", _)


def evidence_of(question: str, rows: pd.DataFrame, given: dict[str, Any], _: Language) -> None:
    """Offer the citation of an answer, its SQL with all it rests on, and the study's rows."""
    asked = query(question)
    cited.block(
        lambda language: language(asked.text("Question")),
        rows,
        given,
        _,
        partial(_single_value, asked, rows),
    )
    sql_behind(asked, given, _)


def is_reserved(given: dict[str, Any]) -> bool:
    """Tell whether the parameters name organisations whose accounts this reader may not see."""
    if given.get("organisme"):
        return not gate.sees(given["organisme"])
    named = [one for one in (given.get("a"), given.get("b")) if one]
    if given.get("groupe") == "entite" and gate.own():
        return False  # the answer holds its own rows alone
    return gate.hides_accounts(given.get("quoi") or given.get("groupe") or "", *named)


def sql_behind(asked: Query, given: dict[str, Any], _: Language) -> None:
    """Show a question's SQL, all that it rests on, and the rows of the study beneath."""
    with st.expander(
        _("La requête SQL : queries/{}.sql").format(asked.name), icon=":material/code:"
    ):
        st.code(asked.sql, language="sql")
    known = lineage(asked.sql, given.get("indicateurs") or [])
    if known.definitions:
        title = _.plural(
            "Ce que la requête emploie : {} vue, macro ou mesure",
            "Ce que la requête emploie : {} vues, macros et mesures",
            len(known.definitions),
        )
        box = st.expander(title, icon=":material/account_tree:", key="lignee", on_change="rerun")
        if box.open:
            with box:
                for one in known.definitions:
                    st.markdown(f"`{one.name}` · {plain(one.file)}")
                    st.code(one.sql, language="sql")
    raw_rows.show(known, given, _)


def _show_parameters(given: dict[str, Any], _: Language) -> None:
    """List the parameters that the question was put with; those left open keep everything."""
    if not given:
        return
    put = cited.said(given)
    shown = [f"`{name}` = {plain(text)}" for name, text in put.items()]
    left = [f"`{name}`" for name in sorted(given) if name not in put]
    title = _("Paramètres de la requête")
    lines = [_.pair(f"**{plain(title)}**", " · ".join(shown) or "–")]
    if left:
        lines.append(_.pair(plain(_("Laissés ouverts (tout est gardé)")), ", ".join(left)))
    note("  \n".join(lines))


def _single_value(asked: Query, rows: pd.DataFrame, _: Language) -> str:
    """Write the value of an answer of one row; empty for several."""
    column = asked.text("Value")
    if len(rows) != 1 or not pd.api.types.is_numeric_dtype(rows[column]):
        return ""
    value = rows[column].iloc[0]
    if is_share(column):
        return _.percent(value)
    return f"{_.number(value, 2)} ({_(asked.text('Unit'))})"


def of_indicator(code: str, _: Language) -> None:
    """Show every published value of an indicator, with conflicts side by side."""
    rows = _facts(indicateurs=[code])
    st.subheader(plain(answers.name("indicateur_publie", code)))
    _definition(code, _)
    if rows.empty:
        st.info(_("Aucune source publique ne donne ce chiffre dans le jeu de données en usage."))
        return
    _show_facts(f"faits_{code}", rows, _)
    _cite_facts(partial(_published_name, code), rows, {"indicateurs": [code]}, _)
    documents(rows["source_id"], _)


def of_entity(entity: str, identifier: str, _: Language) -> None:
    """Show every published fact about one organisation, centre or territory."""
    rows = _facts(entite=entity, entite_id=identifier)
    names = answers.answer("listes/recherche", texte=identifier)
    title = names["nom"].iloc[0] if len(names) == 1 else identifier
    st.subheader(plain(title))
    if rows.empty:
        st.info(_("Aucun fait publié sur cette fiche dans le jeu de données en usage."))
        return
    _show_facts(f"faits_{entity}", rows, _)
    given = {"entite": entity, "entite_id": identifier}
    _cite_facts(lambda _language: title, rows, given, _)
    documents(rows["source_id"], _)


def _published_name(code: str, _: Language) -> str:
    names = answers.names_in(_)
    return names.get("indicateur_publie", {}).get(code, code)


def _cite_facts(
    title: Callable[[Language], str], rows: pd.DataFrame, given: dict[str, Any], _: Language
) -> None:
    """Cite published facts; a single retained number is part of the citation."""
    kept = rows[rows["est_retenu"] & rows["valeur"].notna()]

    def value(language: Language) -> str:
        if len(kept) != 1:
            return ""
        row = kept.iloc[0]
        names = answers.names_in(language).get("unite", {})
        text = written(row["valeur"], row["unite"], row["qualificatif"], language)
        plain_unit = row["unite"] in facts.PLAIN_UNITS
        return text if plain_unit else f"{text} {names.get(row['unite'], row['unite'])}"

    cited.block(title, rows, given, _, value)
    asked = query("indicateurs/faits_publies")
    sql_behind(asked, dict.fromkeys(asked.params) | given, _)


def parameters(asked: Query) -> dict[str, Any]:
    """Give a question its parameters: the shared filters, then the URL, else nothing."""
    given = filters.current().params() | _area()
    if "pairs" in asked.params:
        given |= {"pairs": _peers()}
    kinds = dict(_KIND.findall(asked.header.get("Params", "")))
    return {
        name: given[name] if name in given else _from_url(name, kinds.get(name, ""))
        for name in sorted(asked.params)
    }


def _area() -> dict[str, Any]:
    """Return the corners or the circle of the area in the URL, for the questions about one."""
    from cartomut.ui.map_choices import zone

    found = zone()
    return found.params() if found else dict.fromkeys(("latitudes", "longitudes", "rayon_km"))


def _peers() -> list[str] | None:
    """Find the peers again of what the address compares: they may be thousands."""
    kind, code = (_from_url(name, "VARCHAR") for name in ("quoi", "a"))
    year = _from_url("annee", "INTEGER")
    return comparer.peers_of(kind, code, year) or None


def _from_url(name: str, kind: str) -> Any:
    """Read a parameter from the URL as the question's header types it; nonsense counts as none."""
    asked = st.query_params.get_all(ALIASES.get(name, name))
    if kind.startswith("BOOLEAN"):
        return {"oui": True, "non": False}.get(asked[-1]) if asked else None
    if kind.startswith("INTEGER"):
        numbers = [int(text) for text in asked if re.fullmatch(r"[0-9]{1,6}", text)]
        return (numbers or None) if kind.endswith("[]") else next(iter(numbers), None)
    if kind == "DOUBLE":
        found = [
            float(text) for text in asked if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", text)
        ]
        return next(iter(found), None)
    if kind.endswith("[]"):
        return asked or None
    text = asked[-1] if asked else DEFAULTS.get(name)
    known = {"niveau": mesures.LEVELS, "mesure": mesures.MEASURES}
    return DEFAULTS[name] if name in known and text not in known[name] else text


def documents(ids: pd.Series, _: Language) -> None:
    """List documents with editor, date, page, licence, and the link to read them."""
    for row in records(answers.sources(ids)):
        about = (
            (_("publié : {}"), _.date(row.date_publication)),
            (_("passage : {}"), answers.name("passage", row.page)),
            (_("licence : {}"), answers.name("licence", row.licence)),
            (_("consulté : {}"), _.date(row.consulte_le)),
            ("{}", row.note),
        )
        details = " · ".join(
            pattern.format(text) for pattern, text in about if not pd.isna(text) and text != MISSING
        )
        st.markdown("- " + link(row.intitule, row.url) + "  \n  " + plain(details))


def _facts(**chosen: Any) -> pd.DataFrame:
    wanted = {"entite": None, "entite_id": None, "indicateurs": None, "retenus": None} | chosen
    return answers.localised("indicateurs/faits_publies", **wanted)


def _show_facts(key: str, rows: pd.DataFrame, _: Language) -> None:
    """Show facts as sentences, then as the table that can be downloaded."""
    _conflicts(rows, _)
    facts.sentences(rows, _)
    rows_behind(key, facts.with_written_values(rows, _), list(facts.COLUMNS), _)


def _conflicts(rows: pd.DataFrame, _: Language) -> None:
    groups = rows.dropna(subset=["groupe_conflit"]).groupby("groupe_conflit")
    disputed = [
        group for _name, group in groups if len(group) > 1 and group["valeur"].nunique() > 1
    ]
    for group in disputed:
        kept = group[group["est_retenu"]].iloc[0]
        text = _(
            "Les sources donnent {} valeurs différentes ; "
            "celle montrée est retenue par la règle « {} »."
        )
        rule = answers.name("regle_retenue", kept["regle_retenue"])
        st.warning(
            plain(text.format(_.number(group["valeur"].nunique()), rule)),
            icon=":material/compare_arrows:",
        )


def _definition(code: str, _: Language) -> None:
    known = answers.localised("listes/catalogue")
    found = known[known["indicateur_id"] == code]
    if found.empty:
        return
    row = found.iloc[0]
    formula = row["formule"].replace("`", "")
    st.markdown(_.pair(f"**{plain(_(FORMULA))}**", f"`{formula}`"))
    if row["note"]:
        note(plain(row["note"]))


def rows_behind(key: str, rows: pd.DataFrame, columns: list[str], _: Language) -> None:
    """Show the rows behind a figure, and offer them as a file."""
    shown = [column for column in columns if column in _.localise(rows)]
    download.button(
        _("Tableau CSV"),
        data=partial(tables.csv, rows, session.dataset(), filters.summary(_), _),
        file_name=block.file_name(key, "csv"),
        mime="text/csv",
        icon=":material/table:",
        on_click="ignore",
        key=f"{key}_csv",
        reserved=True,
    )
    block.table(key, rows, shown, _("Les lignes derrière la figure"))
