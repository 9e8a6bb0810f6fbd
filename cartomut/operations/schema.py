"""The tables that the pages write to, the codes that their columns take, and their limits."""

from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

Row = dict[str, Any]  # column → text, int, float, date or None
LONGEST, ADDRESS, SHORT = 4_000, 2_000, 300  # characters: a free text, an address, a name or key
metadata = MetaData()


def _text(name: str, *, required: bool = False, codes: str = "", size: int = SHORT) -> Column[Any]:
    """Declare a text column; ``codes`` is the code list that it takes."""
    return Column(
        name,
        String(size),
        nullable=not required,
        info={"liste": codes} if codes else {},
    )


def _table(name: str, key: list[Column[Any]], *columns: Column[Any]) -> Table:
    """Declare a table: its key, its own columns, then who wrote it and the revision."""
    for column in key:
        column.primary_key, column.nullable = True, False
    return Table(
        name,
        metadata,
        *key,
        *columns,
        _text("auteur", required=True),  # who wrote the row first, as typed
        _text("date_creation", required=True),  # moments: UTC
        _text("modifie_par", required=True),
        _text("date_modification", required=True),
        Column("revision", Integer, nullable=False),
    )


commentaire = _table(
    "commentaire",
    [_text("commentaire_id")],
    _text("jeu", required=True, codes="jeu"),
    _text("figure", required=True),
    _text("adresse", size=ADDRESS),
    _text("texte", required=True, size=LONGEST),
    Column("date", Date, nullable=False),
    _text("etat", required=True, codes="etat_commentaire"),
)
action = _table(
    "action",
    [_text("action_id")],
    _text("jeu", required=True, codes="jeu"),
    _text("sorte", required=True, codes="sorte_action"),
    _text("texte", required=True, size=LONGEST),
    _text("responsable"),
    Column("echeance", Date),
    _text("etat", required=True, codes="statut_recommandation"),
    _text("lien", size=ADDRESS),  # address of a page of the app, or of a document
    _text("figure"),
    _text("organisme_id"),
    Column("commentaire_id", String(SHORT), ForeignKey("commentaire.commentaire_id")),
)
evaluation_com = _table(
    "evaluation_com",
    [
        _text("jeu", codes="jeu"),
        _text("indicateur_id"),
        Column("annee", Integer),
        _text("periode", codes="periode_mesure"),
        _text("type", codes="type_evaluation"),
    ],
    Column("numerateur", Float),
    Column("denominateur", Float),
    Column("realise", Float),
    _text("commentaire", size=LONGEST),
    _text("piece"),
    _text("etat", required=True, codes="etat_evaluation"),
    _text("droit_reponse", size=LONGEST),
    _text("valide_par"),
)
autodiagnostic = _table(
    "autodiagnostic",
    [_text("jeu", codes="jeu"), _text("centre_id"), _text("defi", codes="defi_adosm")],
    _text("reponse", codes="reponse_defi"),
    _text("commentaire", size=LONGEST),
)
projet_suivi = _table(
    "projet_suivi",
    # rang: the first move of a project is 1; two people who make the same move meet on it
    [_text("jeu", codes="jeu"), _text("projet_id"), Column("rang", Integer)],
    _text("etape", required=True, codes="etape_projet"),
    Column("date", Date, nullable=False),
    _text("motif", size=LONGEST),
)
trace = Table(
    "trace",
    metadata,
    Column("rang", Integer, primary_key=True, autoincrement=True),
    Column("trace_id", String(SHORT), nullable=False, unique=True),
    Column("moment", String(SHORT), nullable=False),
    Column("auteur", String(SHORT), nullable=False),
    Column("geste", String(SHORT), nullable=False),
    Column("table_nom", String(SHORT), nullable=False),
    Column("cle", String, nullable=False),  # JSON, the columns in the order of the key
    Column("avant", String),  # the whole row as JSON; NULL when there was none
    Column("apres", String, nullable=False),
    sqlite_autoincrement=True,
)
# Who may sign in, and links that read. Apart from TABLES: an export of what is typed leaves them
# out, so that bringing one in never makes anybody an administrator.
compte = _table(
    "compte",
    [_text("adresse")],
    _text("role", required=True),
    _text("organisme_id"),  # of a mutual's account
    Column("actif", Integer, nullable=False),  # 1, or 0 once it is closed
)
lien_lecture = _table(
    "lien_lecture",
    [_text("lien_lecture_id")],
    Column("empreinte", String(64), nullable=False, unique=True),  # SHA-256 of the token
    _text("libelle", required=True),
    _text("role", required=True),
    _text("expire_le", required=True),  # moment, UTC
    _text("revoque_le"),
    Column("dernier_jour", Date),  # on which it was last used
)
Index("trace_par_ligne", trace.c.table_nom, trace.c.cle)
Index("commentaire_par_figure", commentaire.c.jeu, commentaire.c.figure)
Index("action_par_etat", action.c.jeu, action.c.etat)

TABLES = {
    one.name: one for one in (commentaire, action, evaluation_com, autodiagnostic, projet_suivi)
}
# What a new row holds when the writer does not say it.
DEFAULTS = {
    "commentaire": {"etat": "ouvert"},
    "action": {"etat": "ouverte", "sorte": "action"},
    "evaluation_com": {"etat": "brouillon"},
}
AUDIT = ("auteur", "date_creation", "modifie_par", "date_modification", "revision")
CODES = {
    "jeu": ("publie", "demonstration", "etude"),
    "etat_commentaire": ("ouvert", "traite", "retire"),
    "sorte_action": ("recommandation", "action"),
    "statut_recommandation": ("ouverte", "en_cours", "realisee", "abandonnee"),
    "etat_evaluation": ("brouillon", "soumis", "valide", "conteste"),
    "type_evaluation": ("auto", "independante", "tutelle"),
    "periode_mesure": ("annee", "s1", "s2", "t1", "t2", "t3", "t4"),
    "etape_projet": ("besoin", "etude", "montage", "accord", "realisation", "service"),
    "defi_adosm": (
        "statut_juridique",
        "autonomie_gestion",
        "conventionnement_cmu",
        "formation_cmu",
        "qualite_services",
        "partenariats",
        "renovation_equipement",
        "mise_en_reseau",
        "financement_projets",
        "district_sanitaire",
    ),
    "reponse_defi": ("acquis", "en_cours", "a_faire", "sans_objet"),
}


def key_of(table: Table) -> tuple[str, ...]:
    """Name the columns of a table's key, in order."""
    return tuple(column.name for column in table.primary_key.columns)


def is_numbered(table: Table) -> bool:
    """Tell whether a new row of a table is given its identifier when it is saved."""
    return key_of(table) == (f"{table.name}_id",)
