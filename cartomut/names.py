"""Compare names whatever their accents, apostrophes, hyphens and case."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=50_000)  # the same headers and names come again and again
def normalise(name: str) -> str:
    """Drop accents, apostrophes, hyphens and case: « N'Zi » and « nzi » are one name."""
    plain = name.lower().replace("œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub("[^a-z0-9]", "", plain)
