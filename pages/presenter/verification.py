"""Vérification : tout est-il prêt pour la séance ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import offline_bundle, readiness

_ = ui.language()
st.title(_("Tout est-il prêt pour la séance ?"))
readiness.draw(_)
offline_bundle.draw(_)
