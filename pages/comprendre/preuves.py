"""Preuves : d'où vient chaque chiffre, et les affirmations publiques tiennent-elles ?"""

import streamlit as st

from cartomut import ui
from cartomut.ui import choices, cited, claims, evidence, preuves

_ = ui.language()
st.title(_("D'où vient chaque chiffre ?"))
cited.read(_)
ui.chips(_)
kinds = {
    "figure": _("Une figure"),
    "indicateur": _("Un indicateur"),
    "chiffre": _("Un chiffre publié"),
    "affirmations": _("Les affirmations publiques"),
    "conflits": _("Les sources qui diffèrent"),
}
entity, identifier = st.query_params.get("entite"), st.query_params.get("id")
if entity and identifier:
    preuves.of_entity(entity, identifier, _)
    st.stop()
kind = choices.segments("preuve", _("Preuves de"), list(kinds), kinds.__getitem__)
if kind == "affirmations":
    claims.claims(_)
elif kind == "conflits":
    claims.conflicts(_)
elif kind == "indicateur":
    code = evidence.choose(_)
    if code:
        evidence.of_catalogue(code, _)
elif kind == "chiffre":
    code = preuves.choose_indicator(_)
    if code:
        preuves.of_indicator(code, _)
else:
    preuves.of_figure(preuves.choose_figure(_), _)
