"""The evidence behind what is shown: definition, formula, SQL, rows, documents; public claims."""

import re
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import queries
from cartomut.charts.series import written
from cartomut.exports import tables
from cartomut.i18n import MISSING, N_, Language
from cartomut.queries import Query, query
from cartomut.records import records
from cartomut.ui import answers, block, choices, comparer, facts, filters, gate, mesures, session
from cartomut.ui.note import note
from cartomut.ui.text import link, listed, plain

DEFAULTS = {"niveau": "region", "mesure": "population_2021"}
FORMULA = N_("Formule")


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
    """Show the evidence of one figure: its question, its SQL, its rows, its documents."""
    asked = query(f"indicateurs/{name}")
    st.subheader(plain(_(asked.text("Question"))))
    about = (
        (_("Unité"), _(asked.text("Unit"))),
        (_("Base"), _(asked.text("Base"))),
        (_(FORMULA), _(asked.text("Formula"))),
        (_("Sources"), _(asked.text("Source"))),
        (_("Filtres"), filters.summary(_) or _("aucun")),
    )
    st.markdown(listed([pair for pair in about if pair[1]], _))
    given = parameters(asked)
    if gate.hides_accounts(given.get("quoi") or given.get("groupe") or ""):
        st.info(gate.accounts_reserved(_), icon=":material/lock:")
        return
    rows = answers.answer(f"indicateurs/{name}", **given)
    if rows.empty:
        st.info(_("Aucune ligne avec ces filtres."))
    else:
        rows_behind(f"preuve_{name}", rows, list(_.localise(rows).columns), _)
    with st.expander(
        _("La requête SQL : queries/{}.sql").format(f"indicateurs/{name}"), icon=":material/code:"
    ):
        st.code(asked.sql, language="sql")
    documents(rows["source_id"], _)


def of_indicator(code: str, _: Language) -> None:
    """Show every published value of an indicator, with conflicts side by side."""
    rows = _facts(indicateurs=[code])
    st.subheader(plain(answers.name("indicateur_publie", code)))
    _definition(code, _)
    if rows.empty:
        st.info(_("Aucune source publique ne donne ce chiffre dans le jeu de données en usage."))
        return
    _show_facts(f"faits_{code}", rows, _)
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
    documents(rows["source_id"], _)


def claims(_: Language) -> None:
    """Show public claims beside what the data at hand say of them."""
    rows = _.localise(answers.answer("indicateurs/affirmations"))
    if rows.empty:
        st.info(_("Aucune affirmation publique n'est examinée dans ce jeu de données."))
        return
    counts = rows["verdict"].value_counts()
    text = _.series(
        _.pair(answers.name("verdict", code), _.number(n)) for code, n in counts.items()
    )
    block.figure(
        "affirmations",
        _("Affirmations publiques et données à disposition"),
        "indicateurs/affirmations",
        rows.assign(valeur_enoncee=[_claimed(row, _) for row in records(rows)]),
        None,
        summary=text,
        columns=[
            "verdict",
            "enonce",
            "valeur_enoncee",
            "denominateur_enonce",
            "explication",
            "auteur",
            "date",
        ],
    )
    for row in records(rows):
        head = _.pair(answers.name("verdict", row.verdict), row.enonce)
        with st.expander(plain(head)):
            stated = row.denominateur_enonce or _("non précisé")
            st.markdown(listed([(_("Dénominateur énoncé"), stated)], _))
            st.markdown(plain(row.explication))
            documents(pd.Series([row.source_id]), _)


def _claimed(row: Any, _: Language) -> str:
    """Write a claimed value in the unit of its indicator."""
    units = answers.answer("listes/unites").set_index("indicateur")["unite"]
    value = pd.to_numeric(row.valeur_enoncee, errors="coerce")
    if pd.isna(value):
        return str(row.valeur_enoncee)
    return written(float(value), units.get(row.indicateur), "exact", _)


def parameters(asked: Query) -> dict[str, Any]:
    """Give a question its parameters: the shared filters, then the URL, else nothing."""
    given = filters.current().params() | _area() | {"retenus": None}
    if "pairs" in asked.params:
        given |= {"pairs": _peers()}
    return {name: given[name] if name in given else _from_url(name) for name in asked.params}


def _area() -> dict[str, Any]:
    """Return the corners or the circle of the area in the URL, for the questions about one."""
    from cartomut.ui.map_choices import zone

    found = zone()
    return found.params() if found else dict.fromkeys(("latitudes", "longitudes", "rayon_km"))


def _peers() -> list[str] | None:
    """Find the peers again of what the address compares: they may be thousands."""
    kind, code, year = (_from_url(name) for name in ("quoi", "a", "annee"))
    return comparer.peers_of(kind, code, int(year) if year else None) or None


def _from_url(name: str) -> Any:
    lists = {"indicateurs": "indicateur", "liens": "liens", "ids": "ids"}
    if name in lists:
        return st.query_params.get_all(lists[name]) or None
    return _asked({"entite_id": "id"}.get(name, name), DEFAULTS.get(name))


def _asked(name: str, default: str | None) -> str | None:
    """Read a parameter from the URL; a level, a measure or a year that is none counts as none."""
    known = {"niveau": mesures.LEVELS, "mesure": mesures.MEASURES}
    asked = st.query_params.get(name, default)
    if name == "annee" and not re.fullmatch(r"[0-9]{4}", asked or ""):
        return None
    return default if name in known and asked not in known[name] else asked


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
    return session.language().localise(answers.answer("indicateurs/faits_publies", **wanted))


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
    known = _.localise(answers.answer("listes/catalogue"))
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
    st.download_button(
        _("Tableau CSV"),
        data=partial(tables.csv, rows, session.dataset(), filters.summary(_), _),
        file_name=block.file_name(key, "csv"),
        mime="text/csv",
        icon=":material/table:",
        on_click="ignore",
        key=f"{key}_csv",
    )
    block.table(key, rows, shown, _("Les lignes derrière la figure"))
