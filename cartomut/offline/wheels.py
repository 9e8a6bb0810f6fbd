"""Gather the libraries of ``requirements.txt`` as wheels, for this machine or for another one.

pip reads the conditions of a requirement (``; sys_platform == 'win32'``) for the machine on which
it runs, whatever the one asked for: they are settled here first, for the machine asked for.
"""

import platform
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from cartomut.editions import Stopped
from cartomut.i18n import N_
from cartomut.loading import Report
from cartomut.paths import ROOT

REQUIREMENTS = ROOT / "requirements.txt"
INSTALLER = "pip"  # carried too, since Python does not always have it (Debian's has not)
UNREACHED = (
    "NewConnectionError",
    "Failed to establish",
    "name resolution",
    "getaddrinfo",
    "Network is unreachable",
    "Connection refused",
    "ConnectTimeout",
    "ReadTimeout",
    "timed out",
    "ProxyError",
    "Could not fetch URL",
)
LAST = 600  # signs of what pip said last


@dataclass(frozen=True)
class Target:
    """A kind of machine: its name, what a wheel's file name calls it, how Python describes it."""

    title: str
    tags: Sequence[str]
    system: str
    sys_platform: str
    machine: str

    def environment(self, python: str) -> dict[str, str]:
        """Return what the conditions of requirements are read against, for a Python ``3.11``."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{python}.0",
            "os_name": "nt" if self.sys_platform == "win32" else "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": self.system,
            "platform_version": "",
            "python_full_version": f"{python}.0",
            "python_version": python,
            "sys_platform": self.sys_platform,
            "extra": "",
        }


def _linux(machine: str) -> tuple[str, ...]:
    """Name what runs on glibc 2.28: Debian 10, Ubuntu 20.04, RHEL 8 and later."""
    older = [f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1)]
    return (*older, f"manylinux2014_{machine}", f"manylinux2010_{machine}", f"manylinux1_{machine}")


PLATFORMS = {
    "linux": Target("Linux x86-64", _linux("x86_64"), "Linux", "linux", "x86_64"),
    "linux-arm64": Target("Linux ARM64", _linux("aarch64"), "Linux", "linux", "aarch64"),
    "macos": Target("macOS 14, Apple M", ("macosx_14_0_arm64",), "Darwin", "darwin", "arm64"),
    "windows": Target("Windows x86-64", ("win_amd64",), "Windows", "win32", "AMD64"),
}


def this_machine() -> str:
    """Return the name of the kind of machine that this is, empty when it is none of those known."""
    system, machine = platform.system(), platform.machine().lower().replace("amd64", "x86_64")
    for name, one in PLATFORMS.items():
        if (one.system, one.machine.lower().replace("amd64", "x86_64")) == (system, machine):
            return name
    return ""


def this_python() -> str:
    """Return the version of this Python that wheels are made for, such as ``3.11``."""
    return sysconfig.get_python_version()


def pinned(name: str, python: str, requirements: Path = REQUIREMENTS) -> list[str]:
    """List the requirements that hold on a kind of machine, without conditions."""
    environment = PLATFORMS[name].environment(python)
    lines = requirements.read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    holding = [one for one in wanted if one.marker is None or one.marker.evaluate(environment)]
    return [f"{one.name}{one.specifier}" for one in holding]


def gather(
    folder: Path, name: str, python: str, source: Path | None = None, report: Report = print
) -> list[Path]:
    """Put the wheels for a kind of machine into a folder; returns them all, by name.

    Parameters
    ----------
    source
        A folder of wheels to take them from, without network; None asks the package registry.

    Raises
    ------
    Stopped
        When one cannot be had; the folder then holds some of them only.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pinned(name, python)
    with (folder.parent / f"requirements-{name}.txt").open("w", encoding="utf-8") as target:
        target.write("\n".join([*wanted, INSTALLER]) + "\n")
    _download(folder, Path(target.name), _choice(name, python), source, report)
    missing = [one for one in wanted if not _is_there(folder, Requirement(one))]
    if missing:
        raise Stopped(
            N_("pip n'a pas rendu toutes les bibliothèques. Il manque : {noms}."),
            noms=", ".join(missing),
        )
    return sorted(folder.glob("*.whl"))


def _choice(name: str, python: str) -> list[str]:
    """Return pip's options for another machine than this one; none for this one."""
    if (name, python) == (this_machine(), this_python()):
        return []
    tags = [f"--platform={tag}" for tag in PLATFORMS[name].tags]
    return [*tags, f"--python-version={python}", "--implementation=cp"]


def _download(
    folder: Path, wanted: Path, choice: Sequence[str], source: Path | None, report: Report
) -> None:
    command = [sys.executable, "-m", "pip", "download", "--only-binary=:all:", "--no-deps"]
    command += ["--retries=1", "--timeout=20", "--no-input", "--progress-bar=off"]
    command += [*choice, f"--dest={folder}", f"--requirement={wanted}"]
    if source:
        command += ["--no-index", f"--find-links={source.resolve()}"]
    said: list[str] = []
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as running:
        try:
            for line in running.stdout or ():
                said.append(line.rstrip())
                if line.startswith("Collecting "):
                    report(line.split()[1])
        except BaseException:  # nobody waits for the rest
            running.kill()
            raise
    if running.returncode:
        raise _refused("\n".join(said), source)


def _refused(said: str, source: Path | None) -> Stopped:
    """Tell why pip stopped, in words that say what to do."""
    errors = [line for line in said.splitlines() if line.startswith("ERROR")]
    last = " ".join(errors)[-LAST:] or said[-LAST:]
    if "No module named pip" in said:
        return Stopped(
            N_(
                "Ce Python n'a pas pip, qui va chercher les bibliothèques : faire le paquet là où "
                "CartoMut a été installé avec pip. {dit}"
            ),
            dit=last,
        )
    if source:
        return Stopped(
            N_("Toutes les bibliothèques ne sont pas dans {dossier}. {dit}"),
            dossier=source,
            dit=last,
        )
    if any(sign in said for sign in UNREACHED):
        return Stopped(
            N_(
                "Le registre de paquets n'a pas répondu. Relier cet ordinateur au réseau, ou "
                "donner un dossier de bibliothèques déjà téléchargées avec --wheels. {dit}"
            ),
            dit=last,
        )
    return Stopped(
        N_(
            "Une bibliothèque n'existe pas pour ce système et ce Python, ou ne se trouve pas. {dit}"
        ),
        dit=last,
    )


def _is_there(folder: Path, wanted: Requirement) -> bool:
    name = canonicalize_name(wanted.name)
    return any(
        (found, True) == (name, wanted.specifier.contains(version, prereleases=True))
        for found, version in _wheels(folder)
    )


def _wheels(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.glob("*.whl"):
        try:
            name, version, _build, _tags = parse_wheel_filename(path.name)
        except InvalidWheelFilename:
            continue
        yield name, str(version)
