-- Question : Combien de personnes vivent en chaque lieu, et où ?
-- Grain    : une ligne par lieu habité
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
-- Returns  : localite_id        VARCHAR    identifiant du lieu
--            nom                VARCHAR    nom du lieu
--            region_code        VARCHAR    code
--            nom_region         VARCHAR    nom de la région
--            est_enquete        BOOLEAN    vrai si les centres de la région ont été recensés
--            latitude           DOUBLE     degrés
--            longitude          DOUBLE     degrés
--            precision          VARCHAR    code
--            population         DOUBLE     personnes ; NULL si inconnue
--            methode_population VARCHAR    code : comment la population est connue
--            annee              INTEGER    année du recensement ; NULL sans mise à l'échelle
--            base               VARCHAR    base du chiffre ; NULL sans mise à l'échelle
--            source_id          VARCHAR    documents du lieu et du recensement
-- Unit     : personnes
-- Value    : population
-- Base     : lieux habités
-- Formula  : Population de GeoNames × facteur de la région, pour que la somme des lieux d'une région
--            soit son dernier recensement connu ; les communes d'Abidjan, comptées une fois, gardent
--            leur recensement.
-- Source   : GeoNames et recensements (RGPH)
select
    lieu.localite_id,
    lieu.nom,
    lieu.region_code,
    region.nom as nom_region,
    coalesce(recense.est_enquete, false) as est_enquete,
    lieu.latitude,
    lieu.longitude,
    lieu.precision,
    lieu.population,
    lieu.methode as methode_population,
    lieu.annee,
    lieu.base,
    concat_ws(' ; ', lieu.source_id, lieu.source_population_id) as source_id
from population_localite as lieu
left join region
    on lieu.region_code = region.region_code
left join territoires_recenses('region') as recense
    on lieu.region_code = recense.territoire_code
where
    retient_un($district::VARCHAR, lieu.district_code)
    and retient_un($region::VARCHAR, lieu.region_code)
order by region.nom collate fr asc, lieu.nom collate fr asc, lieu.localite_id asc
