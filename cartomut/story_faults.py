"""What may be wrong with a story file: where it stands, what was found, why it matters, what to do.

A fault of the file refuses the story; a fault of a step leaves that step with its text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cartomut.findings import ERROR, REJECT, WARNING, Rule
from cartomut.i18n import N_, Language

UNREADABLE = Rule(
    "R-1",
    REJECT,
    N_("Le fichier ne se lit pas ({valeur})."),
    N_("Le récit ne peut pas être montré."),
    N_("Le corriger à l'endroit dit, en TOML et en UTF-8, sur le modèle d'un récit livré."),
)
IDENTIFIER = Rule(
    "R-2",
    REJECT,
    N_("« {valeur} » n'est pas un identifiant de récit."),
    N_("L'identifiant est dans l'adresse de chaque étape."),
    N_("L'écrire en minuscules sans accent, chiffres et « _ », 60 signes au plus."),
)
OTHER_NAME = Rule(
    "R-3",
    REJECT,
    N_("L'identifiant « {valeur} » n'est pas le nom du fichier."),
    N_("Deux récits pourraient porter le même identifiant."),
    N_("Donner au fichier le nom {valeur}.toml, ou changer l'identifiant."),
)
NO_STEP = Rule(
    "R-4",
    REJECT,
    N_("Le récit n'a aucune étape."),
    N_("Il n'y aurait rien à montrer."),
    N_("Ajouter au moins un bloc [[etapes]] avec un titre."),
)
TOO_MANY = Rule(
    "R-5",
    REJECT,
    N_("Le récit a {valeur} étapes."),
    N_("Au-delà de {longueur}, la liste des étapes ne se parcourt plus."),
    N_("En faire plusieurs récits."),
)
DATASET = Rule(
    "R-6",
    REJECT,
    N_("« {valeur} » n'est pas un jeu de données."),
    N_("On ne saurait pas quels chiffres montrer."),
    N_("Choisir l'un de ceux-ci : {attendu}."),
)
MISSING = Rule(
    "R-7",
    ERROR,
    N_("La valeur manque."),
    N_("Le public ne saurait pas ce qu'il regarde."),
    N_("L'écrire en français, en anglais, ou dans les deux langues."),
)
WRONG_KIND = Rule(
    "R-8",
    ERROR,
    N_("« {valeur} » n'est pas ce qui est attendu : {attendu}."),
    N_("La valeur ne peut pas être lue."),
    N_("Reprendre la forme des récits livrés dans data/recits."),
)
UNKNOWN = Rule(
    "R-9",
    WARNING,
    N_("Le champ « {valeur} » n'est pas connu."),
    N_("Il n'est lu par personne ; c'est peut-être une faute de frappe."),
    N_("Le retirer, ou choisir l'un de ceux-ci : {attendu}."),
)
PAGE = Rule(
    "R-10",
    ERROR,
    N_("« {valeur} » n'est pas une page de CartoMut."),
    N_("L'étape n'aurait pas de figure."),
    N_("Choisir l'une de celles-ci : {attendu}."),
)
CHOICE = Rule(
    "R-11",
    ERROR,
    N_("Le choix « {valeur} » ne peut pas être fixé par une étape."),
    N_("Il appartient au récit ou au lecteur : langue, thème, jeu de données, place."),
    N_("Le retirer des choix de l'étape."),
)
TOO_LONG = Rule(
    "R-12",
    ERROR,
    N_("Le texte a plus de {longueur} signes."),
    N_("Il ne tiendrait pas à l'écran."),
    N_("Le raccourcir, ou le répartir sur deux étapes."),
)
NO_PAGE = Rule(
    "R-13",
    ERROR,
    N_("La figure « {valeur} » est nommée sans sa page."),
    N_("On ne saurait pas où la prendre."),
    N_("Nommer la page dans le champ « page »."),
)


@dataclass(frozen=True)
class Fault:
    """One fault of a story file; ``step`` counts from 1, 0 for the story itself."""

    rule: Rule
    file: str
    step: int = 0
    name: str = ""
    value: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """Tell whether the story, or the step's figure, cannot be shown with this fault."""
        return self.rule.level != WARNING

    def parts(self, _: Language) -> tuple[str, str, str]:
        """Write what was found, why it matters and what to do."""
        known = {"valeur": self.value, **self.fields}
        rule = self.rule
        message, why, fix = (
            _(text).format_map(known) for text in (rule.message, rule.why, rule.fix)
        )
        return message, why, fix

    def place(self, _: Language) -> str:
        """Write where the fault is: file, step and field, as far as they are known."""
        parts = (
            self.file,
            _("étape {}").format(self.step) if self.step else "",
            _("champ « {} »").format(self.name) if self.name else "",
        )
        return ", ".join(part for part in parts if part)

    def text(self, _: Language) -> str:
        """Write the fault in one paragraph: where, what, why, what to do."""
        return f"[{self.rule.code}] {_.pair(self.place(_), ' '.join(self.parts(_)))}"
