-- Code     : V-4
-- Level    : avertissement
-- Table    : centre_service
-- Message  : {centre_id} n'offre pas « {service} », mais en a {valeur} items traceurs.
-- Why      : Du matériel sans service se peut ; plus souvent, la réponse « non » est une erreur de
--            saisie.
-- Fix      : Vérifier la disponibilité du service.
-- Returns  : une ligne par service ; aucune quand la règle est respectée
select
    ligne,
    'disponible' as colonne,
    cast(items_traceurs_presents as VARCHAR) as valeur,
    centre_id,
    service
from centre_service
where not disponible and items_traceurs_presents > 0
order by ligne asc
