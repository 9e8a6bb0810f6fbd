"""Compute the catalogue's indicators, and settle the views that every page asks.

Each file of ``queries/mesures`` gives one indicator's numerator and denominator by entity; they are
computed once, when a store is built, so that a page only adds them up.
"""

from functools import cache

import duckdb

from cartomut.contracts import identifier, literal
from cartomut.paths import QUERIES
from cartomut.sqlfiles import SqlFile

# Views that joins made slow to ask again and again; each becomes a table of the same name.
SETTLED = (
    "organisme_situe",
    "mutuelle_situee",
    "centre_situe",
    "centre_activite_diffusable",
    "prestation_pathologie_diffusable",
    "exercice",
    "depense_mutuelle",
    "entite_situee",
    "nom_cherche",
    "partie_attendue",
    "dossier_centre",
    "mutuelle_resumee",
    "mutuelle_chiffre",
    "mutuelle_derniers_chiffres",
    "lentille_service",
    "centre_liste",
    "reponse_service",
    "centre_lentille",
    "population_localite",
    "lieu_situe",
    "etape_mutuelle",
)
# Made of the indicators: settled once these are computed.
GROUPED = ("mesure_situee", "mesure_par_entite", "mesure_de_region")
COLUMNS = (
    "entite_id",
    "annee",
    "numerateur",
    "denominateur",
    "est_masque",
    "source_id",
    "nature",
)


@cache
def files() -> tuple[SqlFile, ...]:
    """Read the files of ``queries/mesures``, in order of their indicators."""
    return tuple(SqlFile.read(path) for path in sorted((QUERIES / "mesures").glob("*.sql")))


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Turn the views that are asked most into tables, with their comments."""
    for name in SETTLED:
        _settle(con, name)


def compute(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Fill ``mesure`` and ``mesure_sorte``; return the number of rows of each indicator."""
    counts = {}
    columns = ", ".join(COLUMNS)
    for one in files():
        indicator = one.name.partition("/")[2]
        entity = one.text("Entity")
        kind = [indicator, entity, one.text("Aggregate"), one.text("Unit")]
        con.execute("insert into mesure_sorte values (?, ?, ?, ?)", kind)
        answer = con.execute(
            f"insert into mesure (indicateur_id, entite, {columns}) "
            f"select ?, ?, {columns} from ({one.sql.rstrip().rstrip(';')}) as mesuree",
            [indicator, entity],
        ).fetchone()
        counts[indicator] = int(answer[0]) if answer else 0
    for name in GROUPED:
        _settle(con, name)
    return counts


def _settle(con: duckdb.DuckDBPyConnection, name: str) -> None:
    view, beside = identifier(name), identifier(f"{name}_etabli")
    found = con.execute(
        "select comment from duckdb_views() where view_name = ? and not internal", [name]
    ).fetchone()
    con.execute(f"create table {beside} as select * from {view}")
    con.execute(f"drop view {view}")
    con.execute(f"alter table {beside} rename to {view}")
    con.execute(f"comment on table {view} is {literal(found[0] if found else '')}")
