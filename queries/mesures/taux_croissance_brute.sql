-- Question : De combien les adhérents de chaque mutuelle ont-ils augmenté en un an ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   adhérents gagnés ou perdus dans l'année ; NULL si inconnu
--            denominateur  DOUBLE   adhérents au début de l'année
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : (adhérents en fin d'année − adhérents un an plus tôt) ÷ adhérents un an plus tôt
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(nb_adherents - nb_adherents_n1 as DOUBLE) as numerateur,
    cast(nb_adherents_n1 as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
