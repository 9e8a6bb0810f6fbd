"""Who may see and do what: one table of roles and rights, and one reader per session.

Whoever runs a command at the computer that holds the files has the rights of LOCAL: no role can
keep from them what they may open with another program.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a reader is for this installation."""

    PUBLIC = "public"
    REVIEWER = "relecteur"
    MUTUAL = "mutuelle"
    PASS = "pass"
    REGULATOR = "regulateur"
    ADMINISTRATOR = "administrateur"
    LOCAL = "local"


class Right(StrEnum):
    """What a role may be given."""

    ACCOUNTS = "comptes"
    CONTRACTS = "contrats"
    ROWS = "lignes"
    EDIT = "saisir"
    IMPORT = "importer"
    PUBLISH = "publier"
    ADMINISTER = "administrer"


_READS = frozenset({Right.ACCOUNTS, Right.CONTRACTS, Right.ROWS})
_BRINGS = frozenset({Right.IMPORT, Right.PUBLISH})
# The one place that says who may do what. A mutual has the first two of itself alone.
MATRIX: dict[Role, frozenset[Right]] = {
    Role.PUBLIC: frozenset(),
    Role.REVIEWER: _READS,
    Role.MUTUAL: frozenset(),
    Role.PASS: _READS | {Right.EDIT},
    Role.REGULATOR: _READS | {Right.EDIT} | _BRINGS,
    Role.ADMINISTRATOR: frozenset(Right),
    Role.LOCAL: frozenset(Right),
}
GIVEN = tuple(role for role in Role if role is not Role.LOCAL)  # what an account or a link can be

# Domains and indicators that show the accounts or the compliance of a named organisation; the
# macro ``est_compte`` of queries/regard says the same to the store.
RESERVED_DOMAINS = (
    "finance_prudentiel",
    "prestations_usage",
    "gouvernance_conformite",
    "financement_sha",
    "com_performance",
    "ops_cipres",
)
RESERVED = ("part_centres_autorises", "autofinancement_centre")


def is_account(domain: str, indicator: str = "") -> bool:
    """Tell whether an indicator shows accounts or compliance."""
    return domain in RESERVED_DOMAINS or indicator in RESERVED


@dataclass(frozen=True)
class Reader:
    """Who reads: a role, the address of an account, the organisation of a mutual."""

    role: Role
    account: str = ""
    organisation: str = ""

    def may(self, right: Right) -> bool:
        """Tell whether this reader has a right over everybody's data."""
        return right in MATRIX[self.role]

    def sees_accounts_of(self, organisme_id: str | None) -> bool:
        """Tell whether this reader may see the accounts of an organisation."""
        return self.may(Right.ACCOUNTS) or bool(self.own and organisme_id == self.own)

    @property
    def own(self) -> str:
        """The organisation that a mutual speaks for; empty for everybody else."""
        return self.organisation if self.role is Role.MUTUAL else ""

    @property
    def sight(self) -> "Sight":
        """What of the restricted data an answer may hold for this reader."""
        return Sight(self.may(Right.ACCOUNTS), self.own)


@dataclass(frozen=True, order=True)
class Sight:
    """What a question may answer: everything, or what anyone sees and one organisation's own.

    ``past`` tells that the edition read is not the one in use. Readers of the same sight get the
    same answers, which are kept once for all of them.
    """

    everything: bool = False
    organisation: str = ""
    past: bool = False

    def sees(self, organisme_id: str | None) -> bool:
        """Tell whether what is restricted of an organisation is in sight."""
        return self.everything or bool(self.organisation and organisme_id == self.organisation)


WHOLE = Sight(everything=True)
LOCAL = Reader(Role.LOCAL)
NOBODY = Reader(Role.PUBLIC)
