-- Question : Quelle part du prix des soins chaque mutuelle prend-elle en charge ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   part des factures de soins payée par la mutuelle (FCFA) ; NULL
--                                    si inconnu
--            denominateur  DOUBLE   montant de ces factures (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : part payée par la mutuelle ÷ montant facturé ; soins dont les deux montants sont
--            connus, sans les allocations
-- Source   : table prestation_acte
select
    organisme_id as entite_id,
    annee,
    cast(pris_en_charge_fcfa as DOUBLE) as numerateur,
    cast(facture_prise_en_charge_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from soins_annuels
order by entite_id asc, annee asc
