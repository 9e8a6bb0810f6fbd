"""What can be wrong with a population raster: rules ``PR-1``, ``PR-2``…"""

from cartomut.findings import REJECT, WARNING, Rule
from cartomut.i18n import N_

UNREADABLE = Rule(
    "PR-1",
    REJECT,
    N_("Aucune grille de population ne se lit dans ce fichier ({raison})."),
    N_("Aucune population ne peut en être tirée."),
    N_("Donner un GeoTIFF (.tif) tel qu'il a été téléchargé, sans archive autour."),
)
NO_CRS = Rule(
    "PR-2",
    REJECT,
    N_("Le système de coordonnées n'est pas dit."),
    N_("Des degrés et des mètres ne se devinent pas : les habitants seraient placés ailleurs."),
    N_("Redonner le fichier avec son système (EPSG), dans un logiciel de cartes."),
)
BANDS = Rule(
    "PR-3",
    REJECT,
    N_("La grille a {valeur} bandes ; une seule est attendue, celle du nombre de personnes."),
    N_("On ne saurait pas laquelle compte tous les habitants."),
    N_("Apporter la grille de la population totale, d'une seule bande."),
)
OUTSIDE = Rule(
    "PR-4",
    REJECT,
    N_("La grille ne touche pas le pays : elle couvre {valeur}."),
    N_("Aucun habitant ne peut en être tiré."),
    N_("Vérifier que le fichier est celui de la Côte d'Ivoire, et son système de coordonnées."),
)
COARSE = Rule(
    "PR-5",
    REJECT,
    N_("Une case de la grille a {valeur} km de côté ; la limite est de 11 km."),
    N_("Une grille aussi large place les habitants moins bien que la liste des lieux."),
    N_("Apporter une grille plus fine : 100 m ou 1 km."),
)
NEGATIVE = Rule(
    "PR-6",
    REJECT,
    N_("Une case compte moins de zéro personne ({valeur})."),
    N_("Une valeur qui veut dire « pas de donnée » serait retranchée des habitants."),
    N_("Déclarer cette valeur comme absence de donnée (nodata) dans le fichier."),
)
EMPTY = Rule(
    "PR-7",
    REJECT,
    N_("Aucune case du pays n'a de valeur."),
    N_("Aucun habitant ne peut en être tiré."),
    N_("Vérifier le fichier dans un logiciel de cartes, puis le télécharger de nouveau."),
)
BOUNDLESS = Rule(
    "PR-8",
    REJECT,
    N_("Le fichier est rangé d'une façon qui ne se lit pas par morceaux ({valeur})."),
    N_("Le lire d'un coup pourrait épuiser la mémoire de la machine."),
    N_("Enregistrer la grille par tuiles, en nombres réels."),
)
TOTAL = Rule(
    "PR-9",
    REJECT,
    N_("La grille compte {trouve} personnes ; le recensement de {annee} en compte {attendu}."),
    N_(
        "Un total si loin du recensement vient d'une densité, d'un autre pays ou d'une autre unité."
    ),
    N_("Apporter la grille du nombre de personnes par case (« people per pixel »)."),
)
MISSING = Rule(
    "PR-10",
    REJECT,
    N_("La grille ne compte personne en {valeur}."),
    N_("Ces régions seraient dites vides alors qu'elles ne sont pas couvertes."),
    N_("Apporter une grille du pays entier."),
)
BEYOND = Rule(
    "PR-11",
    WARNING,
    N_("{nombre} personnes sont à plus de {limite} km du contour du pays : elles sont écartées."),
    N_("Elles vivent dans un pays voisin, ou le contour en usage est faux à cet endroit."),
    N_("Rien à faire si la grille couvre aussi les voisins ; sinon, installer les limites."),
)
BORDER = Rule(
    "PR-12",
    WARNING,
    N_("{nombre} personnes sont hors du contour, à {limite} km ou moins : comptées au plus près."),
    N_("Nos contours sont approximatifs : elles vont à la région la plus proche."),
    N_("Installer des limites officielles, puis apporter la grille de nouveau."),
)
