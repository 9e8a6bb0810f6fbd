"""Cite a figure as it was read: its title, its edition, its sources, its address, on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from cartomut.i18n import Language

NAMED = 5  # documents that a citation names; the others are counted


@dataclass(frozen=True)
class Citation:
    """What a citation says, in one language; an empty text is left out.

    ``edition`` and ``fingerprint`` name the data, ``built`` is the ISO date of their store,
    ``parameters`` are the question's own, as they stand in an address.
    """

    title: str
    value: str
    dataset: str
    edition: str
    built: str
    fingerprint: str
    parameters: Mapping[str, str]
    nature: str
    sources: Sequence[str]
    version: str
    address: str
    read_on: date

    def write(self, _: Language) -> str:
        """Write the citation as one paragraph."""
        edition = _("Jeu de données « {} », édition {} construite le {} (empreinte {}).").format(
            self.dataset, self.edition, _.date(self.built[:10]), self.fingerprint
        )
        parameters = _.series(f"{name} = {text}" for name, text in self.parameters.items())
        seen = _("{}, consulté le {}.").format(self.address, _.date(self.read_on.isoformat()))
        said = (
            _("« {} »").format(self.title) + ".",
            _("Valeur : {}.").format(self.value) if self.value else "",
            edition,
            _("Paramètres : {}.").format(parameters) if parameters else "",
            _("Nature : {}.").format(self.nature) if self.nature else "",
            _("Sources : {}.").format(self._documents(_)) if self.sources else "",
            f"CartoMut {self.version}.",
            seen,
        )
        return " ".join(one for one in said if one)

    def ris(self, _: Language) -> str:
        """Write the citation as RIS, which Zotero, EndNote and Mendeley read."""
        lines = (
            ("TY", "DATA"),
            ("TI", self.title),
            ("T2", self.dataset),
            ("ET", self.edition),
            ("PB", f"CartoMut {self.version}"),
            ("PY", self.built[:4]),
            ("Y2", f"{self.read_on:%Y/%m/%d}"),
            ("UR", self.address),
            ("N1", self.write(_)),
            ("ER", ""),
        )
        texts = ((tag, " ".join(text.split())) for tag, text in lines)
        return "".join(f"{tag}  - {text}\r\n" for tag, text in texts)

    def _documents(self, _: Language) -> str:
        """Name the first documents, and count the others."""
        text = _.series(self.sources[:NAMED])
        more = len(self.sources) - NAMED
        if more <= 0:
            return text
        others = _.plural("et {} autre source", "et {} autres sources", more)
        return f"{text} {others}"


def permanent(base: str, choices: Mapping[str, Sequence[str]], **fixed: str) -> str:
    """Write the address of a view; ``fixed`` (language, dataset, edition) overrides its choices."""
    asked = {name: list(values) for name, values in sorted(choices.items()) if name not in fixed}
    return f"{base}?{urlencode(asked | fixed, doseq=True)}"
