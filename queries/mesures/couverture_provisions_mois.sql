-- Question : Combien de mois de prestations les provisions techniques de chaque mutuelle
--            couvrent-elles ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   douze fois les provisions techniques (FCFA) ; NULL si inconnu
--            denominateur  DOUBLE   coût des soins et événements de l'année (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : mois
-- Formula  : 12 × provisions techniques ÷ prestations dues ; les réserves n'y sont pas
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(12 * provisions_techniques_fcfa as DOUBLE) as numerateur,
    cast(prestations_dues_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
