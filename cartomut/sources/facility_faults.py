"""What can be wrong with a list of health facilities: rules ``ET-1``, ``ET-2``…"""

from cartomut.findings import ERROR, REJECT, WARNING, Rule
from cartomut.i18n import N_

UNREADABLE = Rule(
    "ET-1",
    REJECT,
    N_("Le GeoJSON ne se lit pas ({raison})."),
    N_("Aucun établissement ne peut en être tiré."),
    N_("Donner une collection de points (FeatureCollection), en degrés."),
)
COLUMNS = Rule(
    "ET-2",
    REJECT,
    N_("Il manque la colonne « {valeur} » ; colonnes trouvées : {attendu}."),
    N_("Sans nom ni coordonnées, un établissement ne peut être compté."),
    N_("Nommer les colonnes « nom », « latitude » et « longitude »."),
)
NAMELESS = Rule(
    "ET-3",
    ERROR,
    N_("Le nom manque."),
    N_("L'établissement ne pourrait être cité."),
    N_("Remplir la cellule, ou retirer la ligne."),
)
NO_POINT = Rule(
    "ET-4",
    ERROR,
    N_("« {valeur} » n'est pas une position en degrés décimaux."),
    N_("L'établissement ne peut être placé : il ne compte pas, sans être dit absent."),
    N_("Écrire la latitude et la longitude en degrés décimaux, comme 5.3453 et -4.0244."),
)
ZERO = Rule(
    "ET-5",
    ERROR,
    N_("« {valeur} » est le point zéro, dans le golfe de Guinée."),
    N_("Un appareil sans signal ou une cellule vide l'écrit ; personne n'y est soigné."),
    N_("Refaire le relevé, ou laisser la position vide."),
)
SWAPPED = Rule(
    "ET-6",
    ERROR,
    N_("« {valeur} » a la latitude et la longitude inversées."),
    N_("L'établissement serait dans l'océan ; rien n'est inversé sans que vous le disiez."),
    N_("Échanger les deux colonnes."),
)
OUTSIDE = Rule(
    "ET-7",
    ERROR,
    N_("« {valeur} » est hors du pays."),
    N_("L'établissement servirait des habitants qui n'y vont pas."),
    N_("Corriger la position, ou retirer la ligne s'il est dans un pays voisin."),
)
TWICE = Rule(
    "ET-8",
    ERROR,
    N_("« {valeur} » est déjà à la ligne {autre}, au même endroit."),
    N_("Le même établissement serait compté deux fois."),
    N_("Retirer le doublon, ou préciser les noms si ce sont deux établissements."),
)
SAME_POINT = Rule(
    "ET-9",
    WARNING,
    N_("« {valeur} » est au même point que « {autre} »."),
    N_("C'est souvent le milieu de la localité plutôt que l'établissement."),
    N_("Vérifier la position si la distance compte."),
)
LEVEL = Rule(
    "ET-10",
    WARNING,
    N_("« {valeur} » n'est pas un niveau de soins connu : il est laissé vide."),
    N_("L'établissement compte comme établissement, à aucun niveau de référence."),
    N_("Écrire primaire, secondaire ou tertiaire."),
)
MOSTLY_WRONG = Rule(
    "ET-11",
    REJECT,
    N_("{nombre} lignes sur {attendu} sont écartées."),
    N_("Une liste dont plus de la moitié tombe n'est pas celle des établissements du pays."),
    N_("Vérifier les colonnes de la latitude et de la longitude, puis recommencer."),
)
IGNORED = Rule(
    "ET-12",
    WARNING,
    N_("Colonnes laissées de côté : {valeur}."),
    N_("Seuls le nom, le type, le niveau de soins et la position sont gardés."),
    N_("Rien à faire, sauf si l'une d'elles est celle du nom, du type ou de la position."),
)
EMPTY = Rule(
    "ET-13",
    REJECT,
    N_("Aucun établissement ne s'y lit."),
    N_("Une liste vide effacerait la précédente."),
    N_("Donner un tableau ou un GeoJSON avec une ligne ou un point par établissement."),
)
