"""Accounts of the mutuals: one row per mutual and year, in which every identity holds."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from cartomut.demonstration import places
from cartomut.demonstration.organisations import SUPPORTED, kept
from cartomut.demonstration.setting import (
    Flags,
    Floats,
    Integers,
    Setting,
    Texts,
    series,
    split,
    whole,
)

MONEY = (
    "cotisations_emises_fcfa",
    "cotisations_encaissees_fcfa",
    "cotisations_acquises_fcfa",
    "prestations_dues_fcfa",
    "prestations_payees_fcfa",
    "frais_fonctionnement_fcfa",
    "charges_totales_fcfa",
    "produits_totaux_fcfa",
    "reserves_fcfa",
    "provisions_techniques_fcfa",
    "placements_fcfa",
    "disponibilites_fcfa",
    "dettes_court_terme_fcfa",
    "subventions_fcfa",
    "resultat_net_fcfa",
)


def accounts(setting: Setting, rows: pd.DataFrame, owned: pd.DataFrame) -> pd.DataFrame:
    """Make the exercises of every mutual and every year up to the edition's last, complete.

    Columns are those of ``organisme_exercice``, then ``rang`` (the mutual's row) and ``revise``.
    ``owned`` gives ``organisme_id``, ``annee``, ``nb_centres``.
    """
    years = setting.years
    made = pd.DataFrame(
        {
            "rang": np.repeat(rows["rang"].to_numpy(), len(years)),
            "organisme_id": np.repeat(rows["organisme_id"].to_numpy(), len(years)),
            "annee": np.tile(years, len(rows)),
        }
    )
    made = made.join(_people(setting, rows)).join(_money(setting, rows))
    made["resultat_net_fcfa"] = made["produits_totaux_fcfa"] - made["charges_totales_fcfa"]
    made["reserves_fcfa"] = _reserves(setting, rows, made)
    made = made.join(_balance(setting, made)).join(_filing(setting, rows, made["annee"].to_numpy()))
    made = made.merge(owned, on=["organisme_id", "annee"], how="left")
    made["nb_centres"] = made["nb_centres"].fillna(0).astype(np.int64)
    made["revise"] = revised(setting, rows)[made["rang"]] & (made["annee"] == years[-2])
    return made[_declared(setting, rows, made)].reset_index(drop=True)


def revised(setting: Setting, rows: pd.DataFrame) -> Flags:
    """Tell which mutuals gave provisional figures for the first edition's last year."""
    chance = setting.values["revisions"]["valeurs"]
    return np.asarray(setting.stream("valeurs revisees").random(len(rows)) < chance)


def exercises(setting: Setting, made: pd.DataFrame) -> pd.DataFrame:
    """Make ``organisme_exercice`` from complete accounts: some answers are missing.

    Who does not give the date of filing does not say either whether the accounts are certified.
    """
    columns = series(made.drop(columns=["rang", "revise"]))
    frame = setting.frame("organisme_exercice", source=origins(setting, made), **columns)
    rng = setting.stream("absences des exercices")
    number = len(setting.years) * (made["rang"].max() + 1)
    cells = made["rang"] * len(setting.years) + made["annee"] - setting.years[0]
    for column, chance in setting.values["absences"].items():
        if column in frame:
            lost = rng.random(number) < chance
            frame[column] = frame[column].mask(lost[cells])
    filed = frame["date_depot_etats_financiers"].notna()
    return frame.assign(est_certifie=frame["est_certifie"].where(filed))


def origins(setting: Setting, made: pd.DataFrame) -> Texts:
    """Name the source of each row: a year already surveyed keeps the edition that gave it."""
    earlier = (made["annee"] < setting.last_year).to_numpy()
    if "revise" in made:
        earlier = earlier & ~made["revise"].to_numpy()
    return np.where(earlier, "demo_etude_1", setting.source).astype(object)


def members_by_region(setting: Setting, rows: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Make ``implantation``: beneficiaries by region, the seat's first; some regions unknown."""
    weights = _presence(setting, rows)
    covered = whole(
        made["nb_beneficiaires"] * setting.stream("implantation").uniform(0.96, 1.0, len(made))
    )
    parts = split(covered, weights[made["rang"]])
    lines, regions = np.nonzero(weights[made["rang"]] > 0)
    chosen = made.iloc[lines]
    codes = np.array(places.region_codes(), dtype=object)
    return setting.frame(
        "implantation",
        source=origins(setting, chosen),
        organisme_id=chosen["organisme_id"].to_numpy(),
        region_code=codes[regions],
        annee=chosen["annee"].to_numpy(),
        nb_beneficiaires=parts[lines, regions],
    )


def _people(setting: Setting, rows: pd.DataFrame) -> pd.DataFrame:
    number, width = len(rows), len(setting.years)
    rng = setting.stream("adherents")
    size = rows["adherents"] * np.exp(rng.normal(0, 1, number) * rows["dispersion"])
    known = setting.values["exercices"]
    growth = rng.normal(known["croissance"], known["croissance_ecart"], (number, width))
    growth[:, 0] = 0
    members = whole(np.maximum(size.to_numpy(), 60)[:, None] * np.cumprod(1 + growth, axis=1))
    family = np.maximum(_around(setting, rows, "famille"), 1.0)
    covered = np.maximum(whole(members * family[:, None]), members)
    women = np.minimum(_around(setting, rows, "femmes"), 0.9)[:, None]
    informal = rows["informel"].to_numpy()[:, None]
    paid_up = setting.between("a_jour", "exercices", "adherents", number * width)
    target = covered.max(axis=1) / np.minimum(_around(setting, rows, "penetration"), 0.95)
    grown = target[:, None] * np.linspace(0.94, 1.06, width)
    return pd.DataFrame(
        {
            "nb_adherents": members.ravel(),
            "nb_beneficiaires": covered.ravel(),
            "nb_beneficiaires_femmes": np.floor(covered * women).astype(np.int64).ravel(),
            "nb_beneficiaires_informel": np.floor(covered * informal).astype(np.int64).ravel(),
            "nb_beneficiaires_a_jour": np.floor(covered.ravel() * paid_up).astype(np.int64),
            "population_cible": np.maximum(whole(grown), covered).ravel(),
        }
    )


def _money(setting: Setting, rows: pd.DataFrame) -> pd.DataFrame:
    """Draw contributions, benefits, costs and income; parts add up to their totals."""
    number, width = len(rows), len(setting.years)
    cells = number * width
    people = _people(setting, rows)["nb_beneficiaires"].to_numpy()

    def draw(name: str) -> Floats:
        return setting.between(name, "exercices", "comptes", cells)

    def each(name: str) -> Floats:
        return np.repeat(_around(setting, rows, name), width)

    prices = np.tile(1.02 ** np.arange(width), number)
    billed = whole(people * each("cotisation") * prices * _provisional(setting, rows))
    earned = whole(billed * draw("acquises"))
    noise = setting.stream("sinistralite").normal(1, 0.05, cells)
    due = whole(earned * np.maximum(each("sinistralite") * noise, 0.4))
    running = whole(earned * each("frais"))
    given = np.repeat(rows["base_affiliation"].isin(SUPPORTED).to_numpy(), width)
    grants = np.where(given, whole(earned * draw("subventions")), 0)
    return pd.DataFrame(
        {
            "cotisations_emises_fcfa": billed,
            "cotisations_encaissees_fcfa": whole(billed * _collection(setting, rows)),
            "cotisations_acquises_fcfa": earned,
            "prestations_dues_fcfa": due,
            "prestations_payees_fcfa": whole(due * draw("paiement")),
            "frais_fonctionnement_fcfa": running,
            "charges_totales_fcfa": due + running + whole(earned * draw("autres_charges")),
            "subventions_fcfa": grants,
            "produits_totaux_fcfa": earned + grants + whole(earned * draw("autres_produits")),
        }
    )


def _collection(setting: Setting, rows: pd.DataFrame) -> Floats:
    """Draw each mutual's collection rate, which hardly moves from year to year."""
    usual = setting.between("recouvrement", "exercices", "comptes", len(rows))
    low, high = setting.values["exercices"]["recouvrement"]
    moves = setting.stream("recouvrement annuel").normal(0, 0.015, (len(rows), len(setting.years)))
    return np.asarray(np.clip(usual[:, None] + moves, low, high).ravel())


def _provisional(setting: Setting, rows: pd.DataFrame) -> Floats:
    """Return the factor of provisional figures, 1 elsewhere: one per mutual and year."""
    factors = np.ones((len(rows), len(setting.years)))
    spread = setting.values["revisions"]["ecart"]
    drawn = setting.stream("ecart des revisions").normal(1, spread, len(rows))
    if setting.edition == 1:
        factors[:, -2] = np.where(revised(setting, rows), drawn, 1.0)
    return factors.ravel()


def _reserves(setting: Setting, rows: pd.DataFrame, made: pd.DataFrame) -> Integers:
    """Carry the reserves from year to year with the result; they never go below zero."""
    shape = (len(rows), len(setting.years))
    results = made["resultat_net_fcfa"].to_numpy().reshape(shape)
    costs = made["charges_totales_fcfa"].to_numpy().reshape(shape)
    held = whole(costs[:, 0] * setting.between("reserves", "exercices", "comptes", len(rows)))
    carried = np.empty(shape, dtype=np.int64)
    for year in range(shape[1]):
        held = np.maximum(held + results[:, year], 0)
        carried[:, year] = held
    return carried.ravel()


def _balance(setting: Setting, made: pd.DataFrame) -> pd.DataFrame:
    def draw(name: str) -> Floats:
        return setting.between(name, "exercices", "bilan", len(made))

    without = setting.stream("sans placement").random(int(made["rang"].max()) + 1)
    invests = (without >= setting.values["exercices"]["sans_placement"])[made["rang"]]
    return pd.DataFrame(
        {
            "provisions_techniques_fcfa": whole(made["prestations_dues_fcfa"] * draw("provisions")),
            "placements_fcfa": whole(made["reserves_fcfa"] * draw("placements") * invests),
            "disponibilites_fcfa": whole(
                made["cotisations_encaissees_fcfa"] * draw("disponibilites")
            ),
            "dettes_court_terme_fcfa": whole(made["prestations_dues_fcfa"] * draw("dettes")),
        }
    )


def _filing(setting: Setting, rows: pd.DataFrame, years: Integers) -> pd.DataFrame:
    """Draw who certifies the accounts and when they are filed, in the following year."""
    rng = setting.stream("depots")
    known = setting.values["exercices"]
    certified = rng.random(len(years)) < known["certifiees"]
    late = rng.random(len(years)) < known["depot_tardif"]
    days = np.where(late, rng.integers(181, 330, len(years)), rng.integers(90, 181, len(years)))
    filed = [
        date(year + 1, 1, 1) + timedelta(day)
        for year, day in zip(years.tolist(), days.tolist(), strict=True)
    ]
    limit = date.fromisoformat(f"{setting.surveyed}-30")
    return pd.DataFrame(
        {
            "est_certifie": certified,
            "date_depot_etats_financiers": [day if day <= limit else None for day in filed],
        }
    )


def _declared(setting: Setting, rows: pd.DataFrame, made: pd.DataFrame) -> Flags:
    """Keep the years that the edition surveys, from creation on; late ones lack the last."""
    known = kept(setting, rows)[made["rang"]] & (made["annee"] <= setting.last_year)
    known &= made["annee"] > rows["creee"].to_numpy()[made["rang"]]
    draws = setting.stream(f"exercice tardif {setting.edition}").random(len(rows))
    late = (draws < setting.values["absences"]["exercice_tardif"])[made["rang"]]
    return np.asarray(known & ~(late & (made["annee"] == setting.last_year)))


def _around(setting: Setting, rows: pd.DataFrame, name: str) -> Floats:
    """Draw each mutual's own value around its profile's."""
    spread = setting.values["exercices"]["ecart_profil"]
    drawn = setting.stream(f"profil {name}").normal(1, spread, len(rows))
    return np.asarray(rows[name].to_numpy(dtype=float) * np.clip(drawn, 0.7, 1.3))


def _presence(setting: Setting, rows: pd.DataFrame) -> Floats:
    """Weigh the regions of each mutual: n × 33, zero where nobody lives."""
    rng = setting.stream("presence")
    base = places.region_weights()
    drawn = rng.exponential(1.0, (len(rows), len(base))) * base
    wanted = np.clip(rng.poisson(rows["regions"].to_numpy(dtype=float)), 1, len(base))
    drawn[np.arange(len(rows)), rows["region"]] += drawn.sum(axis=1)
    order = np.argsort(-drawn, axis=1).argsort(axis=1)
    return np.where(order < wanted[:, None], drawn, 0.0)
