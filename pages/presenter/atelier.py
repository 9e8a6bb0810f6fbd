"""Atelier : comment raconter ces chiffres à une salle, étape par étape ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import atelier, story_editor, story_list

_ = ui.language()
told = atelier.asked(_)
if told is not None:
    atelier.draw(told, _)
    st.stop()
st.title(_("Comment raconter ces chiffres à une salle ?"))
edited = story_editor.asked()
if edited is not None:
    story_editor.draw(edited, _)
else:
    story_list.draw(_)
