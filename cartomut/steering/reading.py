"""How questions are put, in which language, and what codes are called in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cartomut.i18n import MISSING, Language
from cartomut.labels import CodeNames

Ask = Callable[..., pd.DataFrame]
TERRITORY = ("district", "region", "commune", "types")  # filters that every question here takes


@dataclass(frozen=True)
class Reading:
    """How a question is put, the language of the reader, the names of codes in it."""

    ask: Ask
    language: Language
    names: CodeNames

    def name(self, code_list: str, code: Any) -> str:
        """Name a code; one without a name stays as it is, an unknown one is a dash."""
        if code is None or pd.isna(code):
            return MISSING
        return self.names.get(code_list, {}).get(str(code), str(code))

    def natures(self, codes: Any) -> str:
        """Name the natures of an aggregate such as ``publie ; estime``."""
        if codes is None or pd.isna(codes):
            return MISSING
        return ", ".join(self.name("nature", one) for one in str(codes).split(" ; "))
