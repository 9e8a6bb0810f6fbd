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
with

actes as (
    select
        organisme_id,
        annee,
        sum(montant_facture_fcfa - part_cmu_fcfa - part_mutuelle_fcfa) as reste_fcfa,
        sum(montant_facture_fcfa) as montant_facture_fcfa,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from prestation_acte
    where
        categorie_prestation not in (
            'deces_obseques', 'retraite_complementaire', 'allocation_evenement', 'pret_social', 'orphelins'
        )
        and montant_facture_fcfa is not null
        and part_cmu_fcfa is not null
        and part_mutuelle_fcfa is not null
    group by organisme_id, annee
)

select
    exercice.organisme_id as entite_id,
    exercice.annee,
    cast(actes.reste_fcfa as DOUBLE) as numerateur,
    cast(actes.montant_facture_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    coalesce(actes.source_id, exercice.source_id) as source_id,
    coalesce(actes.nature, exercice.nature) as nature
from exercice
left join actes
    on
        exercice.organisme_id = actes.organisme_id
        and exercice.annee = actes.annee
order by entite_id asc, annee asc
