-- Code     : D-1
-- Level    : avertissement
-- Table    : depense_sha
-- Message  : {organisme_id}, {annee} : {valeur} FCFA de soins payés par le régime volontaire (HF.2),
--            {prestations_payees_fcfa} de prestations payées dans l'exercice.
-- Why      : Les comptes de la santé et ceux de la mutuelle raconteraient deux histoires.
-- Fix      : Vérifier la ventilation ; l'administration (HC.7) et ce que paie la CMU n'y sont pas.
-- Returns  : une ligne par organisme et année, celle de sa première dépense ; aucune quand la règle
--            est respectée
with

sommes as (
    select
        organisme_id,
        annee,
        min(ligne) as ligne,
        sum(montant_fcfa) as montant_fcfa
    from depense_sha
    where starts_with(hf, 'HF.2') and not starts_with(hc, 'HC.7')
    group by organisme_id, annee
)

select
    sommes.ligne,
    'montant_fcfa' as colonne,
    cast(sommes.montant_fcfa as VARCHAR) as valeur,
    sommes.organisme_id,
    sommes.annee,
    organisme_exercice.prestations_payees_fcfa
from sommes
inner join organisme_exercice
    on
        sommes.organisme_id = organisme_exercice.organisme_id
        and sommes.annee = organisme_exercice.annee
where
    abs(sommes.montant_fcfa - organisme_exercice.prestations_payees_fcfa)
    > borne('D-1', 'ecart') * organisme_exercice.prestations_payees_fcfa
order by sommes.ligne asc
