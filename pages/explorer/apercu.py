"""Aperçu : que couvre l'étude et quels sont ses principaux chiffres ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import apercu, carte, filters

_ = ui.language()
st.title(_("Les mutuelles sociales de Côte d'Ivoire et leurs centres de santé"))
apercu.answer_first(_)
apercu.headline(apercu.HEADLINES, _)
ui.chips(_)
lieux = ui.answer("indicateurs/lieux_par_statut", **filters.current().params())
left, right = st.columns(2)
with left:
    carte.small(_)
with right:
    apercu.places(lieux, _)
apercu.perimeter(_)
for key in apercu.SERIES:
    apercu.series(key, _)
apercu.unknowns(_)
