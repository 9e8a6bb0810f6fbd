"""Where things are; ``cartomut.settings`` moves what belongs to an installation.

The contracts belong to the code, so they stay with it.
"""

from cartomut import settings

ROOT = settings.ROOT
_CHOSEN = settings.settings()
DATA = _CHOSEN.data
CONTRACTS = ROOT / "data" / "contrats"
REFERENCE = DATA / "reference"
QUERIES = ROOT / "queries"
STATIC = ROOT / "static"
LOCALE = ROOT / "cartomut" / "locale"
STORES = _CHOSEN.store or DATA / "store"
# What is typed in the pages; not among the stores, which are made again and may be erased.
OPERATIONS = (_CHOSEN.operations or DATA / "operations" / "operations.sqlite").resolve()
BACKUPS = _CHOSEN.sauvegardes or DATA / "sauvegardes"
FOLLOWED = _CHOSEN.suivi or DATA / "suivi"
