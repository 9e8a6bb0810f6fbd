"""The data package: one zip of tables, maps, workbook, descriptor and notices.

The same store, filters and day give the same bytes.
"""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cartomut import i18n
from cartomut.exports import package_csv, package_geo
from cartomut.exports.package_book import workbook
from cartomut.exports.package_descriptor import descriptor
from cartomut.exports.package_tables import Content
from cartomut.exports.package_words import read_me, words
from cartomut.i18n import Language

MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that an archive can bear: files carry no time
READ_ME = {"fr": "LISEZMOI.md", "en": "README.md"}


def package(content: Content, made_on: date, _: Language) -> bytes:
    """Make the package; the workbook is in the reader's language, the notices are in both."""
    files = data_files(content)
    files["cartomut.xlsx"] = workbook(content, words(content, made_on, _), _)
    names = ["datapackage.json", *READ_ME.values(), *files]
    french, other = i18n.language("fr"), i18n.language("en")
    notes = {
        READ_ME[one.code]: read_me(content, made_on, names, one).encode("utf-8")
        for one in (french, other)
    }
    about = descriptor(content, files, made_on, french, other)
    return zipped({"datapackage.json": about, **notes, **files})


def data_files(content: Content) -> dict[str, bytes]:
    """Write every table and layer in its formats, by its place in the package."""
    french = i18n.language("fr")
    files: dict[str, bytes] = {}
    for table in content.tables.values():
        files[f"donnees/{table.name}.csv"] = package_csv.canonical(table)
    for table in content.tables.values():
        files[f"excel_fr/{table.name}.csv"] = package_csv.for_excel(table, french)
    for table in content.tables.values():
        tagged = package_csv.tagged(table)
        if tagged is not None:
            files[f"hxl/{table.name}.csv"] = tagged
    layers = package_geo.layers(content)
    for layer in layers:
        files[f"carte/{layer.name}.geojson"] = package_geo.geojson(layer)
        files[f"carte/{layer.name}.parquet"] = package_geo.geoparquet(layer)
    files["carte/cartomut.gpkg"] = package_geo.geopackage(layers, content.about["construit_le"])
    return files


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Pack files without any time of their own."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            member = ZipInfo(name, MOMENT)
            member.compress_type = ZIP_DEFLATED
            archive.writestr(member, data)
    return target.getvalue()
