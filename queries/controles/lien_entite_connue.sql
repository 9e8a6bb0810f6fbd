-- Code     : L-1
-- Level    : erreur
-- Table    : lien_reseau
-- Message  : Le lien « {lien_id} » pointe vers « {entite_id} »,
--            que la table « {entite} » ne connaît pas.
-- Why      : Le réseau montrerait un lien vers rien.
-- Fix      : Corriger l'identifiant, ou ajouter l'organisme ou le centre.
-- Returns  : une ligne par faute ; aucune quand la règle est respectée
with

bouts as (
    select
        ligne,
        'de_id' as colonne,
        lien_id,
        de_type as entite,
        de_id as entite_id
    from lien_reseau
    union all
    select
        ligne,
        'vers_id' as colonne,
        lien_id,
        vers_type as entite,
        vers_id as entite_id
    from lien_reseau
)

select
    bouts.ligne,
    bouts.colonne,
    bouts.entite_id as valeur,
    bouts.lien_id,
    bouts.entite,
    bouts.entite_id
from bouts
left join organisme
    on bouts.entite_id = organisme.organisme_id
left join centre
    on bouts.entite_id = centre.centre_id
where
    (bouts.entite = 'organisme' and organisme.organisme_id is null)
    or (bouts.entite = 'centre' and centre.centre_id is null)
order by bouts.ligne asc, bouts.entite_id asc
