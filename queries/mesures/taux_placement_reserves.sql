-- Question : Quelle part de ses réserves chaque mutuelle a-t-elle placée ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   placements en fin d'année (FCFA) ; NULL si inconnu
--            denominateur  DOUBLE   réserves de fonds propres (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : placements ÷ réserves, en fin d'année
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(placements_fcfa as DOUBLE) as numerateur,
    cast(reserves_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
