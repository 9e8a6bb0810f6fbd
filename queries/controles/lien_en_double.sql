-- Code     : L-4
-- Level    : avertissement
-- Table    : lien_reseau
-- Message  : Le lien « {valeur} » dit la même chose que « {autre_id} ».
-- Why      : Le réseau compterait deux fois le même lien.
-- Fix      : Garder une seule des deux lignes, ou donner à chacune ses dates.
-- Returns  : une ligne par lien après le premier ; aucune quand la règle est respectée
with

rangs as (
    select
        ligne,
        lien_id,
        first_value(lien_id) over (
            partition by de_type, de_id, vers_type, vers_id, type_lien, date_debut
            order by ligne asc, lien_id asc
        ) as autre_id
    from lien_reseau
)

select
    ligne,
    'lien_id' as colonne,
    lien_id as valeur,
    autre_id
from rangs
where lien_id <> autre_id
order by ligne asc
