-- Code     : C-2
-- Level    : avertissement
-- Table    : centre
-- Message  : « {nom} » : la commune ou ville « {commune} » n'a pas de point de repère.
-- Why      : Le centre n'apparaîtra pas sur la carte, seulement dans la liste des lieux sans position.
-- Fix      : Donner ses coordonnées, ou ajouter la commune à data/reference/commune.csv.
-- Returns  : une ligne par centre fautif ; aucune quand la règle est respectée
select
    ligne,
    'commune' as colonne,
    coalesce(commune, ville) as valeur,
    nom,
    coalesce(commune, ville) as commune
from centre
where
    latitude is null
    and coalesce(commune, ville) is not null
    and coalesce(commune, ville) not in (select repere.nom from repere)
order by ligne asc
