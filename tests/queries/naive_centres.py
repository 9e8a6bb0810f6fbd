"""The indicators of centres, regions and COM once more, in plain Python: no SQL, no pandas.

A value is (numerator, denominator, masked); None is unknown, and unknown makes unknown.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise

from tests.queries.naive import RUN_BY_MUTUALS, district_of, population, table
from tests.queries.naive_mesures import known, lives, number, times

AVAILABILITY = {
    "dispo_depistage_vih": "depistage_vih",
    "dispo_arv": "arv",
    "dispo_ptme": "ptme",
    "dispo_tb_diagnostic": "tb_diagnostic",
    "dispo_tb_traitement": "tb_traitement",
    "dispo_palu_diagnostic": "palu_diagnostic",
    "dispo_palu_traitement": "palu_traitement",
    "dispo_cpn": "cpn",
    "dispo_accouchement": "accouchement",
    "dispo_vaccination": "vaccination",
    "dispo_planification_familiale": "planification_familiale",
    "part_centres_24h": "permanence_24h",
}
THREE_DISEASES = ("depistage_vih", "tb_diagnostic", "palu_diagnostic", "palu_traitement")
READINESS = {
    "readiness_palu": ("palu_diagnostic", "palu_traitement"),
    "readiness_tb": ("tb_diagnostic", "tb_traitement"),
    "readiness_vih_conseil": ("depistage_vih",),
    "readiness_arv": ("arv",),
    "readiness_ptme": ("ptme",),
    "readiness_cpn": ("cpn",),
}
COUNTS = {"gf_depistages_vih": "nb_depistages_vih", "gf_cas_palu_traites": "nb_palu_traites"}
LINKS = {"centres_convention_reference": "reference", "centres_microsysteme": "charte"}
SUMS = (*COUNTS, "centres_microsysteme", "com_points_indicateur")  # they have no denominator
SMALL_WORDS = ("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les")
MARGIN_KM, KM_PER_DEGREE = 15, 111.2
ESTABLISHED = 0.80  # the share of due indicators under which a COM has no score


def boolean(cell):
    return None if cell is None else float(cell == "true")


def of_services(files):
    """Map (indicator, centre) to its value, for what an open centre offers and has."""
    told = {(row["centre_id"], row["service"]): row for row in files("centre_service")}
    found = {}
    for centre in opened(files):
        own = {service: row for (who, service), row in told.items() if who == centre["centre_id"]}
        offers = {service: boolean(row["disponible"]) for service, row in own.items()}
        for indicator, service in AVAILABILITY.items():
            answer = offers.get(service)
            found[indicator, centre["centre_id"]] = (answer, known(answer))
        answers = [offers.get(service) for service in THREE_DISEASES]
        all_three = 0.0 if 0.0 in answers else None if None in answers else 1.0
        found["dispo_trois_maladies", centre["centre_id"]] = (all_three, known(all_three))
        for indicator, services in READINESS.items():
            asked = [own[service] for service in services if offers.get(service)]
            if asked:
                score = readiness(asked)
                found[indicator, centre["centre_id"]] = (score, known(score))
    return found


def readiness(rows):
    present = [number(row["items_traceurs_presents"]) for row in rows]
    expected = [number(row["items_traceurs_attendus"]) for row in rows]
    if None in present or None in expected or 0 in expected:
        return None
    return sum(present) / sum(expected)


def opened(files):
    return [row for row in files("centre") if row["statut_operationnel"] == "ouvert"]


def of_state(files, outlines):
    """Map (indicator, centre) to its value, for what a centre is."""
    found = {}
    for centre in opened(files):
        who = centre["centre_id"]
        for indicator, column in (
            ("part_centres_autorises", "est_autorise"),
            ("part_centres_ouverts_public", "est_ouvert_public"),
        ):
            answer = boolean(centre[column])
            found[indicator, who] = (answer, known(answer))
        here = district_of(centre["region_code"])
        in_abidjan = None if here is None else float(here == "abidjan")
        found["concentration_abidjan", who] = (in_abidjan, known(in_abidjan))
        for indicator, kind in LINKS.items():
            linked = float(who in ends(files, kind))
            if not linked and centre["region_code"] not in surveyed(files):
                linked = None
            top_only = indicator in SUMS
            found[indicator, who] = (linked, None if top_only else known(linked))
    return found | of_quality(files, outlines)


def ends(files, kind):
    return {
        row[f"{end}_id"]
        for row in files("lien_reseau")
        for end in ("de", "vers")
        if row["type_lien"] == kind and row[f"{end}_type"] == "centre"
    }


def surveyed(files):
    rows = defaultdict(list)
    for row in files("perimetre"):
        rows[row["region_code"]].append(row["est_enquete"] == "true")
    return {region for region, told in rows.items() if all(told)}


def of_quality(files, outlines):
    found, met = {}, Counter()
    for centre in sorted(files("centre"), key=lambda row: (int(row["ligne"]), row["centre_id"])):
        who = centre["centre_id"]
        point = (number(centre["longitude"]), number(centre["latitude"]))
        place = centre["commune"] or centre["ville"]
        complete = (
            centre["nom"]
            and centre["type_etablissement"]
            and centre["region_code"]
            and (place or None not in point)
        )
        found["mfl_attributs_minimum", who] = (float(bool(complete)), 1.0)
        near = None not in point and (
            kilometres(point, outlines[centre["region_code"]]) <= MARGIN_KM
        )
        found["centres_geolocalises", who] = (float(near), 1.0)
        if None not in point and centre["precision"] == "gps":
            radius = number(centre["precision_m"])
            fine = None if radius is None else float(radius <= 20)
            found["precision_gps", who] = (fine, known(fine))
        words = sorted(set_of_words(centre["nom"]))
        twin = (*words, "", *sorted(set_of_words(place or "")))
        met[twin] += 1
        found["taux_doublons", who] = (float(bool(words) and met[twin] > 1), 1.0)
    return found


def set_of_words(text):
    plain = unicodedata.normalize("NFD", text.lower()).encode("ascii", "ignore").decode()
    return [word for word in re.split("[^a-z0-9]+", plain) if word and word not in SMALL_WORDS]


def kilometres(point, area):
    """Measure how far a point is from an area (GeoJSON), 0 inside."""
    parts = area["coordinates"] if area["type"] == "MultiPolygon" else [area["coordinates"]]
    rings = [ring for part in parts for ring in part]
    edges = [pair for ring in rings for pair in pairwise(ring)]
    if sum(crosses(point, *edge) for edge in edges) % 2:
        return 0.0
    return KM_PER_DEGREE * min(from_edge(point, *edge) for edge in edges)


def crosses(point, one, other):
    """Tell whether a ray to the east of the point crosses an edge."""
    (x, y), (x1, y1), (x2, y2) = point, one[:2], other[:2]
    return (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)


def from_edge(point, one, other):
    (x, y), (x1, y1), (x2, y2) = point, one[:2], other[:2]
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length if length else 0
    along = min(max(along, 0), 1)
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


def of_activity(files):
    """Map (indicator, centre, year) to (numerator, denominator, masked)."""
    rows = {(row["centre_id"], int(row["annee"])): row for row in files("centre_activite")}
    found = {}
    for centre in files("centre"):
        for year in {year for _who, year in rows}:
            key = (centre["centre_id"], year)
            if key not in rows and not runs_in(centre, year):
                continue
            own = rows.get(key, {})
            top, bottom = number(own.get("recettes_fcfa")), number(own.get("charges_fcfa"))
            found["autofinancement_centre", *key] = (top, bottom, False)
            for indicator, column in COUNTS.items():
                count = number(own.get(column))
                masked = count is not None and 1 <= count <= 4
                found[indicator, *key] = (None if masked else count, None, masked)
            found["gf_palu_confirmes_traites", *key] = confirmed(own)
    return found


def runs_in(centre, year):
    if centre["date_ouverture"] and int(centre["date_ouverture"][:4]) > year:
        return False
    if centre["statut_operationnel"] == "ouvert":
        return True
    closed = centre["statut_operationnel"] == "ferme" and centre["date_fermeture"]
    return bool(closed) and int(centre["date_fermeture"][:4]) >= year


def confirmed(row):
    counts = [number(row.get(column)) for column in ("nb_palu_confirmes", "nb_palu_traites")]
    masked = any(count is not None and 1 <= count <= 4 for count in counts)
    return (None, None, True) if masked else (*counts, False) if None not in counts else MISSING


MISSING = (None, None, False)


def of_mutuals(files):
    """Map (indicator, mutual, year) to its value, answered or not."""
    rows = {(row["organisme_id"], int(row["annee"])): row for row in files("organisme_exercice")}
    found = {}
    for key in lives(files):
        row = rows.get(key, {})
        count = number(row.get("nb_centres"))
        some = None if count is None else float(count > 0)
        found["part_mutuelles_avec_centre", *key] = (some, known(some))
        found["beneficiaires_par_centre", *key] = (number(row.get("nb_beneficiaires")), count)
    return found


def of_regions(files):
    found = {}
    for region in (row["region_code"] for row in table("region")):
        people = population("region", region, 2021)
        here = [row for row in opened(files) if row["region_code"] == region]
        run = [row for row in here if row["relation"] in RUN_BY_MUTUALS]
        count = len(run) if run or region in surveyed(files) else None
        found["densite_centres_mutualistes", region] = (times(100000, count), people)
        beds = [number(row["nb_lits"]) for row in here]
        total = None if None in beds or (not here and count is None) else sum(beds)
        found["densite_lits", region] = (times(10000, total), people)
    return found


def of_contracts(files):
    """Map (indicator, COM or its indicator, year) to its value."""
    axes = {row["axe_id"]: row["com_id"] for row in files("com_axe")}
    goals = {row["objectif_id"]: axes[row["axe_id"]] for row in files("com_objectif")}
    asked = {row["indicateur_id"]: row for row in files("com_indicateur")}
    told = {
        (row["indicateur_id"], row["annee"]): row
        for row in files("com_mesure")
        if row["periode"] == "annee"
    }
    found, due = {}, defaultdict(list)
    for target in files("com_cible"):
        who, year = target["indicateur_id"], int(target["annee"])
        measure = told.get((who, target["annee"])) or {}
        disputed = measure.get("statut_validation") == "conteste"
        result = None if disputed else number(measure.get("realise"))
        row = asked[who]
        mark, met = score(row, target, result)
        weight = number(row["poids"])
        found["com_points_indicateur", who, year] = (times(weight, mark), None)
        found["com_taux_realisation", who, year] = achieved(row, target, result)
        due[goals[row["objectif_id"]], year].append((weight, mark, met, disputed))
    return found | of_scores(due) | of_means(files)


def of_scores(due):
    found = {}
    for key, marks in due.items():
        counted = [one for one in marks if one[1] is not None]
        owed = sum(not disputed for *_rest, disputed in marks)
        points = sum(weight * mark for weight, mark, *_rest in counted)
        possible = sum(weight for weight, *_rest in counted) if counted else None
        enough = len(counted) >= ESTABLISHED * owed
        found["com_score_global", *key] = (points if counted and enough else None, possible)
        found["com_taux_renseignement", *key] = (len(counted), owed)
        met = sum(bool(one[2]) for one in counted)
        found["com_indicateurs_atteints", *key] = (met, len(counted))
    return found


def score(row, target, result):
    """Give an indicator its mark from 0 to 1, and tell whether its target is met."""
    if result is None:
        return None, None
    if row["sens"] == "plage":
        low, high = number(row["plage_min"]), number(row["plage_max"])
        away = max(low - result, result - high, 0)
        return (max(1 - away / number(row["tolerance"]), 0) if away else 1.0), not away
    if row["sens"] == "jalon":
        due = number(target["cible"])
        return min(max(result / 3, 0), 1), result >= (3 if due is None else due)
    aim = number(target["cible"])
    floor = number(target["seuil"] or target["valeur_base"])
    met = result >= aim if row["sens"] == "hausse" else result <= aim
    if aim == floor:
        return float(met), met
    return min(max((result - floor) / (aim - floor), 0), 1), met


def achieved(row, target, result):
    aim = number(target["cible"])
    if None in (aim, result) or row["sens"] not in ("hausse", "baisse") or min(aim, result) < 0:
        return None, None
    if row["sens"] == "hausse":
        return result, aim
    return (aim, result) if result else (number(row["plafond"]) or 1.2, 1.0)


def of_means(files):
    means = defaultdict(list)
    for row in files("com_moyen"):
        if row["unite"] == "fcfa":
            given = (number(row["mis_a_disposition"]), number(row["prevu"]))
            means[row["com_id"], int(row["annee"])].append(given)
    return {
        ("com_execution_moyens", *key): tuple(
            None if None in side else sum(side) for side in zip(*pairs, strict=True)
        )
        for key, pairs in means.items()
    }


def measured(files, outlines):
    """Map (indicator, entity, year or None) to (numerator, denominator, masked)."""
    states = of_services(files) | of_state(files, outlines) | of_regions(files)
    found = {(*key, None): (*value, False) for key, value in states.items()}
    yearly = of_mutuals(files) | of_contracts(files)
    found |= {key: (*value, False) for key, value in yearly.items()}
    return found | of_activity(files)


INDICATORS = (
    *AVAILABILITY,
    *READINESS,
    *COUNTS,
    *LINKS,
    "autofinancement_centre",
    "beneficiaires_par_centre",
    "centres_geolocalises",
    "com_execution_moyens",
    "com_indicateurs_atteints",
    "com_points_indicateur",
    "com_score_global",
    "com_taux_realisation",
    "com_taux_renseignement",
    "concentration_abidjan",
    "densite_centres_mutualistes",
    "densite_lits",
    "dispo_trois_maladies",
    "gf_palu_confirmes_traites",
    "mfl_attributs_minimum",
    "part_centres_autorises",
    "part_centres_ouverts_public",
    "part_mutuelles_avec_centre",
    "precision_gps",
    "taux_doublons",
)
