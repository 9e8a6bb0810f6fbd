"""Projects, what they lack and the offers that answer them, once more in plain Python."""

THEMES = {
    "construction": "infrastructures",
    "renovation": "infrastructures",
    "equipement": "infrastructures",
    "diagnostic": "infrastructures",
    "connectivite": "numerique",
    "e_sante": "numerique",
    "parcours_soins": "numerique",
    "financement": "financement",
}
SECURED = ("accorde", "verse")


def gap(project, fundings):
    """Return (what is lacking, why); None when it cannot be known."""
    own = [one for one in fundings if one["projet_id"] == project["projet_id"]]
    if project["montant_fcfa"] is None:
        return None, "cout_inconnu"
    if not own:
        return None, "financement_inconnu"
    secured = [one["montant_fcfa"] for one in own if one["statut"] in SECURED]
    known = sum(amount for amount in secured if amount is not None)
    if known >= project["montant_fcfa"]:
        return 0, "couvert"
    if None in secured:
        return None, "montant_inconnu"
    return project["montant_fcfa"] - known, "connu"


def split(project, fundings):
    """Split the cost of a project whose gap is known: secured, applied for, considered, nobody."""
    lacking, _why = gap(project, fundings)
    sums = {"demande": 0, "envisage": 0}
    for one in fundings:
        if one["projet_id"] == project["projet_id"] and one["statut"] in sums:
            sums[one["statut"]] += one["montant_fcfa"] or 0
    asked = min(sums["demande"], lacking)
    thought = min(sums["envisage"], lacking - asked)
    return project["montant_fcfa"] - lacking, asked, thought, lacking - asked - thought


def is_open(project):
    """Tell whether a project is a need that an offer may still serve."""
    return project["statut"] in ("actif", "suspendu") and project["etape"] in (
        "besoin",
        "etude",
        "montage",
        "accord",
    )


def answer_of(project, offer, fundings):
    """Return (link, region, size, verdict) of a need and an offer; None when they do not meet."""
    lacking, why = gap(project, fundings)
    if offer["theme"] == project["theme"]:
        link = "meme_theme"
    elif offer["theme"] == "financement" and why != "couvert":
        link = "financement"
    else:
        return None
    place = _place(project["region"], offer)
    amount = lacking if offer["theme"] == "financement" else project["montant_fcfa"]
    size = _size(amount, offer)
    if "non" in (place, size):
        return link, place, size, "ecarte"
    return link, place, size, "concorde" if place == size == "oui" else "a_confirmer"


def _place(region, offer):
    if offer["est_nationale"]:
        return "oui"
    if offer["region_code"] is None or region is None:
        return "inconnu"
    return "oui" if offer["region_code"] == region else "non"


def _size(amount, offer):
    low, high = offer["montant_min_fcfa"], offer["montant_max_fcfa"]
    if amount is None or low is high is None:
        return "inconnu"
    small, large = low is not None and amount < low, high is not None and amount > high
    return "non" if small or large else "oui"
