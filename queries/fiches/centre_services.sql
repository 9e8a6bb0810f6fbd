-- Question : Quels services ce centre offre-t-il, n'offre-t-il pas, et lesquels n'ont pas été demandés ?
-- Grain    : une ligne par service qu'un centre au moins dit avoir ou ne pas avoir
-- Params   : id                       VARCHAR    centre_id
-- Returns  : service                  VARCHAR    code
--            disponible               BOOLEAN    NULL : non demandé, ou sans réponse
--            items_traceurs_presents  BIGINT     items présents
--            items_traceurs_attendus  BIGINT     items attendus
--            part_preparation        DOUBLE     de 0 à 1 ; NULL si le service n'est pas offert
--            est_enquete              BOOLEAN    faux : cité par une source, non demandé
--            source_id                VARCHAR    document ; NULL si rien n'est demandé
--            nature                   VARCHAR    nature de la ligne
-- Source   : Services des centres du jeu en usage
with

services as (
    select service
    from lentille_service
    where lentille = 'toutes'
),

regions_enquetees as (
    select distinct region_code
    from perimetre
    where est_enquete
)

select
    services.service,
    reponse.disponible,
    reponse.items_traceurs_presents,
    reponse.items_traceurs_attendus,
    preparation(
        reponse.disponible, reponse.items_traceurs_presents, reponse.items_traceurs_attendus
    ) as part_preparation,
    regions_enquetees.region_code is not null as est_enquete,
    reponse.source_id,
    reponse.nature
from centre_situe as centre
cross join services
left join regions_enquetees
    on centre.region_code = regions_enquetees.region_code
left join centre_service as reponse
    on centre.centre_id = reponse.centre_id and services.service = reponse.service
left join code_liste as nom_service
    on services.service = nom_service.code and nom_service.liste = 'service'
where centre.centre_id = $id::VARCHAR
order by nom_service.ordre asc nulls last, services.service asc
