-- Question : Quel est le contour de chaque région ?
-- Grain    : une ligne par région
-- Params   : aucun
-- Returns  : region_code        VARCHAR    code
--            geometrie          VARCHAR    contour simplifié, en GeoJSON
--            est_approximatif   BOOLEAN    contour qui n'est pas officiel
-- Source   : Limites en usage
select
    region_code,
    geometrie,
    est_approximatif
from region
where geometrie is not null
order by region_code asc
