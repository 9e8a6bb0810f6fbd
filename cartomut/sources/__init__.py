"""Readers of what comes in: tables as CSV files, boundaries as GeoJSON."""
