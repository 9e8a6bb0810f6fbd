-- Code     : K-2
-- Level    : avertissement
-- Table    : com_indicateur
-- Message  : Contrat « {com_id} » : les poids des indicateurs font {valeur} au lieu de {total}.
-- Why      : La note se lit sur {total} points ; un poids oublié ou de trop la fausse.
-- Fix      : Relire les poids dans l'annexe du contrat.
-- Returns  : une ligne par contrat, celle de son premier indicateur ; des poids en fractions font 1 ;
--            aucune quand la règle est respectée
with

sommes as (
    select
        com_axe.com_id,
        min(com_indicateur.ligne) as ligne,
        sum(com_indicateur.poids) as somme
    from com_indicateur
    inner join com_objectif
        on com_indicateur.objectif_id = com_objectif.objectif_id
    inner join com_axe
        on com_objectif.axe_id = com_axe.axe_id
    group by com_axe.com_id
)

select
    ligne,
    'poids' as colonne,
    cast(round(somme, 3) as VARCHAR) as valeur,
    com_id,
    borne('K-2', 'total') as total
from sommes
where
    abs(somme - borne('K-2', 'total')) > borne('K-2', 'ecart') * borne('K-2', 'total')
    and abs(somme - 1) > borne('K-2', 'ecart')
order by ligne asc
