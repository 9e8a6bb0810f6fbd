"""What can be wrong with a file before anyone knows which table it holds: rules ``I-1``, ``I-2``…

A rule's texts are French patterns; ``{valeur}`` is what was found, the other fields are named by
the code that reports the fault.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from cartomut.findings import ERROR, REJECT, WARNING, Finding, Rule
from cartomut.i18n import N_

SHOWN = 80  # characters of a value that a message shows

MISSING = Rule(
    "I-1",
    REJECT,
    N_("Le fichier n'existe pas."),
    N_("Rien ne peut en être chargé."),
    N_("Vérifier le nom du fichier et son dossier."),
)
FOLDER = Rule(
    "I-2",
    REJECT,
    N_("C'est un dossier, pas un fichier."),
    N_("Seuls des fichiers se lisent."),
    N_("Donner les fichiers du dossier un par un, ou une archive .zip de CSV."),
)
EMPTY = Rule(
    "I-3",
    REJECT,
    N_("Le fichier est vide."),
    N_("Rien ne peut en être chargé."),
    N_("Vérifier que l'enregistrement ou l'envoi est allé à son terme."),
)
TOO_BIG = Rule(
    "I-4",
    REJECT,
    N_("Le fichier pèse {trouve} Mo ; la limite est de {limite} Mo."),
    N_("Au-delà, la lecture pourrait épuiser la mémoire de la machine."),
    N_("Partager le fichier en plusieurs, ou relever la limite dans data/contrats/limites.toml."),
)
FORMAT = Rule(
    "I-5",
    REJECT,
    N_("Le contenu est {format}, quel que soit le nom du fichier."),
    N_("Aucun tableau ne peut y être lu."),
    N_("L'enregistrer au format .xlsx, ou en CSV encodé en UTF-8."),
)
ENCRYPTED = Rule(
    "I-6",
    REJECT,
    N_("Le fichier est protégé par mot de passe."),
    N_("Son contenu est chiffré : rien ne peut en être lu."),
    N_("L'ouvrir, retirer le mot de passe, puis l'enregistrer de nouveau."),
)
BROKEN = Rule(
    "I-7",
    REJECT,
    N_("Le fichier est abîmé et ne s'ouvre pas ({valeur})."),
    N_("Ce qui en serait lu pourrait être incomplet."),
    N_("L'ouvrir dans le logiciel qui l'a fait, l'enregistrer de nouveau, ou le redemander."),
)
DECOMPRESSED = Rule(
    "I-8",
    REJECT,
    N_("Décompressé, le contenu pèse {trouve} Mo ou plus ; la limite est de {limite} Mo."),
    N_("Un petit fichier qui se déplie sans fin épuiserait la mémoire de la machine."),
    N_("Partager le fichier en plusieurs, ou relever la limite dans data/contrats/limites.toml."),
)
RATIO = Rule(
    "I-9",
    REJECT,
    N_("« {valeur} » grossit {trouve} fois en se décompressant ; la limite est de {limite} fois."),
    N_("Un petit fichier qui se déplie sans fin épuiserait la mémoire de la machine."),
    N_("Vérifier d'où vient le fichier, puis l'enregistrer de nouveau depuis un tableur."),
)
MEMBERS = Rule(
    "I-10",
    REJECT,
    N_("L'archive contient {trouve} fichiers ; la limite est de {limite}."),
    N_("Les ouvrir tous prendrait un temps que rien ne borne."),
    N_("N'y laisser que les tableaux."),
)
NESTED = Rule(
    "I-11",
    REJECT,
    N_("L'archive contient une autre archive ou un classeur : « {valeur} »."),
    N_("Ce qu'une archive dans l'archive contient ne peut être borné."),
    N_("L'extraire, et la donner à part."),
)
CLIMBING = Rule(
    "I-12",
    REJECT,
    N_("L'archive contient un chemin qui sort de son dossier : « {valeur} »."),
    N_("Un tel chemin sert à écraser des fichiers ailleurs sur la machine."),
    N_("Vérifier d'où vient le fichier, et le redemander."),
)
ENTITIES = Rule(
    "I-13",
    REJECT,
    N_("La partie « {valeur} » déclare des entités XML."),
    N_("Un tableur n'en écrit pas ; elles peuvent lire d'autres fichiers ou saturer la mémoire."),
    N_("Vérifier d'où vient le fichier, puis l'enregistrer de nouveau depuis un tableur."),
)
MACROS = Rule(
    "I-14",
    WARNING,
    N_("Le classeur contient des macros ; elles sont ignorées et jamais exécutées."),
    N_("Seules les cellules, telles qu'enregistrées, sont lues."),
    N_("Si une macro remplit des cellules, la lancer puis enregistrer avant l'importation."),
)
EXTERNAL = Rule(
    "I-15",
    WARNING,
    N_("Le classeur renvoie à d'autres fichiers ; ces liens ne sont pas suivis."),
    N_("Une valeur venue d'un autre classeur est celle du dernier enregistrement."),
    N_("Mettre les liens à jour, ou coller les valeurs, puis enregistrer."),
)
OLD_FORMAT = Rule(
    "I-16",
    REJECT,
    N_("Le classeur est à l'ancien format .xls (Excel 97-2003)."),
    N_("Une formule en erreur s'y lit comme une cellule vide, et sa taille ne peut être bornée."),
    N_("L'ouvrir dans un tableur et l'enregistrer en .xlsx."),
)
NO_TABLE = Rule(
    "I-17",
    REJECT,
    N_("Aucun tableau n'a été trouvé."),
    N_("Rien ne peut en être chargé."),
    N_("Mettre les en-têtes sur une ligne, les données en dessous, une ligne par élément."),
)
NO_HEADER = Rule(
    "I-18",
    WARNING,
    N_("La feuille a des cellules, mais aucune ligne d'en-têtes n'y a été trouvée."),
    N_("Sans en-têtes, ses cellules ne peuvent être rangées ; elle n'est pas lue."),
    N_("Si elle porte des données, leur donner une ligne d'en-têtes."),
)
OWN_SHEET = Rule(
    "I-19",
    WARNING,
    N_("La feuille a été ajoutée par CartoMut à une copie annotée ; elle n'est pas lue."),
    N_("Elle décrit les anomalies, pas les données."),
    N_("Rien à faire."),
)
TOO_MANY_ROWS = Rule(
    "I-20",
    REJECT,
    N_("La feuille a {trouve} lignes ou plus ; la limite est de {limite}."),
    N_("Au-delà, la lecture pourrait épuiser le temps et la mémoire de la machine."),
    N_("Partager le fichier en plusieurs, ou relever la limite dans data/contrats/limites.toml."),
)
TOO_MANY_COLUMNS = Rule(
    "I-21",
    REJECT,
    N_("La feuille a des cellules dans {trouve} colonnes ou plus ; la limite est de {limite}."),
    N_("Aucun tableau attendu n'est aussi large."),
    N_("Effacer les cellules perdues loin à droite du tableau."),
)
TOO_MANY_CELLS = Rule(
    "I-22",
    REJECT,
    N_("La feuille s'étend sur {trouve} cellules ; la limite est de {limite}."),
    N_("Au-delà, la lecture pourrait épuiser la mémoire de la machine."),
    N_("Effacer les cellules perdues loin du tableau, ou partager le fichier en plusieurs."),
)
ALL_CELLS = Rule(
    "I-23",
    REJECT,
    N_("Avec cette feuille, l'importation compte {trouve} cellules ; la limite est de {limite}."),
    N_("Au-delà, la lecture pourrait épuiser le temps et la mémoire de la machine."),
    N_("Importer les fichiers en plusieurs fois, ou relever la limite."),
)
LONG_CELL = Rule(
    "I-24",
    ERROR,
    N_("La cellule a {trouve} caractères ; la limite est de {limite}."),
    N_("Un texte aussi long vient d'ordinaire d'un guillemet oublié ou d'un collage."),
    N_("Raccourcir le texte."),
)
ERROR_CELL = Rule(
    "I-25",
    ERROR,
    N_("La cellule {cellule} contient une erreur de formule : {valeur}."),
    N_("La valeur est perdue : ni zéro, ni inconnue."),
    N_("Corriger la formule, ou vider la cellule si la valeur est inconnue."),
)
DUPLICATE_HEADER = Rule(
    "I-26",
    REJECT,
    N_("L'en-tête « {valeur} » est écrit deux fois : {premier} et {second}."),
    N_("Rien ne dit laquelle des deux colonnes est la bonne."),
    N_("Supprimer une des deux colonnes, ou la renommer."),
)
BLANK_HEADER = Rule(
    "I-27",
    WARNING,
    N_("La colonne {valeur} a des cellules mais pas d'en-tête ; elle n'est pas lue."),
    N_("Sans en-tête, ses valeurs ne peuvent être rangées."),
    N_("Lui donner un en-tête, ou effacer ses cellules."),
)
TOTAL = Rule(
    "I-28",
    WARNING,
    N_("La ligne « {valeur} », au bas du tableau, est laissée de côté."),
    N_("Un total ou une note comptés comme une ligne de données fausseraient les sommes."),
    N_("Si c'est une vraie ligne, changer son premier mot ou la déplacer plus haut."),
)
ENCODING = Rule(
    "I-29",
    WARNING,
    N_("L'encodage n'est pas déclaré ; le fichier a été lu comme {valeur}."),
    N_("Si ce n'est pas le bon, les lettres accentuées sont fausses."),
    N_("Vérifier un nom accentué ; au besoin, enregistrer en CSV UTF-8."),
)
UNREADABLE_TEXT = Rule(
    "I-30",
    ERROR,
    N_("{trouve} caractères ne se lisent pas ; le premier est sur cette ligne."),
    N_("Les noms touchés seraient chargés avec un signe « � » à la place d'une lettre."),
    N_("Enregistrer le fichier en UTF-8 depuis le logiciel qui l'a fait."),
)
BROKEN_LINE = Rule(
    "I-31",
    ERROR,
    N_("La ligne a {trouve} cellules ; l'en-tête en a {attendu}. Elle n'est pas lue."),
    N_("Ses valeurs se décaleraient d'une colonne à l'autre."),
    N_("Vérifier les séparateurs et les guillemets de cette ligne."),
)
QUOTE = Rule(
    "I-32",
    ERROR,
    N_("Un guillemet est mal ouvert ou mal fermé sur cette ligne. Elle n'est pas lue."),
    N_("Rien ne dit où la cellule finit."),
    N_("Fermer le guillemet ; un guillemet dans un texte s'écrit deux fois."),
)
TOO_MANY_QUOTES = Rule(
    "I-33",
    REJECT,
    N_("Plus de {limite} lignes ont un guillemet mal fermé ; la lecture s'arrête à celle-ci."),
    N_("Le fichier n'est sans doute pas un CSV."),
    N_("L'enregistrer de nouveau en CSV, ou en .xlsx."),
)
NUL = Rule(
    "I-34",
    REJECT,
    N_("Le texte contient des octets nuls ({trouve}) ; le premier est sur cette ligne."),
    N_("Un tel fichier est abîmé, ou n'est pas du texte."),
    N_("L'enregistrer de nouveau en CSV UTF-8 depuis le logiciel qui l'a fait."),
)
MARKS = Rule(
    "I-35",
    WARNING,
    N_("{trouve} signes invisibles ont été retirés ; le premier est {valeur}."),
    N_("Ils rendent différents deux noms qui se lisent pareil, ou changent le sens d'écriture."),
    N_("Rien à faire si les textes se lisent bien ; sinon les retaper."),
)
CONTROLS = Rule(
    "I-36",
    WARNING,
    N_("{trouve} caractères de commande ont été retirés ; le premier est {valeur}."),
    N_("Ils ne s'affichent pas et gênent les exports."),
    N_("Rien à faire si les textes se lisent bien ; sinon les retaper."),
)
MORE = Rule(
    "I-37",
    WARNING,
    N_("La règle {regle} a {trouve} constats ; seuls les {limite} premiers sont gardés."),
    N_("Une même cause les explique sans doute tous."),
    N_("Corriger les premiers, puis importer de nouveau."),
)
OTHER_FILES = Rule(
    "I-38",
    WARNING,
    N_("{trouve} fichiers de l'archive ne sont pas des CSV et ne sont pas lus, dont « {valeur} »."),
    N_("Seuls les tableaux CSV d'une archive sont chargés."),
    N_("Rien à faire pour des photos ou des pièces jointes ; sinon les donner en CSV."),
)
COMPRESSION = Rule(
    "I-39",
    REJECT,
    N_("« {valeur} » est compressé par une méthode qui n'est pas lue."),
    N_("Sa taille réelle ne peut être vérifiée avant de l'ouvrir."),
    N_("Refaire l'archive au format .zip ordinaire."),
)
UNCOMPUTED = Rule(
    "I-40",
    ERROR,
    N_("{trouve} formules n'ont pas de valeur enregistrée ; la première est en {cellule}."),
    N_("Elles se liraient comme des cellules vides, donc comme des valeurs inconnues."),
    N_("Ouvrir le classeur dans un tableur, qui calcule les formules, puis l'enregistrer."),
)
RULES = tuple(value for value in list(globals().values()) if isinstance(value, Rule))


class Faults:
    """Gather findings, at most `limit` of each rule, and count what is read."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: list[Finding] = []
        self._counts: Counter[Rule] = Counter()
        self._files: dict[Rule, str] = {}
        self._cells = 0

    def add(
        self,
        rule: Rule,
        file: str,
        line: int | None = None,
        column: str = "",
        value: str = "",
        sheet: str = "",
        fields: Mapping[str, Any] | None = None,
    ) -> None:
        """Report one fault; a long value is cut to what a message can show."""
        self._counts[rule] += 1
        self._files[rule] = file
        if self._counts[rule] <= self._limit:
            shown = value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
            self._kept.append(Finding(rule, file, line, column, shown, fields or {}, sheet))

    def take_in(self, findings: Iterable[Finding]) -> None:
        """Add what another reading found, which already kept to the limit."""
        for one in findings:
            self._counts[one.rule] += 1
            self._files[one.rule] = one.file
            self._kept.append(one)

    @property
    def rejects(self) -> int:
        """Count the faults for which a file or a sheet was refused."""
        return sum(count for rule, count in self._counts.items() if rule.level == REJECT)

    def take(self, cells: int) -> int:
        """Count the cells of one more table; returns those of all tables so far."""
        self._cells += cells
        return self._cells

    def listed(self) -> list[Finding]:
        """Return the findings in the order they were met, then one per rule that had more."""
        more = [
            Finding(
                MORE,
                self._files[rule],
                fields={"regle": rule.code, "trouve": count, "limite": self._limit},
            )
            for rule, count in self._counts.items()
            if count > self._limit
        ]
        return [*self._kept, *more]
