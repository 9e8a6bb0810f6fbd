"""Dictionnaire : que veut dire chaque indicateur, chaque terme, chaque colonne ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import reference

_ = ui.language()
st.title(_("Que veut dire chaque terme, chaque indicateur, chaque colonne ?"))
parts = {
    "termes": _("Termes"),
    "indicateurs": _("Indicateurs"),
    "tables": _("Tables et colonnes"),
    "questions": _("Questions posées aux données"),
}
part = st.segmented_control(
    _("Partie"),
    options=list(parts),
    default="termes",
    required=True,
    format_func=parts.__getitem__,
    key="partie",
    bind="query-params",
)
if part == "tables":
    reference.tables(_)
elif part == "questions":
    reference.questions(_)
else:
    text = st.text_input(_("Chercher"), key="mot", icon=":material/search:", bind="query-params")
    (reference.glossary if part == "termes" else reference.indicators)(text, _)
