"""Viabilité : les mutuelles sont-elles financièrement solides ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import financement, simulation, stress, thresholds, viabilite

_ = ui.language()
st.title(_("Les mutuelles sont-elles financièrement solides ?"))
ui.chips(_)
part = viabilite.choose_part(_)
if part == "seuils":
    thresholds.draw(_)
    st.stop()
chosen = financement.choose_mutual(_) if part == "ratios" else financement.choose(_)
if chosen is None:
    viabilite.nothing(_)
elif part == "simulation":
    simulation.draw(chosen, _)
elif part == "resistance":
    stress.draw(chosen, _)
else:
    viabilite.draw(chosen, _)
