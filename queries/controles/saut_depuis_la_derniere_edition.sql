-- Code     : E-17
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {colonne} vaut {valeur}, contre {ancienne} dans la dernière
--            édition ({annee_avant}).
-- Why      : Une valeur dix ou mille fois plus grande ou plus petite vient souvent d'un zéro ou d'une
--            unité : francs, milliers ou millions.
-- Fix      : Vérifier le nombre et son unité dans les deux éditions ; une rectification juste se
--            déclare.
-- Returns  : une ligne par valeur, comparée à la même année de la dernière édition, sinon à sa
--            dernière année ; aucune quand la règle est respectée
with

dernieres as (
    select
        organisme_id,
        max(annee) as annee
    from precedente.organisme_exercice
    group by organisme_id
),

paires as (
    select
        present.ligne,
        present.organisme_id,
        present.annee,
        avant.annee as annee_avant,
        unnest([
            'nb_adherents', 'nb_beneficiaires', 'cotisations_emises_fcfa', 'cotisations_encaissees_fcfa',
            'cotisations_acquises_fcfa', 'prestations_dues_fcfa', 'prestations_payees_fcfa',
            'frais_fonctionnement_fcfa', 'charges_totales_fcfa', 'produits_totaux_fcfa'
        ]) as colonne,
        unnest([
            present.nb_adherents, present.nb_beneficiaires, present.cotisations_emises_fcfa,
            present.cotisations_encaissees_fcfa, present.cotisations_acquises_fcfa,
            present.prestations_dues_fcfa, present.prestations_payees_fcfa,
            present.frais_fonctionnement_fcfa, present.charges_totales_fcfa, present.produits_totaux_fcfa
        ]) as nouvelle,
        unnest([
            avant.nb_adherents, avant.nb_beneficiaires, avant.cotisations_emises_fcfa,
            avant.cotisations_encaissees_fcfa, avant.cotisations_acquises_fcfa,
            avant.prestations_dues_fcfa, avant.prestations_payees_fcfa,
            avant.frais_fonctionnement_fcfa, avant.charges_totales_fcfa, avant.produits_totaux_fcfa
        ]) as ancienne
    from organisme_exercice as present
    inner join dernieres
        on present.organisme_id = dernieres.organisme_id
    inner join precedente.organisme_exercice as avant
        on
            present.organisme_id = avant.organisme_id
            and avant.annee = least(present.annee, dernieres.annee)
)

select
    ligne,
    colonne,
    cast(nouvelle as VARCHAR) as valeur,
    organisme_id,
    annee,
    ancienne,
    annee_avant
from paires
where
    greatest(nouvelle, ancienne) >= borne('E-17', 'facteur') * least(nouvelle, ancienne)
    and greatest(nouvelle, ancienne) >= borne('E-17', 'plancher')
    and least(nouvelle, ancienne) > 0
order by ligne asc, colonne asc
