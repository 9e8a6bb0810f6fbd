-- Question : Quels centres ouverts peuvent recevoir des patients, et que dit chacun de ses moyens ?
-- Grain    : une ligne par centre ouvert, avec ou sans position
-- Params   : types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
--            service            VARCHAR    code du service demandé ; NULL : aucun
-- Returns  : centre_id          VARCHAR    identifiant
--            nom                VARCHAR    nom du centre
--            relation           VARCHAR    code
--            niveau_soins       VARCHAR    code ; NULL si inconnu
--            commune            VARCHAR    commune ou ville
--            region_code        VARCHAR    code
--            nom_region         VARCHAR    nom de la région
--            latitude           DOUBLE     degrés ; NULL sans position
--            longitude          DOUBLE     degrés ; NULL sans position
--            precision          VARCHAR    code
--            nb_lits            BIGINT     lits ; NULL si inconnu
--            nb_personnel       BIGINT     personnel ; NULL si inconnu
--            est_mutualiste     BOOLEAN    vrai s'il est possédé, géré ou de référence d'une mutuelle
--            disponible         BOOLEAN    vrai si le service y est ; NULL : non demandé ou sans réponse
--            source_id          VARCHAR    document d'où vient la ligne
--            nature             VARCHAR    nature de la ligne
-- Unit     : centres
-- Value    : latitude
-- Base     : centres ouverts
-- Source   : Centres et services du jeu en usage
select
    centre.centre_id,
    centre.nom,
    centre.relation,
    centre.niveau_soins,
    coalesce(centre.commune, centre.ville) as commune,
    centre.region_code,
    region.nom as nom_region,
    centre.latitude,
    centre.longitude,
    centre.precision,
    centre.nb_lits,
    centre.nb_personnel,
    compte_pour('nb_centres_mutualistes', centre.relation, centre.statut_operationnel)
        as est_mutualiste,
    reponse.disponible,
    centre.source_id,
    centre.nature
from centre_situe as centre
left join region
    on centre.region_code = region.region_code
left join centre_service as reponse
    on centre.centre_id = reponse.centre_id and reponse.service = $service::VARCHAR
where
    centre.est_ouvert
    and retient($types::VARCHAR[], centre.type_organisme)
    and retient($etablissements::VARCHAR[], centre.type_etablissement)
    and retient($relations::VARCHAR[], centre.relation)
    and retient($statuts::VARCHAR[], centre.statut_operationnel)
order by centre.nom collate fr asc, centre.centre_id asc
