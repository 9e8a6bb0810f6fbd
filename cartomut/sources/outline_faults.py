"""What can be wrong with a file of boundaries: rules ``G-1``, ``G-2``…"""

from cartomut.findings import REJECT, WARNING, Rule
from cartomut.i18n import N_

UNREADABLE = Rule(
    "G-1",
    REJECT,
    N_("Aucune carte ne se lit dans ce fichier : {raison}."),
    N_("Les contours ne peuvent en être tirés."),
    N_("Donner un GeoJSON, un GeoPackage, ou un Shapefile entier dans un .zip."),
)
NO_CRS = Rule(
    "G-2",
    REJECT,
    N_("Le système de coordonnées n'est pas dit."),
    N_("Des degrés et des mètres ne se devinent pas : le pays serait dessiné ailleurs."),
    N_("Ajouter le fichier .prj au .zip, ou redonner le fichier avec son système (EPSG)."),
)
LEVEL = Rule(
    "G-3",
    REJECT,
    N_(
        "Ni les régions ni les districts ne s'y reconnaissent : {nombre} contours, et au mieux "
        "{trouve} noms connus sur {attendu}."
    ),
    N_("Le niveau se voit au nombre et aux noms des contours, pas au numéro ADM du fichier."),
    N_("Donner le fichier des 33 régions ou des 14 districts, avec leurs noms dans une colonne."),
)
MISSED = Rule(
    "G-4",
    REJECT,
    N_("Il manque le contour de « {valeur} » (niveau : {niveau})."),
    N_("Un territoire sans contour ne serait pas dessiné."),
    N_(
        "Corriger son nom dans le fichier ; s'il s'agit d'un district autonome, apporter aussi le "
        "fichier des districts."
    ),
)
UNKNOWN = Rule(
    "G-5",
    WARNING,
    N_(
        "« {valeur} » n'est le nom d'aucun territoire connu (niveau : {niveau}) ; le plus "
        "proche est « {attendu} »."
    ),
    N_("Ce contour est laissé de côté."),
    N_("Corriger le nom dans le fichier si c'est une faute ; sinon, rien à faire."),
)
TWICE = Rule(
    "G-6",
    REJECT,
    N_("« {valeur} » est le nom de {nombre} contours (niveau : {niveau})."),
    N_("On ne saurait pas lequel dessiner."),
    N_("Réunir ces contours en un seul, à plusieurs parties, ou corriger les noms."),
)
REPAIRED = Rule(
    "G-7",
    WARNING,
    N_("{nombre} contours se croisaient eux-mêmes et ont été réparés : {valeur}."),
    N_("Un contour qui se croise n'a ni dedans ni dehors."),
    N_("Comparer la carte à l'original, et signaler la faute à l'éditeur du fichier."),
)
OUTSIDE = Rule(
    "G-8",
    REJECT,
    N_("« {valeur} » sort du cadre du pays : {trouve}."),
    N_("Le fichier n'est pas dans le système de coordonnées qu'il annonce, ou pas de ce pays."),
    N_("Vérifier le système de coordonnées du fichier, puis l'enregistrer de nouveau."),
)
SWAPPED = Rule(
    "G-9",
    REJECT,
    N_("Longitude et latitude sont inversées : « {valeur} » est en {trouve}."),
    N_("Le pays serait dessiné dans l'océan ; rien n'est inversé sans que vous le disiez."),
    N_("Échanger les deux coordonnées dans le logiciel de cartes, puis importer de nouveau."),
)
OVERLAP = Rule(
    "G-10",
    REJECT,
    N_("Des contours se recouvrent sur {trouve} % de la surface ; la limite est de {limite} %."),
    N_("Un même lieu serait dans deux territoires."),
    N_("Vérifier que le fichier ne mêle ni deux niveaux ni deux versions."),
)
GAPS = Rule(
    "G-11",
    REJECT,
    N_("Les contours laissent {trouve} % du pays sans territoire ; la limite est de {limite} %."),
    N_("Des lieux ne seraient dans aucun territoire."),
    N_("Vérifier que le fichier est entier."),
)
EMPTY = Rule(
    "G-12",
    REJECT,
    N_("« {valeur} » n'a pas de surface."),
    N_("Le territoire ne pourrait être dessiné."),
    N_("Redemander le fichier, ou redessiner ce contour."),
)
ELSEWHERE = Rule(
    "G-13",
    REJECT,
    N_("Le contour nommé « {valeur} » n'est pas là où se trouve ce territoire."),
    N_("Les noms du fichier sont sans doute décalés ; les chiffres iraient au mauvais endroit."),
    N_("Vérifier dans le fichier que chaque nom est celui de son contour."),
)
NON_COMMERCIAL = Rule(
    "G-14",
    WARNING,
    N_("Le fichier semble venir de GADM ({valeur})."),
    N_("GADM interdit l'usage commercial, et de redistribuer ses fichiers."),
    N_("Ne publier ni ces contours ni un magasin construit avec eux sans l'accord de GADM."),
)
BORROWED = Rule(
    "G-15",
    WARNING,
    N_("Le contour de « {valeur} » manquait et vient de « {trouve} »."),
    N_("Ce district autonome tient lieu de région, et le fichier des régions ne l'a pas."),
    N_("Vérifier sur la carte qu'il s'accorde avec les régions voisines."),
)
SEVERAL = Rule(
    "G-16",
    WARNING,
    N_(
        "{nombre} couches montrent le même niveau ({niveau}) ; la plus complète est retenue : "
        "« {valeur} »."
    ),
    N_("Un seul contour est dessiné par territoire."),
    N_("Pour en retenir une autre, ne donner qu'elle."),
)
DETAILED = Rule(
    "G-17",
    REJECT,
    N_("Une couche a plus de {limite} points."),
    N_("Au-delà, la lecture pourrait épuiser la mémoire de la machine."),
    N_("Simplifier les contours, ou n'apporter que la couche des régions ou des districts."),
)
UNNAMED = Rule(
    "G-18",
    REJECT,
    N_("Aucune colonne de noms n'est reconnue ; colonnes trouvées : {valeur}."),
    N_("Les contours se rapprochent des territoires par leurs noms."),
    N_("Nommer la colonne des noms « nom », « name », « shapeName », « ADM1_FR » ou « NAME_1 »."),
)
