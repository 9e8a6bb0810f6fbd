-- Question : Quelle part des personnes qu'elle peut couvrir chaque mutuelle couvre-t-elle ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   bénéficiaires en fin d'année ; NULL si inconnu
--            denominateur  DOUBLE   personnes que la mutuelle peut couvrir
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : bénéficiaires en fin d'année ÷ population cible de la mutuelle
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(nb_beneficiaires as DOUBLE) as numerateur,
    cast(population_cible as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
