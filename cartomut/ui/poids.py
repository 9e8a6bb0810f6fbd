"""What mutuals weigh, each weight with its denominator in words, and whether the shares hold."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import contexte as charts
from cartomut.charts.series import qualified
from cartomut.currency import Currency
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, block, devise, session
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

WEIGHTS = "indicateurs/poids_mutuelles"
CHECKS = "indicateurs/recoupement"
CARDS = ("depense_courante", "complementaires", "population")  # the study's three ways
OF_SPENDING = ("depense_courante", "depense_courante_autre")
CARD_WIDTH = 260  # pixels
DIGITS = 2  # of a published share: 6.25 %


def cards(_: Language) -> None:
    """Show the three weights of the latest year as cards: share, what of, year, source."""
    rows = answers.answer(WEIGHTS)
    currency = devise.current()
    grid = st.grid(min_column_width=CARD_WIDTH, border=True)
    for code in CARDS:
        known = rows[rows["poids_mutuelles"] == code].sort_values("annee")
        if known.empty:
            continue
        row = next(records(known.tail(1)))
        with grid.cell():
            share = row.part_calculee if row.etat_poids == "calcule" else row.part_publiee
            kpi(_title(row, _), _.percent(share, DIGITS), _explained(row, currency, _))
            whole = answers.name("indicateur_publie", row.denominateur_code)
            note(plain(_("Dénominateur : {}").format(whole)))
            documents = answers.sources(pd.Series([row.source_id]))
            shown = _.series(link(one.editeur, one.url) for one in records(documents))
            note(plain(f"{row.annee} · {answers.name('etat_poids', row.etat_poids)}"))
            note(_("Source : {}").format(shown))
            block.evidence_link(_("Preuves"), preuve="figure", question="poids_mutuelles")


def figure(key: str, title: str, _: Language) -> bool:
    """Show every weight as published and as computed; tell whether the dataset has one."""
    rows = answers.answer(WEIGHTS)
    if rows.empty:
        return False
    titled = rows.assign(titre=[_short(row, _) for row in records(rows)])
    block.figure(
        key,
        title,
        WEIGHTS,
        rows,
        charts.poids(titled, session.colours(), _),
        summary=_counted(rows, _),
        columns=[
            "poids_mutuelles",
            "annee",
            "etat_poids",
            "part_publiee",
            "part_calculee",
            "numerateur_code",
            "valeur_numerateur",
            "nb_disent",
            "nb_organismes",
            "denominateur_code",
            "valeur_denominateur",
            "annee_denominateur",
            "annee_proche",
            "qualificatif",
            "nature",
        ],
    )
    with st.expander(_("Chaque poids en mots, avec son dénominateur"), expanded=True):
        currency = devise.current()
        lines = [_.pair(_title(row, _), _explained(row, currency, _)) for row in records(rows)]
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    return True


def crosschecks(_: Language) -> None:
    """Show the totals that the announced shares imply beside what else is published."""
    rows = answers.answer(CHECKS)
    if rows.empty:
        st.info(_("Aucune part annoncée n'est publiée dans ce jeu de données."))
        return
    of_spending = rows["lecture"].isin(OF_SPENDING)
    if of_spending.any():
        _spending(rows[of_spending], _)
        _misquote(rows[of_spending], _)
    others = rows[~of_spending]
    if not others.empty:
        _table("recoupement_autres", _("Et les autres parts annoncées ?"), others, None, _)
    note(
        plain(
            _(
                "Règle du verdict : plus de trois ans entre les deux chiffres, on ne peut rien "
                "dire. Sinon, une partie ne doit pas dépasser le total, un ensemble ne doit pas "
                "être plus petit, et une autre mesure du même total doit être à moins de 10 %. "
                "« Cohérent » veut dire que rien n'est contredit, pas que c'est prouvé."
            )
        )
    )


def _spending(rows: pd.DataFrame, _: Language) -> None:
    """Draw the figures published about the country's spending beside the implied totals."""
    currency = devise.current()
    year = int(rows["annee"].iloc[0])
    drawn = rows[(rows["lecture"] == OF_SPENDING[0]) & rows["valeur_comparateur"].notna()]
    shown = drawn.assign(
        titre=[
            _("{} ({}) : {}").format(
                answers.name("comparateur", row.comparateur),
                row.annee_comparateur,
                currency.write(row.valeur_comparateur, year, _),
            )
            for row in records(drawn)
        ],
        montant=[currency.amount(one, year) or 0 for one in drawn["valeur_comparateur"]],
    )
    chart = charts.recoupement(
        shown,
        _totals(rows, currency, _),
        currency.code,
        session.colours(),
        _,
        session.on_phone(),
    )
    title = _("Les parts annoncées s'accordent-elles avec les comptes publiés ?")
    _table("recoupement", title, rows, None if shown.empty else chart, _)


def _table(key: str, title: str, rows: pd.DataFrame, chart: Any, _: Language) -> None:
    block.figure(
        key,
        title,
        CHECKS,
        rows,
        chart,
        summary=" ".join(_verdicts(rows, _)),
        columns=[
            "lecture",
            "annee",
            "part_annoncee",
            "montant",
            "total_deduit",
            "unite",
            "comparateur",
            "annee_comparateur",
            "valeur_comparateur",
            "relation_total",
            "ratio_comparateur",
            "ecart_annees",
            "verdict_recoupement",
            "nature",
        ],
    )


def _totals(rows: pd.DataFrame, currency: Currency, _: Language) -> list[tuple[float, str]]:
    """List the implied totals, the retained share's first, each with its share."""
    found = rows.drop_duplicates("total_deduit").sort_values("part_annoncee")
    return [
        (
            currency.amount(row.total_deduit, row.annee) or 0,
            _("{} si {}").format(
                currency.write(row.total_deduit, row.annee, _), _.percent(row.part_annoncee, DIGITS)
            ),
        )
        for row in records(found)
    ]


def _division(row: Any, currency: Currency, _: Language) -> str:
    return _("{} ÷ {} = {}").format(
        _write(row.montant, row.unite, row.annee, currency, _),
        _.percent(row.part_annoncee, DIGITS),
        _write(row.total_deduit, row.unite, row.annee, currency, _),
    )


def _verdicts(rows: pd.DataFrame, _: Language) -> list[str]:
    """Say, for each announced share, the total that it implies and how many figures agree."""
    texts = []
    currency = devise.current()
    for _key, part in rows.groupby(["lecture", "annee", "part_annoncee"], sort=False):
        row = next(records(part))
        text = _("{} ({}) : {} ; {}.")
        name = answers.name("lecture_part", row.lecture)
        texts.append(text.format(name, row.annee, _division(row, currency, _), _told(part, _)))
    return texts


def _told(rows: pd.DataFrame, _: Language) -> str:
    """Count the published figures by verdict."""
    counts = rows["verdict_recoupement"].value_counts()
    coherent, against, unsaid = (
        int(counts.get(code, 0)) for code in ("coherent", "incoherent", "indecidable")
    )
    texts = (
        (coherent, _.plural("{} chiffre cohérent", "{} chiffres cohérents", coherent)),
        (against, _.plural("{} chiffre incohérent", "{} chiffres incohérents", against)),
        (unsaid, _.plural("{} indécidable", "{} indécidables", unsaid)),
    )
    return ", ".join(text for count, text in texts if count)


def _misquote(rows: pd.DataFrame, _: Language) -> None:
    """Show a share that was also said of all health spending, and why it cannot be."""
    wrong = rows[
        (rows["lecture"] == OF_SPENDING[1])
        & (rows["verdict_recoupement"] == "incoherent")
        & (rows["comparateur"] == "depense_publique_sante_fcfa")
    ]
    currency = devise.current()
    for row in records(wrong.head(1)):
        text = _(
            "Citation à ne pas reprendre : la même source dit aussi {} de toutes les dépenses de "
            "santé. {}, ce qui est moins que la seule dépense publique de santé de {} ({}). Cette "
            "part est celle des seuls organismes complémentaires d'assurance maladie."
        ).format(
            _.percent(row.part_annoncee, DIGITS),
            _division(row, currency, _),
            row.annee_comparateur,
            _write(row.valeur_comparateur, row.unite, row.annee, currency, _),
        )
        st.warning(plain(text), icon=":material/format_quote:")
        block.evidence_link(_("Les affirmations publiques examinées"), preuve="affirmations")


def _short(row: Any, _: Language) -> str:
    """Name a weight by what it is a share of, and its year, for an axis."""
    name = answers.name("poids_mutuelles", row.poids_mutuelles)
    return _("Part {} ({})").format(name, row.annee)


def _title(row: Any, _: Language) -> str:
    """Name a weight: what is counted, when, and what it is a share of."""
    return _("{}, {} : part {}").format(
        answers.name("indicateur_publie", row.numerateur_code),
        row.annee,
        answers.name("poids_mutuelles", row.poids_mutuelles),
    )


def _explained(row: Any, currency: Currency, _: Language) -> str:
    """Say how a weight comes about, or what is missing to compute it."""
    whole = answers.name("indicateur_publie", row.denominateur_code)
    written = _write(row.valeur_numerateur, row.unite, row.annee, currency, _)
    counted = qualified(written, row.qualificatif, _)
    texts: Sequence[str]
    if row.etat_poids == "calcule":
        below = _write(row.valeur_denominateur, row.unite, row.annee_denominateur, currency, _)
        pattern = _("{}, soit {} sur {} ({}, {}).")
        computed = _.percent(row.part_calculee)
        texts = [pattern.format(computed, counted, below, whole, row.annee_denominateur)]
        if not pd.isna(row.part_publiee):
            texts.append(_("La source annonce {}.").format(_.percent(row.part_publiee, DIGITS)))
    elif row.etat_poids == "publie_seul":
        texts = [
            _("{} selon la source, pour {}.").format(_.percent(row.part_publiee, DIGITS), counted),
            _("Part non recalculée, car un total n'est pas publié : {}.").format(whole),
        ]
    else:
        texts = [_missing(row, counted, whole, _)]
    return " ".join([*texts, *_answered(row, _)])


def _missing(row: Any, counted: str, whole: str, _: Language) -> str:
    if pd.isna(row.annee_proche):
        text = _("{} ; part non calculable, car un total n'est pas publié : {}.")
        return text.format(counted, whole)
    return _(
        "{} ; part non calculable, car un total manque pour {}, à un an près : {} (année connue la "
        "plus proche : {})."
    ).format(counted, row.annee, whole, int(row.annee_proche))


def _answered(row: Any, _: Language) -> list[str]:
    """Say how many organisations a sum of a study counts."""
    if pd.isna(row.nb_organismes):
        return []
    text = _("{} organismes sur {} le disent.")
    return [text.format(_.number(row.nb_disent), _.number(row.nb_organismes))]


def _counted(rows: pd.DataFrame, _: Language) -> str:
    """Count the weights by what could be done with them."""
    counts = rows["etat_poids"].value_counts()
    told = _.series(
        (
            _.plural("{} part recalculée", "{} parts recalculées", counts.get("calcule", 0)),
            _.plural(
                "{} publiée sans son dénominateur",
                "{} publiées sans leur dénominateur",
                counts.get("publie_seul", 0),
            ),
            _.plural("{} non calculable", "{} non calculables", counts.get("non_calculable", 0)),
        )
    )
    return _("{}. Ce qui manque n'est pas deviné.").format(told)


def _write(value: Any, unit: str, year: Any, currency: Currency, _: Language) -> str:
    if unit == "fcfa":
        return currency.write(value, None if pd.isna(year) else int(year), _)
    if unit == "part":
        return _.percent(value, DIGITS)
    return f"{_.number(value)} {answers.name('unite', unit)}"
