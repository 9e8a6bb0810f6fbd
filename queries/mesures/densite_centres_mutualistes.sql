-- Question : Combien de centres mutualistes ouverts chaque région a-t-elle pour 100 000 habitants ?
-- Grain    : une ligne par région
-- Params   : aucun
-- Entity   : region
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    région
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     100 000 × centres ; NULL : non recensé
--            denominateur       DOUBLE     population de 2021
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : pour_100000
-- Formula  : 100 000 × centres ouverts possédés, gérés ou de référence ÷ population de 2021 ; zéro
--            seulement dans une région recensée
-- Source   : tables centre, perimetre et population
with

comptes as (
    select
        region_code,
        count(*) as compte,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from centre_situe
    where compte_pour('nb_centres_mutualistes', relation, statut_operationnel)
    group by region_code
)

select
    region.region_code as entite_id,
    null::INTEGER as annee,
    100000 * coalesce(comptes.compte, case when recense.est_enquete then 0 end)::DOUBLE as numerateur,
    population.personnes::DOUBLE as denominateur,
    false as est_masque,
    concat_ws(' ; ', coalesce(comptes.source_id, recense.source_id), population.source_id) as source_id,
    comptes.nature
from region
left join comptes
    on region.region_code = comptes.region_code
left join territoires_recenses('region') as recense
    on region.region_code = recense.territoire_code
left join population_territoire as population
    on
        population.niveau = 'region'
        and region.region_code = population.territoire_code
        and population.annee = 2021
order by entite_id asc
