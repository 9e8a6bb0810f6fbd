-- Code     : C-10
-- Level    : avertissement
-- Table    : centre
-- Message  : « {nom} » a des coordonnées ({valeur}) sans précision.
-- Why      : La carte le montrerait comme un relevé GPS, alors que c'est peut-être le milieu d'une
--            ville.
-- Fix      : Remplir la colonne precision : gps, quartier, commune, ville ou region.
-- Returns  : une ligne par centre ; aucune quand la règle est respectée
select
    ligne,
    'precision' as colonne,
    concat_ws(' ; ', latitude, longitude) as valeur,
    nom
from centre
where latitude is not null and longitude is not null and precision is null
order by ligne asc
