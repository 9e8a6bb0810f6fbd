-- Code     : K-3
-- Level    : avertissement
-- Table    : com_axe
-- Message  : Contrat « {com_id} » : les poids des axes font {valeur} au lieu de {total}.
-- Why      : La note par axe ne s'additionnerait pas à la note du contrat.
-- Fix      : Relire les poids dans l'annexe du contrat.
-- Returns  : une ligne par contrat, celle de son premier axe ; des poids en fractions font 1 ; aucune
--            quand la règle est respectée
with

sommes as (
    select
        com_id,
        min(ligne) as ligne,
        sum(poids) as somme
    from com_axe
    group by com_id
)

select
    ligne,
    'poids' as colonne,
    cast(round(somme, 3) as VARCHAR) as valeur,
    com_id,
    borne('K-3', 'total') as total
from sommes
where
    abs(somme - borne('K-3', 'total')) > borne('K-3', 'ecart') * borne('K-3', 'total')
    and abs(somme - 1) > borne('K-3', 'ecart')
order by ligne asc
