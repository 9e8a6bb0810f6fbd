"""Findings on the screen: counted, filtered, grouped by rule, each at its place."""

from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import findings, labels
from cartomut.checks import rule_of
from cartomut.checks import rules as sql_rules
from cartomut.exports import tables
from cartomut.findings import LEVELS, Finding, Rule
from cartomut.i18n import Language
from cartomut.ui import answers, block, choices, download, session
from cartomut.ui.kpi import kpi
from cartomut.ui.text import listed, plain

COLUMNS = ("fichier", "feuille", "ligne", "colonne", "valeur", "message", "contenu")
DOWNLOADED = ("code", "gravite", *COLUMNS, "raison", "remede")


def frame(found: Sequence[Finding], _: Language) -> pd.DataFrame:
    """Put findings into rows: code, level, place, value, message, reason, remedy, row."""
    rows = []
    for one in found:
        message, why, fix = one.parts(_)
        rows.append(
            {
                "code": one.rule.code,
                "gravite": one.rule.level,
                "fichier": one.file,
                "feuille": one.sheet or None,
                "ligne": one.line,
                "colonne": one.column or None,
                "valeur": one.value or None,
                "message": message,
                "raison": why,
                "remede": fix,
                "contenu": one.row or None,
            }
        )
    shown = pd.DataFrame(rows, columns=["code", "gravite", *COLUMNS, "raison", "remede"])
    return shown.astype({"ligne": "Int64"})


def show(rows: pd.DataFrame, _: Language) -> None:
    """Show findings with their filters, by rule, and their download."""
    if "raison" not in rows:
        rows = rows.assign(raison=[_why(code, _) for code in rows["code"]])
    counts(rows, _)
    kept = _filtered(rows, _)
    _download(kept, _)
    if kept.empty:
        st.info(_("Aucune anomalie ne répond à ces filtres."))
    order = {level: rank for rank, level in enumerate(LEVELS)}
    ranked = kept.assign(_rang=kept["gravite"].map(order))
    for (_rank, code), group in ranked.groupby(["_rang", "code"], sort=True):
        _rule(str(code), group, _)


def column_titles(columns: object, _: Language) -> str | None:
    """Name the columns of a finding or a change, parted by commas as they came; None for none."""
    if not isinstance(columns, str):
        return None
    return ", ".join(labels.title(one, answers.names(), _) for one in columns.split(", "))


def counts(rows: pd.DataFrame, _: Language) -> None:
    """Count the findings by level, and say what each level does."""
    effects = {
        findings.REJECT: _("rien n'est importé"),
        findings.ERROR: _("la ligne est écartée, le reste est importé"),
        findings.WARNING: _("la ligne est importée et signalée"),
    }
    columns = st.columns(len(LEVELS))
    for column, level in zip(columns, LEVELS, strict=True):
        with column:
            count = int((rows["gravite"] == level).sum())
            kpi(answers.name("gravite", level), _.number(count), effects[level])


def _filtered(rows: pd.DataFrame, _: Language) -> pd.DataFrame:
    """Draw the filters and keep what they keep; all are in the URL."""
    levels = [level for level in LEVELS if (rows["gravite"] == level).any()]
    codes = sorted(rows["code"].unique())
    sheets = sorted(rows["feuille"].dropna().unique())
    left, middle, right = st.columns(3)
    every = _("Tous")
    with left:
        level = choices.select_many(
            "gravite",
            _("Gravité"),
            levels,
            lambda one: answers.name("gravite", one),
            placeholder=every,
        )
    with middle:
        code = choices.select_many("regle", _("Règle"), codes, str, placeholder=_("Toutes"))
    with right:
        sheet = choices.select_many("feuille", _("Feuille"), sheets, str, placeholder=_("Toutes"))
    for column, chosen in (("gravite", level), ("code", code), ("feuille", sheet)):
        rows = rows[rows[column].isin(chosen)] if chosen else rows
    return rows


def _rule(code: str, rows: pd.DataFrame, _: Language) -> None:
    """Show one rule: what it found, why it matters, what to do, and every place."""
    first = rows.iloc[0]
    level = answers.name("gravite", first["gravite"])
    head = _("{} · {} ({}) : {}").format(code, level, _.number(len(rows)), first["message"])
    worst = first["gravite"] == findings.REJECT
    box = st.expander(plain(head), expanded=worst, key=f"regle_{code}", on_change="rerun")
    if not box.open:
        return
    with box:
        about = [(_("Pourquoi"), first["raison"]), (_("Que faire"), first["remede"])]
        st.markdown(listed([pair for pair in about if pair[1]], _))
        named: list[Any] = [column_titles(name, _) for name in rows["colonne"]]
        shown = rows.assign(colonne=named)
        told = _("Les lignes où cette règle est enfreinte")
        block.table(f"anomalies_{code}", shown, COLUMNS, told)


def _download(rows: pd.DataFrame, _: Language) -> None:
    download.button(
        _("Anomalies en CSV"),
        data=partial(tables.csv, rows[list(DOWNLOADED)], session.dataset(), "", _),
        file_name=block.file_name("anomalies", "csv"),
        mime="text/csv",
        icon=":material/table:",
        type="tertiary",
        on_click="ignore",
        key="anomalies_csv",
        reserved=True,
    )


def _why(code: str, _: Language) -> str:
    """Say why a kept finding matters; a reason that names values was only whole on the day."""
    rule = _rules().get(code)
    return "" if rule is None or "{" in rule.why else _(rule.why)


@cache
def _rules() -> dict[str, Rule]:
    """Know the rules by their code: those of the structure and those of ``queries/controles``."""
    structure = [one for one in vars(findings).values() if isinstance(one, Rule)]
    return {rule.code: rule for rule in (*structure, *map(rule_of, sql_rules()))}
