-- Code     : C-7
-- Level    : avertissement
-- Table    : centre
-- Message  : « {nom} » : à {distance_km} km de sa région, « {valeur} » ; le point est dans «
--            {region_trouvee} ».
-- Why      : Le centre serait compté dans une région et dessiné dans une autre ; les limites sont
--            approximatives, d'où la marge de {marge_km} km.
-- Fix      : Corriger la région ou les coordonnées.
-- Returns  : une ligne par centre ; aucune quand la règle est respectée
select
    centre.ligne,
    'region_code' as colonne,
    centre.region_code as valeur,
    centre.nom,
    position_controle.region_trouvee,
    round(position_controle.distance_km) as distance_km,
    borne('C-7', 'marge_km') as marge_km
from centre
inner join position_controle
    on centre.centre_id = position_controle.objet_id and position_controle.objet = 'centre'
where
    not position_controle.est_en_mer
    and position_controle.distance_km > borne('C-7', 'marge_km')
order by centre.ligne asc
