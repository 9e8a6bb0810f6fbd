-- Code     : C-11
-- Level    : avertissement
-- Table    : centre
-- Message  : « {nom} » : relevé GPS juste à {valeur} m près, plus que {maximum_m} m.
-- Why      : À cette distance, le point peut être celui d'un autre bâtiment ou d'un autre quartier.
-- Fix      : Refaire le relevé dehors, en attendant le signal, ou donner la précision « quartier ».
-- Returns  : une ligne par centre ; aucune quand la règle est respectée
select
    ligne,
    'precision_m' as colonne,
    cast(precision_m as VARCHAR) as valeur,
    nom,
    borne('C-11', 'maximum_m') as maximum_m
from centre
where precision = 'gps' and precision_m > borne('C-11', 'maximum_m')
order by ligne asc
