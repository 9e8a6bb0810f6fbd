-- Code     : B-1
-- Level    : erreur
-- Table    : centre_activite
-- Message  : {centre_id}, {annee} : {valeur} tests VIH positifs pour {nb_depistages_vih} tests.
-- Why      : Un test positif est un test fait ; la positivité dépasserait 100 %.
-- Fix      : Relire les deux nombres sur le registre.
-- Returns  : une ligne par centre et année ; aucune quand la règle est respectée
select
    ligne,
    'nb_vih_positifs' as colonne,
    cast(nb_vih_positifs as VARCHAR) as valeur,
    centre_id,
    annee,
    nb_depistages_vih
from centre_activite
where nb_vih_positifs > nb_depistages_vih
order by ligne asc
