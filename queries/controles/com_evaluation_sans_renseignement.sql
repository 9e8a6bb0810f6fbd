-- Code     : K-12
-- Level    : avertissement
-- Table    : com_evaluation
-- Message  : Le contrat « {com_id} » a une note en {annee}, avec {valeur} des indicateurs dus
--            renseignés seulement ({plancher} au moins pour une note).
-- Why      : Une note sur trop peu d'indicateurs change beaucoup quand les autres arrivent.
-- Fix      : Laisser la note vide : « score non établi », ou compléter les mesures.
-- Returns  : une ligne par évaluation ; aucune quand la règle est respectée
select
    ligne,
    'score' as colonne,
    cast(taux_renseignement as VARCHAR) as valeur,
    com_id,
    annee,
    borne('K-12', 'renseignement_min') as plancher
from com_evaluation
where
    score is not null
    and taux_renseignement < borne('K-12', 'renseignement_min')
order by ligne asc
