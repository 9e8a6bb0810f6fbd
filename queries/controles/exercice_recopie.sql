-- Code     : E-23
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} montants sont au franc près ceux de l'année d'avant.
-- Why      : Deux exercices ne sont jamais pareils : l'année a sans doute été recopiée.
-- Fix      : Saisir les comptes de l'année, ou laisser vides les montants inconnus.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
with

comparaisons as (
    select
        present.ligne,
        present.organisme_id,
        present.annee,
        len(list_filter(
            [
                present.cotisations_emises_fcfa = avant.cotisations_emises_fcfa,
                present.cotisations_encaissees_fcfa = avant.cotisations_encaissees_fcfa,
                present.prestations_dues_fcfa = avant.prestations_dues_fcfa,
                present.prestations_payees_fcfa = avant.prestations_payees_fcfa,
                present.frais_fonctionnement_fcfa = avant.frais_fonctionnement_fcfa,
                present.charges_totales_fcfa = avant.charges_totales_fcfa,
                present.produits_totaux_fcfa = avant.produits_totaux_fcfa
            ],
            lambda est_pareil: est_pareil
        )) as nb_pareils
    from organisme_exercice as present
    inner join organisme_exercice as avant
        on present.organisme_id = avant.organisme_id and present.annee = avant.annee + 1
    where present.cotisations_emises_fcfa > 0 or present.prestations_payees_fcfa > 0
)

select
    ligne,
    'annee' as colonne,
    cast(nb_pareils as VARCHAR) as valeur,
    organisme_id,
    annee
from comparaisons
where nb_pareils >= borne('E-23', 'nb_pareils')
order by ligne asc
