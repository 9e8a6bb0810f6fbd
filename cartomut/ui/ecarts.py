"""The comparison page: the indicators side by side, and the position of A among its peers."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut import rights
from cartomut.charts import comparaison
from cartomut.charts.series import written
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import answers, block, choices, filters, gate, session
from cartomut.ui.comparer import FEWEST_PEERS, Compared
from cartomut.ui.note import note
from cartomut.ui.text import plain

STATES = {
    "inconnu": N_("n. d."),
    "masque": N_("masqué (1 à 4)"),
    "non_calculable": N_("non calculable"),
}
COLUMNS = (
    "indicateur_nom",
    "unite",
    "a_ecrit",
    "annee_a",
    "base_a",
    "b_ecrit",
    "annee_b",
    "base_b",
    "ecart_ecrit",
    "pairs_ecrit",
    "place",
    "obstacles",
    "nature",
)


def indicators(compared: Compared, _: Language) -> pd.DataFrame:
    """Show the indicators of a domain side by side; returns their rows, known of A or of B."""
    st.subheader(_("Que disent les indicateurs ?"))
    domain = _domain(compared, _)
    if domain is None:
        st.info(_("Aucun indicateur n'est calculé pour ce jeu de données."))
        return pd.DataFrame()
    rows = _.localise(
        answers.answer(
            "indicateurs/ecarts",
            quoi=compared.kind,
            a=compared.a,
            b=compared.b,
            pairs=compared.peers or None,
            domaine=domain,
            annee=compared.year,
        )
    )
    said = rows[rows["valeur_a"].notna() | rows["valeur_b"].notna()].reset_index(drop=True)
    _hidden(rows, _)
    if said.empty:
        text = _("Aucun indicateur de ce domaine n'est connu : c'est une lacune, pas un zéro.")
        st.info(text, icon=":material/info:")
        return said
    _obstacles(said, _)
    block.figure(
        "ecarts",
        _("Indicateurs : {}").format(answers.name("domaine", domain)),
        "indicateurs/ecarts",
        _written(said, compared, _),
        comparaison.ecarts(said, compared.entities(_), session.colours(), _),
        summary=_summary(said, len(rows), compared, _),
        columns=COLUMNS,
        unit=_.series(answers.name("unite_indicateur", code) for code in said["unite"].unique()),
        evidence=compared.evidence | {"domaine": domain},
    )
    return said


def _domain(compared: Compared, _: Language) -> str | None:
    """Choose a domain of the catalogue; the first one of which something is known by default."""
    found = answers.answer("listes/domaines_mesures", quoi=compared.kind, ids=sorted(compared.ids))
    if gate.hides_accounts(compared.kind, *compared.ids):
        note(plain(gate.accounts_reserved(_)))
        found = found[~found["domaine"].isin(rights.RESERVED_DOMAINS)]
    if found.empty:
        return None
    known = dict(zip(found["domaine"], found["nb_connus"], strict=True))
    first = next((code for code, count in known.items() if count), next(iter(known)))

    def write(code: str) -> str:
        text = _.plural("{} indicateur connu", "{} indicateurs connus", known[code])
        return f"{answers.name('domaine', code)} ({text})"

    return choices.select("domaine", _("Domaine"), list(known), write, default=first)


def _obstacles(rows: pd.DataFrame, _: Language) -> None:
    """Say which indicators are not comparable and why, the reasons with their indicators."""
    reasons: dict[str, list[str]] = {}
    for row in records(rows.dropna(subset=["obstacles"])):
        for code in row.obstacles.split(" ; "):
            reasons.setdefault(code, []).append(row.nom)
    if not reasons:
        return
    lines = [
        "- " + _.pair(f"**{plain(answers.name('obstacle', code))}**", plain(", ".join(names)))
        for code, names in reasons.items()
    ]
    head = plain(_("Ces indicateurs ne se comparent pas, ou pas sans réserve :"))
    st.warning("\n".join([head, "", *lines]), icon=":material/balance:")


def _hidden(rows: pd.DataFrame, _: Language) -> None:
    masked = int((rows["etat_a"].eq("masque") | rows["etat_b"].eq("masque")).sum())
    if masked:
        text = _.plural(
            "{} indicateur repose sur des effectifs de 1 à 4, qui ne sont pas montrés.",
            "{} indicateurs reposent sur des effectifs de 1 à 4, qui ne sont pas montrés.",
            masked,
        )
        note(plain(text))


def _written(rows: pd.DataFrame, compared: Compared, _: Language) -> pd.DataFrame:
    """Add the texts of the table: values of different units cannot share one number format."""
    found = list(records(rows))
    several = compared.kind == "region"
    texts: dict[str, list[str | None]] = {
        "a_ecrit": [_value(row.valeur_a, row.etat_a, row.unite, _) for row in found],
        "b_ecrit": [
            None if compared.b is None else _value(row.valeur_b, row.etat_b, row.unite, _)
            for row in found
        ],
        "base_a": [_base(row.nb_valeurs_a, row.nb_entites_a, several, _) for row in found],
        "base_b": [_base(row.nb_valeurs_b, row.nb_entites_b, several, _) for row in found],
        "ecart_ecrit": [difference(row.ecart, row.ecart_sorte, _) for row in found],
        "pairs_ecrit": [_median(row, _) for row in found],
    }
    return rows.assign(
        indicateur_nom=rows["nom"],
        unite=[answers.name("unite_indicateur", row.unite) for row in found],
        annee=rows["annee_a"].fillna(rows["annee_b"]),
        **{name: pd.Series(column, dtype="str") for name, column in texts.items()},
    )


def _value(value: Any, state: Any, unit: str, _: Language) -> str:
    if pd.isna(value):
        return _(STATES.get(str(state), STATES["inconnu"]))
    return written(value, unit, "", _)


def _base(known: Any, total: Any, several: bool, _: Language) -> str | None:
    if not several or pd.isna(total):
        return None
    return _("{} sur {}").format(_.number(known), _.number(total))


def _median(row: Any, _: Language) -> str | None:
    if pd.isna(row.mediane_pairs):
        return None
    value = written(row.mediane_pairs, row.unite, "", _)
    return _("{} ({} pairs sur {})").format(
        value, _.number(row.nb_pairs_connus), _.number(row.nb_pairs)
    )


def difference(value: Any, kind: Any, _: Language) -> str | None:
    """Write a difference of A: shares in points, amounts and numbers in per cent."""
    if pd.isna(value) or pd.isna(kind):
        return None
    if value == 0:
        return _("aucun")
    size = abs(value)
    text = {
        "points": _("{} points").format(_.number(100 * size, 1)),
        "relatif": _.percent(size, 0),
    }.get(kind, _.number(size, 2))
    return (_("{} de plus") if value > 0 else _("{} de moins")).format(text)


def _summary(rows: pd.DataFrame, total: int, compared: Compared, _: Language) -> str:
    judged = rows.dropna(subset=["ecart"])
    above, below = int((judged["ecart"] > 0).sum()), int((judged["ecart"] < 0).sum())
    other = "B" if compared.b else _("la médiane de ses pairs")
    text = _(
        "Indicateurs connus : {} sur {}. Comparés à {} : {}, dont {} où A est au-dessus et {} où "
        "il est en dessous."
    )
    return text.format(
        _.number(len(rows)),
        _.number(total),
        other,
        _.number(len(judged)),
        _.number(above),
        _.number(below),
    )


def position(compared: Compared, rows: pd.DataFrame, _: Language) -> None:
    """Place A among its peers for one indicator: every peer as a dot, the middle half as a band."""
    if rows.empty or not compared.peers:
        return
    placed = rows[rows["place"].notna()]
    if placed.empty:
        text = _("Pas de place parmi les pairs : moins de {} d'entre eux ont une valeur connue.")
        note(plain(text.format(FEWEST_PEERS)))
        return
    names = dict(zip(placed["indicateur_id"], placed["nom"], strict=True))
    code = choices.select(
        "indicateur",
        _("Indicateur à situer parmi les pairs"),
        list(names),
        names.__getitem__,
        default=_telling(placed),
    )
    row = placed[placed["indicateur_id"] == code].iloc[0]
    dots = _dots(compared, str(code), row)
    summary = _(
        "A est à {} ; classe : {}. Ses {} pairs dont la valeur est connue (sur {}) ont pour "
        "médiane {} ; la moitié centrale va de {} à {}."
    )
    block.figure(
        "place",
        _("Où se place A parmi ses pairs ? {}").format(names[str(code)]),
        "indicateurs/valeurs",
        dots,
        comparaison.place(
            dots,
            compared.entities(_),
            (row["quartile_1"], row["mediane_pairs"], row["quartile_3"]),
            row["unite"],
            session.colours(),
            _,
        ),
        summary=summary.format(
            written(row["valeur_a"], row["unite"], "", _),
            answers.name("place_pairs", row["place"]),
            _.number(row["nb_pairs_connus"]),
            _.number(row["nb_pairs"]),
            *(
                written(row[name], row["unite"], "", _)
                for name in ("mediane_pairs", "quartile_1", "quartile_3")
            ),
        ),
        columns=["nom", "annee", "valeur", "nature"],
        unit=answers.name("unite_indicateur", row["unite"]),
        evidence={
            "indicateur": code,
            "groupe": "region" if compared.kind == "region" else "entite",
        },
    )


def _telling(placed: pd.DataFrame) -> str:
    """Return the first indicator whose peers are spread; else the first one."""
    spread = placed[placed["quartile_1"] < placed["quartile_3"]]
    return str((placed if spread.empty else spread)["indicateur_id"].iloc[0])


def _dots(compared: Compared, indicator: str, row: "pd.Series[Any]") -> pd.DataFrame:
    """Return the value of A, of B and of every peer, in A's year."""
    region = compared.kind == "region"
    wanted = sorted({*compared.peers, *compared.ids})
    year = row["annee_a"]
    rows = answers.answer(
        "indicateurs/valeurs",
        indicateurs=[indicator],
        groupe="region" if region else "entite",
        entites=None if region else wanted,
        annees=None if pd.isna(year) else [int(year)],
        **filters.Filters().params(),
    )
    return rows[rows["code"].isin(wanted)].reset_index(drop=True)
