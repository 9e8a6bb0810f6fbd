-- Question : Quels services offrent les centres ouverts que cet organisme tient ?
-- Grain    : une ligne par service demandé dans le jeu de données
-- Params   : id               VARCHAR    organisme_id
-- Returns  : service          VARCHAR    code
--            nb_oui           BIGINT     centres qui le proposent
--            nb_non           BIGINT     centres qui ne le proposent pas
--            nb_non_demande   BIGINT     centres à qui il n'a pas été demandé, ou sans réponse
--            nb_centres       BIGINT     centres ouverts qu'il tient
--            source_id        VARCHAR    documents, séparés par « ; »
--            nature           VARCHAR    natures, séparées par « ; »
-- Source   : Services des centres du jeu en usage
with

tenus as (
    select
        centre_id,
        source_id,
        nature
    from centre_situe
    where
        organisme_id = $id
        and est_ouvert
        and relation in ('proprietaire', 'gestionnaire', 'reference')
),

services as (
    select distinct service
    from centre_service
)

select
    services.service,
    count(*) filter (where reponse.disponible) as nb_oui,
    count(*) filter (where not reponse.disponible) as nb_non,
    count(*) filter (where reponse.disponible is null) as nb_non_demande,
    count(*) as nb_centres,
    string_agg(
        distinct coalesce(reponse.source_id, tenus.source_id),
        ' ; ' order by coalesce(reponse.source_id, tenus.source_id)
    ) as source_id,
    string_agg(
        distinct coalesce(reponse.nature, tenus.nature),
        ' ; ' order by coalesce(reponse.nature, tenus.nature)
    ) as nature
from tenus
cross join services
left join centre_service as reponse
    on tenus.centre_id = reponse.centre_id and services.service = reponse.service
left join code_liste as nom_service
    on services.service = nom_service.code and nom_service.liste = 'service'
group by services.service, nom_service.ordre
order by nom_service.ordre asc nulls last, services.service asc
