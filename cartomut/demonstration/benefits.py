"""What the mutuals paid for: by kind of care, by disease, and in the health accounts (SHA)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cartomut.demonstration.accounts import origins
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

# provider and function of each kind of care, after classifications.md § 4 and § 8
CARE = {
    "consultation": ("HP.3.4", "HC.1.3.1"),
    "soins_infirmiers": ("HP.3.3", "HC.1.3.1"),
    "pharmacie": ("HP.5.1", "HC.5.1"),
    "analyses": ("HP.4.2", "HC.4.1"),
    "imagerie": ("HP.4.2", "HC.4.2"),
    "hospitalisation": ("HP.1.1", "HC.1.1"),
    "chirurgie": ("HP.1.1", "HC.1.1"),
    "maternite": ("HP.1.1", "HC.1.1"),
    "dentaire": ("HP.3.2", "HC.1.3.2"),
    "optique": ("HP.5.2", "HC.5.2"),
    "evacuation": ("HP.4.1", "HC.4.3"),
    "prevention": ("HP.6", "HC.6"),
}
ADMINISTRATION = ("HP.7.3", "HC.7.2")
ALWAYS = ("consultation", "pharmacie", "analyses")
BASKET = ("consultation", "pharmacie", "analyses", "hospitalisation", "maternite")  # CMU's


def by_care(setting: Setting, rows: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Split the benefits due of each exercise by kind: one row per exercise and kind paid for.

    Columns are those of ``prestation_acte``, then ``rang`` and ``revise``; the mutual's parts
    add up to ``prestations_dues_fcfa``, and each bill to its three parts.
    """
    weights = _baskets(setting, rows)[made["rang"]]
    parts = split(made["prestations_dues_fcfa"].to_numpy(), weights)
    lines, kinds = np.nonzero(parts > 0)
    paid = parts[lines, kinds]
    names = np.array([*CARE, "deces_obseques"], dtype=object)
    bill = _bills(setting, rows, made["rang"].to_numpy()[lines], names[kinds], paid)
    prices = np.array([setting.values["prix_actes"][name] for name in names])
    noise = setting.stream("actes").uniform(0.8, 1.25, len(paid))
    chosen = made.iloc[lines][["rang", "organisme_id", "annee", "revise"]].reset_index(drop=True)
    return chosen.assign(
        categorie_prestation=names[kinds],
        nb_actes=np.maximum(whole(sum(bill.values()) / (prices[kinds] * noise)), 1),
        montant_facture_fcfa=sum(bill.values()),
        **bill,
    )


def acts(setting: Setting, cared: pd.DataFrame) -> pd.DataFrame:
    """Make ``prestation_acte``, for the mutuals that fill in this module."""
    return _published(
        setting, "prestation_acte", cared.loc[_answers(setting, cared, "module_actes")]
    )


def diseases(setting: Setting, rows: pd.DataFrame, cared: pd.DataFrame) -> pd.DataFrame:
    """Make ``prestation_pathologie``: the health benefits due, split into four diseases."""
    health = cared[cared["categorie_prestation"] != "deces_obseques"]
    keys = ["rang", "organisme_id", "annee", "revise"]
    totals = health.groupby(keys)[["part_mutuelle_fcfa"]].sum().reset_index()
    totals = totals.loc[_answers(setting, totals, "module_pathologies")].reset_index(drop=True)
    known = setting.values["pathologies"]
    noise = setting.stream("pathologies").uniform(0.6, 1.4, (len(totals), len(known)))
    weights = noise * np.array([share for share, _ in known.values()])
    weights = np.column_stack([weights, 1 - weights.sum(axis=1)])
    parts = split(totals["part_mutuelle_fcfa"].to_numpy(), weights)
    costs = np.array([cost for _, cost in known.values()] + [11000.0])
    long = totals[keys].loc[totals.index.repeat(len(costs))].reset_index(drop=True)
    return _published(
        setting,
        "prestation_pathologie",
        long.assign(
            pathologie=np.tile([*known, "autre"], len(totals)),
            nb_cas=np.ceil(parts / costs).astype(np.int64).ravel(),
            montant_fcfa=parts.ravel(),
        ),
    )


def health_accounts(
    setting: Setting, rows: pd.DataFrame, made: pd.DataFrame, cared: pd.DataFrame
) -> pd.DataFrame:
    """Make ``depense_sha``: benefits paid by provider and function, then the running costs.

    Without ``HC.7.2``, each exercise adds up to its benefits paid, the allowances that are not
    health care left out.
    """
    wide = cared.pivot_table(
        index=["rang", "annee"], columns="categorie_prestation", values="part_mutuelle_fcfa"
    )
    wide = wide.reindex(columns=[*CARE, "deces_obseques"]).fillna(0)
    wide = wide.reindex(pd.MultiIndex.from_frame(made[["rang", "annee"]])).reset_index(drop=True)
    paid = pd.DataFrame(
        split(made["prestations_payees_fcfa"].to_numpy(), wide.to_numpy()), columns=wide.columns
    )
    pairs = sorted(set(CARE.values()))
    amounts = {
        pair: paid[[name for name, where in CARE.items() if where == pair]].sum(axis=1)
        for pair in pairs
    }
    amounts[ADMINISTRATION] = made["frais_fonctionnement_fcfa"]
    return _by_source(setting, rows, made, amounts)


def _by_source(
    setting: Setting,
    rows: pd.DataFrame,
    made: pd.DataFrame,
    amounts: Mapping[tuple[str, str], "pd.Series[int]"],
) -> pd.DataFrame:
    """Share each amount between the members and their employer, and drop what is zero."""
    base = made[["rang", "organisme_id", "annee", "revise"]].reset_index(drop=True)
    compulsory = _compulsory(setting, rows)[base["rang"]]
    employer = rows["employeur"].to_numpy(dtype=float)[base["rang"]]
    blocks = []
    for (provider, function), amount in amounts.items():
        parts = split(amount.to_numpy(), np.column_stack([1 - employer, employer]))
        for number, payer in enumerate(("1", "2")):
            compulsory_source = f"FS.3.{payer}"
            block = base.assign(hp=provider, hc=function, montant_fcfa=parts[:, number])
            block["fs"] = np.where(compulsory, compulsory_source, f"FS.5.{payer}")
            block["hf"] = np.where(compulsory, "HF.1.2", _schemes(setting, rows)[base["rang"]])
            blocks.append(block[parts[:, number] > 0])
    long = pd.concat(blocks).sort_values(["rang", "annee", "hc", "hp", "fs"], kind="stable")
    return _published(setting, "depense_sha", long.loc[_answers(setting, long, "module_sha")])


def _baskets(setting: Setting, rows: pd.DataFrame) -> Floats:
    """Weigh the kinds that each mutual covers: n × 13, the last one not health care."""
    rng = setting.stream("panier")
    shares = np.array([setting.values["prestations"][name] for name in CARE])
    weights = shares * rng.uniform(0.7, 1.3, (len(rows), len(shares)))
    always = np.isin(list(CARE), ALWAYS)
    covered = always | (rng.random(weights.shape) < 0.8)
    other = setting.values["prestations_hors_sante"]
    offers = rng.random(len(rows)) < other["part_mutuelles"]
    return np.column_stack([np.where(covered, weights, 0.0), offers * other["deces_obseques"]])


def _bills(
    setting: Setting,
    rows: pd.DataFrame,
    ranks: Integers,
    kinds: Texts,
    paid: Integers,
) -> dict[str, Integers]:
    """Find what CMU and the patient paid beside the mutual; an allowance is paid in full."""
    cmu = setting.between("cmu", "partage", "partage", len(rows))
    cmu = np.where(_complements(setting, rows), cmu, 0.0)[ranks] * np.isin(kinds, BASKET)
    share = setting.between("mutuelle", "partage", "partage", len(rows))[ranks]
    share = np.where(kinds == "deces_obseques", 1.0, share)
    total = np.ceil(paid / ((1 - cmu) * share)).astype(np.int64)
    public = np.floor(total * cmu).astype(np.int64)
    return {
        "part_cmu_fcfa": public,
        "part_mutuelle_fcfa": paid,
        "reste_a_charge_fcfa": np.maximum(total - public - paid, 0),
    }


def _answers(setting: Setting, rows: pd.DataFrame, module: str) -> Flags:
    """Tell which rows belong to mutuals that fill in a module of the survey."""
    draws = setting.stream(module).random(setting.count("mutuelles"))
    return np.asarray((draws >= setting.values["absences"][module])[rows["rang"]])


def _published(setting: Setting, table: str, rows: pd.DataFrame) -> pd.DataFrame:
    columns = series(rows.drop(columns=["rang", "revise"]))
    return setting.frame(table, source=origins(setting, rows), **columns)


def _compulsory(setting: Setting, rows: pd.DataFrame) -> Flags:
    return np.asarray(rows["est_obligatoire"], dtype=bool)


def _complements(setting: Setting, rows: pd.DataFrame) -> Flags:
    return np.asarray(rows["role_cmu"] == "complementaire")


def _schemes(setting: Setting, rows: pd.DataFrame) -> Texts:
    return np.where(_complements(setting, rows), "HF.2.1.2", "HF.2.1.1")
