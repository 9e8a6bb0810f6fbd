"""Méthode : comment les données ont-elles été faites, et quelles sont leurs limites ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import methode, reference

_ = ui.language()
st.title(_("Comment ces données ont-elles été faites, et quelles sont leurs limites ?"))
methode.datasets(_)
methode.honesty(_)
st.subheader(_("Limites administratives et positions"))
methode.boundaries(_)
st.subheader(_("Règles de contrôle"))
reference.rules(_)
st.subheader(_("Documents cités"))
reference.all_sources(_)
