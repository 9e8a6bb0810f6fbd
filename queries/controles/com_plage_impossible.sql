-- Code     : K-6
-- Level    : erreur
-- Table    : com_indicateur
-- Message  : « {indicateur_id} » doit rester dans une plage de « {plage_min} » à « {valeur} ».
-- Why      : Sans ses deux bornes, dans l'ordre, la plage ne se note pas.
-- Fix      : Remplir plage_min et plage_max, la plus petite d'abord, ou changer le sens.
-- Returns  : une ligne par indicateur ; aucune quand la règle est respectée
select
    ligne,
    'plage_max' as colonne,
    cast(plage_max as VARCHAR) as valeur,
    indicateur_id,
    plage_min
from com_indicateur
where sens = 'plage' and (plage_min is null or plage_max is null or plage_min >= plage_max)
order by ligne asc
