"""The naive twin: pandas from CSV, one marker per point, ``st_folium`` as its page shows it.

In its favour, so that it draws at all without a network: Leaflet comes from the local static
folder, no background tiles and none of folium's other libraries; a tooltip on each point only when
the address has ``?noms=oui``.
"""

import json
import os
from pathlib import Path

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

LEAFLET = "../../app/static/vendor/leaflet"
DATA = Path(os.environ["CARTOMUT_DATA"])

st.set_page_config(page_title="Naïf", layout="wide")
st.title("Centres de santé")
centres = pd.read_csv(DATA / "publie" / "centre.csv")
codes = pd.read_csv(DATA / "reference" / "code_liste.csv")
names = codes[codes["liste"] == "statut_operationnel"].set_index("code")["nom_fr"]
options = list(names.index)
statuses = st.sidebar.multiselect("Statut du centre", options, format_func=names.__getitem__)
if statuses:
    centres = centres[centres["statut_operationnel"].isin(statuses)]

drawn = folium.Map(location=(7.55, -5.55), zoom_start=7, tiles=None)
drawn.default_js = [("leaflet", f"{LEAFLET}/leaflet.js")]
drawn.default_css = [("leaflet_css", f"{LEAFLET}/leaflet.css")]
regions = DATA / "reference" / "limites" / "adm2_regions.geojson"
folium.GeoJson(json.loads(regions.read_text(encoding="utf-8"))).add_to(drawn)
named = "noms" in st.query_params
for name, latitude, longitude in centres[["nom", "latitude", "longitude"]].itertuples(index=False):
    folium.Marker((latitude, longitude), tooltip=name if named else None).add_to(drawn)
st_folium(drawn)
