"""French and English: texts, numbers, money, dates.

The French text is the key of the catalogue; only English has one. A language is an object passed
along, never a global: sessions are threads of one process.
"""

import gettext
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import pandas as pd
from babel import dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from cartomut.paths import LOCALE

CODES = ("fr", "en")
MISSING = "–"
_PARTIAL_DATE = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")
_SCALES = ((1_000_000_000, "{} Md", "{} bn"), (1_000_000, "{} M", "{} M"), (1_000, "{} k", "{} k"))


@dataclass(frozen=True)
class Language:
    """A language of the interface; call it to translate a text."""

    code: str

    def __call__(self, text: str) -> str:
        """Translate a French text; a text without translation stays French.

        A French question keeps its mark on the line of its last word.
        """
        told = _catalogue(self.code).gettext(text) if text else text
        return f"{told[:-2]}\u00a0?" if told.endswith(" ?") else told

    def plural(self, one: str, many: str, count: int) -> str:
        """Translate with the right plural and put the count into its ``{}``."""
        if self.code == "fr":  # 0 is singular in French, and French has no catalogue to say so
            return (one if abs(count) < 2 else many).format(self.number(count))
        chosen = _catalogue(self.code).ngettext(one, many, int(count))  # pandas counts in int64
        return chosen.format(self.number(count))

    @property
    def locale(self) -> str:
        """Babel's locale: French of France (as in Côte d'Ivoire) or international English."""
        return {"fr": "fr_FR", "en": "en_GB"}[self.code]

    def pick(self, french: Any, english: Any) -> Any:
        """Take the French or the English value; the other one where it is missing."""
        first, second = (french, english) if self.code == "fr" else (english, french)
        return second if _unknown(first) or first == "" else first

    def number(self, value: Any, digits: int = 0) -> str:
        """Write a number with the language's separators, ``–`` when unknown."""
        if _unknown(value):
            return MISSING
        return _written(Decimal(str(value)), digits, *_signs(self.locale))

    def percent(self, value: Any, digits: int = 1) -> str:
        """Write a share from 0 to 1 as a percentage, ``–`` when unknown."""
        if _unknown(value):
            return MISSING
        written = _written(Decimal(str(value)) * 100, digits, *_signs(self.locale))
        return f"{written}\u00a0%" if self.code == "fr" else f"{written}%"

    def money(self, value: Any, currency: str = "FCFA") -> str:
        """Write an amount with a unit that adapts: k, M, Md (bn in English)."""
        if _unknown(value):
            return MISSING
        for size, french, english in _SCALES:
            if abs(value) >= size:
                scaled = self.number(value / size, 2 if abs(value) < 10 * size else 1)
                return f"{self.pick(french, english).format(scaled)} {currency}".replace(
                    " ", "\u00a0"
                )
        return f"{self.number(value)}\u00a0{currency}"

    def date(self, value: Any) -> str:
        """Write a date, or a partial ISO date (2017, 2017-03), or an interval ``a/b``."""
        if _unknown(value) or value == "":
            return MISSING
        parts = [self._one_date(part) for part in str(value).split("/")]
        return " – ".join(parts)

    def _one_date(self, text: str) -> str:
        return _date(text, self.locale)

    def pair(self, title: str, text: str) -> str:
        """Write « title : text » with the language's own spacing before the colon."""
        return f"{title}{chr(0xA0) if self.code == 'fr' else ''}: {text}"

    def series(self, texts: Iterable[str]) -> str:
        """Write texts one after the other, with the language's own semicolons."""
        return ("\u00a0; " if self.code == "fr" else "; ").join(texts)

    def localise(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Replace each pair of columns ``x_fr``, ``x_en`` by ``x`` in this language."""
        result = frame.copy(deep=False)
        for column in [name for name in frame.columns if name.endswith("_fr")]:
            stem = column.removesuffix("_fr")
            pairs = zip(frame[column], frame[f"{stem}_en"], strict=True)
            result[stem] = [self.pick(french, english) for french, english in pairs]
            result = result.drop(columns=[column, f"{stem}_en"])
        return result

    def labels(self, rows: pd.DataFrame) -> Mapping[str, str]:
        """Map ``code`` to its name, from rows with ``code``, ``nom_fr`` and ``nom_en``."""
        names = self.localise(rows[["code", "nom_fr", "nom_en"]])
        return dict(zip(names["code"], names["nom"], strict=True))


def N_(text: str) -> str:
    """Mark a text for the catalogue without translating it now."""
    return text


def language(code: str) -> Language:
    """Return the language of this code; French when the code is not ours."""
    return Language(code if code in CODES else "fr")


def code_of_locale(locale: str | None) -> str:
    """Choose our language for a browser's locale such as ``en-GB``; French by default."""
    prefix = (locale or "").lower()[:2]
    return prefix if prefix in CODES else "fr"


@lru_cache(maxsize=4096)  # Babel takes a tenth of a millisecond; a list writes thousands
def _date(text: str, locale: str) -> str:
    found = _PARTIAL_DATE.match(text[:10])
    if not found:
        return text
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year or not month:
        return text
    try:
        moment = date(year, month, day or 1)
    except ValueError:  # not a date: shown as the source has it
        return text
    shape = "d MMMM y" if day else "MMMM y"
    return str(dates.format_date(moment, format=shape, locale=locale))


def _written(value: Decimal, digits: int, thousands: str, point: str) -> str:
    """Write a number as Babel does, half to even, twenty times faster: a list has thousands."""
    text = f"{value:,.{digits}f}"
    whole, _point, rest = text.partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", thousands) + (point + rest if rest else "")


@cache
def _signs(locale: str) -> tuple[str, str]:
    """Return what stands between thousands and before decimals."""
    return numbers.get_group_symbol(locale), numbers.get_decimal_symbol(locale)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    path = LOCALE / code / "LC_MESSAGES" / "cartomut.po"
    if not path.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _unknown(value: Any) -> bool:
    return value is None or bool(pd.isna(value))
