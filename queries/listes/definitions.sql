-- Question : Que veut dire ce terme, cette colonne ou cet indicateur, en une phrase ?
-- Grain    : une ligne par terme qui a une définition, la plus précise d'abord trouvée
-- Params   : aucun
-- Returns  : slug            VARCHAR    terme du glossaire, colonne, code ou indicateur
--            definition_fr   VARCHAR    définition, en français
--            definition_en   VARCHAR    définition, en anglais
-- Source   : data/reference/code_liste.csv, glossaire.csv et indicateur.csv
with

definitions as (
    select
        code as slug,
        case liste when 'colonne' then 1 else 3 end as rang,
        definition_fr,
        definition_en
    from code_liste
    where liste in ('colonne', 'indicateur_publie', 'sorte_decision', 'appreciation')
    union all
    select
        slug,
        2 as rang,
        definition_fr,
        definition_en
    from glossaire
    union all
    select
        indicateur_id as slug,
        4 as rang,
        note_fr as definition_fr,
        note_en as definition_en
    from indicateur
)

select
    slug,
    first(definition_fr order by rang) as definition_fr,
    first(definition_en order by rang) as definition_en
from definitions
where coalesce(definition_fr, '') <> ''
group by slug
order by slug asc
