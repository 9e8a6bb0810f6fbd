-- Code     : E-10
-- Level    : erreur
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : résultat de {valeur} FCFA, alors que produits moins charges
--            font {difference}.
-- Why      : Deux équilibres différents seraient montrés pour la même année.
-- Fix      : Relire les trois montants sur le compte de résultat ; un déficit s'écrit avec un moins.
-- Returns  : une ligne par exercice, à l'arrondi près ; aucune quand la règle est respectée
select
    ligne,
    'resultat_net_fcfa' as colonne,
    cast(resultat_net_fcfa as VARCHAR) as valeur,
    organisme_id,
    annee,
    produits_totaux_fcfa - charges_totales_fcfa as difference
from organisme_exercice
where
    abs(resultat_net_fcfa - (produits_totaux_fcfa - charges_totales_fcfa))
    > borne('E-10', 'ecart') * greatest(produits_totaux_fcfa, charges_totales_fcfa)
order by ligne asc
