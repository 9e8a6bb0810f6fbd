-- Code     : E-13
-- Level    : erreur
-- Table    : organisme_exercice
-- Message  : {organisme_id} : l'exercice est {valeur}, après {derniere_annee}.
-- Why      : On ne peut avoir compté ce qui n'a pas eu lieu.
-- Fix      : Corriger l'année.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
select
    ligne,
    'annee' as colonne,
    cast(annee as VARCHAR) as valeur,
    organisme_id,
    cast(year(current_date) + borne('E-13', 'avance') as INTEGER) as derniere_annee
from organisme_exercice
where annee > year(current_date) + borne('E-13', 'avance')
order by ligne asc
