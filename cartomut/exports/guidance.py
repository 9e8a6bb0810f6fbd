"""What the workbook tells whoever fills it in: first sheet, notes on headers, refusals."""

from collections.abc import Iterator, Mapping
from typing import Any

from cartomut.contracts import Contract, Field
from cartomut.exports.choices import Choices, code_labels, definitions, limits
from cartomut.i18n import N_, Language

_TYPES = {
    "string": N_("texte"),
    "integer": N_("nombre entier"),
    "number": N_("nombre"),
    "boolean": N_("oui ou non"),
    "date": N_("date AAAA-MM-JJ"),
    "year": N_("année"),
}
_EXAMPLES = {
    "integer": "1200",
    "number": "0.25",
    "date": "2024-06-30",
    "year": "2024",
    "latitude": "5.3453",
    "longitude": "-4.0244",
}
_PARTIAL_DATE = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_NUMBER_REFUSALS = {
    ("whole", True, True): N_("Écrire un nombre entier, de {} à {}, ou laisser vide."),
    ("whole", True, False): N_("Écrire un nombre entier, au moins {}, ou laisser vide."),
    ("whole", False, False): N_("Écrire un nombre entier, sans décimale, ou laisser vide."),
    ("decimal", True, True): N_("Écrire un nombre, de {} à {}, ou laisser vide."),
    ("decimal", True, False): N_("Écrire un nombre, au moins {}, ou laisser vide."),
    ("decimal", False, False): N_("Écrire un nombre, ou laisser vide s'il est inconnu."),
}
_WARNING = (
    N_("ATTENTION"),
    N_("Données de démonstration : organismes inventés, chiffres inventés. Ne pas les citer."),
)
_PURPOSE = (
    N_("Ce que c'est"),
    N_("Les données de CartoMut, une feuille par table : à remplir, à corriger, à réimporter."),
)
_INSTRUCTIONS = (
    (
        N_("Comment remplir"),
        N_(
            "Une ligne par chose comptée, sous les en-têtes, sans ligne vide ni total. Garder les "
            "noms des feuilles et les en-têtes ; une feuille peut rester sans ligne."
        ),
    ),
    (
        N_("Vide ou zéro"),
        N_("Une cellule vide veut dire « inconnu » ; 0 veut dire « compté, et il n'y en a pas »."),
    ),
    (
        N_("En-têtes"),
        N_(
            "Un en-tête souligné, sur fond bleu, est obligatoire. Sa note donne la colonne, "
            "l'unité, le type et un exemple."
        ),
    ),
    (
        N_("Identifiants"),
        N_("Un identifiant ne change jamais d'une édition à l'autre : il relie les feuilles."),
    ),
)
_CLOSING = (
    (
        N_("Licence"),
        N_(
            "Chaque donnée garde la licence de sa source. Textes, listes et définitions de "
            "CartoMut : CC BY 4.0."
        ),
    ),
    (
        N_("Une question ?"),
        N_("Envoyer ce classeur à l'administrateur de CartoMut, avec le jeu et l'édition."),
    ),
)


def introduction(
    about: Mapping[str, str], is_invented: bool, _: Language
) -> Iterator[tuple[str, str]]:
    """Yield each heading of the first sheet with its paragraph."""
    dataset = about.get("jeu", "")
    if is_invented or dataset == "demonstration":
        yield _(_WARNING[0]), _(_WARNING[1])
    yield _(_PURPOSE[0]), _(_PURPOSE[1])
    if dataset:
        yield _("Jeu de données"), code_labels("jeu", _).get(dataset, dataset)
    if about.get("version"):
        yield _("Édition"), about["version"]
    if about.get("construit_le"):
        yield _("Date"), _.date(about["construit_le"])
    for title, text in _INSTRUCTIONS:
        yield _(title), _(text)
    yield from definitions("gravite", _).values()
    for title, text in _CLOSING:
        yield _(title), _(text)


def explanation(
    contract: Contract,
    field: Field,
    offered: Choices | None,
    titles: Mapping[str, str],
    _: Language,
) -> Iterator[str]:
    """Yield all that the contract knows of a column, a line each.

    ``titles`` names the sheet of each table.
    """
    if field.required:
        yield _("* Obligatoire")
    yield _("Colonne : {}").format(field.name)
    if field.description:
        yield str(_.pick(field.description, field.description_en))
    if field.unit:
        yield _("Unité : {}").format(code_labels("unite_contrat", _).get(field.unit, field.unit))
    yield _("Type : {}").format(_(_TYPES[field.type]))
    example = _example(field, limits(contract, field), offered)
    if example:
        yield _("Exemple : {}").format(example)
    if field.code_list:
        yield _("Liste : {}").format(field.code_list)
    for key in contract.foreign_keys:
        if key.columns == (field.name,) and key.table in titles:
            yield _("Renvoie à la feuille « {} ».").format(titles[key.table])


def list_refusal(_: Language) -> str:
    """Say what to do when a text is not in the list."""
    return _("Choisir une valeur de la liste déroulante, ou laisser vide si elle est inconnue.")


def date_refusal(_: Language) -> str:
    """Say what to do when a text is no date."""
    return _("Écrire une date complète, année, mois et jour, ou laisser vide.")


def number_refusal(kind: str, low: float | None, high: float | None, _: Language) -> str:
    """Say which numbers a column takes; ``kind`` is ``whole`` or ``decimal``, None is no limit."""
    pattern = _NUMBER_REFUSALS[kind, low is not None, low is not None and high is not None]
    said = (str(one) if isinstance(one, int) else _.number(one, 6) for one in (low, high))
    return _(pattern).format(*said)


def _example(field: Field, constraints: Mapping[str, Any], offered: Choices | None) -> str:
    if offered:
        return next(iter(offered.labels.values()))
    if constraints.get("pattern") == _PARTIAL_DATE:
        return "2024, 2024-06, 2024-06-30"
    return _EXAMPLES.get(field.name) or _EXAMPLES.get(field.type, "")
