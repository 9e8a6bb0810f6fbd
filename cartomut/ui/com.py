"""The page of COM: its parts, which contract and year, its cover, its two scores, its means."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import com as charts
from cartomut.charts.series import written
from cartomut.i18n import MISSING, N_, Language
from cartomut.queries import query
from cartomut.records import records
from cartomut.ui import answers, block, choices, evidence, filters, gate, session
from cartomut.ui.comptes_mutuelle import CARD_WIDTH
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import listed, plain

PARTS = {
    "contrat": N_("Un contrat"),
    "matrice": N_("Tous les contrats"),
    "cipres": N_("Ratios de la CIPRES"),
    "methode": N_("Méthode et cas publié"),
    "saisie": N_("Saisir une mesure"),
}
MODES = ("seuil_objectif", "taux_realisation")
# A rating reads without its colour: the fuller the sign, the better.
SIGNS = {
    "tres_satisfaisant": "●",
    "satisfaisant": "◕",
    "a_consolider": "◑",
    "insuffisant": "◔",
    "critique": "○",
    "non_etabli": "–",
}
SCORES = "indicateurs/com_scores"
INDICATORS = "indicateurs/com_indicateurs"
MEANS = "indicateurs/com_moyens"
ENOUGH = "com_taux_renseignement"  # the indicator whose amber threshold is where a score begins


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

    def scored(self, year: int | None = None) -> dict[str, Any]:
        """Return the parameters of the questions that score; no filter narrows one contract."""
        nobody = filters.Filters().params()
        places = {name: nobody[name] for name in ("district", "region", "commune", "types")}
        return {"com": self.com, "annee": year or self.year, "mode": self.mode, **places}

    def evidence(self) -> dict[str, Any]:
        """Return what the evidence page needs in its address."""
        return {"com": self.com, "annee": self.year, "mode": self.mode}


def choose_part(_: Language) -> str:
    """Let the reader choose what the page shows."""
    return choices.segments(
        "volet", _("Ce que la page montre"), list(PARTS), lambda code: _(PARTS[code])
    )


def contracts() -> pd.DataFrame:
    """List the contracts of the dataset within the filters."""
    asked = filters.current().params()
    names = ("district", "region", "commune", "types")
    return answers.answer("listes/contrats_com", **{name: asked[name] for name in names})


def is_shown(rows: pd.DataFrame, _: Language) -> bool:
    """Tell whether there is something to show to this reader; says why when there is not."""
    if not gate.is_open():
        st.info(gate.accounts_reserved(_), icon=":material/lock:")
        return False
    if not rows.empty:
        return True
    if filters.current().active():
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


def scores(chosen: Chosen, _: Language) -> None:
    """Show the two scores together, what they rest on, targets met; the means stand apart."""
    whole = whole_of(chosen)
    grid = st.grid(min_column_width=CARD_WIDTH, border=True)
    with grid.cell():
        kpi(_("Score strict · score renseigné"), pair(whole, _), rated(whole, _))
    with grid.cell():
        kpi(_("Indicateurs renseignés"), reported(whole, _), left_out(whole, _))
    with grid.cell():
        met = _measured("com_indicateurs_atteints", chosen)
        kpi(_("Cibles atteintes"), *_met(met, _))
    with grid.cell():
        means = _measured("com_execution_moyens", chosen)
        kpi(_("Moyens reçus, à part du score"), *_received(means, _))
    note(plain(explained(whole, _)))
    note(plain(_("Dénominateur : {}").format(_(query(SCORES).text("Denom")))))
    block.evidence_link(
        _("Preuves des scores"), preuve="figure", question="com_scores", **chosen.evidence()
    )
    _poor_means(means, _)


def whole_of(chosen: Chosen, year: int | None = None) -> Any:
    """Return the row of the whole contract in a year."""
    rows = answers.answer(SCORES, **chosen.scored(year))
    return next(iter(records(rows[rows["axe_id"].isna()])))


def pair(row: Any, _: Language) -> str:
    """Write both scores, never one without the other; or that there is none, and why."""
    if not row.est_etabli:
        return _("Score non établi")
    strict, told = _.percent(row.score_strict), _.percent(row.score_renseigne)
    return _("{} strict · {} renseigné").format(strict, told)


def rating(code: Any, _: Language) -> str:
    """Write a rating with its sign: « ◔ Insuffisant »."""
    return f"{SIGNS.get(str(code), '')} {answers.name('appreciation', code)}".strip()


def rated(row: Any, _: Language) -> str:
    """Write the ratings of both scores and the year before; without score, why."""
    if not row.est_etabli:
        return too_few(row, _)
    same = row.appreciation == row.appreciation_renseignee
    ratings = [row.appreciation] if same else [row.appreciation, row.appreciation_renseignee]
    text = " · ".join(rating(one, _) for one in ratings)
    if pd.isna(row.score_strict_avant):
        return text
    before = (_.percent(row.score_strict_avant), _.percent(row.score_renseigne_avant))
    return text + " · " + _("en {} : {} strict, {} renseigné").format(row.annee - 1, *before)


def too_few(row: Any, _: Language) -> str:
    """Say how many indicators are told, and how many it takes."""
    bands = answers.answer("listes/seuils", indicateurs=[ENOUGH])
    amber = bands[bands["regle"] == "orange"]
    told = reported(row, _)
    if amber.empty:
        return told
    least = float(amber["expression"].iloc[0].partition("..")[0])
    return _("{} ; il en faut au moins {} (seuil du projet)").format(told, _.percent(least, 0))


def reported(row: Any, _: Language) -> str:
    """Write how many indicators of those due are measured."""
    return _("{} indicateurs sur {}").format(_.number(row.nb_renseignes), _.number(row.nb_dus))


def left_out(row: Any, _: Language) -> str:
    """Say what counts nowhere: contested measures, and those that the mode does not score."""
    said = []
    if row.nb_contestes:
        said.append(
            _.plural(
                "{} mesure contestée, qui ne compte nulle part",
                "{} mesures contestées, qui ne comptent nulle part",
                row.nb_contestes,
            )
        )
    if row.nb_non_applicables:
        said.append(
            _.plural(
                "{} indicateur que ce mode ne note pas",
                "{} indicateurs que ce mode ne note pas",
                row.nb_non_applicables,
            )
        )
    return " · ".join(said) or _("aucune mesure contestée")


def _measured(indicator: str, chosen: Chosen) -> Any:
    """Return the value of an indicator of the catalogue for this contract; None without a row."""
    rows = answers.answer(
        "indicateurs/valeurs",
        indicateurs=[indicator],
        groupe="entite",
        entites=[chosen.com],
        annees=[chosen.year],
        **filters.Filters().params(),
    )
    return next(iter(records(rows)), None)


def _met(row: Any, _: Language) -> tuple[str, str]:
    if row is None or not row.denominateur:
        return _("n. d."), _("aucun indicateur mesuré")
    counts = (_.number(row.numerateur), _.number(row.denominateur))
    return _("{} sur {}").format(*counts), _("parmi les indicateurs mesurés et non contestés")


def _received(row: Any, _: Language) -> tuple[str, str]:
    if row is None or pd.isna(row.valeur):
        return _("n. d."), _("les moyens en FCFA ne sont pas tous connus")
    amounts = (_.money(row.numerateur), _.money(row.denominateur))
    return _.percent(row.valeur), _("{} reçus sur {} prévus").format(*amounts)


def explained(row: Any, _: Language) -> str:
    """Say in one sentence what tells the two scores apart."""
    return _(
        "Score strict : une mesure qui manque vaut zéro ; {} points dus. Score renseigné : elle "
        "sort du compte ; {} points mesurés. Appréciations : convention du projet, aucune norme "
        "de COM n'a été trouvée."
    ).format(_.number(row.points_dus, 1), _.number(row.points_renseignes, 1))


def _poor_means(row: Any, _: Language) -> None:
    """Warn that a result came with few of the means promised."""
    if row is None or pd.isna(row.valeur):
        return
    judged = answers.answer(
        "listes/appreciations", indicateurs=["com_execution_moyens"], valeurs=[row.valeur]
    ).iloc[0]
    if judged["appreciation_seuil"] == "rouge":
        bound = evidence.threshold(judged["seuil_orange"], "part", _)
        text = _(
            "Résultat à lire avec peu de moyens : {} de ce qui était promis en FCFA est arrivé "
            "(repère du projet : {}). Le score n'en est pas corrigé."
        )
        st.warning(
            plain(text.format(_.percent(row.valeur), bound)), icon=":material/hourglass_bottom:"
        )


def axes(chosen: Chosen, _: Language) -> None:
    """Show where the points of each axis went."""
    rows = answers.answer(SCORES, **chosen.scored())
    rows = _.localise(rows[rows["axe_id"].notna()]).reset_index(drop=True)
    shown = rows.assign(
        titre=[f"{row.ordre}. {row.axe}" for row in records(rows)],
        points_obtenus=rows["points"].fillna(0.0),
        detail=[_axis(row, _) for row in records(rows)],
    )
    block.figure(
        "com_axes",
        _("Où sont les points, axe par axe, {}").format(chosen.year),
        SCORES,
        rows,
        partial(charts.axes, shown, session.colours(), _)(),
        summary=_axes_sentence(rows, _),
        columns=[
            "axe",
            "poids",
            "points",
            "points_perdus",
            "points_sans_mesure",
            "points_dus",
            "score_strict",
            "score_renseigne",
            "score_strict_avant",
            "score_renseigne_avant",
            "nb_renseignes",
            "nb_dus",
            "nb_contestes",
            "nb_non_applicables",
        ],
        unit=_("points"),
        evidence=chosen.evidence(),
        base=_("axes"),
    )


def _axis(row: Any, _: Language) -> str:
    points = _("{} points sur {} dus").format(_.number(row.points, 1), _.number(row.points_dus, 1))
    return _.pair(row.axe, f"{points} · {pair(row, _)} · {reported(row, _)}")


def _axes_sentence(rows: pd.DataFrame, _: Language) -> str:
    """Say which axis lost the most points and how many points nobody told."""
    worst = rows.sort_values("points_perdus", ascending=False, kind="stable").iloc[0]
    text = _("Points perdus : d'abord « {} », {} points sur {} dus.").format(
        worst["axe"], _.number(worst["points_perdus"], 1), _.number(worst["points_dus"], 1)
    )
    silent = float(rows["points_sans_mesure"].sum())
    if not silent:
        return text
    return text + " " + _("{} points sont dus sans mesure.").format(_.number(silent, 1))


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
