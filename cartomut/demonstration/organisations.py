"""Mutuals, unions and partners of the demonstration: who they are, where, under what status."""

import numpy as np
import pandas as pd

from cartomut.demonstration import places
from cartomut.demonstration.setting import (
    Flags,
    Floats,
    Integers,
    Setting,
    Texts,
    only,
    read,
    series,
)
from cartomut.names import normalise

PUBLIC = ("professionnelle_publique", "scolaire_etudiante")
PRIVATE = ("professionnelle_privee", "professionnelle_metier", "ordre_professionnel", "retraites")
SUPPORTED = ("communautaire_territoriale", "filiere_agricole", "confessionnelle")
STEPS = ("constituee", "agrement_demande", "agreee", "immatriculee")
LATER = ("administration_provisoire", "suspendue")


def mutuals(setting: Setting) -> pd.DataFrame:
    """Draw every mutual of both editions: one row each, its profile's parameters, its place.

    ``apparue`` and ``disparue`` tell the edition in which it stands alone; such a mutual owns
    nothing, so that no other row points to it.
    """
    number = setting.count("mutuelles")
    rows = _profiles(setting, number)
    rows = rows.join(_names(read("mots")["mutuelles"], number, "Mutuelle Démo {}", "MD"))
    rows["rang"] = np.arange(number)
    marks = setting.stream("revisions").permutation(number)
    shares = setting.values["revisions"]
    start = 0
    for name in ("apparues", "disparues", "renommees"):
        size = max(1, round(shares[name] * number))
        rows[name] = np.isin(rows["rang"], marks[start : start + size])
        start += size
    rows["stable"] = ~(rows["apparues"] | rows["disparues"])
    created = setting.stream("creation").integers(*_creation(setting), size=number)
    rows["creee"] = np.where(rows["apparues"], setting.years[-1] - 1, created)
    rng = setting.stream("organismes")
    rows["role_cmu"] = _roles(setting, rng.random(number))
    rows["groupement"] = rng.random(number) < setting.values["organismes"]["groupement_assimile"]
    rows["est_obligatoire"] = rng.random(number) < rows["obligatoire"]
    abidjan = setting.stream("siege").random(number) < rows["abidjan"].to_numpy()
    return rows.assign(region=_regions(setting, abidjan, "siege region"))


def kept(setting: Setting, rows: pd.DataFrame) -> Flags:
    """Tell which mutuals this edition knows."""
    return np.asarray(~(rows["apparues"] if setting.edition == 1 else rows["disparues"]))


def organisme(setting: Setting, rows: pd.DataFrame) -> pd.DataFrame:
    """Make the table ``organisme``: the mutuals of the edition, the unions, the partners."""
    both = pd.concat([_mutual_rows(setting, rows), _other_rows(setting)], ignore_index=True)
    return setting.frame("organisme", **series(both))


def others(setting: Setting, what: str) -> pd.DataFrame:
    """Name the unions or the partners: ``organisme_id``, ``nom``, ``sigle``."""
    pattern, letters = {
        "unions": ("Union Démo {}", "UD"),
        "partenaires": ("Partenaire Démo {}", "PD"),
    }[what]
    return _names(read("mots")[what], setting.count(what), pattern, letters)


def legal_dates(setting: Setting, rows: pd.DataFrame) -> pd.DataFrame:
    """Draw how far each mutual went and when: one date per step, empty when not reached."""
    rng = setting.stream("statut")
    chances = setting.values["organismes"]["statuts"]
    state = rng.choice(list(chances), len(rows), p=list(chances.values()))
    state = np.where(rows["apparues"], "agrement_demande", state)
    approved = np.isin(state, ("immatriculee", "agreee", *LATER))
    asked = approved | np.isin(state, ("agrement_demande", "agrement_refuse"))
    founded = _dates(rng, rows["creee"].to_numpy())
    first = setting.values["organismes"]["premier_agrement"]
    request = np.maximum(rows["creee"].to_numpy() + 1, rng.integers(first, first + 6, len(rows)))
    registered = np.isin(state, ("immatriculee", *LATER))
    troubled = rng.integers(setting.years[1], setting.years[3], len(rows))
    late = _dates(rng, np.maximum(troubled, request + 3))
    dates = {
        "constituee": founded,
        "agrement_demande": only(asked, _dates(rng, request)),
        "agreee": only(approved, _dates(rng, request + 1)),
        "immatriculee": only(registered, _dates(rng, request + 2)),
        "agrement_refuse": only(state == "agrement_refuse", _dates(rng, request + 1)),
    }
    dates |= {name: only(state == name, late) for name in LATER}
    drawn = pd.DataFrame(dates, dtype=object)
    past = drawn.map(lambda day: isinstance(day, str) and day < setting.surveyed)
    return drawn.where(past, None)


def statuses(setting: Setting, rows: pd.DataFrame, dates: pd.DataFrame) -> pd.DataFrame:
    """Make ``organisme_statut``: each status ends when the next one starts."""
    order = [*STEPS, "agrement_refuse", *LATER]
    long = dates[order].assign(organisme_id=rows["organisme_id"].to_numpy())
    long = long[kept(setting, rows)].melt("organisme_id", var_name="statut_juridique")
    long = long.dropna(subset="value").sort_values(["organisme_id", "value"], kind="stable")
    ends = long.groupby("organisme_id")["value"].shift(-1)
    numbers = pd.Series(range(1, len(long) + 1), long.index).map(
        "Acte de démonstration n° {}".format
    )
    official = long["statut_juridique"].isin(["agreee", "immatriculee"])
    return setting.frame(
        "organisme_statut",
        organisme_id=long["organisme_id"],
        statut_juridique=long["statut_juridique"],
        date_debut=long["value"],
        date_fin=ends,
        reference_acte=numbers.where(official, None),
    )


def milestones(setting: Setting, rows: pd.DataFrame, dates: pd.DataFrame) -> pd.DataFrame:
    """Make ``jalon``: creation, approval, registration, and a plan for one mutual in three."""
    rng = setting.stream("jalons")
    years = rng.integers(setting.years[0] - 2, setting.years[2], len(rows)).astype(str)
    planned = (rng.random(len(rows)) < 1 / 3) & dates["agreee"].notna().to_numpy()
    wide = pd.DataFrame(
        {
            "organisme_id": rows["organisme_id"].to_numpy(),
            "creation": dates["constituee"],
            "agrement": dates["agreee"],
            "immatriculation": dates["immatriculee"],
            "plan": only(planned, years),
        }
    )
    long = wide[kept(setting, rows)].melt("organisme_id", var_name="etape", value_name="date")
    long = long.dropna(subset="date").sort_values(["organisme_id", "date"], kind="stable")
    plan = long["etape"] == "plan"
    return setting.frame(
        "jalon",
        organisme_id=long["organisme_id"],
        etape=long["etape"],
        date=long["date"],
        document=only(plan, "Plan stratégique de démonstration"),
    )


def _profiles(setting: Setting, number: int) -> pd.DataFrame:
    """Repeat each profile as often as its number says; the largest rest fills what is left."""
    profiles = dict(setting.values["profils"])
    columns = profiles.pop("colonnes")
    table = pd.DataFrame.from_dict(profiles, orient="index", columns=columns)
    table = table.rename_axis("base_affiliation").reset_index()
    repeats = np.repeat(np.arange(len(table)), table["nombre"].to_numpy(dtype=int))
    chosen = setting.stream("profils").permutation(np.resize(repeats, number))
    return table.iloc[chosen].reset_index(drop=True)


def _names(words: list[str], number: int, pattern: str, letters: str) -> pd.DataFrame:
    """Name bodies after a list of words; when it runs out, a number makes them differ."""
    rounds, places_ = np.divmod(np.arange(number), len(words))
    ends = ["" if turn == 0 else f" {turn + 1}" for turn in rounds]
    names = [words[place] + end for place, end in zip(places_, ends, strict=True)]
    codes = [
        f"{letters}-{normalise(words[place]).upper()}{end.replace(' ', '-')}"
        for place, end in zip(places_, ends, strict=True)
    ]
    return pd.DataFrame(
        {
            "organisme_id": [code.lower().replace("-", "_") for code in codes],
            "nom": [pattern.format(name) for name in names],
            "sigle": codes,
        }
    )


def _creation(setting: Setting) -> tuple[int, int]:
    known = setting.values["organismes"]
    return known["creation_de"], known["creation_a"] + 1


def _regions(setting: Setting, abidjan: Flags, topic: str) -> Integers:
    codes = places.region_codes()
    drawn = setting.stream(topic).choice(len(codes), len(abidjan), p=places.region_weights())
    return np.where(abidjan, codes.index("abidjan"), drawn)


def _mutual_rows(setting: Setting, rows: pd.DataFrame) -> pd.DataFrame:
    base = rows["base_affiliation"]
    renamed = rows["renommees"] & (setting.edition > 1)
    made = pd.DataFrame(
        {
            "organisme_id": rows["organisme_id"],
            "nom": rows["nom"].where(~renamed, rows["nom"].str.replace("Démo", "Démo Grand")),
            "sigle": rows["sigle"],
            "type_organisme": np.where(
                rows["groupement"], "groupement_assimile", "mutuelle_sociale"
            ),
            "base_affiliation": base,
            "est_obligatoire": rows["est_obligatoire"].astype("boolean"),
            "secteur": np.select(
                [base.isin(PUBLIC), base.isin(PRIVATE)], ["public", "prive"], "mixte"
            ),
            "date_creation": legal_dates(setting, rows)["constituee"],
            "role_cmu": rows["role_cmu"],
        }
    )
    made.loc[base.isin(SUPPORTED), "secteur"] = "associatif"
    return made.join(_seats(setting, rows["region"].to_numpy()))[kept(setting, rows)]


def _roles(setting: Setting, draws: Floats) -> Texts:
    shares = setting.values["organismes"]
    bounds = np.cumsum(
        [shares[f"{name}_cmu"] for name in ("complementaire", "delegataire", "prestataire")]
    )
    codes = ["complementaire", "delegataire_gestion", "prestataire_conventionne"]
    return np.select([draws < bound for bound in bounds], codes, "aucun")


def _seats(setting: Setting, regions: Integers) -> pd.DataFrame:
    """Place head offices: two in three by GPS, the others by their town."""
    rng = setting.stream("sieges")
    seats = places.draw(rng, regions, setting.values["centres"]["eloignement_km"] / 2)
    metres = setting.between("precision_gps_m", "centres", "sieges", len(regions))
    by_gps = rng.random(len(regions)) < 2 / 3
    return pd.DataFrame(
        {
            "siege_commune": seats.towns,
            "siege_region_code": seats.region_codes,
            "latitude": pd.array(seats.latitudes, "Float64"),
            "longitude": pd.array(seats.longitudes, "Float64"),
            "precision": np.where(by_gps, "gps", "ville"),
            "precision_m": pd.array(metres.round(1), "Float64"),
        }
    ).assign(precision_m=lambda made: made["precision_m"].where(by_gps, pd.NA))


def _other_rows(setting: Setting) -> pd.DataFrame:
    """Describe unions and partners: few facts, no accounts."""
    made = []
    for what, kind in (("unions", "union"), ("partenaires", "partenaire")):
        rows = others(setting, what).assign(type_organisme=kind)
        if kind == "union":
            rng = setting.stream(what)
            years = rng.integers(2008, setting.years[0], len(rows))
            rows["date_creation"] = years.astype(str)
            rows["siege_region_code"], rows["siege_commune"] = "abidjan", "Abidjan"
            rows["precision"] = "ville"
        made.append(rows)
    return pd.concat(made, ignore_index=True)


def _dates(rng: np.random.Generator, years: Integers) -> Texts:
    days = rng.integers(0, 365, len(years)).astype("timedelta64[D]")
    start = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    dates: Texts = np.datetime_as_string(start + days)
    return dates.astype(object)
