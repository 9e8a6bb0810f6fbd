"""Settle, when a store is built, how far each inhabited place is from the nearest open centre.

The distances are straight lines; the questions that use them apply the road factor.
"""

import duckdb
import pandas as pd

from cartomut.access.distance import Index
from cartomut.access.points import Points

# Which centres each set holds; the names are those of the page of reach.
SETS = {
    "mutualiste": "est_mutualiste",
    "possede": "est_possede",
    "etude": "est_ouvert",
}
_PLACES = "select localite_id, latitude, longitude from population_localite order by localite_id"
_CENTRES = """
    select
        centre_id, latitude, longitude, est_ouvert,
        compte_pour('nb_centres_mutualistes', relation, statut_operationnel) as est_mutualiste,
        est_ouvert and relation = 'proprietaire' as est_possede
    from centre_situe
    order by centre_id
"""
_KEEP = "insert into localite_proche by name select * from found"


def fill(con: duckdb.DuckDBPyConnection) -> int:
    """Fill ``localite_proche`` from the settled places and centres; return its number of rows."""
    places, centres = con.execute(_PLACES).df(), con.execute(_CENTRES).df()
    found = pd.concat([_nearest(places, centres, name) for name in SETS], ignore_index=True)
    con.register("found", found)
    con.execute(_KEEP)
    con.unregister("found")
    return len(found)


def _nearest(places: pd.DataFrame, centres: pd.DataFrame, name: str) -> pd.DataFrame:
    """Give each place its nearest centre of a set; places without one have no row."""
    own = centres[centres[SETS[name]].fillna(False).astype(bool)].reset_index(drop=True)
    near = Index(Points.of(own["latitude"], own["longitude"])).nearest(
        Points.of(places["latitude"], places["longitude"])
    )
    has = near.centre >= 0
    return pd.DataFrame(
        {
            "localite_id": places.loc[has, "localite_id"].astype("str"),
            "ensemble": name,
            "centre_id": own["centre_id"].astype("str").to_numpy()[near.centre[has]],
            "km": near.km[has],
        }
    )
