"""What is said of a fault: where it is, what was found, why it matters and what to do.

Texts are French patterns with ``{fields}``, translated when they are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cartomut.i18n import N_, Language

REJECT, ERROR, WARNING = "rejet", "erreur", "avertissement"
LEVELS = (REJECT, ERROR, WARNING)


@dataclass(frozen=True)
class Rule:
    """What a kind of fault is called and how it is explained."""

    code: str
    level: str
    message: str
    why: str
    fix: str


@dataclass(frozen=True)
class Finding:
    """One fault, at one place."""

    rule: Rule
    file: str
    line: int | None = None
    column: str = ""
    value: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    sheet: str = ""
    row: str = ""  # the row as it stood, when the fault is in one row
    table: str = ""
    number: int | None = None  # the row's number in its import

    @property
    def blocks(self) -> bool:
        """Tell whether the row or the file may not enter the store with this fault."""
        return self.rule.level in (REJECT, ERROR)

    def parts(self, _: Language) -> tuple[str, str, str]:
        """Write what was found, why it matters and what to do."""
        known = {"valeur": self.value, "colonne": self.column}
        known |= {name: _said(value, _) for name, value in self.fields.items()}
        rule = self.rule
        message, why, fix = (
            _(text).format_map(known) for text in (rule.message, rule.why, rule.fix)
        )
        return message, why, fix

    def place(self, _: Language) -> str:
        """Write where the fault is: file, sheet, line and column, as far as they are known."""
        parts = (
            self.file,
            _("feuille « {} »").format(self.sheet) if self.sheet else "",
            _("ligne {}").format(self.line) if self.line else "",
            _("colonne « {} »").format(self.column) if self.column else "",
        )
        return ", ".join(part for part in parts if part)

    def text(self, _: Language) -> str:
        """Write the finding in one paragraph: where, what, why, what to do."""
        return f"[{self.rule.code}] {self.place(_)} : {' '.join(self.parts(_))}"


def blocking(findings: Iterable[Finding], *levels: str) -> list[Finding]:
    """Keep the findings of these levels; of all that block when none is named."""
    kept = levels or (REJECT, ERROR)
    return [finding for finding in findings if finding.rule.level in kept]


def _said(value: Any, _: Language) -> Any:
    """Translate a field that is a pattern with its argument; others are values."""
    if isinstance(value, tuple):
        pattern, argument = value
        return _(pattern).format(argument)
    return value


TABLE = Rule(
    "S-0",
    REJECT,
    N_("Aucune table ne s'appelle « {valeur} »."),
    N_("Le fichier ne serait lu par personne."),
    N_("Donner au fichier le nom d'une table de data/contrats, ou le sortir du dossier."),
)
UNREADABLE = Rule(
    "S-1",
    REJECT,
    N_("Le fichier ne se lit pas ({valeur})."),
    N_("Rien ne peut en être chargé."),
    N_("L'enregistrer en CSV, UTF-8, séparé par des virgules."),
)
COLUMNS = Rule(
    "S-2",
    REJECT,
    N_("Les colonnes ne sont pas celles du contrat ({valeur})."),
    N_("Une colonne absente ou inconnue ne peut être rangée dans la table."),
    N_("Reprendre les en-têtes de data/contrats."),
)
TYPE = Rule(
    "S-4",
    ERROR,
    N_("« {valeur} » n'est pas du type attendu ({attendu})."),
    N_("La valeur ne peut être ni comptée ni comparée."),
    N_("Corriger la valeur, ou laisser la cellule vide si elle est inconnue."),
)
CONSTRAINT = Rule(
    "S-5",
    ERROR,
    N_("« {valeur} » sort de ce qui est permis ({attendu})."),
    N_("Une valeur impossible fausserait les totaux et les cartes."),
    N_("Corriger la valeur à la source, ou laisser la cellule vide si elle est inconnue."),
)
CODE = Rule(
    "S-6",
    ERROR,
    N_("« {valeur} » n'est pas un code de la liste « {attendu} »."),
    N_("La valeur n'aurait ni nom ni couleur à l'écran."),
    N_("Choisir un code de data/reference/code_liste.csv, ou y ajouter le nouveau code."),
)
KEY = Rule(
    "S-7",
    ERROR,
    N_("La clé « {valeur} » existe déjà."),
    N_("La même chose serait comptée deux fois."),
    N_("Supprimer le doublon ou lui donner un identifiant propre."),
)
REFERENCE = Rule(
    "S-8",
    ERROR,
    N_("« {valeur} » n'existe pas dans la table « {attendu} »."),
    N_("La ligne pointerait vers rien."),
    N_("Corriger l'identifiant, ou ajouter la ligne manquante à cette table."),
)
REQUIRED = Rule(
    "S-9",
    ERROR,
    N_("La valeur manque."),
    N_("Sans elle, la ligne ne peut être ni rangée ni citée."),
    N_("Remplir la cellule, ou retirer la ligne."),
)
BOUNDARY = Rule(
    "S-10",
    REJECT,
    N_("« {valeur} » n'a pas de contour dans data/reference/limites."),
    N_("Le territoire ne pourrait être dessiné sur la carte."),
    N_("Écrire son nom comme dans le fichier des limites, ou y ajouter son contour."),
)
PERSONAL = Rule(
    "S-11",
    ERROR,
    N_("Une donnée personnelle se lit dans cette cellule ({attendu})."),
    N_("Un téléphone ou une adresse électronique ne doit être ni publié ni exporté."),
    N_("Effacer la donnée personnelle de la cellule et garder le reste."),
)
CURRENCY = Rule(
    "S-12",
    ERROR,
    N_("« {valeur} » porte une autre monnaie que le franc CFA."),
    N_("Des montants de plusieurs monnaies ne s'additionnent pas."),
    N_("Convertir en francs CFA, sans décimale ni symbole, et noter le taux dans la source."),
)
UNDATED = Rule(
    "S-13",
    WARNING,
    N_("{nombre} lignes de « {attendu} » n'ont pas de source : le fichier importé en tient lieu."),
    N_("Chaque chiffre doit pouvoir être retrouvé dans son document."),
    N_("Remplir la colonne source_id, ou confirmer que ce fichier est bien la source."),
)
STALE = Rule(
    "S-14",
    WARNING,
    N_("La correction de « {attendu} » ne s'applique plus : la valeur n'est plus « {valeur} »."),
    N_("Une correction déclarée ne doit changer que la valeur qu'elle connaît."),
    N_("Retirer la correction si la source est maintenant juste, sinon la déclarer de nouveau."),
)
CORRECTED = Rule(
    "S-15",
    WARNING,
    N_("« {valeur} » a été remplacé par « {attendu} » : correction déclarée ({motif})."),
    N_("Rien n'est corrigé sans que cela se voie."),
    N_("Corriger la source, puis retirer la correction."),
)
EMPTY = Rule(
    "S-16",
    REJECT,
    N_("Aucune ligne n'a été reconnue dans ce qui a été apporté."),
    N_("Une édition vide effacerait la précédente."),
    N_("Partir du modèle de classeur, ou donner une correspondance au formulaire."),
)
MORE = Rule(
    "S-17",
    WARNING,
    N_("{nombre} autres anomalies {valeur} ne sont pas détaillées."),
    N_("Au-delà d'une certaine longueur, une liste ne se lit plus."),
    N_("Corriger celles qui sont montrées, puis importer de nouveau."),
)
