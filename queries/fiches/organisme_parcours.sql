-- Question : Par quels statuts et quelles étapes cet organisme est-il passé ?
-- Grain    : une ligne par période de statut et par étape
-- Params   : id               VARCHAR    organisme_id
-- Returns  : genre            VARCHAR    statut ou jalon
--            code             VARCHAR    code de statut_juridique ou d'etape_jalon
--            date_debut       VARCHAR    date ISO, complète ou partielle ; NULL quand elle est inconnue
--            date_fin         VARCHAR    fin d'un statut ; NULL s'il dure encore ou si elle est inconnue
--            document         VARCHAR    acte ou document
--            source_id        VARCHAR    document d'où vient la ligne
--            nature           VARCHAR    nature de la ligne
-- Source   : Statuts et étapes du jeu en usage
with

lignes as (
    select
        'statut' as genre,
        statut_juridique as code,
        date_debut,
        date_fin,
        reference_acte as document,
        source_id,
        nature
    from organisme_statut
    where organisme_id = $id
    union all
    select
        'jalon' as genre,
        etape as code,
        date as date_debut,
        null as date_fin,
        document,
        source_id,
        nature
    from jalon
    where organisme_id = $id
)

select
    genre,
    code,
    date_debut,
    date_fin,
    document,
    source_id,
    nature
from lignes
order by date_debut asc nulls last, genre asc, code asc
