-- Code     : M-1
-- Level    : avertissement
-- Table    : prestation_pathologie
-- Message  : {organisme_id}, {annee} : les pathologies font {valeur} FCFA, plus que les prestations
--            de l'exercice ({prestations_fcfa}).
-- Why      : Le détail ne peut dépasser le total : une maladie est comptée deux fois, ou l'exercice
--            est faux.
-- Fix      : Vérifier les montants par pathologie, puis les prestations de l'exercice.
-- Returns  : une ligne par organisme et année, celle de sa première pathologie ; aucune quand la
--            règle est respectée
with

sommes as (
    select
        organisme_id,
        annee,
        min(ligne) as ligne,
        sum(montant_fcfa) as montant_fcfa
    from prestation_pathologie
    group by organisme_id, annee
)

select
    sommes.ligne,
    'montant_fcfa' as colonne,
    cast(sommes.montant_fcfa as VARCHAR) as valeur,
    sommes.organisme_id,
    sommes.annee,
    greatest(organisme_exercice.prestations_dues_fcfa, organisme_exercice.prestations_payees_fcfa)
        as prestations_fcfa
from sommes
inner join organisme_exercice
    on
        sommes.organisme_id = organisme_exercice.organisme_id
        and sommes.annee = organisme_exercice.annee
where
    sommes.montant_fcfa
    > (1 + borne('M-1', 'ecart'))
    * greatest(organisme_exercice.prestations_dues_fcfa, organisme_exercice.prestations_payees_fcfa)
order by sommes.ligne asc
