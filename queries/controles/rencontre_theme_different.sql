-- Code     : T-5
-- Level    : avertissement
-- Table    : rencontre
-- Message  : La rencontre « {rencontre_id} » réunit un projet ({theme_projet}) et une offre
--            ({theme_offre}, « {valeur} ») de thèmes différents.
-- Why      : L'un des deux identifiants est peut-être celui d'un autre ; seul un financement
--            va à tous les thèmes.
-- Fix      : Corriger le projet ou l'offre ; si la rencontre a bien eu lieu, la laisser.
-- Returns  : une ligne par rencontre ; aucune quand la règle est respectée
select
    rencontre.ligne,
    'offre_id' as colonne,
    rencontre.offre_id as valeur,
    rencontre.rencontre_id,
    projet.theme as theme_projet,
    offre.theme as theme_offre
from rencontre
inner join projet
    on rencontre.projet_id = projet.projet_id
inner join offre
    on rencontre.offre_id = offre.offre_id
where
    projet.theme <> offre.theme
    and offre.theme <> 'financement'
order by rencontre.ligne asc
