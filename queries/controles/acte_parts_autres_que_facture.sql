-- Code     : A-1
-- Level    : erreur
-- Table    : prestation_acte
-- Message  : {organisme_id}, {annee}, « {categorie_prestation} » : {valeur} FCFA facturés,
--            {parts_fcfa} en additionnant CMU, mutuelle et reste à charge.
-- Why      : Le facturé est la somme des trois parts ; le reste à charge serait faux.
-- Fix      : Relire les quatre montants ; laisser vide une part inconnue.
-- Returns  : une ligne par catégorie de prestation, à l'arrondi près ; aucune quand la règle est
--            respectée
with

sommes as (
    select
        ligne,
        organisme_id,
        annee,
        categorie_prestation,
        montant_facture_fcfa,
        coalesce(part_cmu_fcfa, 0) + coalesce(part_mutuelle_fcfa, 0) + coalesce(reste_a_charge_fcfa, 0)
            as parts_fcfa,
        part_cmu_fcfa + part_mutuelle_fcfa + reste_a_charge_fcfa as complet_fcfa
    from prestation_acte
)

select
    ligne,
    'montant_facture_fcfa' as colonne,
    cast(montant_facture_fcfa as VARCHAR) as valeur,
    organisme_id,
    annee,
    categorie_prestation,
    parts_fcfa
from sommes
where
    parts_fcfa > montant_facture_fcfa * (1 + borne('A-1', 'ecart'))
    or complet_fcfa < montant_facture_fcfa * (1 - borne('A-1', 'ecart'))
order by ligne asc
