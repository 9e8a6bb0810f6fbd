"""Contexte : quel poids ont les mutuelles à côté de la CMU, des ménages et de l'État ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import contexte, devise, poids, session

_ = ui.language()
st.title(_("Quel poids ont les mutuelles à côté de la CMU, des ménages et de l'État ?"))
ui.chips(_)
devise.choose(_)
with session.reading(contexte.DATASET) as aside:
    contexte.whose(aside, _)
    poids.cards(_)
    poids.figure("poids_mutuelles", _("Le poids des mutuelles, calculé de plusieurs façons"), _)
    poids.crosschecks(_)
    st.header(_("Les séries publiées, avec leurs réserves"))
    for key in contexte.SERIES:
        contexte.series(key, _)
    contexte.rates(_)
contexte.own(_)
