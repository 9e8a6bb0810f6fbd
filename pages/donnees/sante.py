"""Santé : l'application va-t-elle bien ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import sante

_ = ui.language()
st.title(_("L'application va-t-elle bien ?"))
sante.freshness(_)
if sante.watches():
    sante.checks(_)
    sante.server(_)
    sante.faults(_)
    sante.usage(_)
else:
    sante.explain(_)
