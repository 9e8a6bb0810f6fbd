-- Question : Où est ce centre, cet organisme ou ce territoire, et avec quelle précision ?
-- Grain    : une ligne, ou aucune quand l'identifiant est inconnu
-- Params   : genre             VARCHAR    centre, organisme, region ou district
--            id                VARCHAR    identifiant
-- Returns  : latitude          DOUBLE     degrés ; NULL sans position, et pour un territoire
--            longitude         DOUBLE     degrés ; NULL sans position, et pour un territoire
--            precision         VARCHAR    code ; NULL sans position, et pour un territoire
--            regions           VARCHAR[]  codes des régions où il se trouve ; vide si inconnues
-- Source   : Positions du jeu en usage et de la référence
with

places as (
    select
        'centre' as genre,
        centre_id as id,
        latitude,
        longitude,
        precision,
        region_code
    from centre_situe
    union all
    select
        'organisme' as genre,
        organisme_id as id,
        latitude,
        longitude,
        precision,
        region_code
    from organisme_situe
    union all
    select
        'region' as genre,
        region_code as id,
        null as latitude,
        null as longitude,
        null as precision,
        region_code
    from region
    union all
    select
        'district' as genre,
        district_code as id,
        null as latitude,
        null as longitude,
        null as precision,
        region_code
    from region
)

select
    any_value(latitude) as latitude,
    any_value(longitude) as longitude,
    any_value(precision) as precision,
    coalesce(list(region_code order by region_code) filter (where region_code is not null), []) as regions
from places
where genre = $genre and id = $id
group by id
order by id asc
