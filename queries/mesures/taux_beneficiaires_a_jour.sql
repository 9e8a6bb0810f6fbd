-- Question : Quelle part des bénéficiaires de chaque mutuelle est à jour de cotisation ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   bénéficiaires à jour de cotisation ; NULL si inconnu
--            denominateur  DOUBLE   bénéficiaires en fin d'année
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : bénéficiaires à jour de cotisation ÷ bénéficiaires, en fin d'année
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(nb_beneficiaires_a_jour as DOUBLE) as numerateur,
    cast(nb_beneficiaires as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
