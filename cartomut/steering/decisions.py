"""What waits for a decision: each with its reason in words, and the page where it is settled."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cartomut.i18n import MISSING, N_, Language
from cartomut.records import records
from cartomut.steering.reading import TERRITORY, Reading

QUESTION = "indicateurs/decisions"
DAYS, MONTHS = 60, 24  # up to so many, a time is said in days, in months
AHEAD, SILENT = 90, 6  # days ahead that a term is announced, months without news of a project
IN_SERVICE = "service"  # the last stage of a project
RULES = {"jours_avant": AHEAD, "mois_etape": SILENT, "mois_comptes": 6, "mois_edition": 12}

ACCOMPANIMENT, PROJECTS = "pages/piloter/accompagnement.py", "pages/piloter/projets.py"
SCORECARDS = "pages/piloter/com.py"
AGREEMENTS = ("convention_depassee", "convention_bientot", "convention_echue")
WHERE: dict[str, tuple[str, dict[str, str]]] = {
    **dict.fromkeys(
        (*AGREEMENTS, "convention_sans_terme"), (ACCOMPANIMENT, {"volet": "conventions"})
    ),
    "projet_bloque": (PROJECTS, {"volet": "etapes"}),
    **dict.fromkeys(("mesure_contestee", "saisie_contestee", "saisie_soumise"), (SCORECARDS, {})),
    "comptes_en_retard": ("pages/donnees/qualite.py", {"qualite": "reponse"}),
    "edition_en_retard": ("pages/donnees/importer.py", {}),
    "anomalie_bloquante": (
        "pages/donnees/qualite.py",
        {"qualite": "anomalies", "gravite": "erreur"},
    ),
}
REASONS = {
    "convention_depassee": N_(
        "Terme : {} ; passé depuis {}, et la source la dit encore en cours. La renouveler ou la "
        "clore."
    ),
    "convention_bientot": N_("Terme : {} ; il reste {}. La renouveler ou la laisser finir."),
    "convention_echue": N_(
        "Terme : {} ; passé depuis {}. Aucune convention entre les mêmes parties n'a suivi."
    ),
}


@dataclass(frozen=True)
class Decision:
    """Something that waits, why, and the page where it is settled."""

    kind: str
    title: str
    reason: str
    count: int  # of what waits: 1, or how many are counted together
    organisation: str  # identifier of the mutual that it is about; empty without one
    page: str
    query: Mapping[str, str]


def decisions(
    reading: Reading,
    asked: Mapping[str, Any],
    kept: Mapping[str, Any],
    *,
    named: bool = True,
    moves: Iterable[Mapping[str, Any]] = (),
) -> tuple[pd.DataFrame, list[Decision]]:
    """Return what waits for a decision, as rows and in words, the most pressing first.

    ``asked`` are ``jour`` and the delays of ``RULES``. Without ``named``, contested measurements
    are counted and name no organisation. ``moves`` are the stages of projects noted in the app
    since the study: a project that moved within the delay does not wait.
    """
    params = {name: kept[name] for name in TERRITORY} | RULES | dict(asked)
    rows = _followed(reading.ask(QUESTION, **params), params, moves)
    if not named:
        rows = _unnamed(rows)
    shown = reading.language.localise(rows)
    return rows, [_decision(row, params, reading) for row in records(shown)]


def _followed(
    rows: pd.DataFrame, params: Mapping[str, Any], moves: Iterable[Mapping[str, Any]]
) -> pd.DataFrame:
    """Drop the projects that moved in the app within the delay, or came into service."""
    day = pd.Timestamp(params["jour"])
    since = (day - pd.DateOffset(months=int(params["mois_etape"]))).date()
    last: dict[str, Mapping[str, Any]] = {}
    for one in moves:
        if one["projet_id"] not in last or one["rang"] > last[one["projet_id"]]["rang"]:
            last[one["projet_id"]] = one
    moved = [
        name for name, one in last.items() if one["etape"] == IN_SERVICE or one["date"] >= since
    ]
    stuck = (rows["sorte_decision"] == "projet_bloque") & rows["objet_id"].isin(moved)
    return rows[~stuck].reset_index(drop=True) if stuck.any() else rows


def _unnamed(rows: pd.DataFrame) -> pd.DataFrame:
    """Count the contested measurements in one row, without the organisations that they name."""
    contested = rows["sorte_decision"] == "mesure_contestee"
    if not contested.any():
        return rows
    one = rows[contested].head(1).copy()
    one["nb_concernes"] = int(contested.sum())
    hidden = ["objet_id", "intitule_fr", "intitule_en", "detail_decision", "annee"]
    hidden += ["organisme_id", "organisme_nom", "date_repere", "jours_ecart"]
    for column in hidden:
        one[column] = None
    parts = [rows[~contested], one.astype(rows.dtypes.to_dict())]
    return pd.concat(parts).sort_values("rang_decision", kind="stable").reset_index(drop=True)


def _decision(row: Any, params: Mapping[str, Any], reading: Reading) -> Decision:
    page, query = WHERE[row.sorte_decision]
    if row.sorte_decision == "mesure_contestee" and not pd.isna(row.detail_decision):
        query = {"com": row.detail_decision, "annee": str(row.annee)}
    return Decision(
        kind=row.sorte_decision,
        title=_title(row, reading),
        reason=_reason(row, params, reading),
        count=int(row.nb_concernes),
        organisation="" if pd.isna(row.organisme_id) else str(row.organisme_id),
        page=page,
        query=query,
    )


def _title(row: Any, reading: Reading) -> str:
    """Name what waits: the parties, the project, the indicator with its organisation."""
    _ = reading.language
    if pd.isna(row.intitule):
        return reading.name("sorte_decision", row.sorte_decision)
    if row.sorte_decision in AGREEMENTS or pd.isna(row.organisme_nom):
        return str(row.intitule)
    return f"{row.intitule} – {row.organisme_nom}"


def _reason(row: Any, params: Mapping[str, Any], reading: Reading) -> str:
    """Say why it waits, with its date and how long ago that was."""
    _ = reading.language
    if row.sorte_decision in AGREEMENTS:
        return _(REASONS[row.sorte_decision]).format(
            _.date(row.date_repere), _span(abs(row.jours_ecart), _)
        )
    writers: dict[str, Callable[[Any, Mapping[str, Any], Reading], str]] = {
        "convention_sans_terme": _without_term,
        "projet_bloque": _stuck,
        "mesure_contestee": _contested,
        "comptes_en_retard": _accounts,
        "edition_en_retard": _edition,
        "anomalie_bloquante": _blocking,
    }
    return writers[row.sorte_decision](row, params, reading)


def _without_term(row: Any, params: Mapping[str, Any], reading: Reading) -> str:
    del params
    _ = reading.language
    return _("Terme inconnu : {} sur {}. On ne peut pas dire quand elles expirent.").format(
        _.number(row.nb_concernes), _.number(row.nb_examines)
    )


def _stuck(row: Any, params: Mapping[str, Any], reading: Reading) -> str:
    del params
    _ = reading.language
    stage = reading.name("etape_projet", row.detail_decision)
    if pd.isna(row.jours_ecart):
        return _("Étape « {} », à une date inconnue.").format(stage)
    return _("Étape « {} », connue en {} ; aucune nouvelle depuis {}.").format(
        stage, _.date(row.date_repere), _span(row.jours_ecart, _)
    )


def _contested(row: Any, params: Mapping[str, Any], reading: Reading) -> str:
    del params
    _ = reading.language
    if pd.isna(row.annee):
        return _("Mesures contestées : {} sur {}. Aucune ne compte dans une note.").format(
            _.number(row.nb_concernes), _.number(row.nb_examines)
        )
    since = MISSING if pd.isna(row.jours_ecart) else _span(row.jours_ecart, _)
    return _(
        "Mesure de {} contestée, relevée il y a {} : elle ne compte dans aucune note tant que le "
        "désaccord dure."
    ).format(row.annee, since)


def _accounts(row: Any, params: Mapping[str, Any], reading: Reading) -> str:
    _ = reading.language
    return _(
        "Exercice {} non rendu : {} sur {} mutuelles. Attendu le {}, {} mois après la clôture : "
        "délai du projet, le délai légal n'a pas été lu."
    ).format(
        row.annee,
        _.number(row.nb_concernes),
        _.number(row.nb_examines),
        _.date(row.date_repere),
        params["mois_comptes"],
    )


def _edition(row: Any, params: Mapping[str, Any], reading: Reading) -> str:
    _ = reading.language
    return _(
        "Dernière édition : {}, il y a {} ; une nouvelle est attendue tous les {} mois (règle du "
        "projet)."
    ).format(_.date(row.date_repere), _span(row.jours_ecart, _), params["mois_edition"])


def _blocking(row: Any, params: Mapping[str, Any], reading: Reading) -> str:
    del params
    _ = reading.language
    return _(
        "Lignes écartées : {}, sur {} anomalies trouvées à l'importation. Elles ne sont dans aucun "
        "chiffre."
    ).format(_.number(row.nb_concernes), _.number(row.nb_examines))


def _span(days: int, _: Language) -> str:
    """Write a time in days, months or years."""
    if days <= DAYS:
        return _.plural("{} jour", "{} jours", days)
    months = int(days / 30.44)
    if months <= MONTHS:
        return _.plural("{} mois", "{} mois", months)
    return _.plural("{} an", "{} ans", months // 12)
