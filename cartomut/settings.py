"""What the operator decides, in one place: environment over ``cartomut.toml`` over defaults.

Each key is a field of ``Settings``; in the environment it is written ``CARTOMUT_KEY``. To add one:
a field here with ``key(default, french, english)``, then ``python -m cartomut settings --example``
writes ``cartomut.example.toml`` again. Every fault is told at once, in both languages, since
nothing says yet which one the reader speaks.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from cartomut import rights

ROOT = Path(__file__).parents[1]
PREFIX = "CARTOMUT_"
FILE = f"{PREFIX}REGLAGES"  # says where the file of settings is; empty: none is read
NAME = "cartomut.toml"
EXAMPLE = ROOT / "cartomut.example.toml"
HIDDEN = "********"
_HOST = r"(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
_WEBSITE = rf"https?://{_HOST}(:\d{{1,5}})?"
_YES, _NO = ("oui", "yes", "true", "vrai", "1", "on"), ("non", "no", "false", "faux", "0", "off")


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


class Settings(BaseSettings):
    """The settings of an installation."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_prefix_target="all",
        env_ignore_empty=True,
        enable_decoding=False,
        extra="forbid",
        frozen=True,
    )

    # Places
    data: Path = key(
        ROOT / "data",
        "dossier des données, avec reference/, publie/, demonstration/ et editions/",
        "folder of the data, with reference/, publie/, demonstration/ and editions/",
    )
    store: Path | None = key(
        None,
        "dossier des bases construites ; sans lui, store/ dans le dossier des données",
        "folder of the built stores; without it, store/ in the folder of the data",
    )
    operations: Path | None = key(
        None,
        "fichier de ce qui est saisi dans les pages ; sans lui, operations/operations.sqlite "
        "dans le dossier des données",
        "file of what is typed in the pages; without it, operations/operations.sqlite "
        "in the folder of the data",
    )
    sauvegardes: Path | None = key(
        None,
        "dossier des sauvegardes datées ; sans lui, sauvegardes/ dans le dossier des données",
        "folder of the dated backups; without it, sauvegardes/ in the folder of the data",
    )

    # Who may see and do what
    ouvert: Literal["non", "public"] = key(
        "non",
        "sans connexion, ce que voit qui atteint l'application depuis un autre ordinateur : "
        "non (elle refuse de s'ouvrir), ou public (tous sont le public)",
        "without sign-in, what those see who reach the app from another computer: "
        "non (it refuses to open), or public (everyone is the public)",
    )
    champ_role: str = key(
        "roles",
        "champ du fournisseur d'identité qui dit le rôle ; un point entre dans un champ",
        "claim of the identity provider that tells the role; a dot goes into a claim",
    )
    roles: Roles = key(
        {},
        "valeurs de ce champ et leur rôle (relecteur, mutuelle, pass, regulateur, administrateur)",
        "values of that claim and their role (relecteur, mutuelle, pass, regulateur, "
        "administrateur)",
    )
    champ_organisation: str = key(
        "organisation",
        "champ du fournisseur d'identité qui dit l'identifiant de l'organisme d'une mutuelle",
        "claim of the identity provider that tells the identifier of a mutual's organisation",
    )
    session_heures: int = key(
        8,
        "heures après lesquelles il faut se connecter de nouveau",
        "hours after which one must sign in again",
        ge=1,
        le=168,
    )
    session_jeton: Truth = key(
        True,
        "finir aussi la session quand le jeton du fournisseur d'identité expire",
        "also end the session when the token of the identity provider expires",
    )

    # What the server refuses
    cadres: Annotated[Words, AfterValidator(_websites)] = key(
        (),
        "adresses des sites qui peuvent montrer une page dans un cadre, par exemple "
        "https://www.exemple.ci",
        "addresses of the websites that may show a page in a frame, such as https://www.exemple.ci",
    )
    hotes: Annotated[Words, AfterValidator(_hosts)] = key(
        (),
        "noms par lesquels on atteint le serveur, par exemple cartomut.exemple.ci ; sans eux, "
        "localhost seul s'il n'écoute que cet ordinateur, tous sinon",
        "names by which the server is reached, such as cartomut.exemple.ci; without them, "
        "localhost alone if it listens to this computer only, else any",
    )
    exports_par_minute: int = key(
        20,
        "fichiers qu'une même session peut faire par minute",
        "files that one session may make per minute",
        ge=1,
        le=1000,
    )
    exports_du_serveur: int = key(
        120,
        "fichiers que toutes les sessions ensemble peuvent faire par minute",
        "files that all sessions together may make per minute",
        ge=1,
        le=100_000,
    )

    # Following the app
    journaux: Literal["texte", "json"] = key(
        "texte",
        "forme des journaux sur la sortie d'erreur : texte, ou json (un objet par ligne)",
        "form of the logs on standard error: texte (text), or json (one object per line)",
    )
    niveau_journaux: Literal["info", "avis", "erreur"] = key(
        "info",
        "ce qui entre dans les journaux : info, avis ou erreur, du plus au moins bavard",
        "what enters the logs: info, avis (warnings) or erreur (errors), most to least talkative",
    )
    compter_usage: Truth = key(
        True,
        "compter les pages ouvertes par jour, langue et rôle, sans rien sur les personnes",
        "count pages opened by day, language and role, with nothing about persons",
    )
    fraicheur_mois: int = key(
        24,
        "mois après la fin de l'année étudiée au-delà desquels une édition est dite ancienne",
        "months after the end of the year studied beyond which an edition is called old",
        ge=1,
        le=240,
    )
    sauvegarde_jours: int = key(
        7,
        "jours sans sauvegarde au-delà desquels la page Santé avertit",
        "days without a backup beyond which the Health page warns",
        ge=1,
        le=3650,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take the environment first, then what ``settings`` read of the file."""
        return env_settings, init_settings


@cache
def settings() -> Settings:
    """Return the settings in force, read once.

    Raises
    ------
    Fault
        When a key is unknown or a value cannot be taken; a ``SystemExit`` that tells all of them.
    """
    path = place()
    return read(path, content(path))


def place() -> Path | None:
    """Return where the file of settings is, None when it is not there."""
    told = os.environ.get(FILE)
    if told is None:
        return ROOT / NAME if (ROOT / NAME).is_file() else None
    if not told.strip():
        return None
    if not Path(told).is_file():
        french = f"{FILE} dit « {told} », qui n'est pas là : corriger ou retirer la variable."
        english = f'{FILE} says "{told}", which is not there: correct or remove the variable.'
        raise Fault([(french, english)])
    return Path(told)


def content(path: Path | None) -> dict[str, Any]:
    """Read the file of settings; nothing when there is none."""
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        quoted = 'journaux = "json"'
        french = f"{path} ne se lit pas ({failure}). Un texte est entre guillemets : {quoted}."
        english = f"{path} cannot be read ({failure}). A text stands between quotes: {quoted}."
        raise Fault([(french, english)]) from failure


def read(path: Path | None, told: Mapping[str, Any]) -> Settings:
    """Check what a file tells, together with the environment."""
    values = {name: _placed(path, name, value) for name, value in told.items() if value != ""}
    try:
        return Settings(**values)
    except ValidationError as failure:
        raise Fault([_fault(one, path, told) for one in failure.errors()]) from None


def _placed(path: Path | None, name: str, value: Any) -> Any:
    """Count a place written in the file from the file's own folder."""
    field = fields().get(name)
    is_place = field is not None and "Path" in str(field.annotation)
    return path.parent / value if path and is_place and isinstance(value, str) else value


@cache
def fields() -> Mapping[str, Any]:
    """Return the fields by the key that the operator writes."""
    return {field.alias or name: field for name, field in Settings.model_fields.items()}


def variable(name: str) -> str:
    """Return the environment variable of a key."""
    return PREFIX + name.upper()


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
    for own, field in Settings.model_fields.items():
        name = field.alias or own
        yield name, shown(getattr(chosen, own)), origin(name)


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


def _fault(error: ErrorDetails, path: Path | None, told: Mapping[str, Any]) -> tuple[str, str]:
    name = str(error["loc"][0]) if error["loc"] else ""
    name = next((one for one, own in _own_names().items() if own == name), name)
    if error["type"] == "extra_forbidden":
        return _unknown(name, path)
    set_there = bool(os.environ.get(variable(name)))
    source = variable(name) if set_there or path is None else f"{path.name}, {name}"
    field = fields().get(name)
    secret = field is not None and "Secret" in str(field.annotation)
    found = HIDDEN if secret else str(error["input"])
    french, english = _reason(error)
    uses = (field.description or "", (field.json_schema_extra or {})["en"]) if field else ("", "")
    return (
        f"{source} : « {found} » ne convient pas ; {french}. Ce réglage : {uses[0]}.",
        f'{source}: "{found}" will not do; {english}. This setting: {uses[1]}.',
    )


def _own_names() -> dict[str, str]:
    return {field.alias or own: own for own, field in Settings.model_fields.items()}


def _unknown(name: str, path: Path | None) -> tuple[str, str]:
    near = next(iter(get_close_matches(name, fields(), 1)), "")
    where = path.name if path else "?"
    hint = (f"Vouliez-vous dire {near} ? ", f"Did you mean {near}? ") if near else ("", "")
    return (
        f"{where} : la clé « {name} » n'existe pas. {hint[0]}Les clés sont dans {EXAMPLE.name}.",
        f'{where}: there is no key "{name}". {hint[1]}The keys are in {EXAMPLE.name}.',
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


def example() -> str:
    """Write the model of ``cartomut.toml``: every key with its default, as comments."""
    lines = [
        "# Réglages de CartoMut : copier en cartomut.toml et retirer le # des lignes à changer.",
        "# Settings of CartoMut: copy to cartomut.toml and remove the # of the lines to change.",
        "# Une variable d'environnement CARTOMUT_… l'emporte / an environment variable wins.",
    ]
    for name, field in fields().items():
        english = (field.json_schema_extra or {})["en"]
        lines += ["", f"# {field.description}", f"# {english}", f"# {name} = {_toml(field)}"]
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
