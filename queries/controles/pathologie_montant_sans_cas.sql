-- Code     : M-2
-- Level    : erreur
-- Table    : prestation_pathologie
-- Message  : {organisme_id}, {annee}, « {pathologie} » : {valeur} FCFA pour aucun cas.
-- Why      : Zéro veut dire « compté, et il n'y en a pas » : rien n'a pu être dépensé.
-- Fix      : Laisser nb_cas vide s'il est inconnu, ou corriger le montant.
-- Returns  : une ligne par pathologie ; aucune quand la règle est respectée
select
    ligne,
    'nb_cas' as colonne,
    cast(montant_fcfa as VARCHAR) as valeur,
    organisme_id,
    annee,
    pathologie
from prestation_pathologie
where nb_cas = 0 and montant_fcfa > 0
order by ligne asc
