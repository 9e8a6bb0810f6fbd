"""Accounts of those who sign in, and links that read for some days."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
SHORT = sa.String(300)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "compte",
        sa.Column("adresse", SHORT, primary_key=True),
        sa.Column("role", SHORT, nullable=False),
        sa.Column("organisme_id", SHORT),
        sa.Column("actif", sa.Integer, nullable=False),
        *_audit(),
    )
    op.create_table(
        "lien_lecture",
        sa.Column("lien_lecture_id", SHORT, primary_key=True),
        sa.Column("empreinte", sa.String(64), nullable=False, unique=True),
        sa.Column("libelle", SHORT, nullable=False),
        sa.Column("role", SHORT, nullable=False),
        sa.Column("expire_le", SHORT, nullable=False),
        sa.Column("revoque_le", SHORT),
        sa.Column("dernier_jour", sa.Date),
        *_audit(),
    )


def _audit() -> list[sa.Column[Any]]:
    names = ("auteur", "date_creation", "modifie_par", "date_modification")
    return [
        *(sa.Column(name, SHORT, nullable=False) for name in names),
        sa.Column("revision", sa.Integer, nullable=False),
    ]
