-- Question : Quelle part d'une année de charges les réserves de chaque mutuelle font-elles ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   réserves de fonds propres (FCFA) ; NULL si inconnu
--            denominateur  DOUBLE   charges de l'activité d'assurance (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : réserves ÷ charges totales ; les provisions techniques n'y sont pas
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(reserves_fcfa as DOUBLE) as numerateur,
    cast(charges_totales_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
