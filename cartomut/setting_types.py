"""How a setting is declared, and the kinds of values that the operator writes."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from cartomut import rights

_HOST = r"(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
_WEBSITE = rf"https?://{_HOST}(:\d{{1,5}})?"
_YES, _NO = ("oui", "yes", "true", "vrai", "1", "on"), ("non", "no", "false", "faux", "0", "off")


def why(french: str, english: str) -> PydanticCustomError:
    """Return what a validator raises: the reason and what to do, in both languages."""
    return PydanticCustomError("said", "{fr}", {"fr": french, "en": english})


def key(default: Any, french: str, english: str, **limits: Any) -> Any:
    """Declare a setting, with what it is for in both languages."""
    return Field(default, description=french, json_schema_extra={"en": english}, **limits)


def _truth(value: object) -> object:
    word = str(value).strip().lower()
    if word not in _YES + _NO:
        raise why("écrire oui ou non", "write oui (yes) or non (no)")
    return word in _YES


def _words(value: object) -> object:
    """Cut a text at its commas and spaces; a list of a file is taken as it is."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _pairs(value: object) -> object:
    """Read ``value=role`` pairs of the environment, between commas."""
    if not isinstance(value, str):
        return value
    pairs = [one.partition("=") for one in value.split(",") if one.strip()]
    if not all(sign and name.strip() for name, sign, _role in pairs):
        raise why("écrire valeur=role, séparés par des virgules", "write value=role, with commas")
    return {name.strip(): role.strip() for name, _sign, role in pairs}


def _roles(value: dict[str, str]) -> dict[str, str]:
    roles = [role.value for role in rights.GIVEN]
    if unknown := sorted(set(value.values()) - set(roles)):
        told = ", ".join(unknown), ", ".join(roles)
        raise why("{} n'est pas un rôle ({})".format(*told), "{} is no role ({})".format(*told))
    return value


def _websites(value: tuple[str, ...]) -> tuple[str, ...]:
    """Take origins alone: anything else would open another rule of the policy."""
    if wrong := [one for one in value if not re.fullmatch(_WEBSITE, one)]:
        told = ", ".join(wrong)
        raise why(f"{told} : écrire https:// et un nom", f"{told}: write https:// and a name")
    return value


def _hosts(value: tuple[str, ...]) -> tuple[str, ...]:
    if wrong := [one for one in value if not re.fullmatch(_HOST, one)]:
        told = ", ".join(wrong)
        raise why(f"{told} : écrire un nom, sans port", f"{told}: write a name, without a port")
    return value


Truth = Annotated[bool, BeforeValidator(_truth)]
Roles = Annotated[dict[str, str], BeforeValidator(_pairs), AfterValidator(_roles)]
Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Websites = Annotated[Words, AfterValidator(_websites)]
Hosts = Annotated[Words, AfterValidator(_hosts)]
