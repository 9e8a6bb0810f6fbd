-- Code     : B-6
-- Level    : erreur
-- Table    : centre_activite
-- Message  : {centre_id} a une activité en {valeur}, après sa fermeture ({date_fermeture}).
-- Why      : Un centre fermé ne soigne personne.
-- Fix      : Corriger l'année, ou la date de fermeture.
-- Returns  : une ligne par centre et année ; aucune quand la règle est respectée
select
    centre_activite.ligne,
    'annee' as colonne,
    cast(centre_activite.annee as VARCHAR) as valeur,
    centre_activite.centre_id,
    centre.date_fermeture
from centre_activite
inner join centre
    on centre_activite.centre_id = centre.centre_id
where centre_activite.annee > year(fin_de(centre.date_fermeture))
order by centre_activite.ligne asc
