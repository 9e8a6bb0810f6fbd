-- Question : Quels lieux sont le siège d'une mutuelle ou l'un de ses centres ?
-- Grain    : une ligne par lieu
-- Params   : organisme_id   VARCHAR    la mutuelle
-- Returns  : genre          VARCHAR    centre ou siege
--            id             VARCHAR    centre_id ou organisme_id
-- Source   : Centres et organismes du jeu en usage
select
    'centre' as genre,
    centre_id as id
from centre
where organisme_id = $organisme_id::VARCHAR
union all
select
    'siege' as genre,
    organisme_id as id
from organisme
where organisme_id = $organisme_id::VARCHAR
order by genre asc, id asc
