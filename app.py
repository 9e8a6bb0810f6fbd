"""CartoMut: the router. Language, dataset, theme and filters first, then the page."""

import streamlit as st

from cartomut import ui

st.set_page_config(page_title="CartoMut", page_icon="static/cartomut/icone.svg", layout="wide")
_ = ui.language()
page = ui.navigation(_)
ui.document(_)
ui.start()
ui.draw_frame(_, page.title, page.url_path)
page.run()
