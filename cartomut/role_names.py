"""The names of roles and rights, for the pages and the commands."""

from cartomut.i18n import N_
from cartomut.rights import Right, Role

ROLE_NAMES = {
    Role.PUBLIC: N_("Public"),
    Role.REVIEWER: N_("Relecteur"),
    Role.MUTUAL: N_("Mutuelle"),
    Role.PASS: N_("PASS"),
    Role.REGULATOR: N_("Régulateur"),
    Role.ADMINISTRATOR: N_("Administrateur"),
    Role.LOCAL: N_("Sur cet ordinateur"),
}
RIGHT_NAMES = {
    Right.ACCOUNTS: N_("Lire les comptes et les ratios des organismes nommés"),
    Right.CONTRACTS: N_("Lire les évaluations des COM et les désaccords"),
    Right.ROWS: N_("Lire les lignes de l'étude telles qu'elles sont arrivées"),
    Right.EDIT: N_("Saisir dans les pages"),
    Right.IMPORT: N_("Importer des données"),
    Right.PUBLISH: N_("Publier une édition, ou la reprendre"),
    Right.ADMINISTER: N_("Tenir les comptes, les liens, le journal et les seuils"),
}
