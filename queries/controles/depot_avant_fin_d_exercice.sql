-- Code     : E-22
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id} : les comptes de {annee} sont déposés le {valeur}, avant la fin de
--            l'exercice.
-- Why      : Des comptes ne se déposent pas avant d'être clos : l'année ou la date est sans doute
--            fausse.
-- Fix      : Corriger la date de dépôt ou l'exercice.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
select
    ligne,
    'date_depot_etats_financiers' as colonne,
    cast(date_depot_etats_financiers as VARCHAR) as valeur,
    organisme_id,
    annee
from organisme_exercice
where year(date_depot_etats_financiers) <= annee
order by ligne asc
