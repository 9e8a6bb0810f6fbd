"""The page of COM: its parts, which contract and year, its cover, its two scores, its means."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts.series import written
from cartomut.i18n import MISSING, N_, Language
from cartomut.records import records
from cartomut.rights import Right
from cartomut.ui import answers, block, choices, filters, gate, session
from cartomut.ui.text import listed, plain

PARTS = {
    "contrat": N_("Un contrat"),
    "matrice": N_("Tous les contrats"),
    "cipres": N_("Ratios de la CIPRES"),
    "methode": N_("Méthode et cas publié"),
    "saisie": N_("Saisir une mesure"),
}
MODES = ("seuil_objectif", "taux_realisation")
INDICATORS = "indicateurs/com_indicateurs"
MEANS = "indicateurs/com_moyens"


@dataclass(frozen=True)
class Chosen:
    """The contract that the page shows, the year and the mode of scoring."""

    com: str
    year: int
    mode: str
    name: str  # of the organisation

    def asked(self, **more: Any) -> dict[str, Any]:
        """Return the parameters of the questions about one contract and year."""
        return {"com": self.com, "annee": self.year} | more

    def scored(self) -> dict[str, Any]:
        """Return the parameters of the questions that score; no filter narrows one contract."""
        nobody = filters.Filters().params()
        places = {name: nobody[name] for name in ("district", "region", "commune", "types")}
        return {"com": self.com, "annee": self.year, "mode": self.mode, **places}

    def evidence(self) -> dict[str, Any]:
        """Return what the evidence page needs in its address."""
        return {"com": self.com, "annee": self.year, "mode": self.mode}


def choose_part(_: Language) -> str:
    """Let the reader choose what the page shows."""
    return choices.segments(
        "volet", _("Ce que la page montre"), list(PARTS), lambda code: _(PARTS[code])
    )


def contracts() -> pd.DataFrame:
    """List the contracts within the filters that this reader may see: a mutual, its own alone."""
    asked = filters.current().params()
    names = ("district", "region", "commune", "types")
    return answers.answer("listes/contrats_com", **{name: asked[name] for name in names})


def is_shown(rows: pd.DataFrame, _: Language) -> bool:
    """Tell whether there is something to show to this reader; says why when there is not."""
    if not (gate.may(Right.CONTRACTS) or gate.own()):
        st.info(gate.contracts_reserved(_), icon=":material/lock:")
        return False
    if not rows.empty:
        return True
    if gate.own() and not gate.may(Right.CONTRACTS):
        text = _(
            "Votre organisme n'a pas de COM dans ce que les filtres gardent de ce jeu de données ; "
            "ceux des autres sont réservés au régulateur, au PASS et aux relecteurs."
        )
        st.info(text, icon=":material/lock:")
    elif filters.current().active():
        st.info(_("Aucun COM avec ces filtres."), icon=":material/filter_alt_off:")
    else:
        _none(_)
    return False


def _none(_: Language) -> None:
    """Say that no contract is published, which is not to say that none exists."""
    head = _("Aucun contrat d'objectifs et de moyens dans ce jeu de données.")
    text = _(
        "Aucun COM de mutuelle de Côte d'Ivoire n'a été trouvé publié : ce n'est pas dire qu'il "
        "n'en existe pas. La page montre l'outil sur le jeu de démonstration, et le cas publié "
        "de la Caisse malienne de sécurité sociale dans « Méthode et cas publié »."
    )
    st.info(f"**{plain(head)}** {plain(text)}", icon=":material/do_not_disturb_on:")
    if "demonstration" in session.built() and session.dataset() != "demonstration":
        st.button(
            _("Voir la démonstration"),
            icon=":material/science:",
            on_click=session.choose,
            args=("jeu", "demonstration"),
        )


def choose(rows: pd.DataFrame, _: Language) -> Chosen:
    """Let the reader choose a contract, a year and a mode among those of the dataset."""
    known = rows.set_index("com_id")
    left, middle, right = st.columns([5, 2, 4], vertical_alignment="bottom")
    with left:
        com = choices.select(
            "com",
            _("Contrat"),
            list(known.index),
            partial(_named, known, _),
            default=known.index[0],
        )
    row = known.loc[com or known.index[0]]
    with middle:
        years = [str(one) for one in row["annees"]][::-1]
        measured: Any = row["annee_mesuree"]
        last = years[0] if pd.isna(measured) else str(int(measured))
        year = choices.select("annee", _("Année"), years, str, default=last)
    with right:
        mode = mode_of(_)
    return Chosen(str(row.name), int(year or last), mode, str(row["nom_organisme"]))


def mode_of(_: Language) -> str:
    """Let the reader choose how indicators are scored."""
    return choices.segments(
        "mode", _("Mode de score"), list(MODES), partial(answers.name, "mode_score")
    )


def _named(known: pd.DataFrame, _: Language, com: str) -> str:
    row = known.loc[com]
    name = _("{}, {} à {}").format(row["nom_organisme"], row["annee_debut"], row["annee_fin"])
    return _("{} (version {})").format(name, row["version"]) if row["version"] > 1 else name


def cover(chosen: Chosen, _: Language) -> None:
    """Show who signed what, for which years."""
    row = answers.answer("fiches/com", id=chosen.com).iloc[0]
    parties = answers.answer("fiches/com_parties", id=chosen.com)
    st.subheader(plain(row["libelle_officiel"]))
    with st.expander(_("Parties et page de garde"), icon=":material/handshake:"):
        st.markdown(listed(cover_pairs(row, parties, _), _))


def cover_pairs(row: "pd.Series[Any]", parties: pd.DataFrame, _: Language) -> list[tuple[str, str]]:
    """Write the contract's cover: each party by its role, dates, state; « n. d. » for a gap."""
    gap = _("n. d.")
    pairs = [(_("Organisme"), row["nom_organisme"])]
    pairs += [(answers.name("role_com", one.role), one.nom) for one in records(parties)]
    years = _("{} à {}").format(row["annee_debut"], row["annee_fin"])
    pairs += [
        (_("Type"), answers.name("type_com", row["type_com"])),
        (_("Signé"), gap if pd.isna(row["date_signature"]) else _.date(row["date_signature"])),
        (_("Années couvertes"), years),
        (_("État du contrat"), answers.name("statut_com", row["statut_com"])),
        (_("Évaluateur prévu"), row["evaluateur"]),
        (_("Version"), str(row["version"])),
        (_("Document"), row["source_document"]),
    ]
    return [(title, gap if pd.isna(text) else str(text)) for title, text in pairs]


def means(chosen: Chosen, _: Language) -> None:
    """Show what was promised and what came, apart from the score."""
    rows = _.localise(answers.answer(MEANS, **chosen.asked()))
    if rows.empty:
        st.subheader(_("Moyens promis et reçus"))
        st.info(_("Aucun moyen n'est connu pour cette année : une lacune, pas un zéro."))
        return
    rows = rows.assign(
        prevu_ecrit=[amount(row.prevu, row.unite, _) for row in records(rows)],
        mis_ecrit=[amount(row.mis_a_disposition, row.unite, _) for row in records(rows)],
    )
    block.figure(
        "com_moyens",
        _("Moyens promis et reçus, {}, à part du score").format(chosen.year),
        MEANS,
        rows,
        None,
        summary=means_sentence(rows, _),
        columns=[
            "moyen",
            "debiteur",
            "prevu_ecrit",
            "mis_ecrit",
            "part_mise_a_disposition",
            "part_unite",
        ],
        unit=_("FCFA ou personnes, selon le moyen"),
        evidence=chosen.evidence(),
    )


def means_sentence(rows: pd.DataFrame, _: Language) -> str:
    """Say the share of the means that came, by unit."""
    parts = [
        _("{} : {} de ce qui était prévu").format(
            answers.name("unite", row.unite), _.percent(row.part_unite)
        )
        for row in records(rows.drop_duplicates("unite"))
    ]
    return _("Mis à disposition. {}. Les unités ne s'additionnent pas.").format(_.series(parts))


def amount(value: Any, unit: str, _: Language) -> str:
    """Write a value of a contract in its unit; an unknown one is a dash."""
    if pd.isna(value):
        return MISSING
    if unit in ("part", "fcfa"):
        return written(float(value), unit, None, _)
    if unit == "etapes":
        step = min(max(round(float(value)), 0), 3)
        name = answers.name("niveau_jalon", str(step))
        return _("étape {} sur 3 ({})").format(_.number(value, 0), name)
    digits = 0 if float(value).is_integer() else 2
    return f"{_.number(value, digits)} {answers.name('unite', unit)}"
