"""Carte : où sont les mutuelles et leurs centres, et comment les régions se comparent-elles ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import carte, drawn_area, filters, toolbar

_ = ui.language()
st.title(_("Où sont les mutuelles et leurs centres de santé ?"))
ui.chips(_)
lieux = ui.answer("indicateurs/lieux", **filters.current().params())
toolbar.draw(lieux, _)
chosen = carte.options(_)
with st.container(key="aucun_lieu"):
    if lieux.empty:
        ui.explain_empty("indicateurs/lieux", _)
carte.draw(chosen, lieux)
drawn_area.tables(chosen.zone, _)
