-- Code     : E-9
-- Level    : erreur
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} FCFA de produits totaux, moins que cotisations
--            acquises ({cotisations_acquises_fcfa}) et subventions ({subventions_fcfa}).
-- Why      : Les produits totaux comprennent les deux ; le total ne peut être plus petit que ses
--            parties.
-- Fix      : Relire les trois montants sur le compte de résultat.
-- Returns  : une ligne par exercice, à l'arrondi près ; aucune quand la règle est respectée
select
    ligne,
    'produits_totaux_fcfa' as colonne,
    cast(produits_totaux_fcfa as VARCHAR) as valeur,
    organisme_id,
    annee,
    cotisations_acquises_fcfa,
    subventions_fcfa
from organisme_exercice
where
    produits_totaux_fcfa * (1 + borne('E-9', 'ecart'))
    < coalesce(cotisations_acquises_fcfa, 0) + coalesce(subventions_fcfa, 0)
order by ligne asc
