-- Code     : E-5
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} FCFA de prestations payées pour {cotisations} de
--            cotisations, soit {rapport}, hors de {minimum} à {maximum}.
-- Why      : Une mutuelle qui rend presque rien, ou bien plus qu'elle ne reçoit, ne dure pas : c'est
--            souvent une unité ou une colonne fausse.
-- Fix      : Vérifier les deux montants et leur unité ; s'ils sont justes, l'alerte est une
--            information.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
select
    ligne,
    'prestations_payees_fcfa' as colonne,
    cast(prestations_payees_fcfa as VARCHAR) as valeur,
    organisme_id,
    annee,
    coalesce(cotisations_acquises_fcfa, cotisations_emises_fcfa) as cotisations,
    round(
        prestations_payees_fcfa / coalesce(cotisations_acquises_fcfa, cotisations_emises_fcfa), 4
    ) as rapport,
    borne('E-5', 'minimum') as minimum,
    borne('E-5', 'maximum') as maximum
from organisme_exercice
where
    prestations_payees_fcfa / nullif(coalesce(cotisations_acquises_fcfa, cotisations_emises_fcfa), 0)
    not between borne('E-5', 'minimum') and borne('E-5', 'maximum')
order by ligne asc
