"""Qualité : les données sont-elles complètes, et que faut-il y corriger ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import choices, qualite

_ = ui.language()
st.title(_("Les données sont-elles complètes, et que faut-il y corriger ?"))
ui.chips(_)
parts = {name: _(title) for name, title in qualite.PARTS.items()}
part = choices.segments("qualite", _("Montrer"), list(parts), parts.__getitem__)
qualite.show(part, _)
