-- Code     : O-12
-- Level    : avertissement
-- Table    : organisme
-- Message  : {organisme_id} : le siège est à {distance_km} km de sa région, « {valeur} », dans «
--            {region_trouvee} ».
-- Why      : Le siège serait compté dans une région et dessiné dans une autre ; les limites sont
--            approximatives, d'où la marge de {marge_km} km.
-- Fix      : Corriger la région ou les coordonnées.
-- Returns  : une ligne par organisme ; aucune quand la règle est respectée
select
    organisme.ligne,
    'siege_region_code' as colonne,
    organisme.siege_region_code as valeur,
    organisme.organisme_id,
    position_controle.region_trouvee,
    round(position_controle.distance_km) as distance_km,
    borne('O-12', 'marge_km') as marge_km
from organisme
inner join position_controle
    on organisme.organisme_id = position_controle.objet_id and position_controle.objet = 'organisme'
where
    not position_controle.est_en_mer
    and position_controle.distance_km > borne('O-12', 'marge_km')
order by organisme.ligne asc
