-- Code     : C-4
-- Level    : erreur
-- Table    : centre
-- Message  : « {nom} » : latitude {latitude}, longitude {longitude} ; échangées, elles tombent dans
--            le pays.
-- Why      : Tel quel, le point est dans l'océan, au sud de l'équateur.
-- Fix      : Échanger les deux colonnes sur cette ligne.
-- Returns  : une ligne par centre ; aucune quand la règle est respectée
select
    ligne,
    'latitude' as colonne,
    cast(latitude as VARCHAR) as valeur,
    nom,
    latitude,
    longitude
from centre
where dans_le_cadre(longitude, latitude)
order by ligne asc
