"""One archive of what an installation cannot make again, and the way back from it.

Editions and which one is published, official boundaries, precision materials, thresholds, stories
added, what is typed with accounts and links, the journal, the counts of use; never the secrets.
The built stores are not in it: they are made again from these.
"""

from cartomut.backup.places import FORMAT, Places, here
from cartomut.backup.reading import Damaged, Manifest, check
from cartomut.backup.restoring import finish, is_unfinished, restore
from cartomut.backup.writing import Made, last, write

__all__ = [
    "FORMAT",
    "Damaged",
    "Made",
    "Manifest",
    "Places",
    "check",
    "finish",
    "here",
    "is_unfinished",
    "last",
    "restore",
    "write",
]
