-- Question : Où placer chaque centre et chaque siège dans un fichier de carte, et avec quelle précision ?
-- Grain    : une ligne par centre et par organisme, avec ou sans position
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
-- Returns  : genre              VARCHAR    centre ou siege
--            id                 VARCHAR    centre_id ou organisme_id
--            region_code        VARCHAR    région dite, sinon celle du point de repère
--            district_code      VARCHAR    son district
--            latitude           DOUBLE     degrés ; NULL sans position
--            longitude          DOUBLE     degrés ; NULL sans position
--            precision          VARCHAR    code ; NULL sans position
-- Source   : Positions du jeu en usage et de la référence
with

lieux as (
    select
        'centre' as genre,
        centre_id as id,
        region_code,
        district_code,
        coalesce(commune, ville) as commune,
        type_organisme,
        retient($etablissements::VARCHAR[], type_etablissement)
        and retient($relations::VARCHAR[], relation)
        and retient($statuts::VARCHAR[], statut_operationnel) as est_garde,
        latitude,
        longitude,
        precision
    from centre_situe
    union all
    select
        'siege' as genre,
        organisme_id as id,
        region_code,
        district_code,
        siege_commune as commune,
        type_organisme,
        true as est_garde,
        latitude,
        longitude,
        precision
    from organisme_situe
)

select
    genre,
    id,
    region_code,
    district_code,
    latitude,
    longitude,
    precision
from lieux
where
    est_garde
    and retient_un($district::VARCHAR, district_code)
    and retient_un($region::VARCHAR, region_code)
    and retient_un($commune::VARCHAR, commune)
    and retient($types::VARCHAR[], type_organisme)
order by genre asc, id asc
