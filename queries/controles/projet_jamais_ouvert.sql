-- Code     : C-1
-- Level    : erreur
-- Table    : centre
-- Message  : « {nom} » n'est qu'un projet mais a le statut « {statut_operationnel} ».
-- Why      : Un centre seulement annoncé ne doit jamais apparaître comme ouvert.
-- Fix      : Mettre le statut à annonce ou projet, ou corriger la relation si le centre a ouvert.
-- Returns  : une ligne par centre fautif ; aucune quand la règle est respectée
select
    ligne,
    'statut_operationnel' as colonne,
    statut_operationnel as valeur,
    nom,
    statut_operationnel
from centre
where relation = 'projet' and statut_operationnel not in ('annonce', 'projet', 'ferme')
order by ligne asc
