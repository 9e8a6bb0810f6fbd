-- Code     : O-9
-- Level    : avertissement
-- Table    : organisme
-- Message  : {organisme_id} : « {siege_commune} » est dans la région « {region_commune} », non «
--            {valeur} ».
-- Why      : Le siège serait compté dans une région et dessiné dans une autre.
-- Fix      : Corriger la commune ou la région du siège.
-- Returns  : une ligne par organisme ; aucune quand la règle est respectée
select
    organisme.ligne,
    'siege_region_code' as colonne,
    organisme.siege_region_code as valeur,
    organisme.organisme_id,
    organisme.siege_commune,
    lieu.region_code as region_commune
from organisme
inner join repere_unique as lieu
    on nom_simple(organisme.siege_commune) = lieu.cle
where organisme.siege_region_code <> lieu.region_code
order by organisme.ligne asc
