-- Code     : K-10
-- Level    : erreur
-- Table    : com_moyen
-- Message  : Le moyen « {moyen_id} » est prévu en {valeur}, hors des années du contrat
--            ({annee_debut} à {annee_fin}).
-- Why      : Personne ne le doit cette année-là ; il fausserait la part des moyens reçus.
-- Fix      : Corriger l'année du moyen, ou les années du contrat.
-- Returns  : une ligne par moyen ; aucune quand la règle est respectée
select
    com_moyen.ligne,
    'annee' as colonne,
    cast(com_moyen.annee as VARCHAR) as valeur,
    com_moyen.moyen_id,
    com_contrat.annee_debut,
    com_contrat.annee_fin
from com_moyen
inner join com_contrat
    on com_moyen.com_id = com_contrat.com_id
where com_moyen.annee not between com_contrat.annee_debut and com_contrat.annee_fin
order by com_moyen.ligne asc
