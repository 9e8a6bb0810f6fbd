"""Simulateur : où un nouveau centre servirait-il le plus de monde ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import best_sites, investment, simulateur, upgrades, whatif

_ = ui.language()
st.title(_("Où un nouveau centre servirait-il le plus de monde ?"))
ui.chips(_)
part = simulateur.choose_part(_)
basis = simulateur.choose(part, _)
if basis is not None and part == "sites":
    best_sites.draw(basis, _)
elif basis is not None and part == "service":
    upgrades.draw(basis, _)
elif basis is not None:
    investment.choose(_)
    whatif.draw(basis, _)
