-- Question : Quelle part des mutuelles fait certifier ses comptes ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   1 si les comptes de l'année sont certifiés, 0 s'ils ne le sont
--                                    pas ; NULL si inconnu
--            denominateur  DOUBLE   1 quand on sait si les comptes sont certifiés
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : mutuelles dont les comptes de l'année sont certifiés ÷ mutuelles dont on le sait
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(est_certifie as DOUBLE) as numerateur,
    cast(if(est_certifie is null, null, 1) as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
