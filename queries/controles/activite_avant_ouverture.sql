-- Code     : B-7
-- Level    : erreur
-- Table    : centre_activite
-- Message  : {centre_id} a une activité en {valeur}, avant son ouverture ({date_ouverture}).
-- Why      : Un centre qui n'a pas ouvert ne soigne personne.
-- Fix      : Corriger l'année, ou la date d'ouverture.
-- Returns  : une ligne par centre et année ; aucune quand la règle est respectée
select
    centre_activite.ligne,
    'annee' as colonne,
    cast(centre_activite.annee as VARCHAR) as valeur,
    centre_activite.centre_id,
    centre.date_ouverture
from centre_activite
inner join centre
    on centre_activite.centre_id = centre.centre_id
where centre_activite.annee < year(debut_de(centre.date_ouverture))
order by centre_activite.ligne asc
