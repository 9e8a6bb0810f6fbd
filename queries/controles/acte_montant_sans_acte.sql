-- Code     : A-3
-- Level    : erreur
-- Table    : prestation_acte
-- Message  : {organisme_id}, {annee}, « {categorie_prestation} » : {valeur} FCFA facturés pour aucun
--            acte.
-- Why      : Zéro veut dire « compté, et il n'y en a pas » : rien n'a pu être facturé.
-- Fix      : Laisser nb_actes vide s'il est inconnu, ou corriger le montant.
-- Returns  : une ligne par catégorie de prestation ; aucune quand la règle est respectée
select
    ligne,
    'nb_actes' as colonne,
    cast(montant_facture_fcfa as VARCHAR) as valeur,
    organisme_id,
    annee,
    categorie_prestation
from prestation_acte
where nb_actes = 0 and montant_facture_fcfa > 0
order by ligne asc
