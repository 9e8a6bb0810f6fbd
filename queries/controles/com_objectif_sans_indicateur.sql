-- Code     : K-11
-- Level    : avertissement
-- Table    : com_objectif
-- Message  : L'objectif « {valeur} » n'a aucun indicateur.
-- Why      : Rien ne dirait s'il est atteint, et il ne compte dans aucune note.
-- Fix      : Lui donner un indicateur, ou retirer l'objectif.
-- Returns  : une ligne par objectif ; aucune quand la règle est respectée
select
    ligne,
    'objectif_id' as colonne,
    objectif_id as valeur
from com_objectif
where
    not exists (
        select 1
        from com_indicateur
        where com_indicateur.objectif_id = com_objectif.objectif_id
    )
order by ligne asc
