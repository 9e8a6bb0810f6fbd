-- Code     : C-8
-- Level    : avertissement
-- Table    : centre
-- Message  : « {nom} » n'a qu'une coordonnée : {valeur}.
-- Why      : Une moitié de position ne place rien : le centre ira au milieu de sa commune.
-- Fix      : Donner la latitude et la longitude, ou aucune des deux.
-- Returns  : une ligne par centre ; aucune quand la règle est respectée
select
    ligne,
    case when latitude is null then 'latitude' else 'longitude' end as colonne,
    cast(coalesce(latitude, longitude) as VARCHAR) as valeur,
    nom
from centre
where (latitude is null) <> (longitude is null)
order by ligne asc
