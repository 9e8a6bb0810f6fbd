"""The figures of the comparison page: indicators, position, accounts, services, completeness."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut import labels
from cartomut.charts import comparaison
from cartomut.charts.comparaison import PEERS
from cartomut.charts.series import written
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import answers, block, choices, filters, session
from cartomut.ui.comparer import FEWEST_PEERS, Compared
from cartomut.ui.note import note
from cartomut.ui.text import plain

STATES = {
    "inconnu": N_("n. d."),
    "masque": N_("masqué (1 à 4)"),
    "non_calculable": N_("non calculable"),
}
ACCOUNTS = {
    "organisme": (
        "cotisations_acquises_fcfa",
        "prestations_dues_fcfa",
        "frais_fonctionnement_fcfa",
        "reserves_fcfa",
    ),
    "centre": ("recettes_fcfa", "charges_fcfa"),
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
    )
    return said


def _domain(compared: Compared, _: Language) -> str | None:
    """Choose a domain of the catalogue; the first one of which something is known by default."""
    found = answers.answer("listes/domaines_mesures", quoi=compared.kind, ids=sorted(compared.ids))
    if found.empty:
        return None
    known = dict(zip(found["domaine"], found["nb_connus"], strict=True))
    first = next((code for code, count in known.items() if count), next(iter(known)))

    def write(code: str) -> str:
        text = _.plural("{} indicateur connu", "{} indicateurs connus", known[code])
        return _("{} ({})").format(answers.name("domaine", code), text)

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
        default=next(iter(names)),
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
    )


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


def accounts(compared: Compared, _: Language) -> None:
    """Show the accounts by year, all on the same axes, with the median of the peers."""
    rows = answers.answer(
        "indicateurs/comptes_compares",
        quoi=compared.kind,
        ids=sorted(compared.ids),
        pairs=compared.peers or None,
    )
    st.subheader(_("Combien d'argent, année par année ?"))
    if rows["montant_fcfa"].notna().sum() == 0:
        text = _("Aucun compte annuel n'est connu pour eux : c'est une lacune, pas un zéro.")
        st.info(text, icon=":material/info:")
        return
    entities = compared.entities(_, peers=True)
    labelled = {entity.code: entity.label for entity in entities}
    codes = ACCOUNTS.get(compared.kind, ACCOUNTS["organisme"])
    titles = {code: labels.title(code, answers.names(), _) for code in codes}
    block.figure(
        "comptes_compares",
        _("Recettes et dépenses du centre")
        if compared.kind == "centre"
        else _("Cotisations, prestations, frais et réserves"),
        "indicateurs/comptes_compares",
        rows.assign(
            entite_nom=rows["entite_id"].map(labelled), poste_nom=rows["poste"].map(titles)
        ),
        comparaison.comptes_compares(rows, entities, titles, session.colours(), _),
        summary=_last_amounts(rows, compared, titles, _),
        columns=["poste_nom", "entite_nom", "annee", "montant_fcfa", "nb_disent", "nb_appeles"],
    )


def _last_amounts(
    rows: pd.DataFrame, compared: Compared, titles: dict[str, str], _: Language
) -> str:
    """Say the last known amount of the first account for each; what nobody tells is said."""
    first = next(iter(titles))
    texts = []
    for entity in compared.entities(_):
        own = rows[(rows["entite_id"] == entity.code) & (rows["poste"] == first)]
        told = own.dropna(subset=["montant_fcfa"])
        if told.empty:
            texts.append(_.pair(entity.label, _("n. d.")))
            continue
        last = told.iloc[-1]
        text = f"{_.money(last['montant_fcfa'])} ({last['annee']})"
        if last["nb_appeles"] > 1:
            told_by = _("dit par {} mutuelles sur {}")
            text += ", " + told_by.format(_.number(last["nb_disent"]), _.number(last["nb_appeles"]))
        texts.append(_.pair(entity.label, text))
    return titles[first] + " – " + _.series(texts) + "."


def services(compared: Compared, _: Language) -> None:
    """Show the services of centres or of regions: offered, not offered, not asked."""
    if compared.kind == "organisme":
        return
    rows = answers.answer(
        "indicateurs/services_compares",
        quoi=compared.kind,
        ids=sorted(compared.ids),
        pairs=compared.peers or None,
    )
    if rows.empty:
        return
    entities = compared.entities(_, peers=True)
    labelled = {entity.code: entity.label for entity in entities}
    names = dict(answers.names().get("service", {}))
    st.subheader(_("Quels services ?"))
    block.figure(
        "services_compares",
        _("Services offerts, centre par centre")
        if compared.kind == "centre"
        else _("Services offerts par les centres ouverts de chaque région"),
        "indicateurs/services_compares",
        rows.assign(entite_nom=rows["entite_id"].map(labelled)),
        comparaison.services_compares(
            rows, entities, names, session.colours(), _, centres=compared.kind == "centre"
        ),
        summary=_services_summary(rows, compared, _),
        columns=[
            "service",
            "entite_nom",
            "nb_offrent",
            "nb_repondent",
            "nb_centres",
            "part_offrent",
        ],
    )


def _services_summary(rows: pd.DataFrame, compared: Compared, _: Language) -> str:
    texts = []
    for entity in compared.entities(_):
        own = rows[rows["entite_id"] == entity.code]
        known = own[own["nb_repondent"] > 0]
        text = _("{} services offerts sur {} dont la réponse est connue, {} sans réponse")
        texts.append(
            _.pair(
                entity.label,
                text.format(
                    _.number((known["nb_offrent"] > 0).sum()),
                    _.number(len(known)),
                    _.number(len(own) - len(known)),
                ),
            )
        )
    return _.series(texts) + "."


def completeness(compared: Compared, _: Language) -> None:
    """Show how much of each record is known, part by part."""
    rows = answers.answer(
        "indicateurs/completude_comparee", quoi=compared.kind, ids=sorted(compared.ids)
    )
    if rows.empty:
        return
    whole = _("Dossier entier")
    named = rows.assign(
        entite_nom=rows["entite_id"].map({one.code: one.label for one in compared.entities(_)}),
        partie_nom=[
            whole if pd.isna(code) else answers.name("partie_dossier", code)
            for code in rows["partie"]
        ],
    )
    st.subheader(_("Que sait-on d'eux ?"))
    block.figure(
        "completude_comparee",
        _("Complétude du dossier"),
        "indicateurs/completude_comparee",
        named,
        comparaison.ecarts(_sides(named, compared), compared.entities(_), session.colours(), _),
        summary=_.series(
            _.pair(
                row.entite_nom,
                _("{} champs connus sur {} attendus").format(
                    _.number(row.nb_connus), _.number(row.nb_attendus)
                ),
            )
            for row in records(named[named["partie"].isna()])
        )
        + ".",
        columns=["partie_nom", "entite_nom", "part_completude", "nb_connus", "nb_attendus"],
    )


def _sides(rows: pd.DataFrame, compared: Compared) -> pd.DataFrame:
    """Put the shares of A and B on one line per part of the record, for the figure."""
    order = rows["partie_nom"].drop_duplicates()
    wide = rows.pivot_table(index="partie_nom", columns="entite_id", values="part_completude")
    wide = wide.reindex(order)
    sides = {
        f"valeur_{side}": wide[code].to_numpy() if code in wide else float("nan")
        for side, code in zip("ab", [*compared.ids, PEERS], strict=False)
    }
    nothing = dict.fromkeys(("quartile_1", "mediane_pairs", "quartile_3"), float("nan"))
    return pd.DataFrame({"nom": order.to_numpy(), "unite": "part", **sides, **nothing})
