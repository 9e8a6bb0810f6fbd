-- Code     : K-9
-- Level    : erreur
-- Table    : com_evaluation
-- Message  : Le contrat « {com_id} » est évalué en {valeur}, hors de ses années ({annee_debut} à
--            {annee_fin}).
-- Why      : Rien n'était dû cette année-là : il n'y a pas d'objectif à juger.
-- Fix      : Corriger l'année évaluée, ou les années du contrat.
-- Returns  : une ligne par évaluation ; aucune quand la règle est respectée
select
    com_evaluation.ligne,
    'annee' as colonne,
    cast(com_evaluation.annee as VARCHAR) as valeur,
    com_evaluation.com_id,
    com_contrat.annee_debut,
    com_contrat.annee_fin
from com_evaluation
inner join com_contrat
    on com_evaluation.com_id = com_contrat.com_id
where com_evaluation.annee not between com_contrat.annee_debut and com_contrat.annee_fin
order by com_evaluation.ligne asc
