-- Code     : J-1
-- Level    : erreur
-- Table    : organisme_statut
-- Message  : {organisme_id}, « {statut_juridique} » : la fin, {valeur}, vient avant le début,
--            {date_debut}.
-- Why      : Le statut n'aurait duré aucun jour et l'histoire de la mutuelle serait fausse.
-- Fix      : Corriger l'une des deux dates.
-- Returns  : une ligne par statut ; aucune quand la règle est respectée
select
    ligne,
    'date_fin' as colonne,
    date_fin as valeur,
    organisme_id,
    statut_juridique,
    date_debut
from organisme_statut
where fin_de(date_fin) < debut_de(date_debut)
order by ligne asc
