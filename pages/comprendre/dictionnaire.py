"""Dictionnaire : que veut dire chaque indicateur, chaque terme, chaque colonne ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import choices, reference

_ = ui.language()
st.title(_("Que veut dire chaque terme, chaque indicateur, chaque colonne ?"))
parts = {
    "termes": _("Termes"),
    "indicateurs": _("Indicateurs"),
    "tables": _("Tables et colonnes"),
    "questions": _("Questions posées aux données"),
}
part = choices.segments("partie", _("Partie"), list(parts), parts.__getitem__)
if part == "tables":
    reference.tables(_)
elif part == "questions":
    reference.questions(_)
else:
    text = choices.text("mot", _("Chercher"))
    (reference.glossary if part == "termes" else reference.indicators)(text, _)
