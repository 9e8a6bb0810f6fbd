-- Question : Que sait-on de ce centre de santé ?
-- Grain    : une ligne, ou aucune quand l'identifiant est inconnu
-- Params   : id                   VARCHAR    centre_id
-- Returns  : id                   VARCHAR    centre_id
--            nom                  VARCHAR    nom
--            organisme_id         VARCHAR    organisme propriétaire ou gestionnaire
--            organisme            VARCHAR    son sigle ou son nom, sinon l'association gestionnaire
--            relation             VARCHAR    code
--            type_etablissement   VARCHAR    code
--            niveau_soins         VARCHAR    code
--            statut_operationnel  VARCHAR    code
--            quartier             VARCHAR    quartier
--            commune              VARCHAR    commune ou ville
--            region_code          VARCHAR    code
--            region               VARCHAR    nom de la région
--            date_ouverture       VARCHAR    date ISO, complète ou partielle
--            nb_lits              BIGINT     lits
--            nb_personnel         BIGINT     personnes
--            statut_cmu           VARCHAR    code
--            services             VARCHAR[]  codes des services dits disponibles ; vide si aucun
--            precision            VARCHAR    code ; NULL sans position
--            source_id            VARCHAR    document
--            nature               VARCHAR    nature de la ligne
-- Source   : Pages publiques citées ligne par ligne
select
    centre.centre_id as id,
    centre.nom,
    centre.organisme_id,
    coalesce(centre.organisme_sigle, centre.organisme_nom, centre.gestionnaire) as organisme,
    centre.relation,
    centre.type_etablissement,
    centre.niveau_soins,
    centre.statut_operationnel,
    centre.quartier,
    coalesce(centre.commune, centre.ville) as commune,
    centre.region_code,
    region.nom as region,
    centre.date_ouverture,
    centre.nb_lits,
    centre.nb_personnel,
    centre.statut_cmu,
    coalesce((
        select array_agg(service.service order by service.service)
        from centre_service as service
        where service.centre_id = centre.centre_id and service.disponible
    ), []) as services,
    centre.precision,
    centre.source_id,
    centre.nature
from centre_situe as centre
left join region
    on centre.region_code = region.region_code
where centre.centre_id = $id
order by centre.centre_id asc
