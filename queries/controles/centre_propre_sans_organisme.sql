-- Code     : C-21
-- Level    : avertissement
-- Table    : centre
-- Message  : « {nom} » est de relation « {valeur} », mais aucun organisme n'est nommé.
-- Why      : Le centre ne serait porté au compte d'aucune mutuelle.
-- Fix      : Remplir organisme_id, ou corriger la relation.
-- Returns  : une ligne par centre possédé ou géré ; aucune quand la règle est respectée
select
    ligne,
    'organisme_id' as colonne,
    relation as valeur,
    nom
from centre
where relation in ('proprietaire', 'gestionnaire') and organisme_id is null
order by ligne asc
