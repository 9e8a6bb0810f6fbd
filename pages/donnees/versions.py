"""Versions : quelles éditions existent, qu'est-ce qui a changé, et laquelle est lue ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import gate, versions

_ = ui.language()
st.title(_("Quelles éditions existent, qu'est-ce qui a changé, et laquelle est lue ?"))
known = versions.all_editions()
versions.listed(known, _)
if known and gate.may(gate.Right.PUBLISH):
    versions.act(known, _)
elif known:
    gate.explain(gate.Right.PUBLISH, _)
versions.journal(_)
if gate.may(gate.Right.ROWS):
    versions.compare(known, _)
else:
    st.info(gate.rows_reserved(_), icon=":material/lock:")
