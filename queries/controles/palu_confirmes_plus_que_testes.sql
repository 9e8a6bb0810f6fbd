-- Code     : B-2
-- Level    : erreur
-- Table    : centre_activite
-- Message  : {centre_id}, {annee} : {valeur} cas de paludisme confirmés pour {nb_palu_testes} tests.
-- Why      : Un cas confirmé l'est par un test ; la positivité dépasserait 100 %.
-- Fix      : Relire les deux nombres sur le registre ; les cas sans test ne sont pas confirmés.
-- Returns  : une ligne par centre et année ; aucune quand la règle est respectée
select
    ligne,
    'nb_palu_confirmes' as colonne,
    cast(nb_palu_confirmes as VARCHAR) as valeur,
    centre_id,
    annee,
    nb_palu_testes
from centre_activite
where nb_palu_confirmes > nb_palu_testes
order by ligne asc
