"""Health facilities of the demonstration: where, of what level, what they offer and do."""

import numpy as np
import pandas as pd

from cartomut.demonstration import places
from cartomut.demonstration.accounts import origins
from cartomut.demonstration.setting import (
    Flags,
    Floats,
    Integers,
    Setting,
    Texts,
    read,
    series,
    uniform,
    whole,
)
from cartomut.names import normalise

LEVELS = ("primaire", "secondaire", "tertiaire")
OWNED = ("proprietaire", "gestionnaire")
NEEDS = {  # a service that makes no sense without another
    "arv": "depistage_vih",
    "ptme": "depistage_vih",
    "tb_traitement": "tb_diagnostic",
    "palu_traitement": "palu_diagnostic",
}
COUNTED = {  # what is counted only where the service is known to exist
    "nb_accouchements": ("accouchement",),
    "nb_depistages_vih": ("depistage_vih",),
    "nb_vih_positifs": ("depistage_vih",),
    "nb_sous_arv": ("arv", "depistage_vih"),
    "nb_tb_traites": ("tb_diagnostic", "tb_traitement"),
    "nb_palu_testes": ("palu_diagnostic",),
    "nb_palu_confirmes": ("palu_diagnostic",),
    "nb_palu_traites": ("palu_diagnostic", "palu_traitement"),
}
ACTIVITY = ("nb_consultations", *COUNTED, "recettes_fcfa", "charges_fcfa")


def facilities(setting: Setting, rows: pd.DataFrame) -> pd.DataFrame:
    """Draw every facility of both editions, one row each, with the dates of its life."""
    number = setting.count("centres")
    rng = setting.stream("centres")
    known = setting.values["centres"]
    made = _identity(setting, number)
    made["relation"] = rng.choice(
        list(known["relations"]), number, p=list(known["relations"].values())
    )
    owners = _owners(setting, rows, number)
    regions = _regions(setting, rows, owners)
    made["organisme_id"] = rows["organisme_id"].to_numpy()[owners]
    alone = made["relation"] == "communautaire"
    made["gestionnaire"] = ("Association " + made["nom"].str.removeprefix("Centre ")).where(alone)
    made.loc[alone, "organisme_id"] = None
    made = made.join(_life(setting, made["relation"]))
    made["apparu"] = (rng.random(number) < known["apparus"]) & (made["ouvert_le"] < "2023")
    return made.join(_places(setting, made, regions))


def centre(setting: Setting, made: pd.DataFrame) -> pd.DataFrame:
    """Make the table ``centre`` as this edition found it."""
    rng = setting.stream("fiche des centres")
    number = len(made)
    known, lost = setting.values["centres"], setting.values["absences"]
    state = states(setting, made)
    draws = rng.random(number)
    cmu = np.select(
        [draws < known["conventionne_cmu"], draws < 0.75, draws < 0.95],
        ["conventionne", "en_cours", "non"],
        "inconnu",
    )
    licensed = pd.Series(rng.random(number) < known["autorise"]).astype("boolean")
    rows = made.assign(
        statut_operationnel=state,
        date_ouverture=made["ouvert_le"].where(state != "projet", None),
        date_fermeture=made["ferme_le"].where(state == "ferme", None),
        statut_cmu=np.where(state == "ouvert", cmu, "non"),
        est_autorise=licensed.mask(rng.random(number) < 0.05),
        est_ouvert_public=pd.Series(rng.random(number) < known["ouvert_public"]).astype("boolean"),
    )
    for column in ("nb_lits", "nb_personnel"):
        unknown = (rng.random(number) < lost[column]) | np.isin(state, ("projet", "annonce"))
        rows[column] = rows[column].astype("Int64").mask(unknown)
    columns = [
        "centre_id", "nom", "organisme_id", "gestionnaire", "relation", "type_etablissement",
        "niveau_soins", "statut_operationnel", "ville", "commune", "region_code", "latitude",
        "longitude", "precision", "precision_m", "date_ouverture", "date_fermeture", "nb_lits",
        "nb_personnel", "est_ouvert_public", "statut_cmu", "est_autorise",
    ]  # fmt: skip
    rows = rows[columns][listed(setting, made)]
    return setting.frame("centre", **series(rows))


def listed(setting: Setting, made: pd.DataFrame) -> Flags:
    """Tell which facilities the edition saw."""
    return np.asarray(~made["apparu"] | (setting.edition > 1))


def states(setting: Setting, made: pd.DataFrame) -> Texts:
    """Say whether each is planned, announced, open or closed at the time of the survey."""
    return np.select(
        [
            made["relation"] == "projet",
            made["ouvert_le"] > setting.surveyed,
            made["ferme_le"] < setting.surveyed,
        ],
        ["projet", "annonce", "ferme"],
        "ouvert",
    )


def services(setting: Setting, made: pd.DataFrame) -> pd.DataFrame:
    """Make ``centre_service`` for the open facilities; an unanswered question is unknown.

    Services with tracer items come from the readiness visit, the others from the field form:
    a facility that skipped that form's question has no row for them.
    """
    offered, answered = availability(setting, made)
    here = np.flatnonzero((states(setting, made) == "ouvert") & listed(setting, made))
    names = list(setting.values["services"])
    expected = np.array([entry[3] for entry in setting.values["services"].values()])
    skipped = (
        setting.stream("sans services").random(len(made))
        < setting.values["absences"]["centre_sans_services"]
    )
    asked = (expected > 0) | ~skipped[here][:, None]
    lines, which = np.nonzero(asked)
    rows, items = here[lines], expected[which]
    reply = pd.Series(offered[rows, which]).astype("boolean").mask(~answered[rows, which])
    share = setting.between("items", "preparation", "items", len(rows))
    tracked = (items > 0) & reply.fillna(False).to_numpy(dtype=bool)
    found = pd.Series(np.floor(items * share)).astype("Int64")
    return setting.frame(
        "centre_service",
        centre_id=made["centre_id"].to_numpy()[rows],
        service=np.array(names, dtype=object)[which],
        disponible=reply,
        items_traceurs_presents=found.where(tracked),
        items_traceurs_attendus=pd.Series(items).astype("Int64").where(tracked),
    )


def availability(setting: Setting, made: pd.DataFrame) -> tuple[Flags, Flags]:
    """Draw what each facility offers, and what it answered: two tables, facilities × services."""
    rng = setting.stream("services")
    table = setting.values["services"]
    names = list(table)
    chances = np.array([entry[:3] for entry in table.values()]).T
    levels = made["niveau_soins"].map(LEVELS.index).to_numpy()
    offered = rng.random((len(made), len(names))) < chances[levels]
    dental = (made["type_etablissement"] == "cabinet_dentaire").to_numpy()
    offered[dental] = False
    offered[dental, names.index("consultation")] = True
    offered[made["type_etablissement"] == "maternite", names.index("accouchement")] = True
    for service, needed in NEEDS.items():
        offered[:, names.index(service)] &= offered[:, names.index(needed)]
    traced = np.array([entry[3] > 0 for entry in table.values()])
    lost = rng.random(offered.shape) < setting.values["absences"]["service_sans_reponse"]
    return offered, ~(lost & traced)


def activity(setting: Setting, made: pd.DataFrame) -> pd.DataFrame:
    """Make ``centre_activite``: one row per facility and year in which it was open."""
    years = setting.years
    counts = _counts(setting, made)
    opened = made["ouvert_le"].str[:4].fillna("9999").to_numpy().astype(int)
    closed = made["ferme_le"].str[:4].fillna("9999").to_numpy().astype(int)
    busy = (opened[:, None] < years) & (years < closed[:, None]) & (years <= setting.last_year)
    busy &= (listed(setting, made) & (made["relation"] != "projet").to_numpy())[:, None]
    lines, which = np.nonzero(busy)
    lost = setting.stream("absences des centres").random((*busy.shape, len(ACTIVITY)))
    lost = lost < setting.values["absences"]["centre_activite"]
    kept = _countable(setting, made)
    chosen = {
        name: pd.Series(counts[name][lines, which])
        .astype("Int64")
        .mask(lost[lines, which, number] | ~kept.get(name, np.ones(len(made), bool))[lines])
        for number, name in enumerate(ACTIVITY)
    }
    ids = made["centre_id"].to_numpy()[lines]
    rows = pd.DataFrame({"centre_id": ids, "annee": years[which], **chosen})
    rows = rows.dropna(subset=list(ACTIVITY), how="all").reset_index(drop=True)
    return setting.frame("centre_activite", source=origins(setting, rows), **series(rows))


def owned(setting: Setting, made: pd.DataFrame) -> pd.DataFrame:
    """Count the facilities that each mutual owns or runs at the end of each year."""
    own = made[made["relation"].isin(OWNED) & listed(setting, made)]
    counts = []
    for year in setting.years:
        end = f"{year + 1}"
        there = own[(own["ouvert_le"] < end) & ~(own["ferme_le"].fillna("9999") < end)]
        number = there.groupby("organisme_id", as_index=False).size()
        counts.append(number.rename(columns={"size": "nb_centres"}).assign(annee=year))
    return pd.concat(counts, ignore_index=True)


def _identity(setting: Setting, number: int) -> pd.DataFrame:
    words = read("mots")["centres"]
    turns, places_ = np.divmod(np.arange(number), len(words))
    pairs = [(words[place], turn + 1) for place, turn in zip(places_, turns, strict=True)]
    table = setting.values["types_etablissement"]
    rng = setting.stream("types de centre")
    kinds = list(table)
    heaped = np.cumsum([table[kind][0] for kind in kinds])
    ranks = (np.arange(number) + 0.5) / number * heaped[-1]  # every type has its share, even one
    chosen = rng.permutation(np.searchsorted(heaped, ranks))
    beds, staff, visits = (
        np.array([table[kind][part] for kind in kinds])[chosen] for part in (2, 3, 4)
    )
    noise = np.exp(rng.normal(0, 0.35, number))
    return pd.DataFrame(
        {
            "centre_id": [f"cd_{normalise(word)}_{turn}" for word, turn in pairs],
            "nom": [f"Centre Démo {word} {turn}" for word, turn in pairs],
            "type_etablissement": np.array(kinds, dtype=object)[chosen],
            "niveau_soins": np.array([table[kind][1] for kind in kinds], dtype=object)[chosen],
            "nb_lits": whole(beds * noise),
            "nb_personnel": np.maximum(whole(staff * noise), 2),
            "consultations": visits,
        }
    )


def _owners(setting: Setting, rows: pd.DataFrame, number: int) -> Integers:
    """Give each facility to a mutual, larger ones more often; only to those that last."""
    weights = np.sqrt(rows["adherents"].to_numpy(dtype=float)) * rows["stable"].to_numpy()
    return setting.stream("proprietaires").choice(len(rows), number, p=weights / weights.sum())


def _regions(setting: Setting, rows: pd.DataFrame, owners: Integers) -> Integers:
    """Place one facility in three in the region of its mutual's seat, the others anywhere."""
    rng = setting.stream("regions des centres")
    weights = places.region_weights()
    first = np.resize(rng.permutation(len(weights)), len(owners))
    anywhere = rng.choice(len(weights), len(owners), p=weights)
    spread = np.where(np.arange(len(owners)) < len(weights), first, anywhere)
    home = rng.random(len(owners)) < 1 / 3
    home[: len(weights)] = False
    return np.where(home, rows["region"].to_numpy()[owners], spread)


def _life(setting: Setting, relation: "pd.Series[str]") -> pd.DataFrame:
    """Draw opening and closing dates; the changes between editions fall between their surveys."""
    rng = setting.stream("vie des centres")
    number, known = len(relation), setting.values["centres"]
    last = int(setting.years[-1])
    opened = np.datetime_as_string(
        np.datetime64("1988-01-01") + rng.integers(0, 34 * 365, number)
    ).astype(object)
    draws = rng.random(number)
    announced = draws < known["annonces"]
    opened[announced] = f"{last}-09-15"
    opened[relation == "projet"] = None
    closed = np.full(number, None, dtype=object)
    before = (draws > 1 - known["fermes"]) & (relation != "projet").to_numpy()
    between = (draws > 1 - known["fermes"] - known["fermes_entre_editions"]) & ~before
    closed[before] = f"{last - 2}-03-31"
    closed[between & (relation != "projet").to_numpy()] = f"{last}-10-31"
    return pd.DataFrame({"ouvert_le": opened, "ferme_le": closed})


def _places(setting: Setting, made: pd.DataFrame, regions: Integers) -> pd.DataFrame:
    """Place the facilities; at the second edition a few stand elsewhere in their region."""
    known = setting.values["centres"]
    here = places.draw(setting.stream("lieux"), regions, known["eloignement_km"])
    there = places.draw(setting.stream("lieux deplaces"), regions, known["eloignement_km"])
    rng = setting.stream("releves")
    moved = (rng.random(len(made)) < known["deplaces"]) & (setting.edition > 1)
    unknown = rng.random(len(made)) < known["sans_position"]
    unknown &= pd.notna(here.communes) & ~moved  # placed by its commune, which the map knows
    by_gps = (rng.random(len(made)) < known["gps"]) & ~unknown
    metres = setting.between("precision_gps_m", "centres", "releves", len(made)).round(1)
    towns = np.where(moved, there.towns, here.towns)
    abidjan = here.region_codes == "abidjan"

    def point(name: str) -> "pd.Series[float]":
        drawn = np.where(moved, getattr(there, name), getattr(here, name))
        return pd.Series(drawn).astype("Float64").mask(unknown)

    return pd.DataFrame(
        {
            "ville": np.where(abidjan, "Abidjan", towns),
            "commune": np.where(moved, there.communes, here.communes),
            "region_code": here.region_codes,
            "latitude": point("latitudes"),
            "longitude": point("longitudes"),
            "precision": np.where(by_gps, "gps", "ville"),
            "precision_m": pd.Series(metres).astype("Float64").mask(~by_gps),
        }
    )


def _counts(setting: Setting, made: pd.DataFrame) -> dict[str, Integers]:
    """Draw the activity of every facility in every year: tables of facilities × years."""
    shape = (len(made), len(setting.years))
    known = setting.values["activite"]
    rng = setting.stream("activite")

    def draw(name: str) -> Floats:
        return uniform(rng, known[name], shape)

    staff = made["nb_personnel"].to_numpy()[:, None]
    growth = (1 + known["croissance"]) ** np.arange(shape[1])
    visits = whole(
        staff * made["consultations"].to_numpy()[:, None] * growth * rng.uniform(0.85, 1.15, shape)
    )
    tested = whole(visits * draw("palu_testes"))
    confirmed = np.floor(tested * draw("palu_positifs")).astype(np.int64)
    screened = whole(visits * draw("vih_testes"))
    positive = np.floor(screened * draw("vih_positifs")).astype(np.int64)
    income = whole(visits * draw("recettes_par_consultation"))
    return {
        "nb_consultations": visits,
        "nb_accouchements": whole(staff * draw("accouchements_par_agent")),
        "nb_depistages_vih": screened,
        "nb_vih_positifs": positive,
        "nb_sous_arv": whole(positive * draw("arv_par_positif")),
        "nb_tb_traites": whole(visits * draw("tb_par_consultation")),
        "nb_palu_testes": tested,
        "nb_palu_confirmes": confirmed,
        "nb_palu_traites": np.floor(confirmed * draw("palu_traites")).astype(np.int64),
        "recettes_fcfa": income,
        "charges_fcfa": whole(income * draw("charges_sur_recettes")),
    }


def _countable(setting: Setting, made: pd.DataFrame) -> dict[str, Flags]:
    """Tell for each number where its services are offered and were answered."""
    offered, answered = availability(setting, made)
    names = list(setting.values["services"])
    sure = offered & answered
    return {
        name: np.all(sure[:, [names.index(service) for service in needed]], axis=1)
        for name, needed in COUNTED.items()
    }
