-- Question : Quelle part des mutuelles a de l'argent placé ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   1 si la mutuelle a des placements, 0 si elle dit n'en avoir
--                                    aucun ; NULL si inconnu
--            denominateur  DOUBLE   1 quand les placements sont connus
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : mutuelles dont les placements dépassent 0 ÷ mutuelles dont les placements sont connus,
--            en fin d'année
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(placements_fcfa > 0 as DOUBLE) as numerateur,
    cast(if(placements_fcfa is null, null, 1) as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
