-- Code     : B-9
-- Level    : erreur
-- Table    : centre_activite
-- Message  : {centre_id} : l'activité est de {valeur}, après {derniere_annee}.
-- Why      : On ne peut avoir compté ce qui n'a pas eu lieu.
-- Fix      : Corriger l'année.
-- Returns  : une ligne par centre et année ; aucune quand la règle est respectée
select
    ligne,
    'annee' as colonne,
    cast(annee as VARCHAR) as valeur,
    centre_id,
    cast(year(current_date) + borne('B-9', 'avance') as INTEGER) as derniere_annee
from centre_activite
where annee > year(current_date) + borne('B-9', 'avance')
order by ligne asc
