"""Second answers to the main questions, in plain Python on the CSV files: no SQL, no pandas.

Slow and simple on purpose: what a careful person would do with the files and a pencil.
"""

import csv
from functools import cache

from cartomut.paths import DATA

MUTUALS = ("mutuelle_sociale", "groupement_assimile", "union", "federation", "structure_faitiere")
RUN_BY_MUTUALS = ("proprietaire", "gestionnaire", "reference")
ANNOUNCED = ("annonce", "projet")
COSTS = ("cout_construction_fcfa", "cout_rehabilitation_fcfa")
MEASURES = {
    "nb_centres": lambda one: True,
    "nb_centres_ouverts": lambda one: one["statut"] == "ouvert",
    "densite_centres": lambda one: one["statut"] == "ouvert",
    "nb_centres_mutualistes": lambda one: (
        one["statut"] == "ouvert" and one["relation"] in RUN_BY_MUTUALS
    ),
    "nb_centres_communautaires": lambda one: (
        one["statut"] == "ouvert" and one["relation"] == "communautaire"
    ),
    "nb_centres_annonces": lambda one: one["statut"] in ANNOUNCED,
}
# parameter of the questions → what a place has
LISTS = {
    "types": "type_organisme",
    "etablissements": "type_etablissement",
    "relations": "relation",
    "statuts": "statut",
}
NOTHING = {"district": None, "region": None, "commune": None, **dict.fromkeys(LISTS)}


@cache
def table(name):
    """Return the rows of a table, those of the reference first; an empty cell is None."""
    rows = []
    for folder in ("reference", "publie"):
        path = DATA / folder / f"{name}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as source:
                rows += [
                    {key: cell or None for key, cell in row.items()}
                    for row in csv.DictReader(source)
                ]
    return rows


@cache
def landmarks():
    """Name every place that has a point: communes first, then seats of departments."""
    known = {row["nom"]: {**row, "precision": "ville"} for row in table("departement")}
    return known | {row["nom"]: row for row in table("commune")}


def district_of(region):
    return next(
        (row["district_code"] for row in table("region") if row["region_code"] == region), None
    )


def located(row, region_column, place):
    """Give a row its own position, else its place's; and its region and district."""
    mark = landmarks().get(place) or {}
    own = row["latitude"] is not None
    latitude, longitude = (
        (row["latitude"], row["longitude"])
        if own
        else (mark.get("latitude"), mark.get("longitude"))
    )
    region = row[region_column] or mark.get("region_code")
    return {
        "nom": row["nom"],
        "commune": place,
        "latitude": float(latitude) if latitude else None,
        "longitude": float(longitude) if longitude else None,
        "precision": (row["precision"] or "gps") if own else mark.get("precision"),
        "region": region,
        "district": district_of(region),
        "source_id": row["source_id"],
        "nature": row["nature"],
    }


@cache
def centres():
    """Return every health centre, where it is and who runs it."""
    organisations = {row["organisme_id"]: row for row in table("organisme")}
    found = []
    for row in table("centre"):
        owner = organisations.get(row["organisme_id"]) or {}
        found.append(
            located(row, "region_code", row["commune"] or row["ville"])
            | {
                "genre": "centre",
                "id": row["centre_id"],
                "organisme": owner.get("sigle") or owner.get("nom") or row["gestionnaire"],
                "type_organisme": owner.get("type_organisme"),
                "relation": row["relation"],
                "type_etablissement": row["type_etablissement"],
                "statut": row["statut_operationnel"],
                "est_ouvert": row["statut_operationnel"] == "ouvert",
            }
        )
    return found


@cache
def seats():
    """Return the head office of every mutual whose town or position is known."""
    found = []
    for row in table("organisme"):
        if row["type_organisme"] in MUTUALS and (row["siege_commune"] or row["latitude"]):
            found.append(
                located(row, "siege_region_code", row["siege_commune"])
                | {
                    "genre": "siege",
                    "id": row["organisme_id"],
                    "organisme": row["sigle"] or row["nom"],
                    "type_organisme": row["type_organisme"],
                    "relation": None,
                    "type_etablissement": None,
                    "statut": None,
                    "est_ouvert": True,
                }
            )
    return found


def keeps(filters, place):
    """Tell whether a place passes the filters; what is unknown passes no list."""
    levels = ("district", "region", "commune")
    territory = all(filters[level] in (None, place[level]) for level in levels)
    return territory and all(
        filters[param] is None or place[column] in filters[param] for param, column in LISTS.items()
    )


def territories(level, filters):
    """List the codes of a level that the filters show."""
    rows = table("region" if level == "region" else "district")
    return [
        row[f"{level}_code"]
        for row in rows
        if filters["district"] in (None, row["district_code"])
        and (level == "district" or filters["region"] in (None, row["region_code"]))
    ]


def population(level, code, year):
    """Return the persons of a territory; an autonomous district is also its only region."""
    kinds = [level]
    if level == "region" and district_of(code) == code:
        kinds.append("district")
    for kind in kinds:
        for row in table("population"):
            if (row["territoire_type"], row["territoire_code"]) == (kind, code) and int(
                row["annee"]
            ) == year:
                return int(row["personnes"])
    return None


def counted(level, code, measure, filters):
    """List the places that a measure counts in a territory."""
    if measure == "nb_sieges":
        only_types = NOTHING | {name: filters[name] for name in ("commune", "types")}
        return [one for one in seats() if one[level] == code and keeps(only_types, one)]
    lists = filters | {"district": None, "region": None}  # the commune stays
    return [
        one
        for one in centres()
        if one[level] == code and keeps(lists, one) and MEASURES[measure](one)
    ]


def published_costs(level, code, filters):
    """List the retained costs of building or renovating the centres of a territory."""
    lists = filters | {"district": None, "region": None}  # the commune stays
    kept = {one["id"] for one in centres() if one[level] == code and keeps(lists, one)}
    return [
        float(row["valeur"])
        for row in table("fait_publie")
        if row["entite"] == "centre"
        and row["entite_id"] in kept
        and row["indicateur"] in COSTS
        and row["est_retenu"] == "true"
        and row["valeur"]
    ]


def measured(level, measure, filters):
    """Map each territory to (value, state); nobody has surveyed any region in this dataset."""
    found = {}
    for code in territories(level, filters):
        if measure.startswith("population_"):
            value = population(level, code, int(measure[-4:]))
            found[code] = (value, "inconnu" if value is None else "valeur")
            continue
        if measure == "investissements_fcfa":
            costs = published_costs(level, code, filters)
            found[code] = (sum(costs), "valeur") if costs else (None, "inconnu")
            continue
        count = len(counted(level, code, measure, filters))
        if not count:
            found[code] = (None, "non_enquete")
        elif measure == "densite_centres":
            persons = population(level, code, 2021)
            found[code] = (100000 * count / persons, "valeur") if persons else (None, "inconnu")
        else:
            found[code] = (count, "valeur")
    return found
