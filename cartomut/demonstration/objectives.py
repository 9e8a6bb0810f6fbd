"""Contracts of objectives and means (COM): one model for all, targets and measures by mutual."""

import numpy as np
import pandas as pd

from cartomut.demonstration.setting import Floats, Setting, only, read, series, uniform, whole

COLUMNS = ["objectif", "id_slug", "sens", "poids", "libelle_fr", "libelle_en", "haut", "bas"]
APPRECIATIONS = {
    "tres_satisfaisant": 0.90,
    "satisfaisant": 0.75,
    "a_consolider": 0.60,
    "insuffisant": 0.30,
    "critique": 0.0,
}  # the least score of each
LEAST_ANSWERED = 0.80  # under this share of measures no score is given
STEPS = 3  # of a milestone, once completed


def objectives(
    setting: Setting, rows: pd.DataFrame, given: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Make the nine tables of the COM; ``given`` is ``organisme_exercice`` as answered."""
    signed = _contracts(setting, rows)
    asked = _indicators(signed)
    values = _values(setting, asked, given)
    targets = _targets(asked, values)
    measures = _measures(setting, targets)
    return {
        "com_contrat": setting.frame("com_contrat", **series(signed.drop(columns="depuis"))),
        "com_partie": _parties(setting, signed),
        "com_axe": _axes(setting, signed),
        "com_objectif": _goals(setting, signed),
        "com_indicateur": _indicator_rows(setting, asked),
        "com_cible": _target_rows(setting, targets),
        "com_mesure": _measure_rows(setting, measures),
        "com_moyen": _means(setting, signed),
        "com_evaluation": _evaluations(setting, signed, measures),
    }


def _contracts(setting: Setting, rows: pd.DataFrame) -> pd.DataFrame:
    """Give a COM to the largest mutuals that last."""
    text = read("textes")["com"]
    stable = rows[rows["stable"]].sort_values(["adherents", "rang"], ascending=[False, True])
    holders = stable["organisme_id"].iloc[: setting.count("com")].to_numpy()
    start = setting.years[-1] - text["duree"] + 1 - np.arange(len(holders)) % 2
    end = start + text["duree"] - 1
    return pd.DataFrame(
        {
            "com_id": [f"com_{holder}" for holder in holders],
            "organisme_id": holders,
            "type": "com",
            "libelle_officiel": text["libelle"],
            "date_signature": [f"{year}-01-20" for year in start],
            "annee_debut": start,
            "annee_fin": end,
            "version": 1,
            "statut": np.where(end < setting.last_year, "clos", "signe"),
            "evaluateur": text["evaluateur"],
            "est_demo": True,
            "depuis": start,
        }
    )


def _indicators(signed: pd.DataFrame) -> pd.DataFrame:
    model = pd.DataFrame(read("textes")["com"]["indicateurs"], columns=COLUMNS)
    model["numero"] = range(1, len(model) + 1)
    model["id_slug"] = model["id_slug"].mask(model["id_slug"] == "")
    asked = signed[["com_id", "organisme_id", "depuis"]].merge(model, how="cross")
    asked["indicateur_id"] = asked["com_id"] + "_i" + asked["numero"].astype(str)
    return asked


def _values(setting: Setting, asked: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Work out each indicator from the exercises: one row per indicator and year."""
    known = given.set_index(["organisme_id", "annee"]).sort_index()
    drawn = setting.stream("mesures des com")
    steps = asked["sens"] == "jalon"
    blocks = [_steps(setting, asked[steps])]
    for (high, low), block in asked[~steps].groupby(["haut", "bas"], sort=False):
        for year in setting.years[setting.years <= setting.last_year]:
            here = block.assign(annee=year)
            keys = pd.MultiIndex.from_frame(here[["organisme_id", "annee"]])
            if high:
                found = known.reindex(keys)[[high, low]].astype(float).to_numpy()
            else:
                found = _drawn(drawn, len(here))
            blocks.append(here.assign(numerateur=found[:, 0], denominateur=found[:, 1]))
    values = pd.concat(blocks, ignore_index=True)
    values["realise"] = (values["numerateur"] / values["denominateur"]).round(4)
    values["realise"] = values["realise"].fillna(values.pop("etape"))
    return values


def _steps(setting: Setting, asked: pd.DataFrame) -> pd.DataFrame:
    """Take each milestone a step further most years, from none in the year before the contract."""
    rng = setting.stream("jalons des com")
    years = setting.years[setting.years <= setting.last_year]
    made = asked.merge(pd.DataFrame({"annee": years}), how="cross")
    made["etape"] = (rng.random(len(made)) < 0.75) & (made["annee"] >= made["depuis"])
    made["etape"] = made.groupby("indicateur_id")["etape"].cumsum().clip(upper=STEPS).astype(float)
    return made.assign(numerateur=np.nan, denominateur=np.nan)


def _drawn(rng: np.random.Generator, number: int) -> Floats:
    counted = rng.integers(5, 30, number)
    share = uniform(rng, read("textes")["com"]["tirage"], number)
    return np.column_stack([whole(counted * share), counted]).astype(float)


def _targets(asked: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Set floors and targets after the year before the contract, further every year."""
    text = read("textes")["com"]
    start = values[values["annee"] == values["depuis"] - 1][["indicateur_id", "realise"]]
    made: pd.DataFrame = values.merge(
        start.rename(columns={"realise": "valeur_base"}), on="indicateur_id", how="left"
    )
    turn = made["annee"] - made["depuis"]
    made = made.loc[(turn >= 0) & (turn < text["duree"])].reset_index(drop=True)
    base = made["valeur_base"].fillna(0.5).clip(lower=0.02)
    step = (made["annee"] - made["depuis"] + 1) / text["duree"]
    higher = np.where(base < 0.99, np.minimum((1 - base) * 0.5, 0.10), base * 0.08)
    room = np.where(made["sens"] == "hausse", higher, -base * 0.15)
    band, steps = made["sens"] == "plage", made["sens"] == "jalon"
    made["annee_base"] = made["depuis"] - 1
    made["seuil"] = (base + room * 0.1 * step).round(4).mask(band | steps)
    made["cible"] = (base + room * step).round(4).mask(band)
    # A milestone is due a step further every year.
    made["cible"] = made["cible"].mask(steps, (made["annee"] - made["depuis"] + 1.0))
    return made


def _measures(setting: Setting, targets: pd.DataFrame) -> pd.DataFrame:
    """Add the state of each measure, and its mark from 0 to 1; unknown stays unknown."""
    rng = setting.stream("validation des mesures")
    made = targets.copy()
    made["statut_validation"] = rng.choice(
        ["valide", "provisoire", "conteste"], len(made), p=[0.82, 0.13, 0.05]
    )
    straight = ((made["realise"] - made["seuil"]) / (made["cible"] - made["seuil"])).clip(0, 1)
    low, high = read("textes")["com"]["plage"]
    away = np.maximum(np.maximum(low - made["realise"], made["realise"] - high), 0)
    banded = (1 - away / read("textes")["com"]["tolerance"]).clip(0, 1)
    made["note"] = banded.where(made["sens"] == "plage", straight)
    made["note"] = made["note"].mask(made["sens"] == "jalon", made["realise"] / STEPS)
    return made


def _evaluations(setting: Setting, signed: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Score each year three times: the mutual, an outside firm, then its supervisor.

    The mutual counts what it contests too; the firm, only what is validated, and it does not assess
    the last year of a contract.
    """
    text = read("textes")["com"]
    counted = {
        "auto": measures,
        "independante": measures.assign(
            realise=measures["realise"].where(measures["statut_validation"] == "valide"),
            note=measures["note"].where(measures["statut_validation"] == "valide"),
        ),
        "tutelle": measures[measures["statut_validation"] != "conteste"],
    }
    authors = {
        "auto": "Direction générale",
        "independante": text["evaluateur"],
        "tutelle": "Tutelle Démo (fonction)",
    }
    made = pd.concat(
        [_assessed(counted[kind]).assign(type=kind, auteur=authors[kind]) for kind in counted],
        ignore_index=True,
    ).merge(signed[["com_id", "annee_fin"]], on="com_id")
    made = made[(made["type"] != "independante") | (made["annee"] < made["annee_fin"])]
    made = made.sort_values(["com_id", "annee", "type"]).reset_index(drop=True)
    known = made["taux_renseignement"] >= LEAST_ANSWERED
    score = (made["points"] / made["dus"]).round(4).where(known)
    words = list(APPRECIATIONS)
    chosen = np.select([score >= least for least in APPRECIATIONS.values()], words, "non_etabli")
    advice = {kind: pair for kind, *pair in text["recommandations"]}
    return setting.frame(
        "com_evaluation",
        com_id=made["com_id"],
        annee=made["annee"],
        type=made["type"],
        mode_score="seuil_objectif",
        score=score,
        taux_renseignement=made["taux_renseignement"].round(4),
        appreciation=chosen,
        date=pd.to_datetime((made["annee"] + 1).astype(str) + "-04-30").dt.date,
        auteur=made["auteur"],
        recommandations_fr=[advice[kind][0] for kind in made["type"]],
        recommandations_en=[advice[kind][1] for kind in made["type"]],
    )


def _assessed(counted: pd.DataFrame) -> pd.DataFrame:
    """Add up what an assessor counts: points, points due, share of measures known."""
    points = counted.assign(
        points=(counted["poids"] * counted["note"]).fillna(0), dit=counted["realise"].notna()
    )
    return points.groupby(["com_id", "annee"], as_index=False).agg(
        points=("points", "sum"), dus=("poids", "sum"), taux_renseignement=("dit", "mean")
    )


def _parties(setting: Setting, signed: pd.DataFrame) -> pd.DataFrame:
    model = pd.DataFrame(read("textes")["com"]["parties"], columns=["role", "nom"])
    return setting.frame("com_partie", **series(signed[["com_id"]].merge(model, how="cross")))


def _axes(setting: Setting, signed: pd.DataFrame) -> pd.DataFrame:
    text = read("textes")["com"]
    model = pd.DataFrame(text["axes"], columns=["libelle_fr", "libelle_en"])
    model["ordre"] = range(1, len(model) + 1)
    axis_of = [goal[0] for goal in text["objectifs"]]
    weights: dict[int, float] = {}
    for entry in text["indicateurs"]:
        axis = axis_of[entry[0] - 1]
        weights[axis] = weights.get(axis, 0.0) + entry[3]
    made = signed[["com_id"]].merge(model.assign(poids=model["ordre"].map(weights)), how="cross")
    made["axe_id"] = made["com_id"] + "_a" + made["ordre"].astype(str)
    return setting.frame("com_axe", **series(made))


def _goals(setting: Setting, signed: pd.DataFrame) -> pd.DataFrame:
    columns = ["axe", "responsable", "libelle_fr", "libelle_en"]
    model = pd.DataFrame(read("textes")["com"]["objectifs"], columns=columns)
    model["numero"] = range(1, len(model) + 1)
    model["ordre"] = model.groupby("axe").cumcount() + 1
    made = signed[["com_id"]].merge(model, how="cross")
    made["axe_id"] = made["com_id"] + "_a" + made["axe"].astype(str)
    made["objectif_id"] = made["com_id"] + "_o" + made["numero"].astype(str)
    return setting.frame("com_objectif", **series(made.drop(columns=["com_id", "axe", "numero"])))


def _indicator_rows(setting: Setting, asked: pd.DataFrame) -> pd.DataFrame:
    text = read("textes")["com"]
    band = asked["sens"] == "plage"
    return setting.frame(
        "com_indicateur",
        indicateur_id=asked["indicateur_id"],
        objectif_id=asked["com_id"] + "_o" + asked["objectif"].astype(str),
        id_slug=asked["id_slug"],
        libelle_fr=asked["libelle_fr"],
        libelle_en=asked["libelle_en"],
        unite=np.where(asked["sens"] == "jalon", "etapes", "part"),
        sens=asked["sens"],
        frequence="annuelle",
        poids=asked["poids"],
        plafond=1.2,
        plage_min=pd.Series(text["plage"][0], asked.index).where(band),
        plage_max=pd.Series(text["plage"][1], asked.index).where(band),
        tolerance=pd.Series(text["tolerance"], asked.index).where(band),
    )


def _target_rows(setting: Setting, targets: pd.DataFrame) -> pd.DataFrame:
    columns = ["indicateur_id", "annee", "valeur_base", "annee_base", "seuil", "cible"]
    return setting.frame("com_cible", source_base="Exercice de départ", **series(targets[columns]))


def _measure_rows(setting: Setting, measures: pd.DataFrame) -> pd.DataFrame:
    columns = [
        "indicateur_id",
        "annee",
        "numerateur",
        "denominateur",
        "realise",
        "statut_validation",
    ]
    valid = measures["statut_validation"] == "valide"
    contested = measures["statut_validation"] == "conteste"
    known = measures["realise"].notna()
    return setting.frame(
        "com_mesure",
        periode="annee",
        date_mesure=pd.to_datetime((measures["annee"] + 1).astype(str) + "-03-31").dt.date,
        valide_par=only(valid & known, "Tutelle Démo (fonction)"),
        commentaire_fr=only(contested, "La mutuelle conteste le dénominateur."),
        commentaire_en=only(contested, "The mutual contests the denominator."),
        **series(measures[columns]),
    )


def _means(setting: Setting, signed: pd.DataFrame) -> pd.DataFrame:
    """Promise the same means every year; part of them comes."""
    text = read("textes")["com"]
    model = pd.DataFrame(
        text["moyens"], columns=["debiteur", "unite", "prevu", "libelle_fr", "libelle_en"]
    )
    years = pd.DataFrame({"rang": range(text["duree"])})
    made = signed[["com_id", "depuis"]].merge(years, how="cross").merge(model, how="cross")
    made["annee"] = made["depuis"] + made["rang"]
    made = made[made["annee"] <= setting.last_year].reset_index(drop=True)
    share = setting.stream("moyens").choice(
        [0.0, 0.5, 0.75, 1.0], len(made), p=[0.1, 0.3, 0.3, 0.3]
    )
    made["mis_a_disposition"] = np.floor(made["prevu"] * share)
    made["moyen_id"] = [f"{com}_m{turn + 1}" for turn, com in enumerate(made["com_id"])]
    return setting.frame("com_moyen", **series(made.drop(columns=["depuis", "rang"])))
