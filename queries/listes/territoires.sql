-- Question : Quels sont les districts et les régions ?
-- Grain    : une ligne par niveau et territoire
-- Params   : aucun
-- Returns  : niveau          VARCHAR    district ou region
--            code            VARCHAR    code du territoire
--            nom             VARCHAR    nom
--            district_code   VARCHAR    district qui le contient (lui-même pour un district)
-- Source   : Natural Earth et GeoNames, voir data/reference/limites
select
    niveau,
    territoire_code as code,
    nom,
    district_code
from territoire
order by niveau asc, nom collate fr asc, code asc
