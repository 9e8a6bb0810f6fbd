"""Importer : le fichier est-il juste, et peut-il devenir une édition ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import gate, importer, materials, modele

_ = ui.language()
st.title(_("Le fichier est-il juste, et peut-il devenir une édition ?"))
gate.explain(gate.Right.IMPORT, _)
if not gate.may(gate.Right.IMPORT):
    modele.templates(_)
    st.stop()
brought = importer.bring(_)
checked = importer.check(brought, _)
importer.publish(brought, checked, _)
materials.draw(_)
