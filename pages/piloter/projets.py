"""Projets : quels besoins rencontrent quelles offres ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import business_meetings, matching, project_money, projets, stage_board

_ = ui.language()
st.title(_("Quels besoins rencontrent quelles offres ?"))
ui.chips(_)
if not projets.known():
    projets.nothing(_)
    st.stop()
part = projets.choose_part(_)
chosen = projets.choose(_)
if part == "etapes":
    stage_board.draw(chosen, _)
elif part == "argent":
    project_money.draw(chosen, _)
elif part == "rencontres":
    business_meetings.draw(chosen, _)
else:
    matching.draw(chosen, _)
