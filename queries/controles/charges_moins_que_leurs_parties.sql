-- Code     : E-8
-- Level    : erreur
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} FCFA de charges totales, moins que prestations dues
--            ({prestations_dues_fcfa}) et frais de fonctionnement ({frais_fonctionnement_fcfa}).
-- Why      : Les charges totales comprennent les deux ; le total ne peut être plus petit que ses
--            parties.
-- Fix      : Relire les trois montants sur le compte de résultat.
-- Returns  : une ligne par exercice, à l'arrondi près ; aucune quand la règle est respectée
select
    ligne,
    'charges_totales_fcfa' as colonne,
    cast(charges_totales_fcfa as VARCHAR) as valeur,
    organisme_id,
    annee,
    prestations_dues_fcfa,
    frais_fonctionnement_fcfa
from organisme_exercice
where
    charges_totales_fcfa * (1 + borne('E-8', 'ecart'))
    < coalesce(prestations_dues_fcfa, 0) + coalesce(frais_fonctionnement_fcfa, 0)
order by ligne asc
