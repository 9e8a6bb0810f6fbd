"""What was typed in the app and waits: COM measurements to validate, or that a party contests."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cartomut.i18n import N_
from cartomut.operations.faults import moment_of
from cartomut.operations.signatures import signature
from cartomut.records import records
from cartomut.steering.decisions import SCORECARDS, Decision
from cartomut.steering.reading import TERRITORY, Reading

KINDS = {"conteste": "saisie_contestee", "soumis": "saisie_soumise"}  # state of the row → kind
REASONS = {
    "conteste": N_("{} : mesure de {} contestée dans CartoMut, changée par {} le {}."),
    "soumis": N_("{} : mesure de {} soumise par {} le {}, à valider."),
}


def measurements(
    reading: Reading, typed: Iterable[Mapping[str, Any]], kept: Mapping[str, Any]
) -> list[Decision]:
    """Return what waits among the rows of ``evaluation_com``, the contested ones first.

    They are also printed: no address of an account is in them. A measurement of an indicator that
    the filters leave out, or that this edition does not know, is left out too.
    """
    rows = [one for one in typed if one["etat"] in KINDS]
    if not rows:
        return []
    params = {name: kept[name] for name in TERRITORY} | dict.fromkeys(("com", "annee", "mode"))
    asked = reading.language.localise(reading.ask("indicateurs/com_indicateurs", **params))
    known = {row.indicateur_com_id: row for row in records(asked)}
    order = list(KINDS)
    rows.sort(key=lambda one: (order.index(one["etat"]), one["date_modification"]))
    return list(_decisions(rows, known, reading))


def _decisions(
    rows: Iterable[Mapping[str, Any]], known: Mapping[str, Any], reading: Reading
) -> Iterator[Decision]:
    _ = reading.language
    for one in rows:
        about = known.get(one["indicateur_id"])
        if about is None:
            continue
        pattern = REASONS[one["etat"]]
        reason = _(pattern).format(
            reading.name("type_evaluation", one["type"]),
            one["annee"],
            signature(one["modifie_par"], _),
            moment_of(one["date_modification"], _),
        )
        yield Decision(
            kind=KINDS[one["etat"]],
            title=f"{about.libelle} – {about.nom_organisme}",
            reason=reason,
            count=1,
            organisation=str(about.organisme_id),
            page=SCORECARDS,
            query={"volet": "saisie", "com": about.com_id, "annee": str(one["annee"])},
        )
