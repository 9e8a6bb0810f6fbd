"""Tableau de bord : que doit savoir et décider la direction du PASS ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import suivi, tableau_de_bord

_ = ui.language()
st.title(_("Que faut-il savoir et décider ?"))
ui.chips(_)
found = tableau_de_bord.bar(_)
st.subheader(_("Les chiffres qui comptent"))
tableau_de_bord.figures(_)
st.subheader(_("Ce qui attend une décision"))
tableau_de_bord.waiting(found, _)
st.subheader(_("Ce qui a été recommandé et décidé"))
suivi.recommendations(_)
suivi.actions(_)
suivi.comments(_)
