-- Question : Combien de mois de prestations les réserves de chaque mutuelle paieraient-elles ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   douze fois les réserves (FCFA) ; NULL si inconnu
--            denominateur  DOUBLE   coût des soins et événements de l'année (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : mois
-- Formula  : 12 × réserves ÷ prestations dues
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(12 * reserves_fcfa as DOUBLE) as numerateur,
    cast(prestations_dues_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
