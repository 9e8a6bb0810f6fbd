"""The settings as the operator reads them: what is in force and whence, and the model file."""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from cartomut.setting_faults import EXAMPLE, HIDDEN, PREFIX, english_of, variable
from cartomut.settings import FILE, ROOT, content, fields, place, settings

MODEL = ROOT / EXAMPLE


def origin(name: str) -> tuple[str, str]:
    """Say where the value of a key comes from, in both languages."""
    if os.environ.get(variable(name)):
        return f"variable {variable(name)}", f"variable {variable(name)}"
    path = place()
    if path and name in content(path):
        return str(path), str(path)
    return "valeur par défaut", "default"


def in_force() -> Iterator[tuple[str, str, tuple[str, str]]]:
    """List (key, value, where it comes from in both languages); a secret is not told."""
    chosen = settings()
    for name in fields():
        yield name, shown(getattr(chosen, name)), origin(name)


def shown(value: object) -> str:
    """Write a value, never a secret."""
    if isinstance(value, SecretStr):
        return HIDDEN if value.get_secret_value() else ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, tuple | list | set | frozenset):
        return ", ".join(map(shown, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={shown(one)}" for name, one in value.items())
    return "" if value is None else str(value)


def unknown_variables() -> list[tuple[str, str]]:
    """List the variables that begin as ours and are no key, with the key they resemble.

    They are told and not refused: a cluster sets some of its own, such as ``CARTOMUT_PORT``.
    """
    known = {variable(name) for name in fields()} | {FILE}
    found = sorted(one for one in os.environ if one.startswith(PREFIX) and one not in known)
    return [(one, next(iter(get_close_matches(one, known, 1)), "")) for one in found]


def example() -> str:
    """Write the model of ``cartomut.toml``: every key with its default, as comments."""
    lines = [
        "# Réglages de CartoMut : copier en cartomut.toml et retirer le # des lignes à changer.",
        "# Settings of CartoMut: copy to cartomut.toml and remove the # of the lines to change.",
        "# Une variable d'environnement CARTOMUT_… l'emporte / an environment variable wins.",
    ]
    for name, field in fields().items():
        told = (field.description, english_of(field), f"{name} = {_toml(field)}")
        lines += ["", *(f"# {one}" for one in told)]
    return "\n".join(lines) + "\n"


def _toml(field: Any) -> str:
    value = field.get_default(call_default_factory=True)
    if isinstance(value, Path):
        value = value.relative_to(ROOT).as_posix() if value.is_relative_to(ROOT) else str(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple | list):
        return "[" + ", ".join(f'"{one}"' for one in value) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f'{name} = "{one}"' for name, one in value.items()) + " }"
    return f'"{shown(value)}"'
