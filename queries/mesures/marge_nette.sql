-- Question : Que reste-t-il à chaque mutuelle, rapporté à ses cotisations acquises ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   résultat net, négatif en cas de déficit (FCFA) ; NULL si
--                                    inconnu
--            denominateur  DOUBLE   cotisations qui reviennent à l'année (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : résultat net ÷ cotisations acquises ; négatif en cas de déficit
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(resultat_net_fcfa as DOUBLE) as numerateur,
    cast(cotisations_acquises_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
