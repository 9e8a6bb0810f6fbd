-- Code     : V-3
-- Level    : erreur
-- Table    : centre_service
-- Message  : {centre_id}, « {service} » : {valeur} items traceurs présents sur
--            {items_traceurs_attendus} attendus.
-- Why      : Les présents sont comptés parmi les attendus ; la disponibilité dépasserait 100 %.
-- Fix      : Relire les deux nombres sur le questionnaire.
-- Returns  : une ligne par service ; aucune quand la règle est respectée
select
    ligne,
    'items_traceurs_presents' as colonne,
    cast(items_traceurs_presents as VARCHAR) as valeur,
    centre_id,
    service,
    items_traceurs_attendus
from centre_service
where items_traceurs_presents > items_traceurs_attendus
order by ligne asc
