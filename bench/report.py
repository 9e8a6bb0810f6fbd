"""Medians, ratios, targets: what the bench prints and keeps."""

import json
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from pathlib import Path
from statistics import median
from typing import Any

from bench.scenarios import Sample

FOLDER = Path(__file__).parent / "resultats"
Results = dict[str, list[Sample]]  # by scenario, one sample per turn

FLOOR, HOME = "plancher page 22", "cartomut accueil 22"
BARE = "cartomut carte sans points 22"
MAPS = tuple(f"cartomut carte {points}" for points in (22, 3000, 30000))
LISTS = {
    "6 000 mutuelles": "cartomut mutuelles 18000",
    "18 000 centres": "cartomut centres 18000",
}
MONEY = {
    name: f"cartomut {name} 18000"
    for name in (
        "financement chemin",
        "financement comptes",
        "financement soins",
        "financement repartition",
        "viabilite ratios",
        "viabilite simulation",
        "viabilite resistance",
        "viabilite seuils",
        "contexte",
    )
}
NAIVE, NAMED = "naif carte 3000", "naif carte avec noms 3000"

# title, name of the measure, how it is written
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("texte", "texte", "s"),
    ("carte", "carte", "s"),
    ("script", "script", "ms"),
    ("runs", "runs", ""),
    ("WS", "ws", "ko"),
    ("HTTP", "http", "ko"),
    ("filtre", "filtre", "s"),
    ("script", "filtre_script", "ms"),
    ("runs", "filtre_runs", ""),
    ("WS", "filtre_ws", "ko"),
    ("HTTP", "filtre_http", "ko"),
)


@dataclass(frozen=True)
class Check:
    """A target: what is compared, the value found, and what it must be."""

    title: str
    value: float
    target: float
    at_least: bool = False
    unit: str = "x"

    @property
    def kept(self) -> bool:
        """Tell whether the target is reached."""
        return self.value >= self.target if self.at_least else self.value <= self.target

    def line(self) -> str:
        """Write the check on one line."""
        sign = ">=" if self.at_least else "<="
        verdict = "ok" if self.kept else "short"
        found, wanted = f"{self.value:.2f} {self.unit}", f"{sign} {self.target:g} {self.unit}"
        return f"{self.title:<66}{found:>12}   {wanted:<11} {verdict}"


def checks(results: Results) -> list[Check]:
    """Compare what was measured with the targets."""
    times = [
        Check("accueil, premier texte / plancher", _ratio(results, HOME, FLOOR, "texte"), 1.5),
        Check("carte visible, 22 points / plancher", _against_floor(results), 2),
        Check("carte visible, 3 000 / sans points", _ratio(results, MAPS[1], BARE, "carte"), 1.15),
        Check("carte visible, 30 000 / sans points", _ratio(results, MAPS[2], BARE, "carte"), 1.5),
    ]
    faster = _ratio(results, NAIVE, MAPS[1], "filtre")
    sent = _middle(results, MAPS[0], "filtre_ws") / 1000
    return [
        *times,
        Check("filtre -> carte, jumeau naïf / CartoMut, 3 000", faster, 15, at_least=True),
        Check("octets d'un filtre, 22 points", sent, 20, unit="ko"),
        *list_checks(results),
        *money_checks(results),
        Check("cadre rechargé par un filtre", _worst(results, "filtre_cadres"), 0, unit="fois"),
        Check("cadre rechargé en glissant", _worst(results, "glisser_cadres"), 0, unit="fois"),
        Check("script relancé en glissant", _worst(results, "glisser_runs"), 0, unit="fois"),
    ]


def list_checks(results: Results) -> list[Check]:
    """Compare a filter of each list with the floor's rerun."""
    return [
        Check(f"filtre -> liste, {title} / plancher", _ratio(results, key, FLOOR, "filtre"), 3)
        for title, key in LISTS.items()
    ]


def money_checks(results: Results) -> list[Check]:
    """Compare a filter of each money page with the floor's rerun, both at work.

    Its answers are new, then known: what a reader comes back to is in memory.
    """
    return [
        Check(f"{title}, {told} / plancher", _paired(results, key, FLOOR, measure, "connu"), 3)
        for title, key in MONEY.items()
        for told, measure in (("choix nouveau", "filtre"), ("choix connu", "connu"))
    ]


def ratios(results: Results) -> list[str]:
    """Write further ratios, which have no target but tell where the time goes."""
    wanted = [
        ("script d'un chargement, carte 22 / plancher", MAPS[0], FLOOR, "script"),
        ("filtre -> carte, 3 000 / 22", MAPS[1], MAPS[0], "filtre"),
        ("filtre -> carte, 30 000 / 22", MAPS[2], MAPS[0], "filtre"),
        ("filtre -> carte, jumeau naïf avec noms / CartoMut, 3 000", NAMED, MAPS[1], "filtre"),
        ("filtre, script seul, jumeau naïf / CartoMut, 3 000", NAIVE, MAPS[1], "filtre_script"),
        ("carte visible, jumeau naïf / CartoMut, 3 000", NAIVE, MAPS[1], "carte"),
    ]
    wanted += [
        (f"carte visible, {name} / même jeu sans points", f"cartomut carte {name}", bare, "carte")
        for name, bare in ((one, f"cartomut carte sans points {one}") for one in (3000, 30000))
    ]
    return [f"{title:<66}{_ratio(results, a, b, name):>10.2f} x" for title, a, b, name in wanted]


def table(results: Results, cap: float) -> str:
    """Lay the medians out: seconds, milliseconds, thousands of bytes."""
    head = f"{'':<34}{'chargement à froid':^45}{'clic sur un filtre':^38}"
    titles = f"{'application, page, points':<34}" + "".join(
        f"{title + (' ' + unit if unit else ''):>10}" for title, _name, unit in COLUMNS
    )
    lines = [
        f"{key:<34}" + "".join(_cell(samples, name, unit, cap) for _title, name, unit in COLUMNS)
        for key, samples in results.items()
    ]
    return "\n".join([head, titles, *lines, "", *_panning(results)])


def save(
    results: Results, found: Sequence[Check], first: Results, settings: Any, of: str = ""
) -> Path:
    """Keep everything as JSON, under a name that says of what; infinity (past the cap) is null."""
    FOLDER.mkdir(exist_ok=True)
    now = datetime.now().astimezone()
    path = FOLDER / f"{of}{now:%Y-%m-%dT%H%M}.json"
    content = {
        "date": now.isoformat(timespec="seconds"),
        "machine": platform.platform(),
        "reglages": settings,
        "mesures": _writable(results),
        "premiere_visite": _writable(first),
        "objectifs": [
            {**vars(check), "value": _number(check.value), "tenu": check.kept} for check in found
        ],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def _ratio(results: Results, above: str, below: str, name: str) -> float:
    """Median of the ratios of each turn, where both were measured one after the other."""
    return _paired(results, above, below, name, name)


def _against_floor(results: Results) -> float:
    return _paired(results, MAPS[0], FLOOR, "carte", "texte")


def _paired(results: Results, above: str, below: str, upper: str, lower: str) -> float:
    pairs = zip(results[above], results[below], strict=False)
    return median(one[upper] / other[lower] for one, other in pairs)


def _middle(results: Results, key: str, name: str) -> float:
    return median(sample.get(name, float("inf")) for sample in results[key])


def _worst(results: Results, name: str) -> float:
    return max(sample.get(name, float("inf")) for key in MAPS for sample in results[key])


def _cell(samples: list[Sample], name: str, unit: str, cap: float) -> str:
    values = [sample[name] for sample in samples if name in sample]
    if not values:
        return f"{'-':>10}"
    value = median(values)
    if value == float("inf"):
        return f"{f'> {cap:g} s':>10}"
    return f"{_WRITTEN[unit](value):>10}"


_WRITTEN: dict[str, Callable[[float], str]] = {
    "s": lambda value: f"{value:.2f}",
    "ms": lambda value: f"{value * 1000:.0f}",
    "ko": lambda value: f"{value / 1000:.1f}",
    "": lambda value: f"{value:g}",
}


def _panning(results: Results) -> list[str]:
    return [
        f"{key:<34} glisser : {_runs(samples)} ; filtre : {_frames(samples)}"
        for key, samples in results.items()
        if any("glisser_runs" in sample for sample in samples)
    ]


def _runs(samples: list[Sample]) -> str:
    runs = median(sample["glisser_runs"] for sample in samples if "glisser_runs" in sample)
    return f"script relancé {runs:g} fois" if runs else "script non relancé"


def _frames(samples: list[Sample]) -> str:
    frames = [sample["filtre_cadres"] for sample in samples if "filtre_cadres" in sample]
    if not frames:
        return "non mesuré"
    return "cadre gardé" if not max(frames) else f"cadre rechargé {median(frames):g} fois"


def _writable(results: Results) -> dict[str, list[dict[str, float | None]]]:
    return {
        key: [{name: _number(value) for name, value in sample.items()} for sample in samples]
        for key, samples in results.items()
    }


def _number(value: float) -> float | None:
    return round(value, 4) if isfinite(value) else None
