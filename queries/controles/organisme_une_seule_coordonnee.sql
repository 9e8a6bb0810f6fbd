-- Code     : O-11
-- Level    : avertissement
-- Table    : organisme
-- Message  : {organisme_id} n'a qu'une coordonnée : {valeur}.
-- Why      : Une moitié de position ne place rien : le siège ira au centre de sa commune.
-- Fix      : Donner la latitude et la longitude, ou aucune des deux.
-- Returns  : une ligne par organisme ; aucune quand la règle est respectée
select
    ligne,
    case when latitude is null then 'latitude' else 'longitude' end as colonne,
    cast(coalesce(latitude, longitude) as VARCHAR) as valeur,
    organisme_id
from organisme
where (latitude is null) <> (longitude is null)
order by ligne asc
