"""The five tables that the pages write to, and the trace of what was written."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
SHORT, ADDRESS, LONG = sa.String(300), sa.String(2_000), sa.String(4_000)


def upgrade() -> None:
    """Make the tables."""
    _comments_and_actions()
    _others()
    _trace()


def _audit() -> list[sa.Column[Any]]:
    names = ("auteur", "date_creation", "modifie_par", "date_modification")
    return [
        *(sa.Column(name, SHORT, nullable=False) for name in names),
        sa.Column("revision", sa.Integer, nullable=False),
    ]


def _comments_and_actions() -> None:
    op.create_table(
        "commentaire",
        sa.Column("commentaire_id", SHORT, primary_key=True),
        sa.Column("jeu", SHORT, nullable=False),
        sa.Column("figure", SHORT, nullable=False),
        sa.Column("adresse", ADDRESS),
        sa.Column("texte", LONG, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("etat", SHORT, nullable=False),
        *_audit(),
    )
    op.create_index("commentaire_par_figure", "commentaire", ["jeu", "figure"])
    op.create_table(
        "action",
        sa.Column("action_id", SHORT, primary_key=True),
        sa.Column("jeu", SHORT, nullable=False),
        sa.Column("sorte", SHORT, nullable=False),
        sa.Column("texte", LONG, nullable=False),
        sa.Column("responsable", SHORT),
        sa.Column("echeance", sa.Date),
        sa.Column("etat", SHORT, nullable=False),
        sa.Column("lien", ADDRESS),
        sa.Column("figure", SHORT),
        sa.Column("organisme_id", SHORT),
        sa.Column("commentaire_id", SHORT, sa.ForeignKey("commentaire.commentaire_id")),
        *_audit(),
    )
    op.create_index("action_par_etat", "action", ["jeu", "etat"])


def _others() -> None:
    op.create_table(
        "evaluation_com",
        sa.Column("jeu", SHORT, primary_key=True),
        sa.Column("indicateur_id", SHORT, primary_key=True),
        sa.Column("annee", sa.Integer, primary_key=True),
        sa.Column("periode", SHORT, primary_key=True),
        sa.Column("type", SHORT, primary_key=True),
        sa.Column("numerateur", sa.Float),
        sa.Column("denominateur", sa.Float),
        sa.Column("realise", sa.Float),
        sa.Column("commentaire", LONG),
        sa.Column("piece", SHORT),
        sa.Column("etat", SHORT, nullable=False),
        sa.Column("droit_reponse", LONG),
        sa.Column("valide_par", SHORT),
        *_audit(),
    )
    op.create_table(
        "autodiagnostic",
        sa.Column("jeu", SHORT, primary_key=True),
        sa.Column("centre_id", SHORT, primary_key=True),
        sa.Column("defi", SHORT, primary_key=True),
        sa.Column("reponse", SHORT),
        sa.Column("commentaire", LONG),
        *_audit(),
    )
    op.create_table(
        "projet_suivi",
        sa.Column("jeu", SHORT, primary_key=True),
        sa.Column("projet_id", SHORT, primary_key=True),
        sa.Column("rang", sa.Integer, primary_key=True),
        sa.Column("etape", SHORT, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("motif", LONG),
        *_audit(),
    )


def _trace() -> None:
    op.create_table(
        "trace",
        sa.Column("rang", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("trace_id", SHORT, nullable=False, unique=True),
        sa.Column("moment", SHORT, nullable=False),
        sa.Column("auteur", SHORT, nullable=False),
        sa.Column("geste", SHORT, nullable=False),
        sa.Column("table_nom", SHORT, nullable=False),
        sa.Column("cle", sa.String, nullable=False),
        sa.Column("avant", sa.String),
        sa.Column("apres", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("trace_par_ligne", "trace", ["table_nom", "cle"])
