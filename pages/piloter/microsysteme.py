"""Microsystème : comment fonctionne le réseau des centres de santé mutualistes ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import graded_care, microsysteme, network, published_model, self_check

_ = ui.language()
st.title(_("Comment fonctionne le réseau des centres de santé mutualistes ?"))
ui.chips(_)
part = microsysteme.choose_part(_)
if part == "defis":
    self_check.draw(_)
    st.stop()
chosen = microsysteme.choose(_)
if chosen is None:
    microsysteme.nothing(_)
elif part == "soins":
    graded_care.draw(chosen, _)
elif part == "modele":
    published_model.draw(chosen, _)
else:
    network.draw(chosen, _)
