-- Code     : A-4
-- Level    : avertissement
-- Table    : prestation_acte
-- Message  : {organisme_id}, {annee} : les parts de la mutuelle font {valeur} FCFA, plus que ses
--            prestations de l'exercice ({prestations_fcfa}).
-- Why      : Le détail ne peut dépasser le total : une catégorie est comptée deux fois, ou l'exercice
--            est faux.
-- Fix      : Vérifier les catégories, puis les prestations de l'exercice.
-- Returns  : une ligne par organisme et année, celle de sa première catégorie ; aucune quand la règle
--            est respectée
with

sommes as (
    select
        organisme_id,
        annee,
        min(ligne) as ligne,
        sum(part_mutuelle_fcfa) as part_mutuelle_fcfa
    from prestation_acte
    group by organisme_id, annee
)

select
    sommes.ligne,
    'part_mutuelle_fcfa' as colonne,
    cast(sommes.part_mutuelle_fcfa as VARCHAR) as valeur,
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
    sommes.part_mutuelle_fcfa
    > (1 + borne('A-4', 'ecart'))
    * greatest(organisme_exercice.prestations_dues_fcfa, organisme_exercice.prestations_payees_fcfa)
order by sommes.ligne asc
