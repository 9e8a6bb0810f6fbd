-- Code     : O-5
-- Level    : avertissement
-- Table    : organisme
-- Message  : {organisme_id} : le siège est au même point que celui de « {autre_id} » ({valeur}).
-- Why      : Deux relevés GPS ne tombent presque jamais sur le même point : c'est un doublon ou une
--            cellule recopiée.
-- Fix      : Relever les deux sièges, ou donner la vraie précision de la position.
-- Returns  : une ligne par organisme après le premier au même point ; aucune quand la règle est
--            respectée
with

rangs as (
    select
        ligne,
        organisme_id,
        latitude,
        longitude,
        first_value(organisme_id) over (
            partition by latitude, longitude order by ligne asc, organisme_id asc
        ) as autre_id
    from organisme
    where latitude is not null and longitude is not null and precision = 'gps'
)

select
    ligne,
    'latitude' as colonne,
    concat_ws(' ; ', latitude, longitude) as valeur,
    organisme_id,
    autre_id
from rangs
where organisme_id <> autre_id
order by ligne asc
