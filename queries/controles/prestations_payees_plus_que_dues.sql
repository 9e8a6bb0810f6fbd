-- Code     : E-6
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} FCFA de prestations payées pour
--            {prestations_dues_fcfa} dues.
-- Why      : Payer plus que le dû ne se peut qu'en soldant les années passées ; au-delà de {maximum}
--            fois, un montant est sans doute faux.
-- Fix      : Vérifier les deux montants, et les arriérés s'il y en a.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
select
    ligne,
    'prestations_payees_fcfa' as colonne,
    cast(prestations_payees_fcfa as VARCHAR) as valeur,
    organisme_id,
    annee,
    prestations_dues_fcfa,
    borne('E-6', 'maximum') as maximum
from organisme_exercice
where prestations_payees_fcfa > prestations_dues_fcfa * borne('E-6', 'maximum')
order by ligne asc
