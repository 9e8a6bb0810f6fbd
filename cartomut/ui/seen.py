"""Which rows typed in the pages a reader may see: all, or those about their own organisation."""

from urllib.parse import parse_qsl, urlsplit

from cartomut.operations import Row
from cartomut.operations.signatures import unsigned
from cartomut.queries import query
from cartomut.rights import Right
from cartomut.ui import answers, gate, session

EVERYBODY = ("projet_suivi",)  # the stages of projects are for everybody


def seen(table: str, rows: list[Row]) -> list[Row]:
    """Keep the rows that this reader may see; addresses of accounts are for who checks them."""
    if gate.may(Right.CONTRACTS):
        return rows
    own = gate.own()
    kept = rows if table in EVERYBODY else [one for one in rows if own and _is_own(table, one, own)]
    return [unsigned(one, session.language()) for one in kept]


def _is_own(table: str, row: Row, own: str) -> bool:
    if table == "commentaire":
        return own in _named(row["adresse"] or "")
    if table == "autodiagnostic":
        centres = answers.answer("fiches/organisme_centres", id=own)["centre_id"]
        return row["centre_id"] in set(centres)
    if table == "evaluation_com":
        question = "indicateurs/com_indicateurs"
        asked = answers.answer(question, **dict.fromkeys(query(question).params))
        return row["indicateur_id"] in set(asked["indicateur_com_id"])
    return row.get("organisme_id") == own


def _named(address: str) -> set[str]:
    """List what an address of a page names: ``fiche=organisme:x`` names x."""
    values = [value for _name, value in parse_qsl(urlsplit(address).query)]
    return {part for value in values for part in (value, value.partition(":")[2])}
