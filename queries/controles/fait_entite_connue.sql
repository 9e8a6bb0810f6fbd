-- Code     : F-3
-- Level    : erreur
-- Table    : fait_publie
-- Message  : « {fait_id} » parle de « {entite_id} », que la table « {entite} » ne connaît pas.
-- Why      : Le fait n'apparaîtrait sur aucune fiche.
-- Fix      : Corriger l'identifiant, ou ajouter l'organisme ou le centre.
-- Returns  : une ligne par faute ; aucune quand la règle est respectée
select
    fait_publie.ligne,
    'entite_id' as colonne,
    fait_publie.entite_id as valeur,
    fait_publie.fait_id,
    fait_publie.entite,
    fait_publie.entite_id
from fait_publie
left join organisme
    on fait_publie.entite_id = organisme.organisme_id
left join centre
    on fait_publie.entite_id = centre.centre_id
where
    (fait_publie.entite = 'organisme' and organisme.organisme_id is null)
    or (fait_publie.entite = 'centre' and centre.centre_id is null)
order by fait_publie.ligne asc
