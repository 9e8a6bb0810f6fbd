"""The mutuals' indicators once more, in plain Python on an edition's CSV files: no SQL, no pandas.

A value is (numerator, denominator, masked); None is unknown, and unknown makes unknown.
"""

from collections import defaultdict

SURVEYED = ("mutuelle_sociale", "groupement_assimile")
UMBRELLAS = ("union", "federation", "structure_faitiere")
RUN_BY_MUTUALS = ("proprietaire", "gestionnaire", "reference")
ALLOWANCES = (
    "deces_obseques",
    "retraite_complementaire",
    "allocation_evenement",
    "pret_social",
    "orphelins",
)
DISEASES = {
    "part_prestations_vih": "vih",
    "part_prestations_tb": "tb",
    "part_prestations_palu": "paludisme",
}
FACTS = ("taux_couverture_nationale", "part_mutuelles_dcs", "part_paiements_directs")


def number(cell):
    return None if cell is None else float(cell)


def plus(*cells):
    return None if None in cells else sum(cells)


def minus(cell, *others):
    return None if None in (cell, *others) else cell - sum(others)


def times(factor, cell):
    return None if cell is None else factor * cell


def yes(cell):
    """Turn what is true or false, or unknown, into 1, 0 or None."""
    return None if cell is None else float(cell)


def known(cell):
    return None if cell is None else 1.0


class Year:
    """A mutual in a year: ``y("col")`` is a cell of it, ``y.before("col")`` of the year before."""

    def __init__(self, own, before):
        self._own, self._before = own or {}, before or {}

    def __call__(self, column):
        return number(self._own.get(column))

    def before(self, column):
        return number(self._before.get(column))

    def text(self, column):
        return self._own.get(column)

    def average(self, column):
        total = plus(self(column), self.before(column))
        return times(1 / 2, total)


YEARLY = {
    "taux_penetration": lambda y: (y("nb_beneficiaires"), y("population_cible")),
    "taux_croissance_brute": lambda y: (
        minus(y("nb_adherents"), y.before("nb_adherents")),
        y.before("nb_adherents"),
    ),
    "taux_croissance_beneficiaires": lambda y: (
        minus(y("nb_beneficiaires"), y.before("nb_beneficiaires")),
        y.before("nb_beneficiaires"),
    ),
    "taille_moyenne_famille": lambda y: (y("nb_beneficiaires"), y("nb_adherents")),
    "taux_beneficiaires_a_jour": lambda y: (y("nb_beneficiaires_a_jour"), y("nb_beneficiaires")),
    "part_femmes_beneficiaires": lambda y: (y("nb_beneficiaires_femmes"), y("nb_beneficiaires")),
    "part_secteur_informel": lambda y: (y("nb_beneficiaires_informel"), y("nb_beneficiaires")),
    "taux_recouvrement_cotisations": lambda y: (
        y("cotisations_encaissees_fcfa"),
        y("cotisations_emises_fcfa"),
    ),
    "ratio_sinistralite": lambda y: (y("prestations_dues_fcfa"), y("cotisations_acquises_fcfa")),
    "ratio_frais_fonctionnement_brut": lambda y: (
        y("frais_fonctionnement_fcfa"),
        y("cotisations_acquises_fcfa"),
    ),
    "ratio_combine": lambda y: (
        plus(y("prestations_dues_fcfa"), y("frais_fonctionnement_fcfa")),
        y("cotisations_acquises_fcfa"),
    ),
    "ratio_couverture_charges": lambda y: (
        y("cotisations_acquises_fcfa"),
        y("charges_totales_fcfa"),
    ),
    "ratio_couverture_tous_produits": lambda y: (
        y("produits_totaux_fcfa"),
        y("charges_totales_fcfa"),
    ),
    "ratio_liquidite_immediate": lambda y: (
        y("disponibilites_fcfa"),
        y("dettes_court_terme_fcfa"),
    ),
    "ratio_capitaux_propres": lambda y: (y("reserves_fcfa"), y("charges_totales_fcfa")),
    "reserves_en_mois": lambda y: (times(12, y("reserves_fcfa")), y("prestations_dues_fcfa")),
    "ratio_reserves_cotisations": lambda y: (y("reserves_fcfa"), y("cotisations_acquises_fcfa")),
    "evolution_reserves": lambda y: (
        minus(y("reserves_fcfa"), y.before("reserves_fcfa")),
        y.before("reserves_fcfa"),
    ),
    "taux_autofinancement": lambda y: (
        minus(y("produits_totaux_fcfa"), y("subventions_fcfa")),
        y("charges_totales_fcfa"),
    ),
    "dependance_subventions": lambda y: (y("subventions_fcfa"), y("produits_totaux_fcfa")),
    "marge_nette": lambda y: (y("resultat_net_fcfa"), y("cotisations_acquises_fcfa")),
    "couverture_provisions_mois": lambda y: (
        times(12, y("provisions_techniques_fcfa")),
        y("prestations_dues_fcfa"),
    ),
    "part_mutuelles_placement": lambda y: (
        yes(None if y("placements_fcfa") is None else y("placements_fcfa") > 0),
        known(y("placements_fcfa")),
    ),
    "taux_placement_reserves": lambda y: (y("placements_fcfa"), y("reserves_fcfa")),
    "cotisation_moyenne_beneficiaire": lambda y: (
        y("cotisations_acquises_fcfa"),
        y.average("nb_beneficiaires"),
    ),
    "prestation_moyenne_beneficiaire": lambda y: (
        y("prestations_dues_fcfa"),
        y.average("nb_beneficiaires"),
    ),
    "comptes_certifies": lambda y: (
        yes({"true": True, "false": False}.get(y.text("est_certifie"))),
        known(y.text("est_certifie")),
    ),
    "cipres_frais_fonctionnement": lambda y: (
        y("frais_fonctionnement_fcfa"),
        y("cotisations_encaissees_fcfa"),
    ),
}


def grouped(rows, *keys):
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[key] for key in keys)].append(row)
    return found


def last_status(rows):
    """Map each organisation to its latest status; one without a date comes first."""
    latest = {}
    for row in sorted(rows, key=lambda row: (row["date_debut"] or "", row["statut_juridique"])):
        latest[row["organisme_id"]] = row["statut_juridique"]
    return latest


def mutuals(files):
    return [row for row in files("organisme") if row["type_organisme"] in SURVEYED]


def lives(files):
    """List (mutual, year) from its creation to its end, for the years that have an exercise."""
    ends = {}
    for row in files("organisme_statut"):
        if row["statut_juridique"] in ("dissoute", "fusionnee") and row["date_debut"]:
            end = int(row["date_debut"][:4])
            ends[row["organisme_id"]] = min(end, ends.get(row["organisme_id"], end))
    return [
        (row["organisme_id"], year)
        for row in mutuals(files)
        for year in sorted({int(one["annee"]) for one in files("organisme_exercice")})
        if int((row["date_creation"] or "0")[:4]) <= year <= ends.get(row["organisme_id"], year)
    ]


def of_acts(acts, benefits, average):
    """Give the indicators that the acts of a mutual in a year tell."""
    by_kind = {row["categorie_prestation"]: number(row["nb_actes"]) for row in acts}
    counts = [number(row["nb_actes"]) for row in acts]
    paid, billed, left, shared = [], [], [], []
    for row in acts:
        bill, cmu, mutual = (
            number(row[f"{name}_fcfa"]) for name in ("montant_facture", "part_cmu", "part_mutuelle")
        )
        if row["categorie_prestation"] in ALLOWANCES or None in (bill, mutual):
            continue
        paid.append(mutual)
        billed.append(bill)
        if cmu is not None:
            left.append(bill - cmu - mutual)
            shared.append(bill)
    return {
        "frequence_consultations": (by_kind.get("consultation"), average),
        "taux_hospitalisation": (times(100, by_kind.get("hospitalisation")), average),
        "cout_moyen_prestation": (benefits, plus(*counts) if counts else None),
        "taux_prise_en_charge": (sum(paid), sum(billed)) if paid else (None, None),
        "reste_a_charge_final": (sum(left), sum(shared)) if left else (None, None),
    }


def of_diseases(rows, benefits):
    """Give each disease's share of the benefits; one of 1 to 4 cases is masked with its amount."""
    found = dict.fromkeys(DISEASES, (None, benefits, False))
    for row in rows:
        cases = number(row["nb_cas"])
        masked = cases is not None and 1 <= cases <= 4
        for indicator, disease in DISEASES.items():
            if row["pathologie"] == disease:
                amount = None if masked else number(row["montant_fcfa"])
                found[indicator] = (amount, benefits, masked)
    return found


def of_accounts(rows):
    if not rows:
        return None, None
    spent = [(row["hc"], number(row["montant_fcfa"])) for row in rows]
    return sum(amount for hc, amount in spent if hc == "HC.7.2"), sum(amount for _, amount in spent)


def yearly(files):
    """Map (indicator, mutual, year) to its value, for what a year tells."""
    exercises = {
        (row["organisme_id"], int(row["annee"])): row for row in files("organisme_exercice")
    }
    acts, diseases, accounts = (
        grouped(files(table), "organisme_id", "annee")
        for table in ("prestation_acte", "prestation_pathologie", "depense_sha")
    )
    found = {}
    for who, year in lives(files):
        y = Year(exercises.get((who, year)), exercises.get((who, year - 1)))
        here, benefits = (who, str(year)), y("prestations_dues_fcfa")
        values = {name: (*told(y), False) for name, told in YEARLY.items()}
        told = of_acts(acts.get(here, []), benefits, y.average("nb_beneficiaires"))
        values |= {name: (*pair, False) for name, pair in told.items()}
        values |= of_diseases(diseases.get(here, []), benefits)
        values["part_frais_admin_sha"] = (*of_accounts(accounts.get(here)), False)
        found |= {(name, who, year): value for name, value in values.items()}
    return found


def states(files):
    """Map (indicator, entity, None) to its value, for what an edition tells without a year."""
    status = last_status(files("organisme_statut"))
    umbrellas = {
        row["organisme_id"] for row in files("organisme") if row["type_organisme"] in UMBRELLAS
    }
    members = {
        row["de_id"]
        for row in files("lien_reseau")
        if row["type_lien"] == "membre" and row["vers_id"] in umbrellas and not row["date_fin"]
    }
    answered = {row["organisme_id"] for row in files("organisme_exercice")}
    found = {}
    for row in mutuals(files):
        who, state = row["organisme_id"], status.get(row["organisme_id"])
        state = None if state == "inconnue" else state
        approved = None if state is None else state in ("agreee", "immatriculee")
        if state not in ("dissoute", "fusionnee"):
            found["part_mutuelles_agreees", who, None] = (yes(approved), known(state), False)
        if approved is not False:
            registered = None if state is None else state == "immatriculee"
            found["part_mutuelles_immatriculees", who, None] = (
                *(yes(registered), known(state)),
                False,
            )
        member = who in members if who in answered else None
        found["taux_affiliation_faitiere", who, None] = (yes(member), known(member), False)
        role = row["role_cmu"]
        delegated = None if role is None else role == "delegataire_gestion"
        found["mutuelles_delegataires_cmu", who, None] = (yes(delegated), None, False)
    for row in files("centre"):
        if row["statut_operationnel"] == "ouvert" and row["relation"] in RUN_BY_MUTUALS:
            cmu = None if row["statut_cmu"] == "inconnu" else row["statut_cmu"]
            contracted = None if cmu is None else cmu == "conventionne"
            found["centres_conventionnes_cmu", row["centre_id"], None] = (
                *(yes(contracted), known(cmu)),
                False,
            )
    return found


def of_the_country(files):
    """Map (indicator, code or country, year) to its value: health accounts, published shares."""
    found = {}
    surveyed = {row["organisme_id"] for row in mutuals(files)}
    accounts = [row for row in files("depense_sha") if row["organisme_id"] in surveyed]
    totals = {
        year: sum(number(row["montant_fcfa"]) for row in rows)
        for (year,), rows in grouped(accounts, "annee").items()
    }
    for indicator, column in (
        ("repartition_fonctions_hc", "hc"),
        ("repartition_prestataires_hp", "hp"),
    ):
        for (code, year), rows in grouped(accounts, column, "annee").items():
            spent = sum(number(row["montant_fcfa"]) for row in rows)
            found[indicator, code, int(year)] = (spent, totals[year], False)
    for row in files("fait_publie"):
        if row["indicateur"] in FACTS and row["est_retenu"] == "true" and row["valeur"]:
            value = (number(row["valeur"]), 1.0, False)
            found[row["indicateur"], "CIV", int(row["annee"])] = value
    return found


def measured(files):
    """Map (indicator, entity, year) to (numerator, denominator, masked)."""
    return yearly(files) | states(files) | of_the_country(files)


INDICATORS = (
    *YEARLY,
    *DISEASES,
    *FACTS,
    "frequence_consultations",
    "taux_hospitalisation",
    "cout_moyen_prestation",
    "taux_prise_en_charge",
    "reste_a_charge_final",
    "part_frais_admin_sha",
    "part_mutuelles_agreees",
    "part_mutuelles_immatriculees",
    "taux_affiliation_faitiere",
    "mutuelles_delegataires_cmu",
    "centres_conventionnes_cmu",
    "repartition_fonctions_hc",
    "repartition_prestataires_hp",
)
