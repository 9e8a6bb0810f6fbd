-- Question : Combien de personnes vivent à moins de 5 km de route d'un centre mutualiste ?
-- Grain    : une ligne par région
-- Params   : aucun
-- Entity   : region
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    région
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     personnes à 5 km ou moins ; NULL si personne ne l'est dans une
--                                          région non recensée
--            denominateur       DOUBLE     personnes des lieux habités
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : personnes des lieux habités dont le centre mutualiste
--            ouvert le plus proche, de leur région ou d'une autre, est à 5 km ou moins (vol d'oiseau
--            × 1,3) ÷ personnes des lieux habités
-- Source   : tables centre, perimetre, localite et population
with

personnes as (
    select
        lieu.region_code,
        sum(lieu.population) as population,
        sum(lieu.population) filter (where proche.km * facteur_route() <= 5) as a_portee,
        string_agg(distinct centre.source_id, ' ; ' order by centre.source_id)
        filter (where proche.km * facteur_route() <= 5) as source_centres,
        string_agg(distinct centre.nature, ' ; ' order by centre.nature)
        filter (where proche.km * facteur_route() <= 5) as nature,
        string_agg(distinct lieu.source_id, ' ; ' order by lieu.source_id) as source_lieux,
        string_agg(distinct lieu.source_population_id, ' ; ' order by lieu.source_population_id)
            as source_population
    from population_localite as lieu
    left join localite_proche as proche
        on lieu.localite_id = proche.localite_id and proche.ensemble = 'mutualiste'
    left join centre_situe as centre
        on proche.centre_id = centre.centre_id
    group by lieu.region_code
)

select
    region.region_code as entite_id,
    null::INTEGER as annee,
    coalesce(personnes.a_portee, case when recense.est_enquete then 0 end)::DOUBLE as numerateur,
    personnes.population::DOUBLE as denominateur,
    false as est_masque,
    concat_ws(
        ' ; ',
        coalesce(personnes.source_centres, recense.source_id),
        personnes.source_lieux,
        personnes.source_population
    ) as source_id,
    personnes.nature
from region
left join personnes
    on region.region_code = personnes.region_code
left join territoires_recenses('region') as recense
    on region.region_code = recense.territoire_code
order by entite_id asc
