"""Tableau de bord : que doit savoir et décider la direction du PASS ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import suivi, tableau_de_bord

_ = ui.language()
st.title(_("Que faut-il savoir et décider ?"))
ui.chips(_)
seen = tableau_de_bord.top(_)
st.subheader(_("Les chiffres qui comptent"))
tableau_de_bord.figures(seen.figures, _)
st.subheader(_("Ce qui attend une décision"), anchor="decisions")
tableau_de_bord.waiting(seen, _)
suivi.recommendations(_)
suivi.actions(_)
suivi.comments(_)
