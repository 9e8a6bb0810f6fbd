"""Accès : qui peut voir et faire quoi ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import acces, account_forms, reading_links

_ = ui.language()
st.title(_("Qui peut voir et faire quoi ?"))
acces.matrix(_)
if acces.administers(_):
    account_forms.draw(_)
    reading_links.draw(_)
