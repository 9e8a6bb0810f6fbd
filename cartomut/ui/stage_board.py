"""The board of projects by stage: the study's stage, and the moves noted since in the app."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import projets as charts
from cartomut.charts.projets import FULL, HOLLOW, STRIPED, Part
from cartomut.i18n import Language
from cartomut.operations import Row
from cartomut.records import records
from cartomut.ui import answers, block, choices, forms, listing, projets, session
from cartomut.ui.note import note
from cartomut.ui.projets import Chosen
from cartomut.ui.text import plain

STAGES = "indicateurs/projets_etapes"
MOVES = "projet_suivi"
SHOWN = 3  # cards of a stage on the whole board
MOST = 30  # cards of a stage that is shown alone
ACROSS = 3  # stages side by side on a wide screen
UNKNOWN = ("cout_inconnu", "financement_inconnu", "montant_inconnu")


def draw(chosen: Chosen, _: Language) -> None:
    """Show how many projects stand at each stage, the board, and the way to move one."""
    rows = projets.projects(chosen)
    if rows.empty:
        projets.explain_empty(chosen, _)
        return
    _stages(chosen, _)
    moved = _last_moves()
    followed = follow(rows, moved)
    _board(followed, chosen, _)
    _move(followed, _)
    _table(followed, chosen, _)


def _stages(chosen: Chosen, _: Language) -> None:
    """Draw the number of projects at each stage, by their state."""
    rows = answers.answer(STAGES, **chosen.params)
    looks = {
        "nb_actifs": (_("Actifs"), FULL),
        "nb_suspendus": (_("Suspendus"), STRIPED),
        "nb_termines": (_("Terminés"), HOLLOW),
    }
    parts = [
        Part(
            name,
            [int(one) for one in rows[column]],
            [_.number(int(one)) for one in rows[column]],
            0,
            pattern,
        )
        for column, (name, pattern) in looks.items()
    ]
    names = [answers.name("etape_projet", one) for one in rows["etape_projet"]]
    shown, amounts = projets.with_amounts(rows, ("cout", "manque"), chosen, _)
    block.figure(
        "projets_etapes",
        _("À quelle étape en sont les projets ?"),
        STAGES,
        shown,
        charts.empilees(names, parts, _("projets"), session.colours(), _),
        summary=_said(rows, chosen, _),
        columns=[
            *("etape_projet", "nb_projets_retenus", *looks, "nb_abandonnes"),
            *(amounts[0], "nb_cout_connu", amounts[1], "nb_manque_connu", "nb_en_cours"),
        ],
        evidence=chosen.evidence(),
    )


def _said(rows: pd.DataFrame, chosen: Chosen, _: Language) -> str:
    """Say how many projects are followed, their cost, and how many of them are on hold."""
    whole, costed = (int(rows[one].sum()) for one in ("nb_projets_retenus", "nb_cout_connu"))
    costs = [one for one in chosen.values(rows, "cout_fcfa") if one is not None]
    head = _.plural("{} projet", "{} projets", whole)
    amount = _.money(sum(costs), chosen.money.code) if costs else _("inconnu")
    text = _("{}, abandonnés exclus ; coût des {} dont il est connu : {}. Suspendus : {}.")
    held = int(rows["nb_suspendus"].sum())
    study = _("L'étape est celle que dit l'édition ; le tableau qui suit y ajoute les mouvements.")
    return f"{text.format(head, _.number(costed), amount, _.number(held))} {study}"


def _last_moves() -> dict[str, Row]:
    """Return the last move of each project that was noted in the app."""
    found: dict[str, Row] = {}
    for row in sorted(forms.rows(MOVES), key=lambda one: one["rang"]):
        found[row["projet_id"]] = row
    return found


def follow(rows: pd.DataFrame, moved: dict[str, Row]) -> pd.DataFrame:
    """Put each project where it stands: the later of the study's stage and of its last move.

    Adds ``etape_etude``, what the study says, and ``date_mouvement``, None without a move that
    counts. A study that is dated after a move rules again; of the same month, the move does.
    """
    kept = [_counts(one, moved.get(one.projet_id)) for one in records(rows)]
    stages = [
        now if move is None else move["etape"]
        for now, move in zip(rows["etape_projet"], kept, strict=True)
    ]
    days = [None if move is None else move["date"].isoformat() for move in kept]
    return rows.assign(
        etape_etude=rows["etape_projet"],
        etape_projet=stages,
        date_mouvement=pd.Series(days, dtype=object),
    )


def _counts(row: Any, move: Row | None) -> Row | None:
    """Return a move that is not older than the stage that the study knows."""
    if move is None or pd.isna(row.date_etape):
        return move
    return move if move["date"].isoformat() >= str(row.date_etape) else None


def _board(rows: pd.DataFrame, chosen: Chosen, _: Language) -> None:
    """Lay the cards out by stage: side by side on a wide screen, one below the other on a phone."""
    st.header(_("Le tableau des projets"))
    codes = list(answers.names()["etape_projet"])
    names = dict(answers.names()["etape_projet"])
    alone = choices.select(
        "etape",
        _("Étape"),
        codes,
        names.__getitem__,
        placeholder=_("Toutes les étapes"),
    )
    moved = int(rows["date_mouvement"].notna().sum())
    if moved:
        text = _.plural(
            "{} projet a changé d'étape depuis l'édition ; sa carte le dit.",
            "{} projets ont changé d'étape depuis l'édition ; leur carte le dit.",
            moved,
        )
        note(plain(text))
    shown = rows[rows["statut_projet"] != "abandonne"]
    if alone:
        _stage(alone, shown, MOST, chosen, _)
        return
    for start in range(0, len(codes), ACROSS):
        for place, code in zip(st.columns(ACROSS), codes[start : start + ACROSS], strict=False):
            with place:
                _stage(code, shown, SHOWN, chosen, _)


def _stage(code: str, rows: pd.DataFrame, most: int, chosen: Chosen, _: Language) -> None:
    """Show the cards of a stage, the costliest first, and say how many more there are."""
    own = rows[rows["etape_projet"] == code]
    st.subheader(plain(_.pair(answers.name("etape_projet", code), _.number(len(own)))))
    if own.empty:
        note(plain(_("Aucun projet connu à cette étape.")))
    for row in records(_.localise(own.head(most))):
        with st.container(border=True, gap="small"):
            _card(row, chosen, _)
    if len(own) > most:
        text = _("Voir les {} projets de cette étape").format(_.number(len(own)))
        if most == SHOWN:
            st.button(text, key=f"_etape_{code}", on_click=choices.put, args=("etape", code))
        else:
            note(plain(_("Les suivants sont dans la liste, plus bas.")))


def _card(row: Any, chosen: Chosen, _: Language) -> None:
    """Write a project: what, who, where, its cost and gap, and what happened to its stage."""
    st.markdown(f"**{plain(row.intitule)}**")
    where = [one for one in (row.porteur, row.nom_region) if not pd.isna(one)]
    note(plain(" · ".join([*where, answers.name("theme", row.theme)])))
    st.markdown(plain(_money(row, chosen, _)))
    told = [answers.name("statut_projet", row.statut_projet)]
    if not pd.isna(row.date_mouvement):
        text = _("déplacé ici le {} ; l'édition dit : {}")
        told.append(text.format(_.date(row.date_mouvement), _stage_name(row.etape_etude)))
    elif not pd.isna(row.date_etape):
        told.append(_("date de l'étape : {}").format(_.date(row.date_etape)))
    note(plain(" · ".join(told)))


def _stage_name(code: str) -> str:
    return answers.name("etape_projet", code).lower()


def _money(row: Any, chosen: Chosen, _: Language) -> str:
    """Write the cost and what is lacking, or why it is not known."""
    if row.etat_financement in UNKNOWN:
        state = answers.name("etat_financement", row.etat_financement)
        if pd.isna(row.cout_fcfa):
            return state
        return _.series([_cost(row, chosen, _), state])
    if row.etat_financement == "couvert":
        return _.series([_cost(row, chosen, _), answers.name("etat_financement", "couvert")])
    gap = _("manque : {}").format(chosen.write(row.manque_fcfa, row.annee, _))
    return _.series([_cost(row, chosen, _), gap])


def _cost(row: Any, chosen: Chosen, _: Language) -> str:
    return _("Coût : {}").format(chosen.write(row.cout_fcfa, row.annee, _))


def _move(rows: pd.DataFrame, _: Language) -> None:
    """Let whoever may write note that a project changed stage, with the day and the reason."""
    title = _("Noter qu'un projet a changé d'étape")
    opened = bool(choices.read_text("projet"))
    with st.expander(title, icon=":material/move_down:", expanded=opened):
        names = projets.named(rows, _)
        asked = choices.select(
            "projet",
            _("Projet"),
            list(names),
            names.__getitem__,
            placeholder=_("Choisir un projet"),
        )
        if asked is None:
            note(plain(_("Choisissez un projet : ses mouvements et le formulaire s'affichent.")))
            return
        row = rows[rows["projet_id"] == asked].iloc[0]
        past = forms.rows(MOVES, projet_id=asked)
        _history(row, past, _)
        rank = _rank(asked, past, _)
        forms.edit(
            MOVES,
            {"projet_id": asked, "rang": rank},
            ["etape", "date", "motif"],
            _,
            name="etape_projet",
            titles={"etape": _("Nouvelle étape"), "date": _("Depuis le"), "motif": _("Pourquoi")},
            start={"etape": row["etape_projet"], "date": date.today()},
            submit=_("Noter le changement"),
        )


def _rank(project: str, past: list[Row], _: Language) -> int:
    """Return the rank of the move that the form writes; it stays until the reader asks for another.

    Were it always the next one, the form of who comes second would go away with what they typed.
    """
    after = 1 + max((one["rang"] for one in past), default=0)
    kept = f"_rang_{project}"
    rank = int(st.session_state.setdefault(kept, after))
    if rank < after:
        st.button(
            _("Noter un autre changement"),
            icon=":material/add:",
            on_click=st.session_state.update,
            args=({kept: after},),
            key=f"{kept}_suivant",
        )
    return rank


def _history(row: "pd.Series[Any]", past: list[Row], _: Language) -> None:
    """List the stages of a project: the study's, then each move with who noted it and why."""
    study = _("Édition : {} ({}).").format(
        _stage_name(row["etape_etude"]), _.date(row["date_etape"])
    )
    lines = [plain(study)]
    for move in sorted(past, key=lambda one: one["rang"]):
        text = _("{} : {}, noté par {}.").format(
            _.date(move["date"].isoformat()), _stage_name(move["etape"]), move["modifie_par"]
        )
        lines.append(plain(f"{text} {move['motif'] or ''}"))
    st.markdown("\n".join(f"- {line}" for line in lines))


def _table(rows: pd.DataFrame, chosen: Chosen, _: Language) -> None:
    """List every project, the dropped ones included."""
    st.subheader(_("Tous les projets"))
    shown, amounts = projets.with_amounts(_.localise(rows), ("cout", "manque"), chosen, _)
    shown = shown.assign(
        **{name: [_.date(one) for one in shown[name]] for name in ("date_etape", "date_mouvement")}
    )
    listing.show(
        "projets",
        rows,
        (
            *("intitule", "porteur", "centre", "nom_region", "theme", "etape_projet"),
            *("date_etape", "date_mouvement", "statut_projet", *amounts, "etat_financement"),
            *("nb_concordent", "nb_a_confirmer", "nb_rencontres"),
        ),
        _.plural("{} projet.", "{} projets.", len(rows)),
        written=shown,
        ordered=_("Le plus coûteux d'abord"),
    )
