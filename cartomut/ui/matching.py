"""Which needs meet which offers: counts, the matrix, and each pair with the reason for it."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import projets as charts
from cartomut.charts.projets import HOLLOW, STRIPED, Part
from cartomut.i18n import MISSING, N_, Language
from cartomut.records import records
from cartomut.ui import answers, block, choices, filters, listing, projets, session
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.projets import Chosen
from cartomut.ui.text import plain

MUTUALS = "pages/explorer/mutuelles.py"
NEEDS = "indicateurs/besoins_themes"
PARTNERS = "indicateurs/besoins_partenaires"
PAIRS = "listes/appariements"
FITS, UNSURE, OUT = "concorde", "a_confirmer", "ecarte"
SHOWN = 6  # pairs of one answer that are shown as cards; the table has them all
MOST_PARTNERS = 25  # rows of the matrix that a screen holds
ICONS = {"oui": ":material/check_circle:", "non": ":material/cancel:", "inconnu": ":material/help:"}
RULE = (
    N_(
        "Un besoin est ouvert tant que le projet est actif ou suspendu et que ni les travaux ni "
        "le déploiement n'ont commencé."
    ),
    N_(
        "Thème : l'offre est du même thème que le besoin ; ou bien c'est une offre de "
        "financement, et il manque encore de l'argent au projet, ou on ne sait pas s'il en manque."
    ),
    N_(
        "Région : l'offre vaut dans tout le pays, ou dans la région du projet, celle du centre "
        "ou, à défaut, du siège de la mutuelle."
    ),
    N_(
        "Taille : le coût du projet est entre les montants que l'offre vise ; pour une offre de "
        "financement, ce qui manque au projet."
    ),
    N_(
        "Une réponse « non » écarte l'offre. Une réponse qui manque laisse l'offre à confirmer : "
        "ne pas dire n'est ni oui ni non."
    ),
)


def draw(chosen: Chosen, _: Language) -> None:
    """Show how many needs an offer answers, by theme, by partner, then pair by pair."""
    rows = answers.answer(NEEDS, **chosen.params)
    if not int(rows["nb_besoins"].sum()):
        _none(chosen, rows, _)
        return
    _headline(rows, _)
    _themes(rows, chosen, _)
    _partners(chosen, _)
    _pairs(chosen, _)
    _offers(chosen, _)
    projets.no_contact(_)


def _none(chosen: Chosen, rows: pd.DataFrame, _: Language) -> None:
    """Say that no need is open, and how many offers wait."""
    if projets.projects(chosen).empty:
        projets.explain_empty(chosen, _)
        return
    count = int(rows["nb_offres"].sum())
    text = _.plural(
        "Aucun besoin ouvert avec ces filtres ; {} offre est connue pour ces thèmes.",
        "Aucun besoin ouvert avec ces filtres ; {} offres sont connues pour ces thèmes.",
        count,
    )
    st.info(plain(text), icon=":material/filter_alt_off:")


def _headline(rows: pd.DataFrame, _: Language) -> None:
    """Write how many needs are open, and what answers them."""
    whole = int(rows["nb_besoins"].sum())
    base = _("sur {} besoins ouverts").format(_.number(whole))
    titles = {
        "nb_concordent": _("Une offre convient"),
        "nb_a_confirmer": _("Une offre à confirmer"),
        "nb_sans_offre": _("Sans offre connue"),
    }
    grid = st.grid(min_column_width=150, border=True)
    for name, title in titles.items():
        with grid.cell():
            kpi(title, _.number(int(rows[name].sum())), base)


def _themes(rows: pd.DataFrame, chosen: Chosen, _: Language) -> None:
    """Draw the open needs of each theme by the answer that they find."""
    looks = {
        "nb_concordent": (_("Une offre convient"), ""),
        "nb_a_confirmer": (_("Une offre à confirmer"), STRIPED),
        "nb_sans_offre": (_("Sans offre connue"), HOLLOW),
    }
    parts = [
        Part(name, [int(one) for one in rows[column]], _texts(rows[column], _), 0, pattern)
        for column, (name, pattern) in looks.items()
    ]
    titles = [_theme_title(row, _) for row in records(rows)]
    axis = _("besoins ouverts")
    block.figure(
        "besoins_themes",
        _("Combien de besoins ouverts rencontrent une offre ?"),
        NEEDS,
        rows,
        charts.empilees(titles, parts, axis, session.colours(), _),
        summary=_themes_said(rows, _),
        columns=["atelier_adosm", "theme", "nb_besoins", *looks, "nb_offres"],
        evidence=chosen.evidence(),
    )


def _theme_title(row: Any, _: Language) -> str:
    offers = _.plural("{} offre", "{} offres", int(row.nb_offres))
    return f"{answers.name('theme', row.theme)}\n{offers}"


def _texts(values: pd.Series, _: Language) -> list[str]:
    return [_.number(int(one)) for one in values]


def _themes_said(rows: pd.DataFrame, _: Language) -> str:
    """Say how many needs find an offer, and which themes have needs and no offer of their own."""
    sums = {name: int(rows[name].sum()) for name in ("nb_besoins", "nb_concordent")}
    head = _(
        "Besoins auxquels une offre convient par le thème, la région et la taille : {} sur {}."
    )
    text = head.format(_.number(sums["nb_concordent"]), _.number(sums["nb_besoins"]))
    bare = rows[(rows["nb_besoins"] > 0) & (rows["nb_offres"] == 0)]
    if bare.empty:
        return text
    names = ", ".join(answers.name("theme", one) for one in bare["theme"])
    more = _("Sans offre de leur propre thème : {} ; seul un financement peut leur répondre.")
    return f"{text} {more.format(names)}"


def _partners(chosen: Chosen, _: Language) -> None:
    """Draw the matrix of partners and themes."""
    rows = answers.answer(PARTNERS, **chosen.params)
    title = _("Quel partenaire répond à quels besoins ?")
    if rows.empty:
        st.subheader(title)
        st.info(plain(_("Aucune offre n'est connue pour ces thèmes : une lacune, pas un zéro.")))
        return
    themes = {code: answers.name("theme", code) for code in _theme_order(rows)}
    many = rows["organisme_id"].nunique()
    chart = None if many > MOST_PARTNERS else charts.reponses(rows, themes, session.colours(), _)
    block.figure(
        "besoins_partenaires",
        title,
        PARTNERS,
        rows,
        chart,
        summary=_partners_said(rows, many, _),
        columns=[
            *("partenaire", "theme", "nb_offres", "nb_besoins"),
            *("nb_concordent", "nb_a_confirmer", "nb_ecartes"),
        ],
        evidence=chosen.evidence(),
    )


def _theme_order(rows: pd.DataFrame) -> list[str]:
    known = list(answers.names()["theme"])
    return [code for code in known if code in set(rows["theme"])]


def _partners_said(rows: pd.DataFrame, many: int, _: Language) -> str:
    """Say how many partners serve a need, and how to read the matrix."""
    serving = rows[rows["nb_concordent"] > 0]["organisme_id"].nunique()
    head = _("Partenaires dont une offre convient à un besoin ouvert : {} sur {}.")
    how = _(
        "Un besoin compte une fois par partenaire. Une offre de financement parle de tous les "
        "thèmes ; une case vide veut dire qu'aucune offre du partenaire n'en parle."
    )
    return f"{head.format(_.number(serving), _.number(many))} {how}"


def _pairs(chosen: Chosen, _: Language) -> None:
    """Let the reader choose a need or an offer, and show each pair with its reason."""
    st.header(_("Besoin par besoin, et pourquoi"))
    with st.expander(_("La règle, en toutes lettres"), icon=":material/rule:"):
        st.markdown("\n".join(f"- {plain(_(text))}" for text in RULE))
    need, offer = _choose_pair(chosen, _)
    if need:
        _owner(need, chosen, _)
    rows = answers.answer(PAIRS, projet=need, offre=offer, **chosen.params)
    if rows.empty:
        text = _(
            "Aucune offre connue ne parle de ce besoin : il n'y en a ni du même thème, ni de "
            "financement pour ce qui lui manque."
        )
        st.info(plain(text), icon=":material/search_off:")
        return
    rows = _.localise(rows)
    for code in (FITS, UNSURE, OUT):
        _answers(code, rows[rows["verdict_appariement"] == code], chosen, _)
    _table(rows, chosen, _)


def _choose_pair(chosen: Chosen, _: Language) -> tuple[str | None, str | None]:
    known = projets.projects(chosen)
    needs = projets.named(known[known["est_besoin_ouvert"]], _)
    found = _.localise(answers.answer(projets.OFFERS, atelier=None))
    offers = {row.offre_id: f"{row.partenaire} – {row.description}" for row in records(found)}
    left, right = st.columns(2)
    with left:
        need = choices.select(
            "besoin",
            _("Un besoin"),
            list(needs),
            needs.__getitem__,
            placeholder=_("Tous les besoins ouverts"),
        )
    with right:
        offer = choices.select(
            "offre",
            _("Une offre"),
            list(offers),
            offers.__getitem__,
            placeholder=_("Toutes les offres"),
        )
    return need, offer


def _owner(need: str, chosen: Chosen, _: Language) -> None:
    """Link to the card of the mutual that bears the need."""
    rows = projets.projects(chosen)
    owner = rows.loc[rows["projet_id"] == need, "organisme_id"].iloc[0]
    st.page_link(
        MUTUALS,
        label=_("Fiche de la mutuelle"),
        icon=":material/groups:",
        query_params=filters.as_query() | {"fiche": f"organisme:{owner}"},
    )


def _answers(code: str, rows: pd.DataFrame, chosen: Chosen, _: Language) -> None:
    """Show the pairs of one answer as cards; those that are ruled out wait in a list that opens."""
    if rows.empty:
        return
    title = _.pair(answers.name("verdict_appariement", code), _.number(len(rows)))
    if code == OUT:
        with st.expander(plain(title)):
            _cards(rows, chosen, _)
        return
    st.subheader(plain(title))
    _cards(rows, chosen, _)


def _cards(rows: pd.DataFrame, chosen: Chosen, _: Language) -> None:
    grid = st.grid(min_column_width=300, border=True)
    for row in records(rows.head(SHOWN)):
        with grid.cell():
            _card(row, chosen, _)
    more = len(rows) - SHOWN
    if more > 0:
        text = _.plural("et {} autre, dans le tableau", "et {} autres, dans le tableau", more)
        note(plain(text))


def _card(row: Any, chosen: Chosen, _: Language) -> None:
    """Write a need, the offer that speaks of it, the reason of the answer, and whether they met."""
    st.markdown(f"**{plain(row.intitule)}**")
    note(plain(" · ".join(one for one in (row.porteur, row.nom_region) if not pd.isna(one))))
    st.markdown(f"{plain(_.pair(row.partenaire, row.description))}")
    lines = [f"{ICONS[code]} {plain(text)}" for code, text in reasons(row, chosen, _)]
    st.markdown("  \n".join(lines))
    if row.nb_rencontres:
        note(plain(_met(row, _)))


def _met(row: Any, _: Language) -> str:
    """Say when the two last met and what followed."""
    end = _("inconnue") if pd.isna(row.suite_rencontre) else _follow_up(row.suite_rencontre)
    if pd.isna(row.date_rencontre):
        return _("Ils se sont rencontrés, à une date inconnue ; suite : {}.").format(end)
    text = _("Ils se sont rencontrés (dernière fois : {}) ; suite : {}.")
    return text.format(_.date(row.date_rencontre), end)


def _follow_up(code: str) -> str:
    return answers.name("suite_rencontre", code).lower()


def reasons(row: Any, chosen: Chosen, _: Language) -> list[tuple[str, str]]:
    """Say why an offer fits a need or not: (oui, non or inconnu; a sentence) for each criterion."""
    return [
        ("oui", _theme_reason(row, chosen, _)),
        (row.critere_region, _place_reason(row, _)),
        (row.critere_taille, _size_reason(row, chosen, _)),
    ]


def _theme_reason(row: Any, chosen: Chosen, _: Language) -> str:
    if row.lien_theme == "meme_theme":
        return _("Même thème : {}.").format(answers.name("theme", row.theme))
    if pd.isna(row.montant_compare_fcfa):
        return _("Offre de financement ; on ne sait pas ce qui manque au projet.")
    amount = chosen.write(row.montant_compare_fcfa, row.annee, _)
    return _("Offre de financement, et il manque {} au projet.").format(amount)


def _place_reason(row: Any, _: Language) -> str:
    if not pd.isna(row.est_nationale) and row.est_nationale:
        return _("Vaut dans tout le pays.")
    if pd.isna(row.region_offre):
        return _("L'offre ne dit pas où elle vaut.")
    if pd.isna(row.nom_region):
        return _("Vaut dans la région {} ; celle du projet est inconnue.").format(row.region_offre)
    if row.critere_region == "oui":
        return _("Vaut dans la région du projet, {}.").format(row.region_offre)
    text = _("Ne vaut que dans la région {} ; le projet est dans la région {}.")
    return text.format(row.region_offre, row.nom_region)


def _size_reason(row: Any, chosen: Chosen, _: Language) -> str:
    bounds = _bounds(row, chosen, _)
    if not bounds:
        return _("L'offre ne dit pas la taille qu'elle vise.")
    if pd.isna(row.montant_compare_fcfa):
        return _("Vise {} ; le montant du projet est inconnu.").format(bounds)
    amount = chosen.write(row.montant_compare_fcfa, row.annee, _)
    if row.critere_taille == "oui":
        return _("Vise {} : {} y tient.").format(bounds, amount)
    return _("Vise {} : {} n'y tient pas.").format(bounds, amount)


def _bounds(row: Any, chosen: Chosen, _: Language) -> str:
    """Write the size that an offer is for; empty when it does not say."""
    low, high = row.montant_min_fcfa, row.montant_max_fcfa
    if pd.isna(low) and pd.isna(high):
        return ""
    if pd.isna(high):
        return _("à partir de {}").format(chosen.write(low, row.annee, _))
    if pd.isna(low) or low == 0:
        return _("jusqu'à {}").format(chosen.write(high, row.annee, _))
    return _("de {} à {}").format(*(chosen.write(one, row.annee, _) for one in (low, high)))


def _table(rows: pd.DataFrame, chosen: Chosen, _: Language) -> None:
    """Show every pair in a table, with its reason in one line; of a long one, page by page."""
    st.subheader(_("Toutes les paires"))

    def with_reasons(part: pd.DataFrame) -> pd.DataFrame:
        told = [" ".join(text for _code, text in reasons(one, chosen, _)) for one in records(part)]
        ends = part["suite_rencontre"].fillna(MISSING)
        return part.assign(raison=told, suite_rencontre=ends)

    is_short = len(rows) <= listing.WHOLE
    known = with_reasons(rows) if is_short else rows
    listing.show(
        "appariements",
        known,
        (
            *("verdict_appariement", "intitule", "porteur", "partenaire", "description"),
            *("raison", "lien_theme", "critere_region", "critere_taille", "nb_rencontres"),
            "suite_rencontre",
        ),
        _.plural(
            "{} paire d'un besoin et d'une offre.",
            "{} paires d'un besoin et d'une offre.",
            len(rows),
        ),
        write=None if is_short else with_reasons,
        ordered=_("La meilleure réponse d'abord"),
    )


def _offers(chosen: Chosen, _: Language) -> None:
    """List the offers: who, what, where and for projects of what size."""
    rows = answers.answer(projets.OFFERS, atelier=chosen.workshop)
    if rows.empty:
        return
    st.header(_("Les offres"))
    sizes = {
        f"{end}_ecrit": [chosen.write(one, None, _) for one in rows[f"montant_{end}_fcfa"]]
        for end in ("min", "max")
    }
    reach: dict[str, Any] = {"portee_offre": [_reach(one, _) for one in records(rows)]}
    listing.show(
        "offres",
        rows,
        (
            *("partenaire", "theme", "description", "portee_offre"),
            *("min_ecrit", "max_ecrit", "nb_concordent", "nb_a_confirmer"),
        ),
        _.plural("{} offre.", "{} offres.", len(rows)),
        written=_.localise(rows).assign(**sizes, **reach),
    )


def _reach(row: Any, _: Language) -> str:
    """Say where an offer holds."""
    if not pd.isna(row.est_nationale) and row.est_nationale:
        return _("tout le pays")
    return _("non dit") if pd.isna(row.nom_region) else str(row.nom_region)
