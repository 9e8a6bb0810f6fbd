"""Rapports : que puis-je emporter, montrer et distribuer ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import paquets, rapports, sheets

_ = ui.language()
st.title(_("Que puis-je emporter, montrer et distribuer ?"))
ui.chips(_)
st.subheader(_("Mon rapport"), anchor="rapport")
base = rapports.address(_)
rapports.composed(base, _)
st.subheader(_("Un récit en PowerPoint"), anchor="recit")
rapports.of_story(base, _)
st.subheader(_("Fiches en une fois"), anchor="fiches")
sheets.draw(_)
st.subheader(_("Données à emporter"), anchor="donnees")
paquets.draw(_)
st.subheader(_("Autres documents"), anchor="documents")
rapports.others(_)
