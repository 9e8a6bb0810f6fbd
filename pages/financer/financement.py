"""Financement : qui paie quoi, à qui, pour quels soins ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import depenses, equilibre, financement, flux, repartition, reste_a_charge

_ = ui.language()
st.title(_("Qui paie quoi, à qui, pour quels soins ?"))
ui.chips(_)
chosen = financement.choose(_)
if chosen is None:
    financement.nothing(_)
    st.stop()
flux.draw(chosen, _)
flux.tree(chosen, _)
equilibre.draw(chosen, _)
equilibre.reconcile(chosen, _)
depenses.accounts(chosen, _)
depenses.diseases(chosen, _)
reste_a_charge.care(chosen, _)
repartition.per_person(chosen, _)
repartition.spread(chosen, _)
