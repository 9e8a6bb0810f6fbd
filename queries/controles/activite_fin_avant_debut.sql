-- Code     : N-1
-- Level    : erreur
-- Table    : activite
-- Message  : L'activité « {activite_id} » finit le {valeur}, avant de commencer ({date_debut}).
-- Why      : Elle ne trouverait pas sa place dans la chronologie.
-- Fix      : Corriger l'une des deux dates.
-- Returns  : une ligne par activité ; aucune quand la règle est respectée
select
    ligne,
    'date_fin' as colonne,
    date_fin as valeur,
    activite_id,
    date_debut
from activite
where fin_de(date_fin) < debut_de(date_debut)
order by ligne asc
