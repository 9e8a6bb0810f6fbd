"""``datapackage.json``: what a tool needs to read and check the package by itself."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from cartomut import __version__
from cartomut.contracts import Field
from cartomut.exports import audience
from cartomut.exports.package_tables import Content, Table
from cartomut.exports.package_words import OWN_LICENCE, OWN_LICENCE_PATH, words
from cartomut.i18n import Language

PROFILE = "tabular-data-resource"
MEDIA = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KEPT = ("minimum", "maximum", "pattern")


def descriptor(
    content: Content, files: Mapping[str, bytes], made_on: date, french: Language, other: Language
) -> bytes:
    """Describe the tables with their schemas, and the other files by their kind, size and hash."""
    said, translated = words(content, made_on, french), words(content, made_on, other)
    tables = {f"donnees/{table.name}.csv": table for table in content.tables.values()}
    resources = [
        _resource(path, data, tables.get(path))
        for path, data in files.items()
        if path.rpartition(".")[2] in MEDIA
    ]
    whole = {
        "name": f"cartomut-{content.dataset}",
        "title": said.title,
        "title_en": translated.title,
        "description": _described(said.facts),
        "description_en": _described(translated.facts),
        "version": content.edition,
        "created": f"{made_on.isoformat()}T00:00:00Z",
        "keywords": ["mutuelles sociales", "Côte d'Ivoire", "health", "social mutuals"],
        "licenses": _licences(content),
        "sources": _sources(content),
        "contributors": [{"title": f"CartoMut {__version__}", "role": "publisher"}],
        "jeu": content.dataset,
        "filtres": dict(content.params),
        **({audience.KEY: audience.code()} if audience.code() else {}),
        "tables_absentes": list(content.absent),
        "resources": resources,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8")


def _described(facts: Any) -> str:
    return "\n".join(f"{title} : {text}" for title, text in facts)


def _licences(content: Content) -> list[dict[str, str]]:
    """Name our own licence where it holds; a study's is in its sources."""
    if content.dataset == "etude":
        return [{"name": "other-closed", "title": "Voir la licence de chaque source"}]
    return [{"name": OWN_LICENCE, "path": OWN_LICENCE_PATH}]


def _sources(content: Content) -> list[dict[str, str]]:
    rows = content.tables["source"].rows
    told = []
    for title, url in zip(rows["titre"], rows["url"], strict=True):
        is_web = url is not None and url.startswith(("https://", "http://"))
        told.append({"title": title, **({"path": url} if is_web else {})})
    return told


def _resource(path: str, data: bytes, table: Table | None) -> dict[str, Any]:
    ending = path.rpartition(".")[2]
    about: dict[str, Any] = {
        "name": path.lower().replace("/", "-").replace("_", "-").removesuffix(f".{ending}")
        + ("" if table else f"-{ending}"),
        "path": path,
        "format": ending,
        "mediatype": MEDIA[ending],
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }
    if table is None:
        return about | {"type": "file"}  # of another shape than its table, which is checked
    return about | {
        "name": table.name,
        "type": "table",
        "profile": PROFILE,
        "title": table.contract.title,
        "title_en": table.contract.title_en,
        "description": table.contract.description,
        "description_en": table.contract.description_en,
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "schema": _schema(table),
        "colonnes_absentes": list(table.withheld),
    }


def _schema(table: Table) -> dict[str, Any]:
    shown = {field.name for field in table.fields}
    whole: dict[str, Any] = {
        "fields": [_field(one, table) for one in table.fields],
        "missingValues": [""],
        "foreignKeys": [dict(key) for key in table.keys],
    }
    if table.contract.primary_key and set(table.contract.primary_key) <= shown:
        whole["primaryKey"] = list(table.contract.primary_key)
    return whole


def _field(field: Field, table: Table) -> dict[str, Any]:
    """Describe a column; what masking or a quote before a formula could break is not promised."""
    limits = {name: value for name, value in field.constraints.items() if name in KEPT}
    if field.required and not table.rows[field.name].isna().any():
        limits["required"] = True
    told = {
        "name": field.name,
        "type": field.type,
        "title": field.title,
        "title_en": field.title_en,
        "description": field.description,
        "description_en": field.description_en,
        "unit": field.unit,
        "liste": field.code_list,
        "constraints": limits,
    }
    return {name: value for name, value in told.items() if value}
