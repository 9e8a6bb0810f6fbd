-- Question : Quels services chaque centre ouvert offre-t-il, et avec quels items traceurs ?
-- Grain    : une ligne par centre de la page et par service
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
--            lentille           VARCHAR    palu, tb, vih, maternite ou toutes ; NULL vaut toutes
--            ordre              VARCHAR    region, niveau ou nom ; NULL vaut region
--            debut              BIGINT     centres à passer ; NULL vaut 0
--            taille             BIGINT     centres de la page ; NULL garde tout
-- Returns  : rang               BIGINT     place du centre, à partir de 1
--            centre_id          VARCHAR    identifiant
--            nom                VARCHAR    nom du centre
--            nom_region         VARCHAR    nom de la région
--            niveau_soins       VARCHAR    code
--            service            VARCHAR    code
--            disponible         BOOLEAN    NULL : non demandé, ou sans réponse
--            items_traceurs_presents  BIGINT  items présents
--            items_traceurs_attendus  BIGINT  items attendus
--            part_preparation   DOUBLE     de 0 à 1 ; NULL si le service n'est pas offert ou sans items
--            source_id          VARCHAR    document ; NULL si rien n'est demandé
--            nature             VARCHAR    nature de la ligne
-- Source   : Services des centres du jeu en usage
with

classes as (
    select
        centre.rang as numero,
        centre.centre_id,
        centre.nom,
        centre.nom_region,
        centre.niveau_soins,
        row_number() over (
            order by
                case coalesce($ordre::VARCHAR, 'region')
                    when 'niveau' then centre.rang_niveau
                    when 'region' then centre.rang_region
                    else centre.rang
                end asc
        ) as rang
    from centre_liste as centre
    where
        centre.est_ouvert
        and retient_un($district::VARCHAR, centre.district_code)
        and retient_un($region::VARCHAR, centre.region_code)
        and retient_un($commune::VARCHAR, centre.commune)
        and retient($types::VARCHAR[], centre.type_organisme)
        and retient($etablissements::VARCHAR[], centre.type_etablissement)
        and retient($relations::VARCHAR[], centre.relation)
        and retient($statuts::VARCHAR[], centre.statut_operationnel)
),

centres as (
    select
        numero,
        centre_id,
        nom,
        nom_region,
        niveau_soins,
        rang
    from classes
    where
        rang > coalesce($debut::BIGINT, 0)
        and rang <= coalesce($debut::BIGINT, 0) + coalesce($taille::BIGINT, 9000000)
),

services as (
    select service
    from lentille_service
    where lentille = coalesce($lentille::VARCHAR, 'toutes')
)

select
    centres.rang,
    centres.centre_id,
    centres.nom,
    centres.nom_region,
    centres.niveau_soins,
    services.service,
    reponse.disponible,
    reponse.items_traceurs_presents,
    reponse.items_traceurs_attendus,
    reponse.part_preparation,
    reponse.source_id,
    reponse.nature
from centres
cross join services
left join reponse_service as reponse
    on centres.numero = reponse.rang and services.service = reponse.service
left join code_liste as nom_service
    on services.service = nom_service.code and nom_service.liste = 'service'
order by centres.rang asc, nom_service.ordre asc nulls last, services.service asc
