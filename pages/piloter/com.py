"""COM : les objectifs de chaque COM sont-ils atteints ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import board_pdf, com, measure_editor, opinions, score, scorecard, scoring

_ = ui.language()
st.title(_("Les objectifs de chaque COM sont-ils atteints ?"))
ui.chips(_)
part = com.choose_part(_)
if part == "methode":
    scoring.draw(_)
    st.stop()
rows = com.contracts()
if not com.is_shown(rows, _):
    st.stop()
if part == "matrice":
    scorecard.matrix(_)
elif part == "cipres":
    scoring.cipres(rows, _)
else:
    chosen = com.choose(rows, _)
    com.cover(chosen, _)
    if not score.is_due(chosen, _):
        st.stop()
    if part == "saisie":
        measure_editor.draw(chosen, _)
        st.stop()
    board_pdf.button(chosen, _)
    score.draw(chosen, _)
    scorecard.draw(chosen, _)
    score.axes(chosen, _)
    opinions.draw(chosen, _)
    com.means(chosen, _)
