"""Atelier : comment raconter ces chiffres à une salle, étape par étape ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import atelier, scene, story_editor, story_list

_ = ui.language()
if scene.is_on():
    told = atelier.asked(_)
    if told is not None:
        atelier.draw(told, _)
else:
    st.title(_("Comment raconter ces chiffres à une salle ?"))
    edited = story_editor.asked()
    if edited is not None:
        story_editor.draw(edited, _)
    else:
        story_list.draw(_)
