-- Code     : E-12
-- Level    : erreur
-- Table    : organisme_exercice
-- Message  : {organisme_id} a un exercice {valeur}, avant sa création ({date_creation}).
-- Why      : Un organisme n'a pas de comptes avant d'exister.
-- Fix      : Corriger l'année, ou la date de création.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
select
    organisme_exercice.ligne,
    'annee' as colonne,
    cast(organisme_exercice.annee as VARCHAR) as valeur,
    organisme_exercice.organisme_id,
    organisme.date_creation
from organisme_exercice
inner join organisme
    on organisme_exercice.organisme_id = organisme.organisme_id
where organisme_exercice.annee < year(debut_de(organisme.date_creation))
order by organisme_exercice.ligne asc
