-- Question : Quelle part de ses dettes à court terme chaque mutuelle a-t-elle en caisse et en
--            banque ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   caisse et comptes à vue (FCFA) ; NULL si inconnu
--            denominateur  DOUBLE   dettes exigibles dans l'année (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : disponibilités ÷ dettes à court terme, en fin d'année ; sans dette, rien à rapporter
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(disponibilites_fcfa as DOUBLE) as numerateur,
    cast(dettes_court_terme_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
