"""The trace only grows: the file itself refuses that a row of it be changed or erased."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Refuse changes and erasures of the trace, whatever program asks."""
    for event in ("update", "delete"):
        op.execute(
            f"create trigger trace_sans_{event} before {event} on trace "
            "begin select raise(abort, 'la trace ne change pas'); end"
        )
