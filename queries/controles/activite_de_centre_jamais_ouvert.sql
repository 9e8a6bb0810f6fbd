-- Code     : B-8
-- Level    : erreur
-- Table    : centre_activite
-- Message  : {centre_id} a une activité en {annee}, mais le centre n'est que « {valeur} ».
-- Why      : Un centre seulement annoncé ne doit jamais apparaître comme ouvert.
-- Fix      : Corriger l'état du centre, ou retirer la ligne d'activité.
-- Returns  : une ligne par centre et année ; aucune quand la règle est respectée
select
    centre_activite.ligne,
    'centre_id' as colonne,
    centre.statut_operationnel as valeur,
    centre_activite.centre_id,
    centre_activite.annee
from centre_activite
inner join centre
    on centre_activite.centre_id = centre.centre_id
where centre.statut_operationnel in ('annonce', 'projet')
order by centre_activite.ligne asc
