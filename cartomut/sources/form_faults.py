"""What is said of a form's export: its fit, its submissions, its questions."""

from cartomut.findings import ERROR, WARNING, Rule
from cartomut.i18n import N_

FORM = Rule(
    "R-10",
    WARNING,
    N_("Lu avec la correspondance « {valeur} » ({attendu}) ; tables remplies : {nombre}."),
    N_("La correspondance décide de la table et de la colonne de chaque réponse."),
    N_("Vérifier que c'est bien celle de ce formulaire, sinon en donner une autre."),
)
NO_FIT = Rule(
    "R-11",
    ERROR,
    N_("Aucune correspondance ne convient à ce formulaire ({attendu})."),
    N_("On ne sait pas quelle question remplit quelle colonne."),
    N_("En proposer une par : python -m cartomut map FICHIER, la relire, puis la donner."),
)
NO_QUESTION = Rule(
    "R-12",
    WARNING,
    N_("Il manque des questions à l'exportation pour remplir « {attendu} » : {valeur}."),
    N_("Les colonnes qu'elles remplissent resteront vides."),
    N_("Exporter toutes les versions du formulaire, ou corriger la correspondance."),
)
TWICE_ASKED = Rule(
    "R-13",
    ERROR,
    N_("La question « {valeur} » se trouve dans plusieurs colonnes ({attendu})."),
    N_("On ne sait pas laquelle lire ; aucune n'est chargée."),
    N_("Exporter avec les groupes dans les en-têtes, ou écrire le groupe dans la correspondance."),
)
NOT_MAPPED = Rule(
    "R-14",
    WARNING,
    N_("La question « {valeur} » n'est dans aucune table de la correspondance."),
    N_("Les réponses à cette question ne sont pas chargées."),
    N_("Ajouter la question à la correspondance, si elle doit l'être."),
)
NOT_APPROVED = Rule(
    "R-15",
    WARNING,
    N_("La fiche n'est pas encore approuvée (« {valeur} »)."),
    N_("Elle est chargée, mais ses réponses peuvent encore changer."),
    N_("L'approuver sur le serveur, puis exporter de nouveau."),
)
NO_STATE = Rule(
    "R-16",
    WARNING,
    N_("Aucune des {nombre} fiches n'a d'état de validation."),
    N_("Elles sont toutes chargées, mais personne n'a dit les avoir relues."),
    N_("Relire les fiches sur le serveur, puis exporter de nouveau."),
)
REJECTED = Rule(
    "R-17",
    WARNING,
    N_("La fiche a été refusée à la validation (« {valeur} »)."),
    N_("Elle n'est pas chargée, ni ce qu'elle répète."),
    N_("La corriger et l'approuver sur le serveur, si elle doit compter."),
)
TWICE = Rule(
    "R-18",
    ERROR,
    N_("La fiche « {valeur} » est aussi à la ligne {attendu}."),
    N_("La même fiche serait comptée deux fois ; la première seulement est lue."),
    N_("Retirer l'une des deux lignes de l'exportation."),
)
ENCRYPTED = Rule(
    "R-19",
    ERROR,
    N_("La fiche n'est pas déchiffrée (« {valeur} »)."),
    N_("Ses réponses sont absentes de l'exportation."),
    N_("Exporter de nouveau, en donnant la phrase secrète du formulaire."),
)
ORPHAN = Rule(
    "R-20",
    ERROR,
    N_("La ligne renvoie à la fiche « {valeur} », qui n'est pas dans l'exportation."),
    N_("On ne sait pas à qui la rattacher ; elle n'est pas chargée."),
    N_("Exporter ensemble toutes les sections du formulaire, sans en retirer de ligne."),
)
ALONE = Rule(
    "R-21",
    ERROR,
    N_("Cette section répétée vient sans la section principale du formulaire."),
    N_("On ne sait pas à quelle fiche rattacher ses lignes ; aucune n'est chargée."),
    N_("Apporter aussi la section principale, exportée le même jour."),
)
NO_REPEATS = Rule(
    "R-22",
    WARNING,
    N_("Une exportation CSV de KoboToolbox ne contient pas les groupes répétés ({attendu})."),
    N_("Les lignes de ces groupes manquent."),
    N_("Exporter en XLSX pour les avoir."),
)
PERSONAL = Rule(
    "R-23",
    WARNING,
    N_("La colonne « {valeur} » porte une donnée personnelle : elle n'est pas chargée."),
    N_("Un nom de personne, un téléphone ou une adresse ne doit jamais être publié."),
    N_("Rien à faire ; la retirer du fichier avant de le transmettre."),
)
TRACED = Rule(
    "R-24",
    WARNING,
    N_("Des colonnes ajoutées par l'outil d'enquête ne sont pas chargées ({valeur})."),
    N_("Elles disent qui a rempli la fiche et sur quel appareil."),
    N_("Rien à faire ; les retirer du fichier avant de le transmettre."),
)
