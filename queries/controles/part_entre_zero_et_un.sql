-- Code     : F-2
-- Level    : erreur
-- Table    : fait_publie
-- Message  : « {fait_id} » est une part mais vaut {valeur}.
-- Why      : Les parts vont de 0 à 1 ; 5 % se note 0.05, sinon l'écran montrerait 500 %.
-- Fix      : Diviser la valeur par cent, ou changer l'unité.
-- Returns  : une ligne par fait fautif ; aucune quand la règle est respectée
select
    ligne,
    'valeur' as colonne,
    cast(valeur as VARCHAR) as valeur,
    fait_id
from fait_publie
where unite = 'part' and (fait_publie.valeur < 0 or fait_publie.valeur > 1)
order by ligne asc
