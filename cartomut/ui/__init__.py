"""The only part of the package that knows Streamlit."""

from cartomut.ui.answers import answer, name, names, sources
from cartomut.ui.block import evidence_link, figure
from cartomut.ui.filters import breadcrumb, chips, explain_empty
from cartomut.ui.frame import document, navigation
from cartomut.ui.frame import draw as draw_frame
from cartomut.ui.once import run
from cartomut.ui.session import colours, dataset, language, start
from cartomut.ui.sign_in import admit
from cartomut.ui.text import link, plain

__all__ = [
    "admit",
    "answer",
    "breadcrumb",
    "chips",
    "colours",
    "dataset",
    "document",
    "draw_frame",
    "evidence_link",
    "explain_empty",
    "figure",
    "language",
    "link",
    "name",
    "names",
    "navigation",
    "plain",
    "run",
    "sources",
    "start",
]
