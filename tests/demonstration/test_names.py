"""Nothing in the demonstration can be taken for a real body."""

import geopandas as gpd
import pandas as pd

from cartomut.names import normalise
from cartomut.paths import DATA, REFERENCE

ACRONYM = 3  # letters from which an acronym could be recognised inside another


def published(*columns: str) -> set[str]:
    tables = [pd.read_csv(DATA / "publie" / f"{name}.csv") for name in ("organisme", "centre")]
    return {
        normalise(value)
        for table in tables
        for column in columns
        if column in table
        for value in table[column].dropna()
    }


def test_no_name_acronym_or_identifier_of_the_published_bodies_appears(edition):
    real = published("nom", "sigle", "organisme_id", "centre_id", "gestionnaire")
    assert "mugefci" in real
    for table, columns in (
        ("organisme", ["organisme_id", "nom", "sigle"]),
        ("centre", ["centre_id", "nom", "gestionnaire"]),
    ):
        rows = edition.tables[table]
        invented = {normalise(value) for name in columns for value in rows[name].dropna()}
        assert invented & real == set()


def test_no_published_acronym_stands_in_any_text(edition):
    sigles = pd.read_csv(DATA / "publie" / "organisme.csv")["sigle"].dropna()
    long = {sigle for sigle in sigles if len(sigle) > ACRONYM}
    words = {
        word
        for rows in edition.tables.values()
        for column in rows.select_dtypes(object)
        for value in rows[column].dropna().unique()
        for word in str(value).split()
    }
    assert words & long == set()


def test_every_body_says_that_it_is_a_demonstration(edition):
    assert edition.tables["organisme"]["nom"].str.contains("Démo").all()
    assert edition.tables["centre"]["nom"].str.startswith("Centre Démo ").all()
    managers = edition.tables["centre"]["gestionnaire"].dropna()
    assert managers.str.startswith("Association Démo").all()
    assert edition.tables["organisme"]["site_web"].isna().all()
    assert edition.tables["com_contrat"]["est_demo"].all()


def test_positions_stand_inside_their_region(edition):
    shapes = gpd.read_file(REFERENCE / "limites" / "adm2_regions.geojson")
    shapes["code"] = shapes["region"].map(
        pd.read_csv(REFERENCE / "region.csv").set_index("nom")["region_code"]
    )
    rows = edition.sound("centre").dropna(subset=["latitude"])
    points = gpd.GeoSeries.from_xy(rows["longitude"].astype(float), rows["latitude"].astype(float))
    outlines = gpd.GeoSeries(shapes.set_index("code").geometry[rows["region_code"]].to_numpy())
    assert outlines.covers(points.reset_index(drop=True)).all()


def test_a_gps_position_says_its_precision_and_a_town_does_not(edition):
    for table in ("organisme", "centre"):
        rows = edition.tables[table]
        gps = rows["precision"] == "gps"
        assert rows.loc[gps, "precision_m"].between(3, 30).all()
        assert rows.loc[~gps, "precision_m"].isna().all()
