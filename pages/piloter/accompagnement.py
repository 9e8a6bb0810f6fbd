"""Accompagnement : où en est chaque mutuelle, et qu'a fait le PASS ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import accompagnement, activities, agreements, life_cycle

_ = ui.language()
st.title(_("Où en est chaque mutuelle, et qu'a fait le PASS ?"))
ui.chips(_)
part = accompagnement.choose_part(_)
if part == "activites":
    activities.draw(_)
elif part == "conventions":
    agreements.draw(_)
else:
    life_cycle.draw(_)
