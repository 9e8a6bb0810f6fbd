"""What can be wrong with a road network: rules ``RR-1``, ``RR-2``…"""

from cartomut.findings import REJECT, WARNING, Rule
from cartomut.i18n import N_

UNREADABLE = Rule(
    "RR-1",
    REJECT,
    N_("Aucune carte de routes ne se lit dans ce fichier : {raison}."),
    N_("Aucune distance par la route ne peut en être tirée."),
    N_("Donner un GeoPackage, un GeoJSON, un Shapefile entier dans un .zip, ou un .osm.pbf."),
)
NO_CRS = Rule(
    "RR-2",
    REJECT,
    N_("Le système de coordonnées n'est pas dit, ou ne va pas avec les coordonnées."),
    N_("Des degrés et des mètres ne se devinent pas : les routes seraient placées ailleurs."),
    N_("Ajouter le fichier .prj au .zip, ou redonner le fichier avec son système (EPSG)."),
)
NO_LINES = Rule(
    "RR-3",
    REJECT,
    N_("Aucune couche de lignes n'est dans ce fichier ; couches trouvées : {valeur}."),
    N_("Une route est une ligne : des points ou des surfaces ne mènent nulle part."),
    N_("Apporter la couche des routes : « lines » d'un extrait OpenStreetMap, par exemple."),
)
EMPTY = Rule(
    "RR-4",
    REJECT,
    N_("Aucune route ouverte n'est dans la couche « {valeur} »."),
    N_("Sentiers, escaliers et chantiers laissés de côté, il ne reste rien à suivre."),
    N_(
        "Vérifier que la colonne « highway » dit la classe des routes, et que la couche est pleine."
    ),
)
OUTSIDE = Rule(
    "RR-5",
    REJECT,
    N_("Les routes ne touchent pas le pays : elles couvrent {valeur}."),
    N_("Aucune distance du pays ne peut en être tirée."),
    N_(
        "Vérifier que le fichier est celui de la Côte d'Ivoire, son système de coordonnées, et que "
        "la longitude vient avant la latitude."
    ),
)
DETAILED = Rule(
    "RR-6",
    REJECT,
    N_("La couche a plus de {valeur} lignes ou points."),
    N_("Au-delà, la lecture pourrait épuiser la mémoire de la machine."),
    N_("N'apporter que les routes du pays, sans les bâtiments ni les cours d'eau."),
)
IN_PIECES = Rule(
    "RR-7",
    REJECT,
    N_("Le plus grand ensemble de routes reliées ne fait que {trouve} % des kilomètres."),
    N_(
        "Deux routes ne sont reliées que si elles partagent un point : ici la plupart des lieux "
        "seraient sans chemin connu."
    ),
    N_("Couper les lignes à leurs croisements dans un logiciel de cartes, puis recommencer."),
)
APART = Rule(
    "RR-8",
    WARNING,
    N_(
        "Le plus grand ensemble de routes reliées fait {trouve} % des kilomètres ; {nombre} autres "
        "ensembles ne le touchent pas."
    ),
    N_("De l'un à l'autre aucun chemin n'est connu : ces distances sont dites inconnues."),
    N_("Rien à faire s'il s'agit d'îles ; sinon, relier ces routes dans un logiciel de cartes."),
)
BEYOND = Rule(
    "RR-9",
    WARNING,
    N_("{nombre} lignes sont hors du cadre du pays : elles sont laissées de côté."),
    N_("Un chemin qui passerait par un pays voisin n'est suivi que dans le cadre."),
    N_("Rien à faire si le fichier couvre aussi les voisins."),
)
NO_CARS = Rule(
    "RR-10",
    WARNING,
    N_("{nombre} lignes ne sont pas des routes ouvertes ({valeur}…) : laissées de côté."),
    N_("Ni voiture ni moto n'y passe : sentier piéton, escalier, piste cyclable, chantier."),
    N_("Rien à faire, sauf si la classe est fausse."),
)
NO_CLASS = Rule(
    "RR-11",
    WARNING,
    N_("Aucune colonne ne dit la classe des routes ; colonnes trouvées : {valeur}."),
    N_("Toutes les lignes sont prises pour des routes ouvertes."),
    N_("Si le fichier a d'autres lignes (rivières, sentiers), ne garder que les routes."),
)
NO_ONEWAY = Rule(
    "RR-12",
    WARNING,
    N_("Aucune colonne ne dit les sens uniques."),
    N_("Toutes les routes sont prises dans les deux sens, sauf autoroutes et ronds-points."),
    N_("Ajouter une colonne « oneway » (yes, no, -1) si les sens sont connus."),
)
OTHER_LAYERS = Rule(
    "RR-13",
    WARNING,
    N_("Une seule couche de lignes est lue, « {valeur} » ; laissées de côté : {trouve}."),
    N_("Deux couches de routes se recouvrent d'ordinaire."),
    N_("Pour en lire une autre, ne donner qu'elle."),
)
