"""Find nginx and systemd's checks for the tests of deploy/, and install Debian's when missing."""

import os
import shutil
import subprocess
import sys

from tests.office import install

NEEDED = {"nginx": "nginx-light", "systemd-analyze": "systemd"}
ADVICE = (
    "Les tests de deploy/ ont besoin de nginx et de systemd-analyze, qui n'ont pas pu être\n"
    "installés : ils seront passés. Debian : sudo apt-get install nginx-light systemd\n"
    "The tests of deploy/ need nginx and systemd-analyze, which could not be installed: they will\n"
    "be skipped. Debian: sudo apt-get install nginx-light systemd"
)


def program(name: str) -> str | None:
    """Return where a program is; nginx stands where only root looks."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")


def main() -> None:
    """Make sure that they are there; say what happens when they cannot be."""
    packages = [package for name, package in NEEDED.items() if not program(name)]
    if not packages:
        return
    try:
        install(packages)
    except (OSError, subprocess.CalledProcessError) as failure:
        print(f"{ADVICE}\n({failure})", file=sys.stderr)


if __name__ == "__main__":
    main()
