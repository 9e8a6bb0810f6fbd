"""Try a new centre: choose where and what, see whom it would serve; up to three side by side."""

import numpy as np
import streamlit as st

from cartomut.access.points import Points
from cartomut.charts import simulateur as charts
from cartomut.i18n import Language
from cartomut.ui import (
    answers,
    block,
    choices,
    investment,
    reached,
    scenarios,
    session,
    simulateur,
    sites_map,
    supply,
    tried,
)
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.scenarios import Listed, Scenario
from cartomut.ui.simulateur import Basis, persons
from cartomut.ui.text import plain
from cartomut.ui.tried import Result

AMOUNTS = ("1", "2", "3", "5", "8", "10", "15", "20", "30", "50", "80", "100", "150", "200", "300")
COLUMNS = (
    "scenario",
    "compte_nom",
    "population_a_portee",
    "population_deja_couverte",
    "population_nouvelle",
    "beneficiaires_nouveaux",
    "nb_centres_recouverts",
    "km_centre_proche",
    "offre_avant",
    "offre_apres",
    "unite_offre",
)


def draw(basis: Basis, _: Language) -> None:
    """Let the reader place centres, then compare what they would change."""
    read = scenarios.listed(scenarios.texts(), levels(), services())
    _faults(read, _)
    _editor(basis, read, _)
    results = [tried.result(one, basis, _) for one in read.scenarios]
    told = _told(basis, results, _)
    clicked = sites_map.draw(
        "carte_scenarios",
        _("Où sont les centres simulés ? Un clic sur la carte choisit un point"),
        basis,
        tried.sites(read.scenarios, _),
        told,
        _,
    )
    if clicked:
        choices.put("point", f"{clicked[0]:.4f}, {clicked[1]:.4f}")
        st.rerun()
    if not results:
        note(plain(_("Aucun scénario : choisissez un lieu, puis ajoutez-le.")))
        return
    for column, one in zip(st.columns(len(results)), results, strict=True):
        with column:
            _card(one, basis, read, _)
    _figure(basis, results, told, _)


def levels() -> list[str]:
    """List the levels of care that are known."""
    return list(answers.names()["niveau_soins"])


def services() -> list[str]:
    """List the services that are known."""
    return list(answers.names()["service"])


def _faults(read: Listed, _: Language) -> None:
    """Say what the link holds that cannot be read; the rest is shown."""
    told = [scenarios.told(one, _) for one in read.faults]
    if read.too_many:
        told.append(_("Seuls les {} premiers scénarios sont montrés.").format(scenarios.MOST))
    if not told:
        return
    st.error(plain(" ".join(told)), icon=":material/error:")
    st.button(
        _("Retirer de l'adresse ce qui n'est pas montré"),
        icon=":material/cleaning_services:",
        on_click=scenarios.keep,
        args=(read.scenarios,),
    )


def _editor(basis: Basis, read: Listed, _: Language) -> None:
    """Choose where and what the next centre is, by keyboard alone if need be."""
    with st.container(border=True, key="nouveau_centre"):
        st.subheader(_("Un nouveau centre"))
        spot = _where(basis, _)
        made = _what(basis, spot, _)
        full = len(read.scenarios) >= scenarios.MOST
        st.button(
            _("Ajouter ce scénario"),
            icon=":material/add_location_alt:",
            type="primary",
            disabled=full or made is None,
            on_click=_add,
            args=(made, read.scenarios),
        )
        if full:
            text = _("{} scénarios au plus : retirez-en un pour en essayer un autre.")
            note(plain(text.format(scenarios.MOST)))


def _where(basis: Basis, _: Language) -> tuple[float, float, str] | None:
    """Choose a place from the list, or a point; None when what was typed is no point."""
    rows = simulateur.candidates(basis.ground.places)
    regions = dict(zip(rows["region_code"], rows["nom_region"], strict=True))
    left, middle, right = st.columns(3)
    with left:
        codes = [one for one in regions if isinstance(one, str)]
        region = choices.select(
            "region_site", _("Région du lieu"), codes, regions.__getitem__, default=codes[0]
        )
    places = rows[rows["region_code"] == region].sort_values(
        "population", ascending=False, kind="stable"
    )
    names = dict(zip(places["localite_id"], places["nom"], strict=True))
    with middle:
        chosen = choices.select(
            "lieu", _("Lieu"), list(names), names.__getitem__, default=next(iter(names))
        )
    with right:
        typed = choices.text("point", _("Ou un point : latitude, longitude"))
    if typed:
        spot = scenarios.point(typed)
        if spot is None:
            text = _(
                "« {} » n'est pas un point de Côte d'Ivoire : écrivez 7.69, -5.03, par exemple."
            )
            st.error(plain(text.format(typed)))
            return None
        return *spot, ""
    row = places[places["localite_id"] == chosen].iloc[0]
    return float(row["latitude"]), float(row["longitude"]), str(row["nom"])


def _what(basis: Basis, spot: tuple[float, float, str] | None, _: Language) -> Scenario | None:
    left, middle, right = st.columns(3)
    names = answers.names()
    with left:
        level = choices.select(
            "niveau_nouveau",
            _("Niveau de soins"),
            levels(),
            names["niveau_soins"].__getitem__,
            default=levels()[0],
        )
    with middle:
        chosen = choices.select_many(
            "services_nouveaux",
            _("Services"),
            services(),
            names["service"].__getitem__,
            placeholder=_("Aucun en particulier"),
        )
    with right:
        offer = choices.segments(
            "offre_nouvelle",
            _("Ce qu'il offre"),
            list(supply.CAPACITIES),
            lambda code: _(supply.CAPACITIES[code]),
        )
        amount = _amount(offer, _)
    if spot is None:
        return None
    latitude, longitude, name = spot
    name = name or _("Point {} ; {}").format(_.number(latitude, 3), _.number(longitude, 3))
    return scenarios.renamed(
        Scenario(latitude, longitude, str(level), tuple(chosen), offer, amount, basis.km, ""), name
    )


def _amount(offer: str, _: Language) -> float:
    if offer == "centre":
        return 1.0
    titles = {"personnel": _("Agents"), "lits": _("Lits")}
    written = choices.select("nombre", titles[offer], AMOUNTS, str, default="10")
    return float(written or 10)


def _add(made: Scenario, kept: tuple[Scenario, ...]) -> None:
    scenarios.keep((*kept, made))
    choices.put("point", "")


def _card(one: Result, basis: Basis, read: Listed, _: Language) -> None:
    """Show one scenario: its name, what it changes, what such a centre costs."""
    rank = read.scenarios.index(one.scenario)
    with st.container(border=True, key=f"scenario_{rank}"):
        st.badge(_("SIMULATION"), icon=":material/science:", color="violet")
        st.subheader(plain(f"{rank + 1}. {tried.title(one.scenario, _)}"))
        _rename(one.scenario, rank, read.scenarios, _)
        note(plain(tried.described(one.scenario, _)))
        _figures(one, basis, _)
        investment.show(one.scenario.level, _)
        st.button(
            _("Retirer ce scénario"),
            icon=":material/delete:",
            key=f"retirer_{rank}",
            on_click=scenarios.keep,
            args=(tuple(it for place, it in enumerate(read.scenarios) if place != rank),),
        )


def _rename(scenario: Scenario, rank: int, kept: tuple[Scenario, ...], _: Language) -> None:
    key = f"nom_scenario_{rank}"
    st.session_state[key] = scenario.name
    st.text_input(
        _("Nom"),
        key=key,
        max_chars=scenarios.NAME,
        on_change=_keep_name,
        args=(key, rank, kept),
    )


def _keep_name(key: str, rank: int, kept: tuple[Scenario, ...]) -> None:
    name = str(st.session_state[key])
    scenarios.keep(
        tuple(
            scenarios.renamed(one, name) if place == rank else one for place, one in enumerate(kept)
        )
    )


def _figures(one: Result, basis: Basis, _: Language) -> None:
    whole = one.whole
    if not whole.reached:
        text = _("Aucun lieu habité à {} km ou moins : en mer, hors du pays, ou un lieu désert.")
        st.warning(plain(text.format(_.number(one.scenario.km, 1))))
    kpi(
        _("Nouvellement à portée"),
        persons(whole.gained, _),
        _("sur {} à portée de ce centre").format(persons(whole.reached, _)),
    )
    for name, other in list(one.added.items())[1:]:
        kpi(name, persons(other.gained, _), _("n'en avaient aucun à portée"))
    _beneficiaries(one, _)
    kpi(
        _("Recouvrement"),
        persons(whole.covered, _),
        _.plural(
            "déjà à portée : {} centre dessert les mêmes lieux",
            "déjà à portée : {} centres desservent les mêmes lieux",
            len(whole.overlapping),
        ),
    )
    far = whole.km_nearest
    none = _("aucun chemin n'est connu") if np.isnan(far) else _("aucun centre n'est connu")
    kpi(
        _("Centre existant le plus proche"),
        _("{} km").format(_.number(far, 1)) if np.isfinite(far) else "–",
        _nearest(one, basis) if np.isfinite(far) else none,
    )
    _index(one, _)


def _nearest(one: Result, basis: Basis) -> str:
    spot = Points.of([one.scenario.latitude], [one.scenario.longitude])
    row = int(basis.by.index(basis.points).nearest(spot).centre[0])
    return str(basis.existing["nom"].iloc[row])


def _beneficiaries(one: Result, _: Language) -> None:
    title = _("Bénéficiaires nouvellement à portée")
    if one.beneficiaries is None:
        told = _("inconnu : une région concernée n'a aucun bénéficiaire déclaré")
        kpi(title, "–", told)
        return
    told = _("estimation : part des bénéficiaires de chaque région × personnes gagnées")
    kpi(title, persons(one.beneficiaries, _), told)


def _index(one: Result, _: Language) -> None:
    """Say what the index of supply becomes for those within reach of the new centre."""
    title = _("Offre à portée de ces personnes (2SFCA)")
    unit = _(supply.UNITS[one.scenario.offer])
    if len(one.supply.silent):
        told = _.plural(
            "non calculée : {} centre voisin ne dit pas sa capacité",
            "non calculée : {} centres voisins ne disent pas leur capacité",
            len(one.supply.silent),
        )
        kpi(title, "–", told)
    elif np.isnan(one.supply.before):
        kpi(title, "–", _("personne n'est à portée"))
    else:
        per = supply.PER[one.scenario.offer]
        before, after = (_.number(per * it, 2) for it in (one.supply.before, one.supply.after))
        kpi(title, f"{before} → {after}", unit)


def _told(basis: Basis, results: list[Result], _: Language) -> list[str]:
    told = basis.lines(_)
    told += [
        _.pair(tried.title(one.scenario, _), tried.described(one.scenario, _)) for one in results
    ]
    unknown = int(basis.ground.of("etude")["niveau_soins"].isna().sum())
    if unknown:
        text = _("Centres dont le niveau de soins est inconnu, comptés à aucun niveau : {}.")
        told.append(text.format(_.number(unknown)))
    told.append(
        _(
            "Bénéficiaires : supposés répartis comme la population de leur région ; offre : indice "
            "en deux temps (2SFCA), moyenne des personnes à portée du nouveau centre."
        )
    )
    return told


def _figure(basis: Basis, results: list[Result], told: list[str], _: Language) -> None:
    rows = tried.rows_of(basis, results, _)
    block.figure(
        "scenarios",
        _("SIMULATION : qui chaque nouveau centre servirait-il ?"),
        reached.PLACES,
        reached.rounded(rows),
        charts.scenarios(rows, session.colours(), _),
        summary=_summary(results, _),
        columns=COLUMNS,
        unit=_("personnes"),
        assumptions=told,
        base=_("comparaisons"),
    )


def _summary(results: list[Result], _: Language) -> str:
    order = sorted(results, key=lambda one: -one.whole.gained)
    told = [
        _("{} : {} nouvellement à portée, {} l'étaient déjà.").format(
            tried.title(one.scenario, _),
            persons(one.whole.gained, _),
            persons(one.whole.covered, _),
        )
        for one in order
    ]
    return " ".join([_("Simulation."), *told])
