"""The ten challenges of ADOSM 1, as a self-check that each centre can fill."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.i18n import Language
from cartomut.operations import Row
from cartomut.records import records
from cartomut.rights import Right
from cartomut.ui import answers, block, choices, filters, forms, gate
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

TABLE = "autodiagnostic"
CHALLENGES, REPLIES = "defi_adosm", "reponse_defi"
SOURCE = "pass_mut_379"
CENTRES, KNOWN = "listes/centres", "fiches/centre_defis"


def draw(_: Language) -> None:
    """Let the reader choose a centre, answer one challenge after the other, and see them all."""
    _origin(_)
    if not (
        gate.may(Right.CONTRACTS) or gate.own()
    ):  # what a named centre says of itself is for its own eyes
        forms.locked(_)
        _challenges(_)
        return
    centres = _centres()
    if centres.empty:
        filters.explain_empty(CENTRES, _, **_whole())
        return
    names = {row.centre_id: _title(row) for row in records(centres)}
    centre = choices.select(
        "centre", _("Centre"), list(names), names.__getitem__, placeholder=_("Choisir un centre")
    )
    if centre is None:
        _everyone(names, _)
        return
    answered = {one["defi"]: one for one in forms.rows(TABLE, centre_id=centre)}
    _progress(answered, _)
    left, right = st.columns([3, 2])
    with right:
        _fill(centre, _)
    with left:
        _answers(answered, _)


def _origin(_: Language) -> None:
    """Say where the ten challenges come from, with its document."""
    documents = answers.sources(pd.Series([SOURCE]))
    text = plain(
        _(
            "Le 24 janvier 2024, à l'atelier ADOSM 1, le PASS a nommé dix défis des centres de "
            "soins mutualistes. Chaque centre peut dire ici où il en est de chacun."
        )
    )
    named = [link(row.intitule, row.url) for row in records(documents)]
    st.markdown(" ".join([text, *([_("Source : {}").format(_.series(named))] if named else [])]))


def _challenges(_: Language) -> None:
    """List the ten challenges, for who may not write."""
    names = answers.names()[CHALLENGES].values()
    st.markdown("\n".join(f"{rank}. {plain(name)}" for rank, name in enumerate(names, 1)))


def _whole() -> dict[str, None]:
    """Ask for the list of centres without search, bounds or pages."""
    return dict.fromkeys(("lentille", "texte", "minima", "maxima", "tri", "debut", "taille"), None)


def _centres() -> pd.DataFrame:
    """Return the open centres that the filters keep."""
    rows = answers.answer(CENTRES, **filters.current().params(), **_whole())
    return rows[rows["statut_operationnel"] == "ouvert"].reset_index(drop=True)


def _title(row: Any) -> str:
    """Name a centre with its place: two may have one name."""
    return str(row.nom) if pd.isna(row.commune) else f"{row.nom} ({row.commune})"


def _progress(answered: dict[str, Row], _: Language) -> None:
    """Count the answers of a centre, those still to come apart."""
    codes = answers.names()[REPLIES]
    total = len(answers.names()[CHALLENGES])
    given = [one["reponse"] for one in answered.values() if one["reponse"]]
    told = [
        _.pair(name, _.number(given.count(code))) for code, name in codes.items() if code in given
    ]
    base = _("Défis répondus : {} sur {}.").format(_.number(len(given)), _.number(total))
    st.markdown(plain(" ".join([base, *([_.series(told)] if told else [])])))
    st.progress(len(given) / total)


def _answers(answered: dict[str, Row], _: Language) -> None:
    """List the ten challenges with what the centre answered; no answer is not a no."""
    rows = pd.DataFrame(
        [
            {
                "defi": code,
                "reponse": _reply(answered.get(code), _),
                "commentaire": answered.get(code, {}).get("commentaire"),
                "modifie_par": answered.get(code, {}).get("modifie_par"),
            }
            for code in answers.names()[CHALLENGES]
        ]
    )
    block.table(
        "autodiagnostic",
        rows,
        ["reponse", "defi", "commentaire", "modifie_par"],  # the answer first: a phone shows little
        _("Les dix défis et ce que le centre en dit ; sans réponse ne veut pas dire non."),
        lambda row: choices.put("defi", str(rows["defi"].iloc[row])),
    )


def _reply(row: Row | None, _: Language) -> str:
    return answers.name(REPLIES, row["reponse"]) if row and row["reponse"] else _("sans réponse")


def _fill(centre: str, _: Language) -> None:
    """Choose a challenge and answer it."""
    known = dict(answers.names()[CHALLENGES])
    challenge = str(
        choices.select("defi", _("Défi"), list(known), known.__getitem__, default=next(iter(known)))
    )
    rows = _.localise(answers.answer(KNOWN, id=centre))
    for row in records(rows[rows["defi"] == challenge]):
        note(plain(row.definition) + "  \n" + plain(_known(row, _)))
    key = {"centre_id": centre, "defi": challenge}
    forms.edit(TABLE, key, ["reponse", "commentaire"], _, name="defi")


def _known(row: Any, _: Language) -> str:
    """Say what the dataset already knows of a challenge, which does not answer it."""
    if not pd.isna(row.statut_cmu):
        return _("Les données disent : {}.").format(answers.name("statut_cmu", row.statut_cmu))
    if row.constat == "liens":
        return _("Les données disent : liens connus de ce centre, {}.").format(
            _.number(row.nb_constats)
        )
    if row.constat == "projets":
        return _("Les données disent : projets connus de ce centre, {}.").format(
            _.number(row.nb_constats)
        )
    return _("Les données ne disent rien de ce défi.")


def _everyone(names: dict[str, str], _: Language) -> None:
    """Count the answers of all centres, challenge by challenge."""
    given = [one for one in forms.rows(TABLE) if one["centre_id"] in names and one["reponse"]]
    centres = len({one["centre_id"] for one in given})
    st.markdown(
        plain(
            _("Centres ouverts qui ont répondu à un défi au moins : {} sur {}.").format(
                _.number(centres), _.number(len(names))
            )
        )
    )
    if not given:
        return
    counts = pd.DataFrame(given).groupby(["defi", "reponse"]).size()
    codes = answers.names()[REPLIES]
    rows = pd.DataFrame(
        [
            {"defi": code} | {f"nb_defi_{one}": int(counts.get((code, one), 0)) for one in codes}
            for code in answers.names()[CHALLENGES]
        ]
    )
    block.table(
        "autodiagnostics",
        rows,
        list(rows.columns),
        _("Les dix défis, et combien de centres ont donné chaque réponse."),
    )
