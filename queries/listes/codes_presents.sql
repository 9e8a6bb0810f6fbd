-- Question : Quels codes sont présents dans les données, pour les choix des filtres ?
-- Grain    : une ligne par filtre et par code
-- Params   : aucun
-- Returns  : filtre   VARCHAR    type, etablissement, relation ou statut
--            code     VARCHAR    code
-- Source   : tables organisme et centre du jeu en usage
with

presents as (
    select
        'type' as filtre,
        type_organisme as code
    from mutuelle_situee
    union
    select
        'etablissement' as filtre,
        type_etablissement as code
    from centre
    union
    select
        'relation' as filtre,
        relation as code
    from centre
    union
    select
        'statut' as filtre,
        statut_operationnel as code
    from centre
)

select
    filtre,
    code
from presents
where code is not null
order by filtre asc, code asc
