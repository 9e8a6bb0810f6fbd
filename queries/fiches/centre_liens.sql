-- Question : Vers qui ce centre adresse-t-il ses malades, qui lui en adresse, et à qui est-il lié ?
-- Grain    : une ligne par lien et par sens
-- Params   : id           VARCHAR    centre_id
-- Returns  : sens         VARCHAR    vers : le centre est l'origine ; de : il est la destination
--            type_lien    VARCHAR    code
--            genre        VARCHAR    centre ou organisme
--            autre_id     VARCHAR    identifiant de l'autre bout
--            nom          VARCHAR    son nom, avec le sigle d'un organisme
--            date_debut   VARCHAR    date ISO, complète ou partielle
--            date_fin     VARCHAR    date ISO, complète ou partielle
--            source_id    VARCHAR    document
--            nature       VARCHAR    nature de la ligne
-- Source   : Liens du réseau du jeu en usage
with

liens as (
    select
        'vers' as sens,
        type_lien,
        vers_type as genre,
        vers_id as autre_id,
        date_debut,
        date_fin,
        source_id,
        nature
    from lien_reseau
    where de_type = 'centre' and de_id = $id::VARCHAR
    union all
    select
        'de' as sens,
        type_lien,
        de_type as genre,
        de_id as autre_id,
        date_debut,
        date_fin,
        source_id,
        nature
    from lien_reseau
    where vers_type = 'centre' and vers_id = $id::VARCHAR
)

select
    liens.sens,
    liens.type_lien,
    liens.genre,
    liens.autre_id,
    coalesce(centre.nom, concat_ws(' – ', organisme.sigle, organisme.nom), liens.autre_id) as nom,
    liens.date_debut,
    liens.date_fin,
    liens.source_id,
    liens.nature
from liens
left join centre
    on liens.genre = 'centre' and liens.autre_id = centre.centre_id
left join organisme
    on liens.genre = 'organisme' and liens.autre_id = organisme.organisme_id
order by liens.type_lien = 'reference' desc, liens.sens desc, nom collate fr asc, liens.autre_id asc
