"""Where things are. ``CARTOMUT_DATA``, ``_STORE`` and ``_OPERATIONS`` move them.

The contracts belong to the code, so they stay with it. ``CARTOMUT_IMPORT=oui`` lets whoever reaches
the app bring data, when it is open to others.
"""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("CARTOMUT_DATA", ROOT / "data"))
CONTRACTS = ROOT / "data" / "contrats"
REFERENCE = DATA / "reference"
QUERIES = ROOT / "queries"
STATIC = ROOT / "static"
LOCALE = ROOT / "cartomut" / "locale"
STORES = Path(os.environ.get("CARTOMUT_STORE", DATA / "store"))
# What is typed in the pages; not among the stores, which are made again and may be erased.
OPERATIONS = Path(
    os.environ.get("CARTOMUT_OPERATIONS", DATA / "operations" / "operations.sqlite")
).resolve()
IMPORT_BY_ALL = os.environ.get("CARTOMUT_IMPORT", "").strip().lower() == "oui"
