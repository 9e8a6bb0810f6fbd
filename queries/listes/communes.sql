-- Question : Dans quelles communes et villes y a-t-il un centre ou un siège de mutuelle ?
-- Grain    : une ligne par région et par commune ou ville
-- Params   : aucun
-- Returns  : region_code   VARCHAR    code de la région
--            commune       VARCHAR    nom de la commune, ou de la ville quand la commune est inconnue
-- Source   : tables organisme et centre du jeu en usage
with

lieux as (
    select
        region_code,
        coalesce(commune, ville) as commune
    from centre_situe
    union
    select
        region_code,
        siege_commune as commune
    from mutuelle_situee
)

select
    region_code,
    commune
from lieux
where region_code is not null and commune is not null
order by region_code asc, commune collate fr asc
