-- Code     : B-3
-- Level    : avertissement
-- Table    : centre_activite
-- Message  : {centre_id}, {annee} : {valeur} cas de paludisme traités pour {nb_palu_confirmes}
--            confirmés.
-- Why      : On traite après confirmation : soit des malades sont traités sans test, soit un nombre
--            est faux.
-- Fix      : Relire les deux nombres ; s'ils sont justes, l'écart est une information sur la qualité
--            des soins.
-- Returns  : une ligne par centre et année ; aucune quand la règle est respectée
select
    ligne,
    'nb_palu_traites' as colonne,
    cast(nb_palu_traites as VARCHAR) as valeur,
    centre_id,
    annee,
    nb_palu_confirmes
from centre_activite
where nb_palu_traites > nb_palu_confirmes
order by ligne asc
