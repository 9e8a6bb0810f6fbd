"""Couverture : qui est à portée d'un centre de santé mutualiste ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import couverture, referrals, supply

_ = ui.language()
st.title(_("Qui est à portée d'un centre de santé mutualiste ?"))
ui.chips(_)
part = couverture.choose_part(_)
chosen = couverture.choose(_)
if chosen is None:
    couverture.nothing(_)
elif part == "offre":
    supply.draw(chosen, _)
elif part == "recours":
    referrals.draw(chosen, _)
else:
    couverture.draw(chosen, _)
