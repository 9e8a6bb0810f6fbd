"""Facilities and organisations as a FHIR R4 bundle, after IHE's care services directory (mCSD).

A facility is a pair: a Location (where) and an Organization (who), as mCSD asks. A position stands
there only when it was surveyed: a town's middle would be read as the facility's door.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from cartomut.exports.package_tables import Content
from cartomut.exports.package_words import words
from cartomut.i18n import Language
from cartomut.records import records

SYSTEM = "urn:cartomut"
URI = "urn:ietf:rfc:3986"
FACILITY = {"system": URI, "code": "urn:ihe:iti:mcsd:2019:facility", "display": "Facility"}
JURISDICTION = {
    "system": URI,
    "code": "urn:ihe:iti:mcsd:2019:jurisdiction",
    "display": "Jurisdiction",
}
TEST_DATA = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
    "code": "HTEST",
    "display": "test health data",
}
SURVEYED = ("gps", "quartier")  # positions that stand for the place itself
STATUSES = {"ouvert": "active", "ferme": "inactive"}  # a project is not yet active: suspended
OWNERS = ("proprietaire", "gestionnaire")  # relations under which a mutual runs the centre
CodeNames = Mapping[str, Mapping[str, str]]
Resource = dict[str, Any]


def bundle(content: Content, names: CodeNames, made_on: date, _: Language) -> bytes:
    """Write the transaction bundle, one PUT per resource."""
    tags = [{"system": f"{SYSTEM}:jeu", "code": content.dataset}]
    if content.dataset == "demonstration":
        tags.append(TEST_DATA)
    entries = [
        {
            "resource": _tagged(one, tags),
            "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"},
        }
        for one in resources(content, names, _)
    ]
    about = words(content, made_on, _)
    said = "; ".join(f"{title}: {text}" for title, text in about.facts)
    whole = {
        "resourceType": "Bundle",
        "id": f"cartomut-{content.dataset}",
        "meta": {
            "tag": [
                *tags,
                {"system": f"{SYSTEM}:edition", "code": content.edition, "display": said},
            ]
        },
        "type": "transaction",
        "entry": entries,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8")


def resources(content: Content, names: CodeNames, _: Language) -> Iterator[Resource]:
    """Yield the territories, the organisations, then each centre with what it offers."""
    yield from _territories(content)
    documents = _documents(content)
    owners = set()
    for row in _rows(content, "organisme"):
        owners.add(row.organisme_id)
        yield _organisation(row, documents, names)
    places = content.places[content.places["genre"] == "centre"].set_index("id")
    services = _services(content)
    for row in _rows(content, "centre"):
        owner = row.organisme_id if row.organisme_id in owners else None
        yield from _centre(row, places.loc[row.centre_id], owner, documents, names)
        if row.centre_id in services:
            yield _offer(row, services[row.centre_id], names, _)


def identifier(kind: str, code: str) -> str:
    """Make an id that FHIR takes (letters, digits, - and .); two codes never share one."""
    plain = re.sub(r"[^A-Za-z0-9.-]", "-", code)
    if plain == code and len(plain) <= 50:
        return f"{kind}-{plain}"
    return f"{kind}-{plain[:40]}-{hashlib.sha256(code.encode()).hexdigest()[:8]}"


def _rows(content: Content, table: str) -> Sequence[Any]:
    return list(records(content.tables[table].rows)) if table in content.tables else []


def _documents(content: Content) -> dict[str, str]:
    """Map each cited document to its address, where it has one on the web."""
    rows = content.tables["source"].rows
    pairs = zip(rows["source_id"], rows["url"], strict=True)
    return {code: url for code, url in pairs if url and url.startswith(("https://", "http://"))}


def _tagged(one: Resource, tags: Sequence[Resource]) -> Resource:
    meta = one.get("meta", {})
    whole = {**meta, "tag": [*meta.get("tag", []), *tags]}
    ordered = {"resourceType": one["resourceType"], "id": one["id"], "meta": whole}
    return ordered | {name: value for name, value in one.items() if name not in ordered}


def _meta(row: Any, documents: Mapping[str, str]) -> Resource:
    """Say where the row comes from and what its values are worth."""
    source = documents.get(row.source_id, f"{SYSTEM}:source:{row.source_id}")
    return {"source": source, "tag": [{"system": f"{SYSTEM}:nature", "code": row.nature}]}


def _coded(code_list: str, code: str, names: CodeNames) -> Resource:
    display = names.get(code_list, {}).get(code, code)
    return {"coding": [{"system": f"{SYSTEM}:{code_list}", "code": code, "display": display}]}


def _named(kind: str, code: str) -> list[Resource]:
    return [{"system": f"{SYSTEM}:{kind}", "value": code}]


def _territories(content: Content) -> Iterator[Resource]:
    for level, above in (("district", None), ("region", "district")):
        for row in _rows(content, level):
            code = getattr(row, f"{level}_code")
            one: Resource = {
                "resourceType": "Location",
                "id": identifier(level, code),
                "identifier": _named(f"{level}_code", code),
                "status": "active",
                "name": row.nom,
                "mode": "instance",
                "type": [
                    {"coding": [JURISDICTION]},
                    {"coding": [{"system": f"{SYSTEM}:territoire", "code": level}]},
                ],
                "physicalType": {
                    "coding": [
                        {
                            "system": "http://terminology.hl7.org/CodeSystem/location-physical-type",
                            "code": "jdn",
                            "display": "Jurisdiction",
                        }
                    ]
                },
            }
            if above:
                one["partOf"] = _to("Location", above, row.district_code)
            yield one


def _to(resource: str, kind: str, code: str) -> Resource:
    return {"reference": f"{resource}/{identifier(kind, code)}"}


def _organisation(row: Any, documents: Mapping[str, str], names: CodeNames) -> Resource:
    one: Resource = {
        "resourceType": "Organization",
        "id": identifier("organisme", row.organisme_id),
        "meta": _meta(row, documents),
        "identifier": _named("organisme_id", row.organisme_id),
        "active": True,
        "type": [_coded("type_organisme", row.type_organisme, names)],
        "name": row.nom,
    }
    if _known(row.sigle):
        one["alias"] = [row.sigle]
    if _known(row.site_web) and row.site_web.startswith(("https://", "http://")):
        one["telecom"] = [{"system": "url", "value": row.site_web}]
    if _known(row.siege_commune):
        one["address"] = [{"city": row.siege_commune, "country": "CI"}]
    return one


def _centre(
    row: Any, place: Any, owner: str | None, documents: Mapping[str, str], names: CodeNames
) -> Iterator[Resource]:
    """Yield the Organization and the Location of a centre, and its tie to a mutual."""
    kinds: list[Resource] = [{"coding": [FACILITY]}]
    kinds += [
        _coded(code_list, code, names)
        for code_list, code in (
            ("type_etablissement", row.type_etablissement),
            ("niveau_soins", row.niveau_soins),
        )
        if _known(code)
    ]
    if len(kinds) == 1:  # mCSD wants a second type; ours is then said to be unknown
        kinds.append({"text": "type_etablissement: inconnu / unknown"})
    shared: Resource = {"meta": _meta(row, documents), "name": row.nom}
    shared["identifier"] = _named("centre_id", row.centre_id)
    own = {"resourceType": "Organization", "id": identifier("centre", row.centre_id), **shared}
    own |= {"active": row.statut_operationnel == "ouvert", "type": kinds}
    if owner and row.relation in OWNERS:
        own["partOf"] = _to("Organization", "organisme", owner)
    yield own
    yield _location(row, place, kinds, shared, names)
    if owner and row.relation not in OWNERS and _known(row.relation):
        yield {
            "resourceType": "OrganizationAffiliation",
            "id": identifier("lien", row.centre_id),
            "meta": _meta(row, documents),
            "active": row.statut_operationnel == "ouvert",
            "organization": _to("Organization", "organisme", owner),
            "participatingOrganization": _to("Organization", "centre", row.centre_id),
            "code": [_coded("relation", row.relation, names)],
            "location": [_to("Location", "centre", row.centre_id)],
        }


def _location(
    row: Any, place: Any, kinds: Sequence[Resource], shared: Resource, names: CodeNames
) -> Resource:
    one: Resource = {
        "resourceType": "Location",
        "id": identifier("centre", row.centre_id),
        **shared,
        "status": STATUSES.get(row.statut_operationnel, "suspended"),
        "mode": "instance",
        "type": list(kinds),
        "managingOrganization": _to("Organization", "centre", row.centre_id),
        "extension": [
            {
                "url": f"{SYSTEM}:statut_operationnel",
                "valueCodeableConcept": _coded(
                    "statut_operationnel", row.statut_operationnel, names
                ),
            }
        ],
    }
    address = {"city": row.commune if _known(row.commune) else row.ville, "country": "CI"}
    if _known(address["city"]):
        one["address"] = address
    if _known(place["region_code"]):
        one["partOf"] = _to("Location", "region", place["region_code"])
    if _known(place["precision"]):
        told = {"url": f"{SYSTEM}:precision", "valueCode": place["precision"]}
        one["extension"].append(told)
        if place["precision"] in SURVEYED:
            one["position"] = {
                "longitude": round(float(place["longitude"]), 6),
                "latitude": round(float(place["latitude"]), 6),
            }
    return one


def _services(content: Content) -> dict[str, pd.DataFrame]:
    """Group the services that were asked about or cited, by centre."""
    if "centre_service" not in content.tables:
        return {}
    rows = content.tables["centre_service"].rows
    known = rows[rows["disponible"].notna()]
    return {
        str(code): own
        for code, own in known.groupby("centre_id", sort=False)
        if own["disponible"].any()
    }


def _offer(row: Any, services: pd.DataFrame, names: CodeNames, _: Language) -> Resource:
    """List what a centre offers; what it was said not to offer stands in the comment."""
    offered = sorted(services[services["disponible"]]["service"])
    refused = sorted(services[~services["disponible"]]["service"])
    one: Resource = {
        "resourceType": "HealthcareService",
        "id": identifier("services", row.centre_id),
        "active": row.statut_operationnel == "ouvert",
        "providedBy": _to("Organization", "centre", row.centre_id),
        "location": [_to("Location", "centre", row.centre_id)],
        "type": [_coded("service", code, names) for code in offered],
        "meta": {
            "tag": [
                {"system": f"{SYSTEM}:nature", "code": code}
                for code in sorted(services["nature"].unique())
            ]
        },
    }
    if refused:
        known = names.get("service", {})
        listed = _.series(known.get(code, code) for code in refused)
        one["comment"] = _("Dits absents : {}. Les autres services n'ont pas de réponse.").format(
            listed
        )
    return one


def _known(value: Any) -> bool:
    return value is not None and not pd.isna(value) and value != ""
