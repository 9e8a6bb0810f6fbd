-- Code     : J-4
-- Level    : erreur
-- Table    : jalon
-- Message  : {organisme_id} : l'étape « {etape} » est datée du {valeur}, avant la création
--            ({date_creation}).
-- Why      : Le parcours de la mutuelle se lirait à l'envers.
-- Fix      : Corriger la date de l'étape ou celle de la création.
-- Returns  : une ligne par étape ; aucune quand la règle est respectée
with

creations as (
    select
        organisme_id,
        min(date) as date_creation
    from jalon
    where etape = 'creation'
    group by organisme_id
)

select
    jalon.ligne,
    'date' as colonne,
    jalon.date as valeur,
    jalon.organisme_id,
    jalon.etape,
    creations.date_creation
from jalon
inner join creations
    on jalon.organisme_id = creations.organisme_id
where
    jalon.etape in ('agrement', 'immatriculation')
    and fin_de(jalon.date) < debut_de(creations.date_creation)
order by jalon.ligne asc
