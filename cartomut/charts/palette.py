"""Every colour of the product, safe for colour-blind readers; a shape always doubles it."""

from dataclasses import dataclass

from cartomut.i18n import N_, Language


@dataclass(frozen=True)
class Palette:
    """The colours of one theme (``clair``, ``sombre``, ``projecteur``)."""

    paper: str
    ink: str
    quiet: str
    line: str
    grid: str
    accent: str
    warm: str
    border: str
    chosen: str
    hatch: str
    water: str
    sea: str
    outline: str
    steps: tuple[str, ...]
    categories: tuple[str, ...]
    font_size: int = 14

    def category(self, rank: int) -> str:
        """Return the colour of a category; past the last one they start again."""
        return self.categories[rank % len(self.categories)]

    def on(self, colour: str) -> str:
        """Return the colour of a text on this one: light or dark, whichever reads better."""
        return max((self.paper, self.ink, self.chosen), key=lambda one: contrast(one, colour))


def _luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, from 0 to 1 (WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours ``#rrggbb``, from 1 to 21 (WCAG 2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


LIGHT = Palette(
    paper="#ffffff",
    ink="#1d2b33",
    quiet="#52626b",
    line="#0b5d73",
    grid="#dfe5e7",
    accent="#0b5d73",
    warm="#b3500b",
    border="#8fa0a8",
    chosen="#111a1f",
    hatch="#9aa8ae",
    water="#5b9bc0",
    sea="#eaf1f4",
    outline="#ffffff",
    steps=("#edf5ee", "#c3e0cf", "#86bfb5", "#418f99", "#14566e"),
    categories=(
        "#0b5d73",
        "#d2691e",
        "#7a3e8e",
        "#2c7f4f",
        "#c2a000",
        "#b01f3c",
        "#5b6770",
        "#3d6fd1",
    ),
)
DARK = Palette(
    paper="#12191d",
    ink="#eef3f5",
    quiet="#b4c2c9",
    line="#6cc3cf",
    grid="#2c383e",
    accent="#6cc3cf",
    warm="#f0a35e",
    border="#5d6d75",
    chosen="#ffffff",
    hatch="#64747c",
    water="#3f7fa6",
    sea="#0c1215",
    outline="#12191d",
    steps=("#1d3138", "#245059", "#33787f", "#63aba8", "#c4e6d2"),
    categories=(
        "#6cc3cf",
        "#f0a35e",
        "#c99be0",
        "#7fcf9d",
        "#e6d05a",
        "#f2899b",
        "#aab7be",
        "#8fb0ff",
    ),
)
PROJECTOR = Palette(
    paper="#ffffff",
    ink="#000000",
    quiet="#26323a",
    line="#003f52",
    grid="#c8d0d4",
    accent="#003f52",
    warm="#8f3a00",
    border="#5d6d75",
    chosen="#000000",
    hatch="#6f7d84",
    water="#2f7fb0",
    sea="#e3edf1",
    outline="#ffffff",
    steps=("#e3f1e6", "#a9d6bf", "#5fb0a8", "#1f7f8c", "#003f52"),
    categories=(
        "#003f52",
        "#c04f00",
        "#5e1f78",
        "#0f6b3a",
        "#8f7500",
        "#9c0f2c",
        "#3c474e",
        "#1f4fb0",
    ),
    font_size=19,
)
THEMES = {"clair": LIGHT, "sombre": DARK, "projecteur": PROJECTOR}
SHAPES = ("cercle", "carre", "triangle", "losange", "croix")
STATES = {
    "valeur": N_("valeur connue"),
    "inconnu": N_("donnée inconnue (n. d.)"),
    "non_enquete": N_("non recensé"),
    "masque": N_("masqué (petits effectifs)"),
    "non_calculable": N_("non calculable"),
    "sans_entite": N_("aucune mutuelle ni aucun centre concerné"),
    "non_declare": N_("non déclaré"),
}


def palette(theme: str) -> Palette:
    """Return the colours of a theme; the light ones when the name is not ours."""
    return THEMES.get(theme, LIGHT)


def state_label(state: str, _: Language) -> str:
    """Name the state of a value: known, or why there is none."""
    return _(STATES[state])
