-- Question : Quel score chaque COM, et chacun de ses axes, obtient-il dans chacun des deux modes ?
-- Grain    : une ligne par COM, année et mode, puis une par axe (axe_id rempli)
-- Une mesure contestée ne compte ni dans les points obtenus, ni dans les points possibles.

-- Bandes du taux de réalisation, telles que le Fonds mondial les publie ; demi-ouvertes, pour que 89,5 %
-- en ait une. Ce n'est pas une norme des COM.
create macro bande_realisation(taux) as
case
    when taux is null then null
    when taux > 1 then 'a1'
    when taux >= 0.90 then 'a2'
    when taux >= 0.60 then 'b1'
    when taux >= 0.30 then 'b2'
    else 'c'
end;

-- Convention du projet, calée sur ces bandes : aucune norme d'appréciation des COM n'a été trouvée.
create macro appreciation_com(score) as
case
    when score is null then 'non_etabli'
    when score >= 0.90 then 'tres_satisfaisant'
    when score >= 0.75 then 'satisfaisant'
    when score >= 0.60 then 'a_consolider'
    when score >= 0.30 then 'insuffisant'
    else 'critique'
end;

create view note_com_par_mode as
select
    indicateur_id,
    com_id,
    axe_id,
    annee,
    'seuil_objectif' as mode_score,
    poids,
    est_conteste,
    true as est_applicable,
    note,
    source_id,
    nature
from note_com
union all
-- Une plage ou un jalon n'a qu'une note. Le reste n'a de taux que pour une cible qui peut diviser et un
-- réalisé qui n'est pas négatif : sinon l'indicateur quitte les deux sommes de ce mode.
select
    indicateur_id,
    com_id,
    axe_id,
    annee,
    'taux_realisation' as mode_score,
    poids,
    est_conteste,
    coalesce(
        sens in ('plage', 'jalon')
        or (
            cible >= 0 and not (sens = 'hausse' and cible = 0) and coalesce(realise >= 0, true)
        ),
        false
    ) as est_applicable,
    case
        when sens in ('plage', 'jalon') then note
        when taux_numerateur / nullif(taux_denominateur, 0) > plafond then plafond
        else taux_numerateur / nullif(taux_denominateur, 0)
    end as note,
    source_id,
    nature
from note_com;

comment on view note_com_par_mode is
'Une ligne par indicateur de COM, année et mode : sa note, et s''il a une note dans ce mode';

create view score_com as
with

seuil_etabli as (
    select any_value(try_cast(split_part(expression, '..', 1) as DOUBLE)) as part
    from seuil
    where indicateur_id = 'com_taux_renseignement' and regle = 'orange'
),

notes as (
    select
        *,
        not est_conteste and est_applicable as est_du
    from note_com_par_mode
),

sommes as (
    select
        com_id,
        axe_id,
        annee,
        mode_score,
        sum(poids * note) filter (where est_du) as points,
        sum(poids) filter (where est_du) as points_dus,
        sum(poids) filter (where est_du and note is not null) as points_renseignes,
        count(*) filter (where est_du) as nb_dus,
        count(note) filter (where est_du) as nb_renseignes,
        count(*) filter (where est_conteste) as nb_contestes,
        count(*) filter (where not est_applicable and not est_conteste) as nb_non_applicables,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from notes
    group by grouping sets (
        (com_id, annee, mode_score),
        (com_id, annee, mode_score, axe_id)
    )
)

select
    sommes.com_id,
    sommes.axe_id,
    sommes.annee,
    sommes.mode_score,
    sommes.points,
    sommes.points_dus,
    sommes.points_renseignes,
    sommes.nb_dus,
    sommes.nb_renseignes,
    sommes.nb_contestes,
    sommes.nb_non_applicables,
    sommes.nb_renseignes / nullif(sommes.nb_dus, 0) as taux_renseignement,
    coalesce(
        sommes.nb_dus > 0 and sommes.nb_renseignes >= seuil_etabli.part * sommes.nb_dus, false
    ) as est_etabli,
    coalesce(sommes.points, 0) / nullif(sommes.points_dus, 0) as score_strict,
    sommes.points / nullif(sommes.points_renseignes, 0) as score_renseigne,
    sommes.source_id,
    sommes.nature
from sommes
cross join seuil_etabli;

comment on view score_com is
'Une ligne par COM, année et mode de score, puis une par axe : les deux scores et ce qui les compose';

create view moyens_com as
select
    com_id,
    annee,
    unite,
    case when count(*) = count(mis_a_disposition) then sum(mis_a_disposition) end as mis_a_disposition,
    case when count(*) = count(prevu) then sum(prevu) end as prevu,
    string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
    string_agg(distinct nature, ' ; ' order by nature) as nature
from com_moyen
group by com_id, annee, unite;

comment on view moyens_com is
'Une ligne par COM, année et unité : moyens prévus et mis à disposition, inconnus si une ligne l''est';
