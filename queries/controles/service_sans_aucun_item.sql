-- Code     : V-5
-- Level    : avertissement
-- Table    : centre_service
-- Message  : {centre_id} offre « {service} » sans aucun des {valeur} items traceurs attendus.
-- Why      : Sans personnel formé, matériel ni médicament, le service n'existe guère.
-- Fix      : Vérifier la disponibilité et le compte des items ; laisser vide ce qui n'a pas été
--            demandé.
-- Returns  : une ligne par service ; aucune quand la règle est respectée
select
    ligne,
    'items_traceurs_presents' as colonne,
    cast(items_traceurs_attendus as VARCHAR) as valeur,
    centre_id,
    service
from centre_service
where disponible and items_traceurs_presents = 0 and items_traceurs_attendus > 0
order by ligne asc
