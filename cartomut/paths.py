"""Where things are. Only the folder of built stores can be moved, with ``CARTOMUT_STORE``."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
CONTRACTS = DATA / "contrats"
REFERENCE = DATA / "reference"
QUERIES = ROOT / "queries"
STATIC = ROOT / "static"
LOCALE = ROOT / "cartomut" / "locale"
STORES = Path(os.environ.get("CARTOMUT_STORE", DATA / "store"))
