"""Small print that stays readable: Streamlit's own captions are too faint for the contrast rule."""

import streamlit as st


def note(text: str) -> None:
    """Show a line of small print; ``text`` is Markdown whose data are already escaped."""
    st.markdown("  \n".join(f":small[{line}]" for line in text.split("  \n")))
