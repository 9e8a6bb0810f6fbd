"""What may be wrong with a table of thresholds; a table is taken whole or not at all."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from cartomut import bounds
from cartomut.contracts import contracts
from cartomut.findings import CODE, COLUMNS, KEY, REFERENCE, REJECT, REQUIRED, Finding, Rule
from cartomut.i18n import N_

Row = dict[str, str]
Key = tuple[str, str]
LONGEST = 500  # characters of a source or its address
READ = "norme_lue"
EXPRESSION = Rule(
    "T-1",
    REJECT,
    N_("« {valeur} » n'est pas une expression de seuil."),
    N_("Aucune valeur ne pourrait y être comparée."),
    N_(
        "Écrire une comparaison (>=0.80, <=12, >0) ou une plage qui monte (0.50..0.80), avec un "
        "point pour les décimales ; « | » sépare deux plages."
    ),
)
CONTRADICTION = Rule(
    "T-2",
    REJECT,
    N_("L'orange « {valeur} » contredit le vert « {vert} » de « {indicateur} »."),
    N_("La même valeur serait bonne et à surveiller, ou l'orange vaudrait mieux que le vert."),
    N_("Faire commencer l'orange là où le vert finit, du côté défavorable de l'indicateur."),
)
ALONE = Rule(
    "T-3",
    REJECT,
    N_("« {indicateur} » a un seuil orange sans seuil vert."),
    N_("Aucune valeur ne serait jamais bonne."),
    N_("Ajouter le seuil vert, ou retirer l'orange."),
)
UNREAD = Rule(
    "T-4",
    REJECT,
    N_("Le seuil de « {indicateur} » est dit norme lue, et sa source manque."),
    N_("Un seuil n'est donné pour une norme que si son texte a été lu."),
    N_("Nommer le texte lu dans source_norme, ou choisir une autre origine."),
)
ADDRESS = Rule(
    "T-5",
    REJECT,
    N_("« {valeur} » n'est pas une adresse en http:// ou https://."),
    N_("Le lecteur ne pourrait pas ouvrir la source."),
    N_("Copier l'adresse entière de la page, ou laisser la cellule vide."),
)
TOO_LONG = Rule(
    "T-6",
    REJECT,
    N_("Le texte a plus de {longueur} caractères."),
    N_("Il ne tiendrait ni sous une figure ni dans une légende."),
    N_("Le raccourcir ; l'adresse de la source mène au texte entier."),
)
EMPTY = Rule(
    "T-7",
    REJECT,
    N_("La table n'a aucun seuil."),
    N_("Plus aucun ratio ne pourrait être apprécié."),
    N_("Donner la table entière, et non les seules lignes qui changent."),
)


def key_of(row: Row) -> Key:
    """Return what names a threshold: its indicator and its rule."""
    return row["indicateur_id"], row["regle"]


def columns(given: Sequence[str], file: str) -> list[Finding]:
    """Compare the columns of a file with the contract's."""
    wanted = [field.name for field in contracts()["seuil"].file_fields]
    wrong = [f"- {one}" for one in wanted if one not in given]
    wrong += [f"+ {one}" for one in given if one not in wanted]
    return [Finding(COLUMNS, file, 1, value=", ".join(wrong))] if wrong else []


def find(table: Sequence[Row], reference: Path) -> list[Finding]:
    """Find every fault of a table; lines are those of a file with a header.

    ``reference`` is the folder of the catalogue and the code lists.
    """
    better = {row["indicateur_id"]: row["sens"] for row in _read(reference / "indicateur.csv")}
    lists: dict[str, set[str]] = {}
    for row in _read(reference / "code_liste.csv"):
        lists.setdefault(row["liste"], set()).add(row["code"])
    found = [] if table else [_fault(EMPTY)]
    for line, row in enumerate(table, start=2):
        found += _contract(row, line, better, lists)
        found += _meaning(row, line)
    found += _repeated(table)
    return found + list(_pairs(table, better))


def _contract(
    row: Row, line: int, better: dict[str, str], lists: dict[str, set[str]]
) -> Iterator[Finding]:
    """Check a row against the table's contract: required cells, codes, the catalogue."""
    for field in contracts()["seuil"].file_fields:
        value = row[field.name]
        if field.required and not value:
            yield _fault(REQUIRED, line, field.name)
        elif field.code_list and value not in lists.get(field.code_list, set()):
            yield _fault(CODE, line, field.name, value, attendu=field.code_list)
    if row["indicateur_id"] and row["indicateur_id"] not in better:
        yield _fault(REFERENCE, line, "indicateur_id", row["indicateur_id"], attendu="indicateur")


def _meaning(row: Row, line: int) -> Iterator[Finding]:
    """Check what a row says: its expression, its source, its address."""
    if not _intervals(row):
        yield _fault(EXPRESSION, line, "expression", row["expression"])
    if row["origine"] == READ and not row["source_norme"]:
        yield _fault(UNREAD, line, "source_norme", indicateur=row["indicateur_id"])
    if row["source_url"] and not row["source_url"].startswith(("https://", "http://")):
        yield _fault(ADDRESS, line, "source_url", row["source_url"])
    for name in ("source_norme", "source_url"):
        if len(row[name]) > LONGEST:
            yield _fault(TOO_LONG, line, name, longueur=LONGEST)


def _repeated(table: Sequence[Row]) -> list[Finding]:
    counts = Counter(map(key_of, table))
    return [
        _fault(KEY, line, "indicateur_id, regle", " / ".join(key_of(row)))
        for line, row in enumerate(table, start=2)
        if counts[key_of(row)] > 1
    ]


def _pairs(table: Sequence[Row], better: dict[str, str]) -> Iterator[Finding]:
    """Check the amber of each indicator against its green."""
    green = {row["indicateur_id"]: row for row in table if row["regle"] == "vert"}
    for line, row in enumerate(table, start=2):
        if row["regle"] != "orange":
            continue
        name = row["indicateur_id"]
        if name not in green:
            yield _fault(ALONE, line, "regle", indicateur=name)
        elif _intervals(row) and _intervals(green[name]):
            good = green[name]["expression"]
            if bounds.contradiction(good, row["expression"], better.get(name, "")):
                yield _fault(
                    CONTRADICTION, line, "expression", row["expression"], indicateur=name, vert=good
                )


def _intervals(row: Row) -> list[bounds.Interval]:
    try:
        return bounds.intervals(row["expression"])
    except ValueError:
        return []


def _fault(
    rule: Rule, line: int | None = None, column: str = "", value: str = "", **fields: object
) -> Finding:
    return Finding(rule, "seuil.csv", line, column, value, fields, table="seuil")


def _read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)
