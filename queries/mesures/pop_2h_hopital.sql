-- Question : Combien de personnes vivent à moins de deux heures de voiture d'un hôpital connu ?
-- Grain    : une ligne par région
-- Params   : aucun
-- Entity   : region
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    région
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     personnes à deux heures ou moins ; NULL sans liste des niveaux
--            denominateur       DOUBLE     personnes des lieux habités
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    NULL : aucune ligne déclarée
-- Unit     : part
-- Formula  : personnes des lieux habités à deux heures ou moins (vol d'oiseau × 1,3, à 40 km/h) du plus
--            proche centre ouvert ou établissement de la liste officielle apportée, de niveau secondaire
--            ou tertiaire (la liste ne dit pas les urgences) ÷ personnes des lieux habités ; inconnu sans
--            cette liste, ou si elle ne dit pas les niveaux
-- Source   : tables centre, etablissement_connu, localite et population
select
    lieu.region_code as entite_id,
    null::INTEGER as annee,
    case
        when count(proche.km) > 0
            then sum(case when proche.km * facteur_route() / 40 <= 2 then lieu.population else 0 end)
    end::DOUBLE as numerateur,
    sum(lieu.population)::DOUBLE as denominateur,
    false as est_masque,
    concat_ws(
        ' ; ',
        string_agg(distinct lieu.source_id, ' ; ' order by lieu.source_id),
        string_agg(distinct lieu.source_population_id, ' ; ' order by lieu.source_population_id)
    ) as source_id,
    null::VARCHAR as nature
from population_localite as lieu
left join localite_proche as proche
    on lieu.localite_id = proche.localite_id and proche.ensemble = 'hopital'
where lieu.region_code is not null
group by lieu.region_code
order by entite_id asc
