"""The demonstration's store, the amounts that are not for everybody, and two mutuals."""

import pandas as pd
import pytest

from cartomut import sample, store
from cartomut.store import Store

SMALLEST = 100_000  # francs: a smaller number may be anything
ACCOUNTS = """
    select organisme_id, montant from (
        unpivot (select organisme_id, columns('.*_fcfa') from organisme_exercice)
        on columns('.*_fcfa') into name poste value montant
    ) where montant >= $smallest
    union all
    select organisme_id, unnest([recettes_fcfa, charges_fcfa]) as montant
    from centre_activite inner join centre using (centre_id)
    where greatest(recettes_fcfa, charges_fcfa) >= $smallest
    union all
    select organisme_id, montant_fcfa from projet where montant_fcfa >= $smallest
"""
SUMS = """
    select sum(montant) from (
        unpivot (select annee, columns('.*_fcfa') from organisme_exercice)
        on columns('.*_fcfa') into name poste value montant
    ) group by annee, poste
"""


@pytest.fixture(scope="module")
def opened():
    if not sample.is_current("demonstration"):
        sample.make("demonstration")
    return Store(store.current("demonstration"))


@pytest.fixture(scope="module")
def amounts(opened) -> pd.DataFrame:
    """What each mutual's own books hold, amounts that several hold left out."""
    with opened.cursor() as cursor:
        rows = cursor.execute(ACCOUNTS, {"smallest": SMALLEST}).df().dropna().drop_duplicates()
        sums = cursor.execute(SUMS).df().iloc[:, 0]
    rows = rows[rows["montant"] % 100_000 != 0]  # a round number may stand for anything
    rows = rows.drop_duplicates("montant", keep=False)
    return rows[~rows["montant"].isin(sums)]


@pytest.fixture(scope="module")
def mutuals(opened):
    with opened.cursor() as cursor:
        rows = cursor.execute(
            "select min(com_contrat.com_id), com_contrat.organisme_id, min(centre.centre_id), "
            "min(projet_id) from com_contrat "
            "inner join organisme_exercice using (organisme_id) "
            "inner join projet using (organisme_id) "
            "inner join centre on centre.organisme_id = com_contrat.organisme_id "
            "group by 2 order by 2"
        ).fetchall()
    return rows[0], rows[1]
