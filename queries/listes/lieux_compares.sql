-- Question : Où sont les lieux des deux entités que l'on compare ?
-- Grain    : une ligne par lieu et par côté, avec ou sans position
-- Params   : quoi         VARCHAR    organisme, centre ou region
--            a            VARCHAR    identifiant du premier
--            b            VARCHAR    identifiant du second ; NULL sans second
-- Returns  : cote         VARCHAR    a ou b
--            genre        VARCHAR    centre ou siege
--            id           VARCHAR    centre_id ou organisme_id
--            nom          VARCHAR    nom du lieu
--            est_ouvert   BOOLEAN    ouvert d'après sa source ; vrai pour un siège
--            latitude     DOUBLE     degrés ; NULL sans position
--            longitude    DOUBLE     degrés ; NULL sans position
--            precision    VARCHAR    code ; NULL sans position
-- Source   : Positions du jeu en usage et de la référence
with

lieux as (
    select
        'centre' as genre,
        centre_id as id,
        nom,
        coalesce(est_ouvert, false) as est_ouvert,
        latitude,
        longitude,
        precision,
        case $quoi
            when 'organisme' then organisme_id
            when 'centre' then centre_id
            when 'region' then region_code
        end as code
    from centre_situe
    union all
    select
        'siege' as genre,
        organisme_id as id,
        nom,
        true as est_ouvert,
        latitude,
        longitude,
        precision,
        case $quoi when 'organisme' then organisme_id when 'region' then region_code end as code
    from mutuelle_situee
)

select
    case when code = $a then 'a' else 'b' end as cote,
    genre,
    id,
    nom,
    est_ouvert,
    latitude,
    longitude,
    precision
from lieux
where code in ($a, $b)
order by cote asc, genre asc, nom collate fr asc, id asc
