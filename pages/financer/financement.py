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
part = financement.choose_part(_)
if part == "chemin":
    flux.draw(chosen, _)
    flux.tree(chosen, _)
elif part == "comptes":
    equilibre.draw(chosen, _)
    equilibre.reconcile(chosen, _)
    depenses.accounts(chosen, _)
elif part == "soins":
    depenses.diseases(chosen, _)
    reste_a_charge.care(chosen, _)
else:
    repartition.per_person(chosen, _)
    repartition.spread(chosen, _)
