"""What a data package says of itself: dataset, edition, filters, what is withheld, licence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cartomut import __version__
from cartomut.exports import audience
from cartomut.exports.package_tables import Content, Table
from cartomut.i18n import N_, Language

OWN_LICENCE = "CC-BY-4.0"
OWN_LICENCE_PATH = "https://creativecommons.org/licenses/by/4.0/"
DATASETS = {
    "publie": N_("Faits publiés"),
    "demonstration": N_("Démonstration : organismes et chiffres inventés"),
    "etude": N_("Étude"),
}
LICENCES = {
    "publie": N_(
        "Faits cités de pages publiques, avec leur adresse et la date de lecture ; la sélection, "
        "les codes et les définitions sont sous CC BY 4.0."
    ),
    "demonstration": N_("CC BY 4.0 ; à ne jamais présenter comme des données réelles."),
    "etude": N_(
        "Selon la licence que l'auteur de l'étude indique : voir la colonne « licence » des "
        "sources. Sans indication, demandez-la avant de réutiliser."
    ),
}
OUTLINES = N_(
    "Contours : Natural Earth (domaine public) et GeoNames (CC BY 4.0), sauf limites officielles "
    "installées ; « est_approximatif » dit lesquels sont approximatifs."
)


@dataclass(frozen=True)
class Words:
    """The package in words: its title, titled facts, and what its reader must know."""

    title: str
    facts: Sequence[tuple[str, str]]
    notes: Sequence[str]


def words(content: Content, made_on: date, _: Language) -> Words:
    """Write them in a language."""
    built = _.date(content.about["construit_le"][:10])
    facts = [
        (_("Jeu de données"), _(DATASETS[content.dataset])),
        (_("Édition"), _("{}, construite le {}").format(content.edition, built)),
        (_("Paquet fait le"), _.date(made_on.isoformat())),
        (_("Filtres en usage"), content.filters or _("aucun : tout le jeu")),
        (_("Ce qui n'y est pas"), withheld(content, _)),
        (_("Licence"), " ".join(map(_, licences(content)))),
        (_("Logiciel"), f"CartoMut {__version__}"),
    ]
    if audience.code():
        facts.insert(4, (_("Vu par"), audience.written(_)))
    if content.address:
        facts.append((_("Vue d'origine"), content.address))
    return Words(_("Paquet de données des mutuelles sociales"), facts, _notes(_))


def licences(content: Content) -> list[str]:
    """Return the French texts of the licences that the package is under."""
    return [LICENCES[content.dataset], OUTLINES]


def withheld(content: Content, _: Language) -> str:
    """Say which tables and columns this reader may not take away, and why."""
    if content.is_whole:
        return _(
            "Rien n'est retenu, sauf les effectifs de malades de 1 à 4 et ce qui les rendrait."
        )
    told = [
        _("Les comptes d'un organisme nommé sont réservés au régulateur et au PASS."),
        _("Les effectifs de malades de 1 à 4 sont masqués."),
    ]
    if content.absent:
        told.append(_("Tables absentes : {}.").format(", ".join(content.absent)))
    columns = [
        f"{table.name}.{name}" for table in content.tables.values() for name in table.withheld
    ]
    if columns:
        told.append(_("Colonnes absentes : {}.").format(", ".join(columns)))
    return " ".join(told)


def _notes(_: Language) -> list[str]:
    return [
        _("Une cellule vide veut dire « inconnu » ; 0 veut dire « compté, et il n'y en a pas »."),
        _("Chaque ligne porte sa source (« source_id ») et sa nature : publiée, déclarée, etc."),
        _("Un texte qui commence comme une formule de tableur est précédé d'une apostrophe (CSV)."),
        _(
            "« indicateur_valeur » est calculée, par les formules de « indicateur ». Dans un "
            "paquet à diffuser, un indicateur tiré des comptes n'est donné que pour le pays."
        ),
        _("Une ligne qui ne nomme personne reste sous un filtre de lieu ou de type."),
        _("La précision dit ce que vaut un point : relevé GPS, quartier, commune ou ville."),
    ]


def read_me(content: Content, made_on: date, files: Sequence[str], _: Language) -> str:
    """Write the package's README as Markdown."""
    said = words(content, made_on, _)
    tables = [
        _row(f"`{table.name}`", _.number(len(table.rows)), _grain(table, _))
        for table in content.tables.values()
    ]
    parts = (
        ["# " + said.title, "", *(_bullet(_.pair(*fact)) for fact in said.facts), ""],
        [_heading(_("Tables")), "", _row(_("Table"), _("Lignes"), _("Une ligne par…"))],
        ["| --- | ---: | --- |", *tables, ""],
        [_heading(_("À savoir")), "", *map(_bullet, said.notes), ""],
        [_heading(_("Fichiers")), "", *map(_bullet, _formats(_)), ""],
        [*(f"- `{name}`" for name in files), ""],
    )
    return "\n".join(line for part in parts for line in part)


def _grain(table: Table, _: Language) -> str:
    return str(_.pick(table.contract.description, table.contract.description_en))


def _heading(text: str) -> str:
    return f"## {text}"


def _bullet(text: str) -> str:
    return f"- {text}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _formats(_: Language) -> list[str]:
    return [
        _(
            "`donnees/` : CSV pour les machines (UTF-8, virgule, point décimal, dates ISO), "
            "décrits par `datapackage.json` (Frictionless Data Package)."
        ),
        _("`excel_fr/` : les mêmes pour un tableur français (point-virgule, virgule décimale)."),
        _("`hxl/` : avec une ligne d'étiquettes HXL 1.1 sous les en-têtes."),
        _("`carte/` : GeoJSON (RFC 7946), GeoPackage et GeoParquet, en WGS 84, longitude d'abord."),
        _("`cartomut.xlsx` : toutes les tables, avec un dictionnaire et cette notice."),
        _("`donnees/code_liste.csv` : le nom de chaque code, en français et en anglais."),
    ]
