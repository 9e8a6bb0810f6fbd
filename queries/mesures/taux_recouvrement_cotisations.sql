-- Question : Quelle part des cotisations appelées chaque mutuelle a-t-elle reçue ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   cotisations reçues dans l'année (FCFA) ; NULL si inconnu
--            denominateur  DOUBLE   cotisations appelées au titre de l'année (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : cotisations encaissées dans l'année ÷ cotisations émises pour l'année ; dépasse 1
--            quand des retards sont payés
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(cotisations_encaissees_fcfa as DOUBLE) as numerateur,
    cast(cotisations_emises_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
