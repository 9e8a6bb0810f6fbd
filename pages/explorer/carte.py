"""Carte : où sont les mutuelles et leurs centres, et comment les régions se comparent-elles ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import carte, filters, mesures, toolbar

_ = ui.language()
st.title(_("Où sont les mutuelles et leurs centres de santé ?"))
ui.chips(_)
lieux = ui.answer("indicateurs/lieux", **filters.current().params())
toolbar.draw(lieux, _)
chosen = carte.options(_)
territoires = mesures.territories(chosen["mesure"], chosen["niveau"])
with st.container(key="aucun_lieu"):
    if lieux.empty:
        ui.explain_empty("indicateurs/lieux", _)
carte.draw(chosen, territoires, lieux)
carte.tables(chosen, territoires, lieux, _)
