"""What is said of settings that cannot be used, in both languages."""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

PREFIX = "CARTOMUT_"
EXAMPLE = "cartomut.example.toml"
HIDDEN = "********"
Told = tuple[str, str]  # in French, in English


class Fault(SystemExit):
    """Settings that cannot be used; its text says every fault, in French then in English.

    A ``SystemExit``, so that a command stops on it without a trace.
    """

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        self.faults = faults
        french, english = zip(*faults, strict=True)
        heads = ("Réglages à corriger :", "Settings to correct:")
        super().__init__(
            "\n\n".join(
                "\n".join([head, *(f"- {one}" for one in told)])
                for head, told in zip(heads, (french, english), strict=True)
            )
        )


def variable(name: str) -> str:
    """Return the environment variable of a key."""
    return PREFIX + name.upper()


def english_of(field: FieldInfo) -> str:
    """Return what a setting is for, in English."""
    extra = field.json_schema_extra
    return str(extra["en"]) if isinstance(extra, dict) else ""


def tell(error: ErrorDetails, path: Path | None, known: Mapping[str, FieldInfo]) -> Told:
    """Write one fault: where it is, the value found, why it will not do, what the setting is for.

    Parameters
    ----------
    path
        The file that was read, if any.
    known
        The fields, by the key that the operator writes.
    """
    name = str(error["loc"][0]) if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return _unknown(name, path, known)
    set_there = bool(os.environ.get(variable(name)))
    source = variable(name) if set_there or path is None else f"{path.name}, {name}"
    field = known.get(name)
    secret = field is not None and "Secret" in str(field.annotation)
    found = HIDDEN if secret else str(error["input"])
    french, english = _reason(error)
    uses = (field.description or "", english_of(field)) if field else ("", "")
    return (
        f"{source} : « {found} » ne convient pas ; {french}. Ce réglage : {uses[0]}.",
        f'{source}: "{found}" will not do; {english}. This setting: {uses[1]}.',
    )


def _unknown(name: str, path: Path | None, known: Mapping[str, FieldInfo]) -> Told:
    near = next(iter(get_close_matches(name, known, 1)), "")
    where = path.name if path else "?"
    hint = (f"Vouliez-vous dire {near} ? ", f"Did you mean {near}? ") if near else ("", "")
    return (
        f"{where} : la clé « {name} » n'existe pas. {hint[0]}Les clés sont dans {EXAMPLE}.",
        f'{where}: there is no key "{name}". {hint[1]}The keys are in {EXAMPLE}.',
    )


_REASONS = {
    "int_parsing": ("écrire un nombre entier", "write a whole number"),
    "int_type": ("écrire un nombre entier", "write a whole number"),
    "int_from_float": ("écrire un nombre entier", "write a whole number"),
    "float_parsing": ("écrire un nombre", "write a number"),
    "string_type": ("écrire un texte entre guillemets", "write a text between quotes"),
    "path_type": ("écrire un chemin entre guillemets", "write a path between quotes"),
    "tuple_type": ("écrire une liste", "write a list"),
    "dict_type": ("écrire une table", "write a table"),
    "greater_than_equal": ("au moins {ge}", "at least {ge}"),
    "greater_than": ("plus de {gt}", "more than {gt}"),
    "less_than_equal": ("au plus {le}", "at most {le}"),
    "less_than": ("moins de {lt}", "less than {lt}"),
    "literal_error": ("écrire {expected}", "write {expected}"),
}


def _reason(error: ErrorDetails) -> tuple[str, str]:
    context = dict(error.get("ctx") or {})
    if error["type"] == "said":
        return context["fr"], context["en"]
    french, english = _REASONS.get(error["type"], (error["msg"], error["msg"]))
    expected = str(context.pop("expected", ""))
    return (
        french.format(expected=expected.replace(" or ", " ou "), **context),
        english.format(expected=expected, **context),
    )
