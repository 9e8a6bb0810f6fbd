-- Code     : T-4
-- Level    : erreur
-- Table    : offre
-- Message  : « {offre_id} » vaut dans tout le pays, mais une seule région est dite : « {valeur} ».
-- Why      : On ne saurait pas à quels projets l'offre peut répondre.
-- Fix      : Vider la région, ou répondre non à la portée nationale.
-- Returns  : une ligne par offre ; aucune quand la règle est respectée
select
    ligne,
    'region_code' as colonne,
    region_code as valeur,
    offre_id
from offre
where est_nationale and region_code is not null
order by ligne asc
