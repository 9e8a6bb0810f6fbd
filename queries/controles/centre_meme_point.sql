-- Code     : C-9
-- Level    : avertissement
-- Table    : centre
-- Message  : « {nom} » est au même point que « {autre_nom} » ({valeur}).
-- Why      : Deux relevés GPS ne tombent presque jamais sur le même point : c'est un doublon ou une
--            cellule recopiée.
-- Fix      : Retirer le doublon, refaire le relevé, ou donner la vraie précision du point.
-- Returns  : une ligne par centre après le premier au même point ; aucune quand la règle est
--            respectée
with

rangs as (
    select
        ligne,
        centre_id,
        nom,
        latitude,
        longitude,
        first_value(centre_id) over (
            partition by latitude, longitude order by ligne asc, centre_id asc
        ) as autre_id,
        first_value(nom) over (
            partition by latitude, longitude order by ligne asc, centre_id asc
        ) as autre_nom
    from centre
    where latitude is not null and longitude is not null and precision = 'gps'
)

select
    ligne,
    'latitude' as colonne,
    concat_ws(' ; ', latitude, longitude) as valeur,
    nom,
    autre_nom
from rangs
where centre_id <> autre_id
order by ligne asc
