"""The floor: the least that a Streamlit page can be, one line and one widget."""

import streamlit as st

st.title("Plancher")
if st.checkbox("Cocher"):
    st.header("Coché")
