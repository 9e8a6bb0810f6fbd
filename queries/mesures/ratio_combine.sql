-- Question : Quelle part des cotisations acquises les prestations et la gestion prennent-elles
--            ensemble ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   prestations dues et frais de gestion (FCFA) ; NULL si inconnu
--            denominateur  DOUBLE   cotisations qui reviennent à l'année (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : (prestations dues + frais de fonctionnement) ÷ cotisations acquises
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(prestations_dues_fcfa + frais_fonctionnement_fcfa as DOUBLE) as numerateur,
    cast(cotisations_acquises_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
