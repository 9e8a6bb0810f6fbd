"""One small map per year, on the same classes, with one legend and one table."""

from html import escape
from urllib.parse import quote

import pandas as pd
import streamlit as st

from cartomut.i18n import Language
from cartomut.ui import answers, block, filters, legend, map_file, map_picture, mesures, session
from cartomut.ui.map_choices import Chosen
from cartomut.ui.text import plain

_GRID = "display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:1rem"


def draw(chosen: Chosen, _: Language) -> None:
    """Draw the maps of every year of the measure; say so when it has no years."""
    years = mesures.years(chosen.measure)
    if not years:
        st.info(
            _(
                "Cette mesure n'a qu'un état. Pour comparer les années, choisissez un indicateur "
                "annuel."
            )
        )
        return
    by_year = mesures.all_territories(chosen.measure, chosen.level, years)
    rows = pd.concat(
        [found.assign(annee=year) for year, found in by_year.items()], ignore_index=True
    )
    _maps(chosen, by_year, rows, _)
    _table(chosen, rows, _)


def _maps(
    chosen: Chosen, by_year: dict[int, pd.DataFrame], rows: pd.DataFrame, _: Language
) -> None:
    from cartomut.maps.years import small_maps

    kept = filters.current()
    found = answers.answer(
        "listes/territoires_carte", niveau=chosen.level, district=kept.district, region=kept.region
    ).dropna(subset=["geometrie"])
    shapes = dict(zip(found["code"], found["geometrie"], strict=True))
    measure = mesures.measure(chosen.measure, _)
    maps, drawn = small_maps(
        shapes,
        by_year,
        measure,
        chosen.method,
        session.colours(),
        _,
        map_picture.attribution(chosen),
    )
    text = _("valeur connue pour {} sur {}")
    st.subheader(plain(measure.title))
    pictures = "".join(
        _picture(str(one.year), text.format(_.number(one.known), _.number(one.total)), one.svg)
        for one in maps
    )
    st.html(f'<div style="{_GRID}">{pictures}</div>')
    missing = [str(year) for year in range(min(by_year), max(by_year)) if year not in by_year]
    if missing:
        st.markdown(plain(_("Années sans aucune valeur : {}.").format(", ".join(missing))))
    legend.draw(drawn, session.colours())
    map_file.years(chosen, shapes, by_year, rows, _)


def _picture(year: str, known: str, svg: str) -> str:
    address = "data:image/svg+xml," + quote(svg, safe=legend.SAFE)
    return (
        f'<figure style="margin:0"><figcaption><b style="font-weight:600">{escape(year)}</b>'
        f'<br><span style="font-size:.85rem">{escape(known)}</span></figcaption>'
        f'<img alt="{escape(year)}" style="width:100%" src="{escape(address)}"></figure>'
    )


def _table(chosen: Chosen, rows: pd.DataFrame, _: Language) -> None:
    known = int(rows["valeur"].notna().sum())
    block.figure(
        "annees",
        _("{} : chaque territoire, chaque année").format(mesures.measure(chosen.measure, _).title),
        mesures.COMPUTED,
        rows,
        None,
        summary=_("Valeur connue pour {} territoires-années sur {}.").format(
            _.number(known), _.number(len(rows))
        ),
        columns=["nom", "annee", "valeur", "etat", "nb_valeurs", "nb_entites"],
        unit=mesures.unit(chosen.measure, _),
        evidence=mesures.evidence(chosen.measure, chosen.level),
        folded=True,
    )
