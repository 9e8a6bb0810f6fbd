"""A headline figure: its title, its value in large type, what it is, never cut."""

from html import escape

import streamlit as st

from cartomut.ui import emporter
from cartomut.ui.text import plain


def kpi(title: str, value: str, note: str = "", *, definition: str | None = None) -> None:
    """Show one figure; long titles and values wrap instead of being cut.

    ``definition`` is Markdown that says what the title means, shown on hover.
    """
    emporter.headline(title, value, note)
    with st.container(gap=None):
        st.markdown(f"**{plain(title)}**", help=definition)
        st.html(
            '<div style="line-height:1.3">'
            '<div style="font-size:1.65rem;font-weight:600;line-height:1.15;margin:.3rem 0">'
            f"{escape(value)}</div>"
            f'<div style="font-size:.875rem;opacity:.8">{escape(note)}</div></div>'
        )
