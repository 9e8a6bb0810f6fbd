"""The demonstration dataset: a complete study of invented mutuals, made from a seed.

Every name is invented, every row says ``nature = demonstration``. Two editions follow each other
as those of a real survey would; ``data/demonstration/`` holds the parameters and their reasons.
"""

import pandas as pd

from cartomut.demonstration import (
    accounts,
    benefits,
    facilities,
    network,
    objectives,
    organisations,
)
from cartomut.demonstration.faults import Planted, plant
from cartomut.demonstration.field_form import kobo_part, rest, write_kobo
from cartomut.demonstration.setting import Setting, read

__all__ = ["Planted", "generate", "kobo_part", "planted", "rest", "write_kobo"]


def generate(edition: int = 1, scale: int = 1, seed: int | None = None) -> dict[str, pd.DataFrame]:
    """Make every study and steering table of an edition, and its sources.

    Frames have the contract's columns; a column with a planted text holds objects. ``scale``
    multiplies the organisations. The same arguments always give the same tables.

    Raises
    ------
    ValueError
        When there is no such edition, or the scale is less than 1.
    """
    return _make(edition, scale, seed)[0]


def planted(edition: int = 1, scale: int = 1, seed: int | None = None) -> list[Planted]:
    """List the faults that ``generate`` put into the edition, for the checks to find."""
    return _make(edition, scale, seed)[1]


def _make(
    edition: int, scale: int, seed: int | None
) -> tuple[dict[str, pd.DataFrame], list[Planted]]:
    editions = read("parametres")["editions"]
    if not 1 <= edition <= editions or scale < 1:
        raise ValueError(f"no edition {edition} of {editions} at scale {scale}")
    setting = Setting(edition, scale, read("parametres")["graine"] if seed is None else seed)
    rows = organisations.mutuals(setting)
    made = facilities.facilities(setting, rows)
    tables = _study(setting, rows, made)
    tables |= objectives.objectives(setting, rows, tables["organisme_exercice"])
    tables |= _steering(setting, rows, made)
    tables |= network.words(setting, int(organisations.kept(setting, rows).sum()))
    faults = plant(setting, tables)
    return tables, faults


def _study(setting: Setting, rows: pd.DataFrame, made: pd.DataFrame) -> dict[str, pd.DataFrame]:
    years = accounts.accounts(setting, rows, facilities.owned(setting, made))
    cared = benefits.by_care(setting, rows, years)
    dates = organisations.legal_dates(setting, rows)
    return {
        "organisme": organisations.organisme(setting, rows),
        "organisme_statut": organisations.statuses(setting, rows, dates),
        "organisme_exercice": accounts.exercises(setting, years),
        "implantation": accounts.members_by_region(setting, rows, years),
        "prestation_acte": benefits.acts(setting, cared),
        "prestation_pathologie": benefits.diseases(setting, rows, cared),
        "depense_sha": benefits.health_accounts(setting, rows, years, cared),
        "centre": facilities.centre(setting, made),
        "centre_service": facilities.services(setting, made),
        "centre_activite": facilities.activity(setting, made),
        "perimetre": network.perimeter(setting),
        "jalon": organisations.milestones(setting, rows, dates),
    }


def _steering(setting: Setting, rows: pd.DataFrame, made: pd.DataFrame) -> dict[str, pd.DataFrame]:
    held = network.activities(setting)
    asked = network.projects(setting, made)
    offered = network.offers(setting)
    return {
        "activite": held,
        "activite_partenaire": network.activity_partners(setting, held, rows),
        "convention": network.agreements(setting, rows),
        "lien_reseau": network.links(setting, rows, made),
        "projet": asked,
        "financement_projet": network.funding(setting, asked),
        "offre": offered,
        "rencontre": network.meetings(setting, asked, offered),
        "recommandation": network.recommendations(setting),
    }
