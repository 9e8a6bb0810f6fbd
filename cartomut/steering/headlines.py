"""At most five figures: each with its change, its target, its years, its base and its date."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from cartomut import summaries
from cartomut.charts.etincelles import Point
from cartomut.charts.series import position, written
from cartomut.i18n import MISSING, Language
from cartomut.records import records
from cartomut.steering.reading import TERRITORY, Reading

VALUES, FACTS, TOTALS = (
    "indicateurs/valeurs",
    "indicateurs/faits_publies",
    "indicateurs/totaux_exercices",
)
PEOPLE, GROWTH = "nb_beneficiaires", "taux_croissance_beneficiaires"
# The page that explains each figure of a study, and what its address says beside.
COMPUTED: dict[str, tuple[str, dict[str, str]]] = {
    PEOPLE: ("pages/explorer/mutuelles.py", {}),
    "taux_recouvrement_cotisations": ("pages/financer/viabilite.py", {}),
    "ratio_sinistralite": ("pages/financer/viabilite.py", {}),
    "dispo_trois_maladies": ("pages/explorer/centres.py", {"vue_centres": "lentille"}),
    "com_score_global": ("pages/piloter/com.py", {}),
}
# The same for published facts, where no study is.
PUBLISHED: dict[str, tuple[str, dict[str, str]]] = {
    "depenses_mutuelles_fcfa": ("pages/financer/contexte.py", {}),
    "mutuelles_agreees_etude": ("pages/explorer/mutuelles.py", {}),
    PEOPLE: ("pages/explorer/mutuelles.py", {}),
    "nb_inscrits_cmu": ("pages/financer/contexte.py", {}),
    "part_paiements_directs": ("pages/financer/contexte.py", {}),
}
OBJECTIVES = {"nb_inscrits_cmu": "objectif_inscrits_cmu"}  # a figure and its published target
NATIONAL = ("secteur", "pays", "etude")
UNITS = ("part", "fcfa")  # their sign is part of the written value
LEAST_OF_BEST = 0.9  # share of the best known year's base, below which a year is not whole


@dataclass(frozen=True)
class Headline:
    """A figure with all that makes it readable; every text is already written."""

    code: str
    title: str
    value: str
    when: str
    change: str
    trend: str  # what the points say, from the first to the last
    target: str
    state: str  # vert, orange, rouge, sans_seuil; empty when nothing is judged
    base: str
    nature: str
    source_id: Any
    points: Sequence[Point]
    question: str  # that it answers, of queries/
    page: str
    query: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)


def headlines(reading: Reading, kept: Mapping[str, Any]) -> list[Headline]:
    """Return at most five figures: of the study where there is one, else of public pages.

    ``kept`` are the seven filters, by the names of the questions' parameters; published facts are
    national and take none.
    """
    totals = reading.ask(TOTALS, **{name: kept[name] for name in TERRITORY})
    if totals.empty and not _has_accounts(reading):
        return list(_published(reading))
    found = [_people(totals, reading, kept)] if not totals.empty else []
    asked = [code for code in COMPUTED if code != PEOPLE]
    values = _values(asked, reading, kept)
    about = _catalogue(reading)
    for code in asked:
        rows = values[values["indicateur_id"] == code]
        if rows["valeur"].notna().any():
            found.append(_computed(about.loc[code], rows, reading))
    return found


def _has_accounts(reading: Reading) -> bool:
    """Tell whether a study is there at all, whatever the filters keep of it."""
    return not reading.ask(TOTALS, **dict.fromkeys(TERRITORY)).empty


def _catalogue(reading: Reading) -> pd.DataFrame:
    rows = reading.language.localise(reading.ask("listes/catalogue"))
    return rows.set_index("indicateur_id", drop=False)


def _values(asked: Sequence[str], reading: Reading, kept: Mapping[str, Any]) -> pd.DataFrame:
    """Return the country's values of indicators over the years, those of an edition included."""
    rows = reading.ask(
        VALUES, indicateurs=sorted(asked), groupe="pays", entites=None, annees=None, **kept
    )
    return rows.sort_values("annee", na_position="last")


def _people(totals: pd.DataFrame, reading: Reading, kept: Mapping[str, Any]) -> Headline:
    """Count the beneficiaries; their change is that of the mutuals that gave both years."""
    _ = reading.language
    known = totals.dropna(subset=["nb_beneficiaires"])
    last = known.iloc[-1]
    best = int(known["nb_disent_beneficiaires"].max())
    points = [
        Point(
            float(row.annee),
            str(row.annee),
            float(row.nb_beneficiaires),
            _.number(row.nb_beneficiaires),
            row.nb_disent_beneficiaires < LEAST_OF_BEST * best,
        )
        for row in records(known)
    ]
    change, expected = _growth(int(last["annee"]), reading, kept)
    base = _("Base : {} connus sur {}").format(
        _.number(last["nb_disent_beneficiaires"]), _.number(expected or last["nb_organismes"])
    )
    page, query = COMPUTED[PEOPLE]
    return Headline(
        code=PEOPLE,
        title=_("Bénéficiaires des mutuelles"),
        value=_.number(last["nb_beneficiaires"]),
        when=str(last["annee"]),
        change=change,
        trend=summaries.change(
            _("Bénéficiaires des mutuelles"),
            zip(known["annee"], known["nb_beneficiaires"], strict=True),
            _.number,
            _,
        ),
        target=_("Aucune cible publiée."),
        state="",
        base=base,
        nature=reading.natures(last["nature"]),
        source_id=last["source_id"],
        points=points,
        question=TOTALS,
        page=page,
        query=query,
        evidence={"preuve": "figure", "question": "totaux_exercices"},
    )


def _growth(year: int, reading: Reading, kept: Mapping[str, Any]) -> tuple[str, int]:
    """Say how the beneficiaries changed among those who gave this year and the one before.

    Also returns how many mutuals were expected that year; 0 when that is not known.
    """
    _ = reading.language
    rows = _values([GROWTH], reading, kept)
    found = rows[rows["annee"] == year]
    expected = int(found["nb_entites"].sum())
    known = found.dropna(subset=["valeur"])
    if known.empty:
        return _("Changement inconnu : personne n'a donné les deux dernières années."), expected
    row = known.iloc[0]
    sign = "+" if row["valeur"] > 0 else ""
    text = _("De {} à {} : {}, chez les {} mutuelles qui ont donné les deux années.").format(
        year - 1, year, sign + _.percent(row["valeur"]), _.number(row["nb_valeurs"])
    )
    return text, expected


def _computed(about: Any, rows: pd.DataFrame, reading: Reading) -> Headline:
    """Write one indicator of the catalogue: its last known value, its years, its threshold."""
    _ = reading.language
    known = rows[rows["valeur"].notna()]
    last = known.iloc[-1]
    write = partial(_written, unit=about["unite"], reading=reading)
    target, state = _threshold(about["indicateur_id"], last["valeur"], write, reading)
    page, query = COMPUTED[about["indicateur_id"]]
    dated = known[known["annee"].notna()]
    return Headline(
        code=about["indicateur_id"],
        title=about["nom"],
        value=write(last["valeur"]),
        when=_("état de l'édition") if pd.isna(last["annee"]) else str(last["annee"]),
        change=_changed(dated, write, about["unite"] == "part", _),
        trend=_trend(about["nom"], dated, write, about["unite"] == "part", _),
        target=target,
        state=state,
        base=_("Base : {} connus sur {}").format(
            _.number(last["nb_valeurs"]), _.number(last["nb_entites"])
        ),
        nature=reading.natures(last["nature"]),
        source_id=last["source_id"],
        points=list(_points(rows[rows["annee"].notna()], write)),
        question=VALUES,
        page=page,
        query=query,
        evidence={"preuve": "indicateur", "indicateur": about["indicateur_id"]},
    )


def _points(rows: pd.DataFrame, write: Callable[[float], str]) -> Iterator[Point]:
    best = rows["nb_valeurs"].max() if len(rows) else 0
    for row in records(rows):
        known = not pd.isna(row.valeur)
        yield Point(
            float(row.annee),
            str(row.annee),
            float(row.valeur) if known else None,
            write(row.valeur),
            bool(row.nb_valeurs < LEAST_OF_BEST * best),
        )


def _changed(dated: pd.DataFrame, write: Callable[[float], str], points: bool, _: Language) -> str:
    """Say the move between the last two known years."""
    if len(dated) < 2:
        return _("Aucune valeur plus ancienne dans cette édition.")
    pairs = zip(dated["annee"].tail(2), dated["valeur"].tail(2), strict=True)
    return summaries.change(_("Changement"), pairs, write, _, points=points, gaps=False)


def _trend(
    title: str, dated: pd.DataFrame, write: Callable[[float], str], points: bool, _: Language
) -> str:
    """Say the move from the first to the last known year."""
    pairs = zip(dated["annee"], dated["valeur"], strict=True)
    return summaries.change(title, pairs, write, _, points=points)


def _threshold(
    code: str, value: float, write: Callable[[float], str], reading: Reading
) -> tuple[str, str]:
    """Write the threshold of an indicator with where it comes from; say how the value stands."""
    _ = reading.language
    row = reading.ask("listes/appreciations", indicateurs=[code], valeurs=[float(value)]).iloc[0]
    if pd.isna(row["seuil_vert"]):
        return _("Aucune cible publiée."), ""
    text = _("Repère : {} ({}).").format(
        summaries.threshold(row["seuil_vert"], write, _),
        reading.name("origine_seuil", row["origine"]),
    )
    return text, str(row["appreciation_seuil"])


def _published(reading: Reading) -> Iterator[Headline]:
    """Write the latest retained public value of each indicator."""
    asked = sorted({*PUBLISHED, *OBJECTIVES.values()})
    rows = reading.ask(FACTS, entite=None, entite_id=None, indicateurs=asked, retenus=None)
    facts = reading.language.localise(rows[rows["entite"].isin(NATIONAL)])
    facts = facts.sort_values("periode", kind="stable")
    for code in PUBLISHED:
        said = facts[(facts["indicateur"] == code) & facts["valeur"].notna()]
        if said["est_retenu"].any():
            target = facts[facts["indicateur"] == OBJECTIVES.get(code)]
            yield _fact(code, said, target, reading)


def _fact(code: str, said: pd.DataFrame, objective: pd.DataFrame, reading: Reading) -> Headline:
    _ = reading.language
    kept = said[said["est_retenu"]]
    last = kept.iloc[-1]
    write = partial(_written, unit=last["unite"], reading=reading)
    if objective.empty:
        target, state = _threshold(code, last["valeur"], write, reading)
    else:
        aim = objective.iloc[-1]
        target = _("Cible publiée : {} ({}).").format(write(aim["valeur"]), _.date(aim["periode"]))
        state = ""
    yearly = kept.groupby("annee").tail(1)
    page, query = PUBLISHED[code]
    base = (
        _.plural("Base : {} fait publié", "Base : {} faits publiés", len(said))
        if len(kept) == len(said)
        else _("Base : {} sur {} faits publiés, les autres non retenus").format(
            _.number(len(kept)), _.number(len(said))
        )
    )
    return Headline(
        code=code,
        title=last["indicateur_nom"],
        value=_fact_value(last, reading),
        when=_.date(last["periode"]),
        change=_changed(yearly, write, last["unite"] == "part", _)
        if len(yearly) > 1
        else _("Aucune valeur comparable plus ancienne."),
        trend=_trend(last["indicateur_nom"], yearly, write, last["unite"] == "part", _),
        target=target,
        state=state,
        base=base,
        nature=reading.natures(last["nature"]),
        source_id=last["source_id"],
        points=[
            Point(
                where, _.date(row.periode), float(row.valeur), _fact_value(row._asdict(), reading)
            )
            for row in records(kept)
            if (where := position(row.periode)) is not None
        ],
        question=FACTS,
        page=page,
        query=query,
        evidence={"preuve": "chiffre", "indicateur": code},
    )


def _fact_value(row: Any, reading: Reading) -> str:
    text = written(float(row["valeur"]), row["unite"], row["qualificatif"], reading.language)
    return text if row["unite"] in UNITS else f"{text} {reading.name('unite', row['unite'])}"


def _written(value: Any, unit: str, reading: Reading) -> str:
    return MISSING if pd.isna(value) else written(float(value), unit, None, reading.language)
