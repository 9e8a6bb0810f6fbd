-- Code     : E-19
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} FCFA de cotisations pour {nb_beneficiaires}
--            bénéficiaires.
-- Why      : Un si petit montant est presque toujours écrit en milliers ou en millions de FCFA.
-- Fix      : Écrire le montant en francs CFA.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
select
    ligne,
    'cotisations_emises_fcfa' as colonne,
    cast(coalesce(cotisations_emises_fcfa, cotisations_encaissees_fcfa) as VARCHAR) as valeur,
    organisme_id,
    annee,
    nb_beneficiaires
from organisme_exercice
where
    nb_beneficiaires > borne('E-19', 'nb_beneficiaires')
    and coalesce(cotisations_emises_fcfa, cotisations_encaissees_fcfa) > 0
    and coalesce(cotisations_emises_fcfa, cotisations_encaissees_fcfa) < borne('E-19', 'cotisations_fcfa')
order by ligne asc
