"""The values of the catalogue's indicators, as one long table of a data package.

They come by the question that every page asks, under the same filters; what a reader may not see
does not leave the store, here as there.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cartomut.contracts import Contract, Field, ForeignKey
from cartomut.queries import query
from cartomut.rights import WHOLE, Sight
from cartomut.store import Store

VALUES, CATALOGUE = "indicateurs/valeurs", "indicateur"
NAME = "indicateur_valeur"
GROUPS = ("pays", "district", "region", "entite")
FIELDS = (
    Field(
        "indicateur_id",
        "string",
        "Identifiant de l'indicateur",
        "Indicator identifier",
        constraints={"required": True},
    ),
    Field(
        "groupe",
        "string",
        "De quoi",
        "Of what",
        "« entite » (organisme, centre, COM ou projet), « region », « district » ou « pays ».",
        '"entite" (organisation, centre, contract or project), "region", "district" or "pays" '
        "(the country).",
        constraints={"required": True},
    ),
    Field(
        "code",
        "string",
        "Code ou identifiant",
        "Code or identifier",
        "Vide pour le pays, et pour un territoire inconnu.",
        "Empty for the country, and for an unknown territory.",
    ),
    Field("nom", "string", "Nom", "Name"),
    Field(
        "annee",
        "year",
        "Année",
        "Year",
        "Vide quand l'indicateur dit l'état de l'édition.",
        "Empty when the indicator tells the state of the edition.",
    ),
    Field(
        "valeur",
        "number",
        "Valeur",
        "Value",
        "Vide quand elle n'est pas connue : « etat » dit pourquoi.",
        'Empty when it is not known: "etat" says why.',
    ),
    Field(
        "unite",
        "string",
        "Unité",
        "Unit",
        "Un ratio est une fraction : 0,15 vaut 15 %.",
        "A ratio is a fraction: 0.15 is 15%.",
        code_list="unite",
    ),
    Field(
        "nb_valeurs",
        "integer",
        "Valeurs connues (n)",
        "Known values (n)",
        "Entités dont le numérateur et le dénominateur sont connus.",
        "Entities whose numerator and denominator are known.",
    ),
    Field(
        "nb_entites",
        "integer",
        "Entités attendues (N)",
        "Expected entities (N)",
        "Entités qui devaient répondre.",
        "Entities that were to answer.",
    ),
    Field(
        "nb_masques",
        "integer",
        "Entités masquées",
        "Masked entities",
        "Entités dont l'effectif, de 1 à 4, n'est pas montré.",
        "Entities whose count, 1 to 4, is not shown.",
    ),
    Field("numerateur", "number", "Numérateur", "Numerator"),
    Field("denominateur", "number", "Dénominateur", "Denominator"),
    Field(
        "etat",
        "string",
        "État de la valeur",
        "State of the value",
        "Valeur, inconnue, non calculable ou masquée.",
        "Value, unknown, not computable or masked.",
        code_list="etat_valeur",
    ),
    Field("nature", "string", "Nature", "Nature", code_list="nature"),
    Field(
        "source_id",
        "string",
        "Documents",
        "Documents",
        "Identifiants de « source », séparés par « ; ».",
        'Identifiers of "source", separated by ";".',
    ),
)
CONTRACT = Contract(
    name=NAME,
    title="Valeurs des indicateurs",
    title_en="Values of the indicators",
    description="Une ligne par indicateur, entité ou territoire, et année.",
    description_en="One row per indicator, entity or territory, and year.",
    family="calcul",
    fields=FIELDS,
    primary_key=(),  # the country has no code, the state of the edition no year
    unique_keys=(),
    foreign_keys=(ForeignKey(("indicateur_id",), CATALOGUE, ("indicateur_id",)),),
    descriptor={},
)


def values(
    opened: Store, params: Mapping[str, Any], catalogue: pd.DataFrame, *, is_whole: bool
) -> pd.DataFrame:
    """Read the values under these filters, without those that this reader may not see.

    ``catalogue`` has one row per indicator: its identifier, its unit.
    """
    asked = query(VALUES)
    everything = dict.fromkeys(asked.params) | dict(params)
    sight = WHOLE if is_whole else Sight()
    read = [asked.seen_by(sight, opened, **everything | {"groupe": one}) for one in GROUPS]
    rows = pd.concat([one.astype(object) for one in read], ignore_index=True)
    rows["unite"] = rows["indicateur_id"].map(catalogue.set_index("indicateur_id")["unite"])
    return rows
