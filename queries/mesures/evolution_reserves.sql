-- Question : De combien les réserves de chaque mutuelle ont-elles augmenté en un an ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   réserves gagnées ou perdues dans l'année (FCFA) ; NULL si
--                                    inconnu
--            denominateur  DOUBLE   réserves un an plus tôt (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : (réserves − réserves un an plus tôt) ÷ réserves un an plus tôt
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(reserves_fcfa - reserves_fcfa_n1 as DOUBLE) as numerateur,
    cast(reserves_fcfa_n1 as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
