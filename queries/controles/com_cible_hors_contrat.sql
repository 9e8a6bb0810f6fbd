-- Code     : K-4
-- Level    : erreur
-- Table    : com_cible
-- Message  : « {indicateur_id} » a une cible pour {valeur}, hors du contrat ({annee_debut} à
--            {annee_fin}).
-- Why      : Personne ne doit rien pour une année que le contrat ne couvre pas.
-- Fix      : Corriger l'année de la cible, ou les années du contrat.
-- Returns  : une ligne par cible ; aucune quand la règle est respectée
select
    com_cible.ligne,
    'annee' as colonne,
    cast(com_cible.annee as VARCHAR) as valeur,
    com_cible.indicateur_id,
    com_contrat.annee_debut,
    com_contrat.annee_fin
from com_cible
inner join com_indicateur
    on com_cible.indicateur_id = com_indicateur.indicateur_id
inner join com_objectif
    on com_indicateur.objectif_id = com_objectif.objectif_id
inner join com_axe
    on com_objectif.axe_id = com_axe.axe_id
inner join com_contrat
    on com_axe.com_id = com_contrat.com_id
where com_cible.annee not between com_contrat.annee_debut and com_contrat.annee_fin
order by com_cible.ligne asc
