-- Question : Quelle part du prix des soins le patient paie-t-il, après la CMU et la mutuelle ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   ce que ni la CMU ni la mutuelle ne paient (FCFA) ; NULL si
--                                    inconnu
--            denominateur  DOUBLE   montant de ces factures (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : (montant facturé − part de la CMU − part de la mutuelle) ÷ montant facturé ; soins
--            dont les trois montants sont connus, sans les allocations
-- Source   : table prestation_acte
select
    organisme_id as entite_id,
    annee,
    cast(reste_fcfa as DOUBLE) as numerateur,
    cast(facture_partagee_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from soins_annuels
order by entite_id asc, annee asc
