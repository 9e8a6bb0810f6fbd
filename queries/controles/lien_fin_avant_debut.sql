-- Code     : L-3
-- Level    : erreur
-- Table    : lien_reseau
-- Message  : Le lien « {lien_id} » finit le {valeur}, avant de commencer ({date_debut}).
-- Why      : Il n'apparaîtrait à aucune date.
-- Fix      : Corriger l'une des deux dates.
-- Returns  : une ligne par lien ; aucune quand la règle est respectée
select
    ligne,
    'date_fin' as colonne,
    date_fin as valeur,
    lien_id,
    date_debut
from lien_reseau
where fin_de(date_fin) < debut_de(date_debut)
order by ligne asc
