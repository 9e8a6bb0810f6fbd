"""Who or what an entity is: the same pairs of title and text on its card and on its fact sheet."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import pandas as pd

from cartomut.i18n import Language
from cartomut.ui import answers

Fact = tuple[str, Any]
Row: TypeAlias = "pd.Series[Any]"


def pairs(kind: str, row: Row, _: Language) -> Sequence[Fact]:
    """List what identifies an entity; a text is NULL or ``–`` where no source gives it.

    ``kind`` is ``centre``, ``organisme``, ``region`` or ``district``; ``row`` answers its question
    in ``queries/fiches``.
    """
    return {"centre": _centre, "organisme": _organisation}.get(kind, _territory)(row, _)


def title(kind: str, row: Row) -> str:
    """Name an entity, an organisation with its acronym first."""
    if kind == "organisme":
        return join(row["sigle"], row["nom"], mark=" – ")
    return str(row["nom"])


def kind(kind: str, row: Row, _: Language) -> str:
    """Say what sort of entity it is."""
    if kind == "centre":
        return answers.name("type_etablissement", row["type_etablissement"])
    if kind == "organisme":
        return answers.name("type_organisme", row["type_organisme"])
    if kind == "region":
        return _("District de {}").format(row["district"])
    return _("District")


def join(*parts: Any, mark: str = ", ") -> str:
    """Write the known parts one after the other."""
    return mark.join(str(part) for part in parts if part is not None and not pd.isna(part))


def _centre(row: Row, _: Language) -> Sequence[Fact]:
    services = ", ".join(answers.name("service", one) for one in row["services"])
    return (
        (_("Organisme"), row["organisme"]),
        (_("Lien avec le propriétaire"), answers.name("relation", row["relation"])),
        (_("Type"), answers.name("type_etablissement", row["type_etablissement"])),
        (_("Niveau de soins"), answers.name("niveau_soins", row["niveau_soins"])),
        (_("Lieu"), join(row["quartier"], row["commune"], row["region"])),
        (_("Position"), answers.name("precision", row["precision"])),
        (_("Ouverture"), _.date(row["date_ouverture"])),
        (_("Lits"), _.number(row["nb_lits"])),
        (_("Personnel"), _.number(row["nb_personnel"])),
        (_("Articulation CMU"), answers.name("statut_cmu", row["statut_cmu"])),
        (_("Services cités"), services),
    )


def _organisation(row: Row, _: Language) -> Sequence[Fact]:
    status = answers.name("statut_juridique", row["statut_juridique"])
    if not pd.isna(row["statut_date"]):
        status = f"{status} ({_.date(row['statut_date'])})"
    return (
        (_("Affiliation"), answers.name("base_affiliation", row["base_affiliation"])),
        (_("Dernier statut connu"), status),
        (_("Siège"), join(row["siege_commune"], row["region"])),
        (_("Création"), _.date(row["date_creation"])),
        (_("Rôle dans la CMU"), answers.name("role_cmu_mutuelle", row["role_cmu"])),
        (_("Lieux de soins connus"), _count(row["nb_centres"], _)),
    )


def _territory(row: Row, _: Language) -> Sequence[Fact]:
    return (
        (_("Chef-lieu"), row["chef_lieu"]),
        (_("Population 2014"), _.number(row["population_2014"])),
        (_("Population 2021"), _population(row, _)),
        (_("Lieux de soins ouverts connus"), _count(row["nb_centres_ouverts"], _)),
        (_("Lieux de soins annoncés connus"), _count(row["nb_centres_annonces"], _)),
        (_("Sièges de mutuelles connus"), _count(row["nb_sieges"], _)),
    )


def _population(row: Row, _: Language) -> str:
    if pd.isna(row["population_2021"]):
        return _("inconnue")
    return f"{_.number(row['population_2021'])} ({answers.name('base', row['base_2021'])})"


def _count(value: int, _: Language) -> str:
    """Write a count of known places; none known is not a zero."""
    return _.number(value) if value else _("aucun connu")
