-- Code     : E-21
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : comptes certifiés, sans date de dépôt.
-- Why      : Des comptes certifiés sont faits pour être déposés : le respect des délais ne se
--            mesurerait pas.
-- Fix      : Donner la date de dépôt, ou vérifier la certification.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
select
    ligne,
    'date_depot_etats_financiers' as colonne,
    cast(est_certifie as VARCHAR) as valeur,
    organisme_id,
    annee
from organisme_exercice
where est_certifie and date_depot_etats_financiers is null
order by ligne asc
