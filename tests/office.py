"""Find LibreOffice and poppler for the tests of slides, and install Debian's when missing."""

import os
import shutil
import subprocess
import sys

NEEDED = {"soffice": "libreoffice-impress", "pdftotext": "poppler-utils"}
ADVICE = (
    "Les tests des présentations ont besoin de LibreOffice et de poppler, qui n'ont pas pu être\n"
    "installés : ils seront passés. Debian : sudo apt-get install libreoffice-impress "
    "poppler-utils\n"
    "The tests of slides need LibreOffice and poppler, which could not be installed: they will be\n"
    "skipped. Debian: sudo apt-get install libreoffice-impress poppler-utils"
)


def missing() -> list[str]:
    """List Debian's packages whose programs are not on this machine."""
    return [package for name, package in NEEDED.items() if not shutil.which(name)]


def install(packages: list[str]) -> None:
    """Install Debian's packages, as root or through sudo without a question."""
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["install", "-y", "-qq", "--no-install-recommends", *packages]
    for words in (["update", "-qq"], command):
        subprocess.run([*prefix, "apt-get", *words], env=quiet, check=True)


def main() -> None:
    """Make sure that they are there; say what happens when they cannot be."""
    if not missing():
        return
    try:
        install(missing())
    except (OSError, subprocess.CalledProcessError) as failure:
        print(f"{ADVICE}\n({failure})", file=sys.stderr)


if __name__ == "__main__":
    main()
