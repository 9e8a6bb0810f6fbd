"""Comparer : en quoi deux mutuelles, centres ou régions diffèrent-ils, ou l'un de ses pairs ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import comparer, cote_a_cote, ecarts

_ = ui.language()
st.title(_("En quoi deux mutuelles, centres ou régions diffèrent-ils ?"))
compared = comparer.choose(_)
if compared is None:
    st.stop()
comparer.peers(compared, _)
comparer.cautions(compared, _)
left, right = st.columns(2)
with left:
    comparer.identities(compared, _)
with right:
    comparer.places(compared, _)
lignes = ecarts.indicators(compared, _)
ecarts.position(compared, lignes, _)
cote_a_cote.accounts(compared, _)
cote_a_cote.services(compared, _)
cote_a_cote.completeness(compared, _)
comparer.published(compared, _)
