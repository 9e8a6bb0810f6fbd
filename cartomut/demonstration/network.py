"""What surrounds the mutuals: links, activities, agreements, projects, offers, published words."""

from typing import Any

import numpy as np
import pandas as pd

from cartomut.demonstration import microsystem, places
from cartomut.demonstration.facilities import listed, states
from cartomut.demonstration.organisations import others
from cartomut.demonstration.setting import (
    Integers,
    Setting,
    Texts,
    conform,
    only,
    read,
    series,
    whole,
)

HOSTED = ("appui_mutuelle", "atelier", "visite")  # activities for one mutual
STEPS = ("besoin", "etude", "montage", "accord", "realisation", "service")
# How far the money is at each step: the mutual's own is decided first, a partner's is asked for.
FUNDED = {
    "besoin": ("envisage", "envisage"),
    "etude": ("accorde", "envisage"),
    "montage": ("accorde", "demande"),
    "accord": ("accorde", "accorde"),
    "realisation": ("verse", "verse"),
    "service": ("verse", "verse"),
}
REFUSED = 0.4  # of what was asked for
MOVED = 0.75  # of the projects are a step further at the second edition
REACHES = (0.4, 0.4)  # offers for the whole country, for one region; the others do not say


def links(setting: Setting, rows: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Make ``lien_reseau``: members of unions, peers, partners, facilities that refer patients."""
    rng = setting.stream("liens")
    stable = rows[rows["stable"]]
    unions = others(setting, "unions")["organisme_id"].to_numpy()
    partners = others(setting, "partenaires")["organisme_id"].to_numpy()
    own = stable["organisme_id"].to_numpy()
    members = own[rng.random(len(own)) < 0.6]
    pairs = [("membre", members, rng.choice(unions, len(members)))]
    turned = np.roll(own, 1)
    helped = rng.random(len(own)) < 0.15
    pairs += [("entraide", own[helped], turned[helped])]
    backed = own[rng.random(len(own)) < 0.2]
    pairs += [("partenaire", rng.choice(partners, len(backed)), backed)]
    made_rows = [_pairs("organisme", kind, *ends) for kind, *ends in pairs]
    made_rows.append(_referrals(setting, made, rng))
    long = pd.concat(made_rows, ignore_index=True)
    long["date_debut"] = rng.integers(2012, setting.years[0] + 1, len(long)).astype(str)
    both = pd.concat([long, microsystem.links(setting, rows, made)], ignore_index=True)
    return setting.frame("lien_reseau", **series(both.drop_duplicates("lien_id")))


def activities(setting: Setting) -> pd.DataFrame:
    """Make ``activite``, from a few kinds of event, between the first year and the survey."""
    number = setting.count("activites")
    rng = setting.stream("activites")
    kinds = read("textes")["activites"]
    chosen = [kinds[turn % len(kinds)] for turn in range(number)]
    days = _days(setting, rng, number)
    regions = rng.choice(len(places.region_codes()), number, p=places.region_weights())
    where = places.draw(rng, regions, 0.0)
    people = rng.integers(15, 120, number)
    texts = read("textes")["participants"]
    columns = list(zip(*chosen, strict=True))
    return setting.frame(
        "activite",
        activite_id=[f"demo_activite_{turn + 1}" for turn in range(number)],
        date_debut=days,
        date_fin=days,
        type_activite=columns[0],
        est_pass=columns[1],
        intitule_fr=columns[2],
        intitule_en=columns[3],
        lieu=where.towns,
        region_code=where.region_codes,
        participants_fr=[texts[0].format(nombre=count) for count in people],
        participants_en=[texts[1].format(nombre=count) for count in people],
        resultat_fr=_filled(columns[4]),
        resultat_en=_filled(columns[5]),
    )


def activity_partners(setting: Setting, held: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Make ``activite_partenaire``: a partner for each activity, and the mutual that it is for."""
    partners = others(setting, "partenaires")
    chosen = setting.stream("partenaires").integers(0, len(partners), len(held))
    hosted = held[held["type_activite"].isin(HOSTED)]
    stable = rows[rows["stable"]]
    guests = stable.iloc[setting.stream("mutuelles_invitees").integers(0, len(stable), len(hosted))]
    bodies = pd.concat([partners.iloc[chosen], guests])
    return setting.frame(
        "activite_partenaire",
        activite_id=pd.concat([held["activite_id"], hosted["activite_id"]]).to_numpy(),
        organisme_id=bodies["organisme_id"].to_numpy(),
        nom=bodies["nom"].to_numpy(),
    )


def agreements(setting: Setting, rows: pd.DataFrame) -> pd.DataFrame:
    """Make ``convention``: a mutual and a partner, signed for two to four years.

    An edition knows those that were signed before its survey, with the same dates as the next one.
    """
    number = setting.count("conventions")
    rng = setting.stream("conventions")
    partners = others(setting, "partenaires")["nom"].to_numpy()
    mutuals = rng.choice(rows.loc[rows["stable"], "nom"].to_numpy(), number)
    years = rng.integers(setting.years[0] - 2, setting.years[-1] + 1, number)
    parties = zip(rng.choice(partners, number), mutuals, strict=True)
    terms = setting.stream("termes_des_conventions")
    months, lengths = terms.integers(1, 13, number), terms.integers(2, 5, number)
    dates = list(zip(years, months, years + lengths, strict=True))
    ends = [f"{end}-{month:02}-14" for _year, month, end in dates]
    kinds = read("textes")["conventions"]
    every = setting.frame(
        "convention",
        convention_id=[f"demo_convention_{turn + 1}" for turn in range(number)],
        parties=[f"{one} ; {two}" for one, two in parties],
        date_signature=[f"{year}-{month:02}-15" for year, month, _end in dates],
        echeance=ends,
        objet_fr=[kinds[turn % len(kinds)][0] for turn in range(number)],
        objet_en=[kinds[turn % len(kinds)][1] for turn in range(number)],
        statut=["en_cours" if end[:7] >= setting.surveyed else "echue" for end in ends],
    )
    return every[every["date_signature"].str[:7] < setting.surveyed].reset_index(drop=True)


def projects(setting: Setting, made: pd.DataFrame) -> pd.DataFrame:
    """Make ``projet``: needs of mutuals, each about one of their facilities."""
    number = setting.count("projets")
    rng = setting.stream("projets")
    own = made[made["organisme_id"].notna() & listed(setting, made) & ~made["apparu"]]
    chosen = own.iloc[rng.integers(0, len(own), number)]
    kinds = read("textes")["projets"]
    picked = [kinds[turn % len(kinds)] for turn in range(number)]
    moved = (setting.edition > 1) & (setting.stream("avancees").random(number) < MOVED)
    steps = np.minimum(rng.integers(0, len(STEPS), number) + moved, len(STEPS) - 1)
    costs = np.array([kind[1] for kind in picked]) * rng.uniform(0.5, 1.8, number)
    names = chosen["nom"].str.removeprefix("Centre Démo ").to_numpy()
    done = steps == len(STEPS) - 1
    uncosted = (steps == 0) & (np.arange(number) % 2 == 0)  # nobody worked out the cost
    return setting.frame(
        "projet",
        projet_id=[f"demo_projet_{turn + 1}" for turn in range(number)],
        organisme_id=chosen["organisme_id"].to_numpy(),
        centre_id=chosen["centre_id"].to_numpy(),
        intitule_fr=[f"{kind[2]} ({name})" for kind, name in zip(picked, names, strict=True)],
        intitule_en=[f"{kind[3]} ({name})" for kind, name in zip(picked, names, strict=True)],
        theme=[kind[0] for kind in picked],
        etape=np.array(STEPS, dtype=object)[steps],
        date_etape=f"{setting.last_year}-12",
        montant_fcfa=pd.Series(whole(costs / 1e6) * 1_000_000).mask(uncosted).astype("Int64"),
        statut=np.where(done, "termine", np.where(rng.random(number) < 0.1, "suspendu", "actif")),
    )


def funding(setting: Setting, asked: pd.DataFrame) -> pd.DataFrame:
    """Make ``financement_projet``: the mutual's own funds and a partner; together, the cost."""
    rng = setting.stream("financements")
    partners = others(setting, "partenaires")["nom"].to_numpy()
    cost = asked["montant_fcfa"].fillna(0).to_numpy(dtype=np.int64)
    own = whole(cost * rng.uniform(0.1, 0.4, len(asked)) / 1e5) * 100_000
    ours, theirs = zip(*asked["etape"].map(FUNDED), strict=True)
    lent = np.where(rng.random(len(asked)) < 0.4, "pret", "don")
    chosen = rng.choice(partners, len(asked))
    draws = setting.stream("refus_bailleurs").random(len(asked))
    refused = (np.array(theirs) == "demande") & (draws < REFUSED)
    parts = [
        ("Fonds de la mutuelle", "fonds_propres", own, ours),
        (chosen, lent, cost - own, np.where(refused, "refuse", theirs)),
    ]
    long = pd.concat(
        pd.DataFrame(
            {
                "projet_id": asked["projet_id"].to_numpy(),
                "bailleur": funder,
                "instrument": instrument,
                "montant_fcfa": amount,
                "statut": state,
            }
        )[cost > 0]
        for funder, instrument, amount, state in parts
    )
    return setting.frame("financement_projet", **series(long.reset_index(drop=True)))


def offers(setting: Setting) -> pd.DataFrame:
    """Make ``offre``: what the partners propose."""
    number = setting.count("offres")
    partners = others(setting, "partenaires")["organisme_id"].to_numpy()
    kinds = read("textes")["offres"]
    picked = [kinds[turn % len(kinds)] for turn in range(number)]
    national, regional = _reach(setting, number)
    sized = setting.stream("offres_tailles").random(number) < 0.7
    return setting.frame(
        "offre",
        offre_id=[f"demo_offre_{turn + 1}" for turn in range(number)],
        organisme_id=setting.stream("offres").choice(partners, number),
        theme=[kind[0] for kind in picked],
        est_nationale=national,
        region_code=regional,
        montant_min_fcfa=only(sized, [kind[1] for kind in picked]),
        montant_max_fcfa=only(sized, [kind[2] for kind in picked]),
        description_fr=[kind[3] for kind in picked],
        description_en=[kind[4] for kind in picked],
    )


def _reach(setting: Setting, number: int) -> tuple[Texts, Texts]:
    """Draw where each offer holds: in the whole country, in one region, or it does not say."""
    rng = setting.stream("offres_portee")
    codes = np.array(places.region_codes(), dtype=object)
    chosen = codes[rng.choice(len(codes), number, p=places.region_weights())]
    draws = rng.random(number)
    everywhere, here = draws < REACHES[0], (draws >= REACHES[0]) & (draws < sum(REACHES))
    national = only(everywhere | here, everywhere.astype(object))
    return national, only(here, chosen)


def meetings(setting: Setting, asked: pd.DataFrame, offered: pd.DataFrame) -> pd.DataFrame:
    """Make ``rencontre``: a project and an offer of one theme, and what came of it."""
    number = setting.count("rencontres")
    rng = setting.stream("rencontres")
    both = (
        asked[["projet_id", "theme"]]
        .iloc[: 20 * number]
        .merge(offered.drop_duplicates("theme")[["offre_id", "theme"]], on="theme")
    )
    both = both.iloc[rng.permutation(len(both))[:number]].reset_index(drop=True)
    ends = ["a_relancer", "offre_attendue", "offre_remise", "accord", "sans_suite", None]
    return setting.frame(
        "rencontre",
        rencontre_id=[f"demo_rencontre_{turn + 1}" for turn in range(len(both))],
        projet_id=both["projet_id"],
        offre_id=both["offre_id"],
        date=_days(setting, rng, len(both)),
        suite=np.array(ends, dtype=object)[rng.integers(0, len(ends), len(both))],
    )


def recommendations(setting: Setting) -> pd.DataFrame:
    """Make ``recommandation``: those of the study, some of them met by the second edition."""
    texts = read("textes")["recommandations"]
    first = ["ouverte", "ouverte", "en_cours", "en_cours", "ouverte", "ouverte"]
    second = ["en_cours", "ouverte", "realisee", "realisee", "en_cours", "abandonnee"]
    return setting.frame(
        "recommandation",
        recommandation_id=[f"demo_recommandation_{turn + 1}" for turn in range(len(texts))],
        texte_fr=[text[0] for text in texts],
        texte_en=[text[1] for text in texts],
        destinataire=[text[2] for text in texts],
        echeance=str(setting.years[-1] + 1),
        statut=(first if setting.edition == 1 else second)[: len(texts)],
    )


def perimeter(setting: Setting) -> pd.DataFrame:
    """Make ``perimetre``: every region was surveyed, every year."""
    codes = list(places.region_codes())
    years = setting.years[setting.years <= setting.last_year]
    return setting.frame(
        "perimetre",
        region_code=codes * len(years),
        annee=np.repeat(years, len(codes)),
        est_enquete=True,
    )


def words(setting: Setting, mutuals: int) -> dict[str, pd.DataFrame]:
    """Make the tables of published words: one fact, one claim, a model, the sources."""
    texts = read("textes")
    kept_ = {"edition": setting.edition, "nombre": mutuals}
    model = texts["modele"]
    fact = {
        "fait_id": "demo_mutuelles_recensees",
        "entite": "etude",
        "entite_id": "demonstration",
        "indicateur": "mutuelles_ayant_contribue",
        "valeur": mutuals,
        "unite": "mutuelles",
        "annee": setting.last_year,
        "periode": str(setting.last_year),
        "qualificatif": "exact",
        "enonce_fr": texts["fait"][0].format(**kept_),
        "enonce_en": texts["fait"][1].format(**kept_),
        "est_retenu": True,
        "regle_retenue": "seule_source",
        "est_deduit": False,
    }
    claim = {
        "affirmation_id": "demo_affirmation_1",
        "enonce_fr": texts["affirmation"][0],
        "enonce_en": texts["affirmation"][1],
        "auteur": "Gazette Démo",
        "date": f"{setting.last_year}-05",
        "valeur_enoncee": "0.1",
        "obstacle_calcul": "denominateur_non_dit",
        "verdict": "inverifiable",
        "explication_fr": texts["affirmation"][2],
        "explication_en": texts["affirmation"][3],
    }
    return {
        "fait_publie": setting.frame("fait_publie", **{key: [one] for key, one in fact.items()}),
        "affirmation": setting.frame("affirmation", **{key: [one] for key, one in claim.items()}),
        "modele_reference": setting.frame(
            "modele_reference",
            modele=[model["code"]] * len(model["valeurs"]),
            indicateur=list(model["valeurs"]),
            valeur=[value for value, _ in model["valeurs"].values()],
            unite=[unit for _, unit in model["valeurs"].values()],
        ),
        "source": sources(setting),
    }


def sources(setting: Setting) -> pd.DataFrame:
    """Make the table ``source``: the editions up to this one."""
    title, note, note_en = read("textes")["sources"]
    editions = range(1, setting.edition + 1)
    year = setting.last_year + 1 - setting.edition
    made: dict[str, Any] = {
        "source_id": [f"demo_etude_{edition}" for edition in editions],
        "titre": [title.format(edition=edition) for edition in editions],
        "editeur": "CartoMut",
        "type_source": "document_projet",
        "date_publication": [f"{year + edition}-06" for edition in editions],
        "licence": "cc_by_4_0",
        "note_fr": note,
        "note_en": note_en,
    }
    return conform("source", pd.DataFrame(made))


def _pairs(kind: str, link: str, ends: Any, others_: Any) -> pd.DataFrame:
    made = pd.DataFrame({"de_id": ends, "vers_id": others_}).assign(
        de_type=kind, vers_type=kind, type_lien=link
    )
    made["lien_id"] = made["de_id"] + "_" + made["vers_id"] + "_" + link
    return made.drop_duplicates("lien_id")


def _referrals(setting: Setting, made: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Link one primary facility in five to a higher one of its own region, where there is one."""
    here = made[(states(setting, made) == "ouvert") & listed(setting, made)]
    high = here[here["niveau_soins"] != "primaire"].drop_duplicates("region_code")
    low = here[(here["niveau_soins"] == "primaire") & (rng.random(len(here)) < 0.2)]
    both = low[["centre_id", "region_code"]].merge(
        high[["centre_id", "region_code"]], on="region_code", suffixes=("", "_haut")
    )
    return _pairs("centre", "reference", both["centre_id"], both["centre_id_haut"])


def _days(setting: Setting, rng: np.random.Generator, number: int) -> Texts:
    start = np.datetime64(f"{setting.years[0]}-01-10")
    end = np.datetime64(f"{setting.surveyed}-01")
    span: Integers = rng.integers(0, int((end - start).astype(int)), number)
    return np.datetime_as_string(start + span).astype(object)


def _filled(texts: Any) -> list[str | None]:
    return [text or None for text in texts]
