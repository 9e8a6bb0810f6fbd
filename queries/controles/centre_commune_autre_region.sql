-- Code     : C-15
-- Level    : avertissement
-- Table    : centre
-- Message  : « {nom} » : « {lieu} » est dans la région « {region_commune} », non « {valeur} ».
-- Why      : Le centre serait compté dans une région et dessiné dans une autre.
-- Fix      : Corriger la commune ou la région.
-- Returns  : une ligne par centre ; aucune quand la règle est respectée
select
    centre.ligne,
    'region_code' as colonne,
    centre.region_code as valeur,
    centre.nom,
    coalesce(centre.commune, centre.ville) as lieu,
    repere.region_code as region_commune
from centre
inner join repere_unique as repere
    on nom_simple(coalesce(centre.commune, centre.ville)) = repere.cle
where centre.region_code <> repere.region_code
order by centre.ligne asc
