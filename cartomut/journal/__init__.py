"""The audit: who imported, published, exported what is restricted or changed what, and when.

One JSON object per line in ``journal.jsonl``, beside the file of the operations and apart from it:
bringing these back to an older state never touches it. Lines are only added, each with the hash of
the one before (docs/decisions.md, 41): a line that is changed, removed, put in or moved breaks the
chain. ``journal.tete.json`` holds the last rank and its hash, so that a cut end is seen. Whoever
may write both files can still make the whole anew: only an ``anchor`` kept elsewhere shows that.

What cannot be told is not done: the line is written before the act takes effect, so that a failure
between the two leaves a line too many, never an act untold.
"""

from cartomut.journal.acts import ACTS, APPLICATION, LOCAL, Actor, acting, actor, identify
from cartomut.journal.checking import Verdict, anchor, verify
from cartomut.journal.reading import FILE, HEAD, Entry, Head, entries, folder, lines
from cartomut.journal.writing import Detail, tell, write

__all__ = [
    "ACTS",
    "APPLICATION",
    "FILE",
    "HEAD",
    "LOCAL",
    "Actor",
    "Detail",
    "Entry",
    "Head",
    "Verdict",
    "acting",
    "actor",
    "anchor",
    "entries",
    "folder",
    "identify",
    "lines",
    "tell",
    "verify",
    "write",
]
