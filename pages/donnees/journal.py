"""Journal : qui a fait quoi, et quand ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import acces, journal

_ = ui.language()
st.title(_("Qui a fait quoi, et quand ?"))
if acces.administers(_):
    journal.check(_)
    journal.listed(_)
