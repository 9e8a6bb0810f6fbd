"""Tells the journal of files that commands write and that hold what not everybody sees."""

from pathlib import Path

from cartomut import journal
from cartomut.commands.speech import fail
from cartomut.editions import Stopped
from cartomut.i18n import Language
from cartomut.rights import Reader

STOPPED = 3  # exit code


def tell(out: Path, whom: Reader, dataset: str, _: Language) -> None:
    """Note that a file is about to be written for such a reader; stop when it cannot be noted."""
    if not (whom.sight.everything or whom.sight.organisation):
        return
    try:
        journal.tell("export_reserve", out.name, {"jeu": dataset, "pour": whom.role.value})
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
