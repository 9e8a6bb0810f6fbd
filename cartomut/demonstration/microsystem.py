"""The invented micro-system of care: a hub, the facilities that signed its charter, who helps."""

import pandas as pd

from cartomut.demonstration.facilities import OWNED, listed, states
from cartomut.demonstration.organisations import others
from cartomut.demonstration.setting import Setting

REGION = "abidjan"
SIGNED = 7  # facilities that signed the charter beside the hub
OPENED = "2023-03-14"  # the day of the hub's plaque: before the survey of the first edition
LATER = ("2023-03-14", "2023-09-20", "2024-02-07", "2024-10-16")  # days of what followed


def links(setting: Setting, rows: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Make the links of the micro-system: ends, type, dates; no row where nobody can be the hub.

    A facility that signs the charter links to the hub; its mutual is a member; partners help,
    train and support; the hub and some of its members refer patients to a higher level.
    """
    here = _facilities(setting, rows, made)
    own = here[here["relation"].isin(OWNED) & (here["niveau_soins"] == "primaire")]
    if own.empty:
        return pd.DataFrame()
    hub, signed = own["centre_id"].iloc[0], own.iloc[1 : SIGNED + 1]
    members = pd.concat([own.iloc[:1], signed]).drop_duplicates("organisme_id")
    helper, trainer, *backers = others(setting, "partenaires")["organisme_id"].iloc[:4]
    days = pd.Series([LATER[rank % len(LATER)] for rank in range(len(signed))], signed.index)
    centres = signed["centre_id"]
    parts = [
        _tied("charte", "centre", centres, "centre", hub, days),
        _tied("membre", "organisme", members["organisme_id"], "centre", hub, OPENED),
        _tied("entraide", "organisme", helper, "centre", [hub, *centres.iloc[::2]], LATER[1]),
        _tied("formation", "organisme", trainer, "centre", [hub, *centres.iloc[:4]], LATER[2]),
        _tied("partenaire", "organisme", backers, "centre", hub, OPENED),
    ]
    higher = here.loc[here["niveau_soins"] != "primaire", "centre_id"]
    if not higher.empty:
        sent = [hub, *centres.iloc[1::2]]
        parts.append(_tied("reference", "centre", sent, "centre", higher.iloc[0], LATER[3]))
    long = pd.concat(parts, ignore_index=True)
    long["date_fin"] = None
    long.loc[(long["type_lien"] == "formation") & (long["vers_id"] != hub), "date_fin"] = "2024-12"
    return long


def _facilities(setting: Setting, rows: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Keep the region's open facilities that both editions know, the hub's kind first."""
    stable = set(rows.loc[rows["stable"], "organisme_id"])
    kept = (states(setting, made) == "ouvert") & listed(setting, made)
    kept &= (made["region_code"] == REGION) & ~made["apparu"] & made["organisme_id"].isin(stable)
    here: pd.DataFrame = made[kept & (made["ouvert_le"] < OPENED)]
    kind = here["type_etablissement"] != "centre_mutualiste"
    ordered: pd.DataFrame = here.assign(autre=kind)
    return ordered.sort_values(["autre", "centre_id"], kind="stable")


def _tied(
    kind: str, de_type: str, de: object, vers_type: str, vers: object, day: object
) -> pd.DataFrame:
    """Lay out links of one type, one per end of the longer side."""
    both = pd.DataFrame({"de_id": de, "vers_id": vers, "date_debut": day}, _index(de, vers))
    made = both.assign(de_type=de_type, vers_type=vers_type, type_lien=kind)
    made["lien_id"] = made["de_id"] + "_" + made["vers_id"] + "_" + kind
    return made


def _index(*ends: object) -> "pd.Index[int] | None":
    """Give two single names the one row that a frame of them needs."""
    series = [one for one in ends if isinstance(one, pd.Series)]
    if series:
        return series[0].index
    return pd.RangeIndex(1) if all(isinstance(one, str) for one in ends) else None
