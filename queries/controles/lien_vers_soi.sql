-- Code     : L-2
-- Level    : erreur
-- Table    : lien_reseau
-- Message  : Le lien « {lien_id} » va de « {valeur} » à lui-même.
-- Why      : Un organisme n'est ni membre ni partenaire de lui-même ; le réseau compterait un lien de
--            trop.
-- Fix      : Corriger l'un des deux bouts, ou retirer le lien.
-- Returns  : une ligne par lien ; aucune quand la règle est respectée
select
    ligne,
    'vers_id' as colonne,
    vers_id as valeur,
    lien_id
from lien_reseau
where de_type = vers_type and de_id = vers_id
order by ligne asc
