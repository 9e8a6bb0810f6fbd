-- Code     : O-2
-- Level    : erreur
-- Table    : organisme
-- Message  : {organisme_id} : la date de création, {valeur}, est encore à venir.
-- Why      : Un organisme qui n'existe pas encore ne peut être compté parmi ceux qui existent.
-- Fix      : Corriger la date, ou la laisser vide et donner le statut « en projet ».
-- Returns  : une ligne par organisme ; aucune quand la règle est respectée
select
    ligne,
    'date_creation' as colonne,
    date_creation as valeur,
    organisme_id
from organisme
where debut_de(date_creation) > current_date
order by ligne asc
