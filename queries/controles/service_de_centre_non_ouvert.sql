-- Code     : V-1
-- Level    : erreur
-- Table    : centre_service
-- Message  : {centre_id} : le service « {valeur} » est dit disponible, mais le centre est «
--            {statut_operationnel} ».
-- Why      : La carte enverrait des patients vers un centre qui ne reçoit personne.
-- Fix      : Corriger l'état du centre, ou mettre disponible à faux.
-- Returns  : une ligne par service ; aucune quand la règle est respectée
select
    centre_service.ligne,
    'disponible' as colonne,
    centre_service.service as valeur,
    centre_service.centre_id,
    centre.statut_operationnel
from centre_service
inner join centre
    on centre_service.centre_id = centre.centre_id
where centre_service.disponible and centre.statut_operationnel in ('annonce', 'projet', 'ferme')
order by centre_service.ligne asc
