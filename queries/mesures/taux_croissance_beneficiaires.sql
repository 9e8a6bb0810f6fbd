-- Question : De combien les bénéficiaires de chaque mutuelle ont-ils augmenté en un an ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   bénéficiaires gagnés ou perdus dans l'année ; NULL si inconnu
--            denominateur  DOUBLE   bénéficiaires au début de l'année
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : (bénéficiaires en fin d'année − bénéficiaires un an plus tôt) ÷ bénéficiaires un an
--            plus tôt
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(nb_beneficiaires - nb_beneficiaires_n1 as DOUBLE) as numerateur,
    cast(nb_beneficiaires_n1 as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
