"""Figures: each function takes one question's answer and returns a Plotly figure."""
