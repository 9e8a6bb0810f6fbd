-- Code     : K-1
-- Level    : erreur
-- Table    : com_contrat
-- Message  : Le contrat « {com_id} » va de {annee_debut} à {valeur}.
-- Why      : Il ne couvrirait aucune année et aucune cible ne serait due.
-- Fix      : Corriger l'une des deux années.
-- Returns  : une ligne par contrat ; aucune quand la règle est respectée
select
    ligne,
    'annee_fin' as colonne,
    cast(annee_fin as VARCHAR) as valeur,
    com_id,
    annee_debut
from com_contrat
where annee_fin < annee_debut
order by ligne asc
