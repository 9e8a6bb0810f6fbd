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
ANY = "connu"  # open centres and the facilities of an official list; without a list, no row
HOSPITAL = "hopital"  # those of them above first contact; without a list that tells levels, no row
ABOVE = ("secondaire", "tertiaire")
_PLACES = "select localite_id, latitude, longitude from population_localite order by localite_id"
_CENTRES = """
    select
        centre_id, latitude, longitude, niveau_soins, est_ouvert,
        compte_pour('nb_centres_mutualistes', relation, statut_operationnel) as est_mutualiste,
        est_ouvert and relation = 'proprietaire' as est_possede
    from centre_situe
    order by centre_id
"""
_LISTED = """
    select etablissement_id as centre_id, latitude, longitude, niveau_soins
    from etablissement_connu
    order by etablissement_id
"""
_KEEP = "insert into localite_proche by name select * from found"


def fill(con: duckdb.DuckDBPyConnection) -> int:
    """Fill ``localite_proche`` from the settled places and centres; return its number of rows."""
    places, centres = con.execute(_PLACES).df(), con.execute(_CENTRES).df()
    listed = con.execute(_LISTED).df()
    near = [_nearest(places, _of(centres, name), name) for name in SETS]
    if len(listed):
        known = pd.concat([_of(centres, "etude"), listed])
        near.append(_nearest(places, known, ANY))
    if listed["niveau_soins"].isin(ABOVE).any():
        near.append(_nearest(places, known[known["niveau_soins"].isin(ABOVE)], HOSPITAL))
    found = pd.concat(near, ignore_index=True)
    con.register("found", found)
    con.execute(_KEEP)
    con.unregister("found")
    return len(found)


def _of(centres: pd.DataFrame, name: str) -> pd.DataFrame:
    return centres[centres[SETS[name]].fillna(False).astype(bool)]


def _nearest(places: pd.DataFrame, own: pd.DataFrame, name: str) -> pd.DataFrame:
    """Give each place its nearest centre of a set; places without one have no row."""
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
