-- Question : Combien de lits les centres du réseau offrent-ils dans chaque région, pour 10 000
--            habitants ?
-- Grain    : une ligne par région
-- Params   : aucun
-- Entity   : region
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    région
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     10 000 × lits ; NULL si un centre ne les donne pas
--            denominateur       DOUBLE     population de 2021
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : pour_10000
-- Formula  : 10 000 × lits des centres ouverts connus ÷ population de 2021 ; inconnu si un centre de
--            la région ne donne pas ses lits
-- Source   : tables centre, perimetre et population
with

lits as (
    select
        region_code,
        case when count(*) = count(nb_lits) then sum(nb_lits) end as nb_lits,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from centre_situe
    where est_ouvert
    group by region_code
)

select
    region.region_code as entite_id,
    null::INTEGER as annee,
    10000 * case
        when lits.region_code is not null then lits.nb_lits when recense.est_enquete then 0
    end::DOUBLE as numerateur,
    population.personnes::DOUBLE as denominateur,
    false as est_masque,
    concat_ws(' ; ', coalesce(lits.source_id, recense.source_id), population.source_id) as source_id,
    lits.nature
from region
left join lits
    on region.region_code = lits.region_code
left join territoires_recenses('region') as recense
    on region.region_code = recense.territoire_code
left join population_territoire as population
    on
        population.niveau = 'region'
        and region.region_code = population.territoire_code
        and population.annee = 2021
order by entite_id asc
