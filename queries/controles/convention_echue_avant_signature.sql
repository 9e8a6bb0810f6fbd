-- Code     : N-2
-- Level    : erreur
-- Table    : convention
-- Message  : La convention « {convention_id} » arrive à terme le {valeur}, avant sa signature
--            ({date_signature}).
-- Why      : Elle serait montrée comme échue le jour de sa signature.
-- Fix      : Corriger l'une des deux dates.
-- Returns  : une ligne par convention ; aucune quand la règle est respectée
select
    ligne,
    'echeance' as colonne,
    echeance as valeur,
    convention_id,
    date_signature
from convention
where fin_de(echeance) < debut_de(date_signature)
order by ligne asc
