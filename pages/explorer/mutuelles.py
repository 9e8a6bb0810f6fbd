"""Mutuelles : quelles mutuelles existent, et que sait-on de chacune ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import mutuelles

_ = ui.language()
st.title(_("Les mutuelles, une par une"))
mutuelles.draw(_)
