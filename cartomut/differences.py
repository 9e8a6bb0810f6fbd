"""Say what differs between two editions: rows that came, went, moved or changed, and figures.

Rows are compared by the keys of the contracts, in DuckDB, over the editions' own CSV files. The
figures are those of the catalogue, computed on both editions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pandas as pd

from cartomut import editions, store
from cartomut.contracts import Contract, contracts, identifier, literal
from cartomut.paths import DATA, QUERIES
from cartomut.queries import query
from cartomut.store import Store

CAME, WENT, MOVED, CHANGED = "apparu", "disparu", "deplace", "modifie"
SOURCE = "source"  # the same thing said by another document: counted, not listed
SHOWN = 500  # changes of one kind in one table that are listed one by one; all are counted
BOOKKEEPING = ("anomalie", "importation", "journal")
MEMORY = "1GB"
# What tells where a thing is; a change there is a move.
PLACES = {
    "centre": ("latitude", "longitude", "commune", "region_code"),
    "organisme": ("latitude", "longitude", "siege_commune", "siege_region_code"),
}
POSITION = ("latitude", "longitude")
SIDES = ("avant", "apres")
PATIENTS = (
    "nb_depistages_vih",
    "nb_vih_positifs",
    "nb_sous_arv",
    "nb_tb_traites",
    "nb_palu_testes",
    "nb_palu_confirmes",
    "nb_palu_traites",
)
HIDDEN = "1–4"
NEAR = 1e-9  # of a value: what a sum in another order may differ by
MEASURES = (
    "population_2021",
    "population_2014",
    "densite_centres",
    "nb_centres",
    "nb_centres_ouverts",
    "nb_centres_mutualistes",
    "nb_centres_communautaires",
    "nb_centres_annonces",
    "nb_sieges",
    "investissements_fcfa",
)
BY_TERRITORY = "indicateurs/territoires_mesure"
INDICATORS = "indicateurs/valeurs"  # what the files of queries/mesures add up to
ALWAYS = (BY_TERRITORY, INDICATORS, "indicateurs/lieux_par_statut")
NAMES = ("nom", "nom_region", "indicateur_nom_fr")
_RESULT = """
    create table difference (
        table_nom VARCHAR, changement VARCHAR, cle VARCHAR, nom VARCHAR, colonne VARCHAR,
        ancienne VARCHAR, nouvelle VARCHAR, distance_km DOUBLE
    )
"""
_SIZES = """
    create table taille (rang INTEGER, table_nom VARCHAR, nb_avant BIGINT, nb_apres BIGINT)
"""
_COUNTS = """
    select
        taille.table_nom,
        taille.nb_avant,
        taille.nb_apres,
        count(distinct cle) filter (where changement = 'apparu') as nb_apparus,
        count(distinct cle) filter (where changement = 'disparu') as nb_disparus,
        count(distinct cle) filter (where changement = 'deplace') as nb_deplaces,
        count(distinct cle) filter (where changement = 'modifie') as nb_modifies,
        count(distinct cle) filter (where changement = 'source') as nb_sources
    from taille
    left join difference
        on taille.table_nom = difference.table_nom
    group by taille.rang, taille.table_nom, taille.nb_avant, taille.nb_apres
    order by taille.rang asc
"""
_LISTED = """
    select table_nom, changement, cle, nom, colonne, ancienne, nouvelle, distance_km
    from difference
    where changement <> 'source'
    qualify row_number() over (
        partition by table_nom, changement
        order by distance_km desc nulls last, cle asc, colonne asc
    ) <= ?
    order by table_nom asc, changement asc, distance_km desc nulls last, cle asc, colonne asc
"""
_KILOMETRES = """
    2 * 6371 * asin(sqrt(
        power(sin(radians(apres.latitude::DOUBLE - avant.latitude::DOUBLE) / 2), 2)
        + cos(radians(avant.latitude::DOUBLE)) * cos(radians(apres.latitude::DOUBLE))
        * power(sin(radians(apres.longitude::DOUBLE - avant.longitude::DOUBLE) / 2), 2)
    ))
"""


@dataclass(frozen=True)
class Difference:
    """What differs from one edition to another.

    ``counts`` has one row per table that either edition has: rows before and after, how many came,
    went, moved and changed, and how many name another document. ``rows`` has one row per row that
    came or went, and one per column that changed, at most ``SHOWN`` of each kind in each table.
    """

    dataset: str
    before: str
    after: str
    counts: pd.DataFrame
    rows: pd.DataFrame

    @property
    def listed_whole(self) -> bool:
        """Tell whether every change is listed, none only counted."""
        listed = self.rows.groupby(["table_nom", "changement"])["cle"].size()
        return bool((listed < SHOWN).all())


def difference(dataset: str, before: str, after: str, data: Path = DATA) -> Difference:
    """Compare the rows of two editions.

    Raises
    ------
    Stopped
        When there is no such edition.
    """
    folders = [editions.folder(dataset, version, data) for version in (before, after)]
    with duckdb.connect(":memory:") as con, TemporaryDirectory(prefix="cartomut-") as scratch:
        con.execute(f"set memory_limit = {literal(MEMORY)}")
        con.execute(f"set temp_directory = {literal(scratch)}")
        con.execute(_RESULT)
        con.execute(_SIZES)
        _name(con, folders)
        for contract in _compared(folders):
            _compare(con, contract, folders)
        counts = con.execute(_COUNTS).df()
        rows = con.execute(_LISTED, [SHOWN]).df()
    return Difference(dataset, before, after, counts, rows)


def figures(dataset: str, before: str, after: str, data: Path = DATA) -> pd.DataFrame:
    """Say which figures differ between two editions, by building both stores aside.

    Returns one row per value that differs: ``question``, ``mesure`` (of the map, else empty),
    ``colonnes`` and ``cle`` (what the value is of, parts separated by « / »), ``nom``, ``avant``,
    ``apres`` and ``ecart`` in the question's unit. NaN is an unknown value.

    Raises
    ------
    Stopped
        When there is no such edition.
    BuildError
        When an edition does not pass the checks of this version of CartoMut.
    """
    with TemporaryDirectory(prefix="cartomut-") as scratch:
        old, new = (
            _answers(_build(dataset, version, Path(scratch), data)) for version in (before, after)
        )
    found = [
        _changed(question, measure, rows, new[question, measure])
        for (question, measure), rows in old.items()
    ]
    return pd.concat(found, ignore_index=True)


def _build(dataset: str, version: str, scratch: Path, data: Path) -> Path:
    folder = editions.folder(dataset, version, data)
    return store.build(dataset, data=data, stores=scratch / version, tables=folder)


def _answers(path: Path) -> dict[tuple[str, str], pd.DataFrame]:
    """Put the questions of the catalogue to a store; the map's once for each measure."""
    opened = Store(path)
    catalogue = query("listes/catalogue").run(opened)["requete"].dropna()
    known = [
        name
        for name in catalogue
        if (QUERIES / f"{name}.sql").is_file() and not name.startswith("mesures/")
    ]
    found = {}
    for name in sorted({*ALWAYS, *known}):
        asked = query(name)
        for measure in MEASURES if name == BY_TERRITORY else [""]:
            values = {"niveau": "region", "mesure": measure, "groupe": "pays"}
            given = {one: values.get(one) for one in asked.params}
            found[name, measure] = asked.run(opened, **given)
    return found


def _changed(
    question: str, measure: str, before: pd.DataFrame, after: pd.DataFrame
) -> pd.DataFrame:
    """Set two answers side by side and keep the values that differ."""
    value = query(question).text("Value")
    key = _key(value, before, after)
    label = next((name for name in NAMES if name in after and name not in key), None)
    kept = [*key, value] + ([label] if label else [])
    both = before[kept].merge(after[kept], on=key, how="outer", suffixes=("_avant", "_apres"))
    old, new = (pd.to_numeric(both[f"{value}_{one}"]).astype("Float64") for one in SIDES)
    found = pd.DataFrame(
        {
            "question": question,
            "mesure": measure,
            "colonnes": " / ".join(key),
            "cle": [" / ".join(map(_text, row)) for row in both[key].itertuples(index=False)],
            "nom": both[f"{label}_apres"].fillna(both[f"{label}_avant"]) if label else "",
            "avant": old,
            "apres": new,
            "ecart": new - old,
        }
    )
    close = ((old - new).abs() <= NEAR * old.abs().clip(lower=1)).fillna(False)
    return found[~(close | (old.isna() & new.isna()))]


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def _key(value: str, before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """Return the first columns that tell the rows of both answers apart: their grain."""
    columns = [
        name
        for name in before.columns
        if name != value and pd.concat([before[name], after[name]]).nunique(dropna=False) > 1
    ] or [name for name in before.columns if name != value]
    for count in range(1, len(columns) + 1):
        key = columns[:count]
        if not before.duplicated(key).any() and not after.duplicated(key).any():
            return key
    return columns


def _compared(folders: Sequence[Path]) -> list[Contract]:
    return [
        contract
        for name, contract in contracts().items()
        if name not in BOOKKEEPING and any((folder / f"{name}.csv").is_file() for folder in folders)
    ]


def _name(con: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    """Learn what organisations and centres are called, in the later edition first."""
    con.execute("create table appele (colonne VARCHAR, id VARCHAR, nom VARCHAR, rang INTEGER)")
    for rank, folder in enumerate(reversed(folders)):
        for table, key in (("organisme", "organisme_id"), ("centre", "centre_id")):
            path = folder / f"{table}.csv"
            if path.is_file():
                con.execute(
                    f"insert into appele select ?, {key}, nom, ? from {_csv(path)}", [key, rank]
                )
    con.execute(
        "create table nomme as select colonne, id, any_value(nom order by rang) as nom "
        "from appele group by colonne, id"
    )


def _compare(con: duckdb.DuckDBPyConnection, contract: Contract, folders: Sequence[Path]) -> None:
    """Compare one table of two editions, and note what differs."""
    for side, folder in zip(SIDES, folders, strict=True):
        _stage(con, contract, side, folder)
    con.execute(
        "insert into taille select (select count(*) from taille), ?, "
        "(select count(*) from avant), (select count(*) from apres)",
        [contract.name],
    )
    key = _keys(contract)
    for change, here, there in ((CAME, "apres", "avant"), (WENT, "avant", "apres")):
        con.execute(
            f"insert into difference select ?, ?, {_joined(key, here)}, "
            f"{_named(contract, here)}, null, null, null, null from {here} "
            f"where not exists (select 1 from {there} where {_same(key)})",
            [contract.name, change],
        )
    _cells(con, contract, key)


def _cells(con: duckdb.DuckDBPyConnection, contract: Contract, key: Sequence[str]) -> None:
    """Note each column whose value differs in a row that both editions have."""
    places = PLACES.get(contract.name, ())
    columns = [one.name for one in contract.file_fields if one.name not in key]
    pairs = [
        _pair(
            MOVED if name in places else SOURCE if name == "source_id" else CHANGED,
            name,
            f"avant.{identifier(name)}",
            f"apres.{identifier(name)}",
        )
        for name in columns
        if not (places and name in POSITION)
    ]
    if places:
        pairs.append(_pair(MOVED, ", ".join(POSITION), _position("avant"), _position("apres")))
    if pairs:
        con.execute(
            "insert into difference select ?, changement, cle, nom, colonne, ancienne, nouvelle, "
            f"case when colonne = {literal(', '.join(POSITION))} then km end "
            f"from (select {_joined(key, 'apres')} as cle, {_named(contract, 'apres')} as nom, "
            f"{_KILOMETRES if places else 'null'} as km, "
            f"unnest([{', '.join(pairs)}], recursive := true) "
            f"from avant inner join apres on {_same(key)} "
            f"where {_row('avant', columns)} is distinct from {_row('apres', columns)}) "
            "where ancienne is distinct from nouvelle",
            [contract.name],
        )


def _stage(con: duckdb.DuckDBPyConnection, contract: Contract, side: str, folder: Path) -> None:
    """Read a table of an edition as text; a column or a file that it lacks is unknown.

    A row whose source is its own import is not changed by being imported anew, and an import is
    no document that came or went.
    """
    names = [one.name for one in contract.file_fields]
    path = folder / f"{contract.name}.csv"
    if not path.is_file():
        columns = ", ".join(f"{identifier(name)} VARCHAR" for name in names)
        con.execute(f"create or replace table {side} ({columns})")
        return
    described = con.execute(f"describe select * from {_csv(path)}").fetchall()
    given = {row[0] for row in described}
    own = literal(f"import_{folder.name}")
    read = [
        f"{_shown(name, given) if name in given else 'cast(null as VARCHAR)'} as {identifier(name)}"
        for name in names
    ]
    if "source_id" in given and contract.name != "source":
        read[names.index("source_id")] = f"nullif(source_id, {own}) as source_id"
    only = "where not starts_with(source_id, 'import_')" if contract.name == "source" else ""
    con.execute(
        f"create or replace table {side} as select {', '.join(read)} from {_csv(path)} {only}"
    )


def _shown(column: str, given: set[str]) -> str:
    """Hide a count of 1 to 4 patients and what would give it back, as 35_diffusable.sql does."""
    if column in PATIENTS:
        return f"case when {_few(column)} then '{HIDDEN}' else {column} end"
    if column in ("nb_cas", "montant_fcfa") and {"nb_cas", "pathologie"} <= given:
        small = f"pathologie <> 'autre' and {_few('nb_cas')}"
        rest = f"bool_or({small}) over (partition by organisme_id, annee)"
        hidden = f"if(pathologie = 'autre', {rest}, {small})"
        return f"case when {hidden} then '{HIDDEN}' else {column} end"
    return identifier(column)


def _few(column: str) -> str:
    return f"coalesce(try_cast({column} as DOUBLE) between 1 and 4, false)"


def _csv(path: Path) -> str:
    return f"read_csv({literal(str(path))}, header = true, all_varchar = true, delim = ',')"


def _keys(contract: Contract) -> tuple[str, ...]:
    return contract.keys[0] if contract.keys else tuple(one.name for one in contract.file_fields)


def _same(key: Sequence[str]) -> str:
    return " and ".join(
        f"avant.{identifier(name)} is not distinct from apres.{identifier(name)}" for name in key
    )


def _joined(key: Sequence[str], side: str) -> str:
    return f"concat_ws(' / ', {', '.join(f'{side}.{identifier(name)}' for name in key)})"


def _row(side: str, columns: Sequence[str]) -> str:
    return f"row({', '.join(f'{side}.{identifier(name)}' for name in columns)})"


def _named(contract: Contract, side: str) -> str:
    """Name a row: by itself, else by the centre or the organisation that it speaks of."""
    if contract.has("nom"):
        return f"{side}.nom"
    for column in ("centre_id", "organisme_id"):
        if contract.has(column):
            known = f"nomme.colonne = {literal(column)} and nomme.id = {side}.{column}"
            return f"(select nom from nomme where {known})"
    return "null"


def _position(side: str) -> str:
    return f"concat_ws(', ', {', '.join(f'{side}.{name}' for name in POSITION)})"


def _pair(change: str, column: str, old: str, new: str) -> str:
    return (
        f"{{'changement': {literal(change)}, 'colonne': {literal(column)}, "
        f"'ancienne': {old}, 'nouvelle': {new}}}"
    )
