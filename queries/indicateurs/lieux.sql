-- Question : Où sont les centres de santé et les sièges des mutuelles, et que sait-on de chacun ?
-- Grain    : une ligne par lieu, avec ou sans position
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
-- Returns  : genre              VARCHAR    centre ou siege
--            id                 VARCHAR    centre_id ou organisme_id
--            nom                VARCHAR    nom du lieu
--            organisme          VARCHAR    sigle ou nom de l'organisme
--            type_organisme     VARCHAR    code
--            relation           VARCHAR    code ; NULL pour un siège
--            type_etablissement VARCHAR    code ; NULL pour un siège
--            niveau_soins       VARCHAR    code ; NULL pour un siège
--            statut             VARCHAR    code ; NULL pour un siège
--            est_ouvert         BOOLEAN    ouvert d'après sa source
--            commune            VARCHAR    commune ou ville
--            region_code        VARCHAR    code
--            latitude           DOUBLE     degrés ; NULL sans position
--            longitude          DOUBLE     degrés ; NULL sans position
--            precision          VARCHAR    code
--            source_id          VARCHAR    document d'où vient la ligne
--            nature             VARCHAR    nature de la ligne
-- Unit     : lieux
-- Value    : latitude
-- Base     : lieux
-- Source   : Pages publiques citées ligne par ligne
select
    genre,
    id,
    nom,
    organisme,
    type_organisme,
    relation,
    type_etablissement,
    niveau_soins,
    statut,
    est_ouvert,
    commune,
    region_code,
    latitude,
    longitude,
    precision,
    source_id,
    nature
from lieu_situe
where
    retient_un($district::VARCHAR, district_code)
    and retient_un($region::VARCHAR, region_code)
    and retient_un($commune::VARCHAR, commune)
    and retient($types::VARCHAR[], type_organisme)
    and retient($etablissements::VARCHAR[], type_etablissement)
    and retient($relations::VARCHAR[], relation)
    and retient($statuts::VARCHAR[], statut)
order by rang asc
