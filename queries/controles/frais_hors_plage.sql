-- Code     : E-7
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} FCFA de frais de fonctionnement pour {cotisations} de
--            cotisations, soit {rapport}, hors de {minimum} à {maximum}.
-- Why      : Des frais presque nuls ou qui mangent les cotisations viennent souvent d'une unité ou
--            d'une charge mal rangée.
-- Fix      : Vérifier les deux montants ; les charges des centres de santé sont à part.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
select
    ligne,
    'frais_fonctionnement_fcfa' as colonne,
    cast(frais_fonctionnement_fcfa as VARCHAR) as valeur,
    organisme_id,
    annee,
    coalesce(cotisations_acquises_fcfa, cotisations_emises_fcfa) as cotisations,
    round(
        frais_fonctionnement_fcfa / coalesce(cotisations_acquises_fcfa, cotisations_emises_fcfa), 4
    ) as rapport,
    borne('E-7', 'minimum') as minimum,
    borne('E-7', 'maximum') as maximum
from organisme_exercice
where
    frais_fonctionnement_fcfa / nullif(coalesce(cotisations_acquises_fcfa, cotisations_emises_fcfa), 0)
    not between borne('E-7', 'minimum') and borne('E-7', 'maximum')
order by ligne asc
