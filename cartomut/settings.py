"""What the operator decides, in one place: environment over ``cartomut.toml`` over defaults.

Each key is a field of ``Settings``; in the environment it is written ``CARTOMUT_KEY``. To add one:
a field here with ``key(default, french, english)``, then ``python -m cartomut settings --example``
writes ``cartomut.example.toml`` again. Every fault is told at once, in both languages, since
nothing says yet which one the reader speaks.
"""

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from cartomut.setting_faults import PREFIX, Fault, tell
from cartomut.setting_types import Hosts, Roles, Truth, Websites, key

ROOT = Path(__file__).parents[1]
FILE = f"{PREFIX}REGLAGES"  # says where the file of settings is; empty: none is read
NAME = "cartomut.toml"


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
    suivi: Path | None = key(
        None,
        "dossier du suivi (compte des pages, dernières fautes) ; sans lui, suivi/ dans le "
        "dossier des données",
        "folder of what follows the app (count of pages, last faults); without it, suivi/ in the "
        "folder of the data",
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
    cadres: Websites = key(
        (),
        "adresses des sites qui peuvent montrer une page dans un cadre, par exemple "
        "https://www.exemple.ci",
        "addresses of the websites that may show a page in a frame, such as https://www.exemple.ci",
    )
    hotes: Hosts = key(
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
    apports_mo: int = key(
        500,
        "millions d'octets de fichiers apportés que le serveur garde en mémoire, toutes sessions "
        "ensemble ; une session en a la moitié au plus",
        "millions of bytes of files brought that the server keeps in memory, of all sessions "
        "together; one session has half of them at most",
        ge=100,
        le=100_000,
    )

    # Several machines
    partage: Literal["local", "dossier", "ducklake"] = key(
        "local",
        "où sont les éditions publiées : local (cette machine seule), dossier (un dossier que "
        "chaque machine atteint), ducklake (un catalogue DuckLake dans PostgreSQL)",
        "where the published editions are: local (this machine only), dossier (a folder that every "
        "machine reaches), ducklake (a DuckLake catalogue in PostgreSQL)",
    )
    partage_role: Literal["publie", "lit"] = key(
        "publie",
        "ce que fait cette instance : publie (elle importe et publie ; une seule), ou lit",
        "what this instance does: publie (it imports and publishes; one only), or lit (reads)",
    )
    partage_dossier: Path | None = key(
        None,
        "le dossier partagé ; pour ducklake, celui de ses fichiers Parquet",
        "the shared folder; for ducklake, that of its Parquet files",
    )
    partage_catalogue: SecretStr = key(
        SecretStr(""),
        "la base PostgreSQL du catalogue, par exemple host=base dbname=cartomut user=cartomut",
        "the catalogue's PostgreSQL database, such as host=base dbname=cartomut user=cartomut",
    )
    partage_python: Path | None = key(
        None,
        "le Python de l'environnement où requirements-echelle.txt est installé (ducklake seul)",
        "the Python of the environment where requirements-echelle.txt is installed (ducklake only)",
    )
    partage_secondes: int = key(
        5,
        "secondes entre deux regards sur le lieu partagé",
        "seconds between two looks at the shared place",
        ge=1,
        le=3600,
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
        raise Fault([tell(one, path, fields()) for one in failure.errors()]) from None


def _placed(path: Path | None, name: str, value: Any) -> Any:
    """Count a place written in the file from the file's own folder."""
    field = fields().get(name)
    is_place = field is not None and "Path" in str(field.annotation)
    return path.parent / value if path and is_place and isinstance(value, str) else value


@cache
def fields() -> Mapping[str, FieldInfo]:
    """Return the fields by the key that the operator writes."""
    return Settings.model_fields
