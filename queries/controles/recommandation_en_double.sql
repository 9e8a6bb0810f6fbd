-- Code     : N-3
-- Level    : avertissement
-- Table    : recommandation
-- Message  : La recommandation « {valeur} » est déjà donnée au même destinataire ({premiere}).
-- Why      : Elle compterait deux fois parmi ce qui reste à faire.
-- Fix      : N'en garder qu'une, ou dire en quoi elles diffèrent.
-- Returns  : une ligne par recommandation répétée ; aucune quand la règle est respectée
with recommandations as (
    select
        ligne,
        texte_fr,
        first_value(recommandation_id) over repetees as premiere,
        row_number() over repetees as rang
    from recommandation
    window repetees as (
        partition by lower(trim(texte_fr)), coalesce(destinataire, '')
        order by ligne asc
    )
)

select
    ligne,
    'texte_fr' as colonne,
    texte_fr as valeur,
    premiere
from recommandations
where rang > 1
order by ligne asc
