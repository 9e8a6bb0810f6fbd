-- Code     : C-14
-- Level    : avertissement
-- Table    : centre
-- Message  : « {nom} » est à {distance_km} km de sa position de la dernière édition.
-- Why      : Un centre ne se déplace guère : l'un des deux relevés est faux.
-- Fix      : Vérifier le point ; s'il a déménagé, garder la ligne et le dire dans une correction.
-- Returns  : une ligne par centre relevé au GPS dans les deux éditions ; aucune quand la règle est
--            respectée
select
    centre.ligne,
    'latitude' as colonne,
    concat_ws(' ; ', centre.latitude, centre.longitude) as valeur,
    centre.nom,
    round(km_entre(centre.latitude, centre.longitude, avant.latitude, avant.longitude)) as distance_km
from centre
inner join precedente.centre as avant
    on centre.centre_id = avant.centre_id
where
    centre.precision = 'gps'
    and avant.precision = 'gps'
    and km_entre(centre.latitude, centre.longitude, avant.latitude, avant.longitude)
    > borne('C-14', 'maximum_km')
order by centre.ligne asc
