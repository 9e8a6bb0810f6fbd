"""Find Chromium for the browser tests, and install Debian's when there is none."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = (
    "Les tests du navigateur ont besoin de Chromium, et il n'a pas pu être installé.\n"
    "Installez-le (Debian : sudo apt-get install chromium), puis relancez « make test ».\n"
    "The browser tests need Chromium, which could not be installed.\n"
    "Install it (Debian: sudo apt-get install chromium), then run `make test` again."
)


def path() -> str | None:
    """Return the path of a Chromium or Chrome on this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def install() -> None:
    """Install Debian's package, as root or through sudo without a question."""
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
        subprocess.run([*prefix, "apt-get", *command], env=quiet, check=True)


def main() -> None:
    """Make sure that there is a Chromium; say what to do when there cannot be."""
    if path():
        return
    try:
        install()
    except (OSError, subprocess.CalledProcessError) as failure:
        sys.exit(f"{ADVICE}\n({failure})")
    if not path():
        sys.exit(ADVICE)


if __name__ == "__main__":
    main()
