"""What makes a share without its denominator a fault, and that the words are there to be shown."""

import csv
import re

from streamlit.testing.v1 import AppTest

from cartomut.paths import DATA
from cartomut.queries import names, query
from tests.pages.shares import faults


def test_a_share_without_its_denominator_is_seen():
    def page():
        import plotly.graph_objects as go
        import streamlit as st

        from cartomut.ui.kpi import kpi

        with st.container(key="figure_nue"):
            st.plotly_chart(go.Figure(go.Bar(x=[0.5])).update_xaxes(tickformat=".0%"))
            st.markdown("Unité : part")
        with st.container(key="figure_dite"):
            st.plotly_chart(go.Figure(go.Bar(x=[1], text=["40 %"])))
            st.markdown("Dénominateur : mutuelles")
        with st.container(key="tableau"):
            st.dataframe({"Part": ["12,5 %"]})
        with st.container(border=True):
            kpi("Part", "7 %", "en 2023")
        with st.container(border=True):
            kpi("Part", "7 %", "3 sur 41")

    found = faults(AppTest.from_function(page, default_timeout=30).run())
    assert [one.partition(" without")[0] for one in sorted(found)] == ["1 %", "5 %", "7 %"]


def test_questions_about_shares_say_their_denominator_or_leave_it_to_the_indicator():
    """A header that names the column of a share names what the share is of."""
    silent = [
        name
        for name in names("indicateurs")
        if re.search(r"^(part|taux|ratio)_\w+ +DOUBLE", query(name).header["Returns"], re.MULTILINE)
        and not query(name).text("Denom")
    ]
    assert silent == []
    known = {row["indicateur_code"] for row in table("reference/denominateur")}
    tables = {"reference/indicateur": "indicateur_id", "publie/fait_publie": "indicateur"}
    unsaid = {
        row[column]
        for path, column in tables.items()
        for row in table(path)
        if row["unite"] == "part" and row[column] not in known
    }
    assert unsaid == set()


def table(path):
    with (DATA / f"{path}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
