-- Code     : F-6
-- Level    : avertissement
-- Table    : affirmation
-- Message  : « {affirmation_id} » n'a pas de calcul et ne dit pas pourquoi.
-- Why      : Le lecteur doit savoir ce qui manque pour vérifier une affirmation.
-- Fix      : Donner calcul_numerateur, ou choisir obstacle_calcul dans sa liste.
-- Returns  : une ligne par faute ; aucune quand la règle est respectée
select
    ligne,
    'obstacle_calcul' as colonne,
    '' as valeur,
    affirmation_id
from affirmation
where calcul_numerateur is null and obstacle_calcul is null
order by ligne asc
