"""Centres : que proposent les centres de santé, et que sait-on de chacun ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import centres

_ = ui.language()
st.title(_("Que proposent les centres de santé ?"))
centres.draw(_)
