-- Code     : T-3
-- Level    : erreur
-- Table    : offre
-- Message  : « {offre_id} » vise des projets à partir de {valeur} FCFA, et jusqu'à {montant_max_fcfa}.
-- Why      : Aucun projet ne peut avoir cette taille : l'offre ne répondrait à personne.
-- Fix      : Échanger les deux montants, ou vider celui qui n'est pas dit.
-- Returns  : une ligne par offre ; aucune quand la règle est respectée
select
    ligne,
    'montant_min_fcfa' as colonne,
    cast(montant_min_fcfa as VARCHAR) as valeur,
    offre_id,
    montant_max_fcfa
from offre
where montant_min_fcfa > montant_max_fcfa
order by ligne asc
