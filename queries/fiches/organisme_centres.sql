-- Question : Quels centres de santé cet organisme tient-il, et avec lesquels est-il lié ?
-- Grain    : une ligne par centre, ceux qu'il tient d'abord
-- Params   : id                   VARCHAR    organisme_id
-- Returns  : centre_id            VARCHAR    identifiant
--            nom                  VARCHAR    nom
--            relation             VARCHAR    code
--            type_etablissement   VARCHAR    code
--            niveau_soins         VARCHAR    code
--            statut_operationnel  VARCHAR    code
--            commune              VARCHAR    commune ou ville
--            nom_region           VARCHAR    nom de la région
--            statut_cmu           VARCHAR    code
--            est_tenu             BOOLEAN    il en est propriétaire ou gestionnaire
--            est_ouvert           BOOLEAN    ouvert d'après sa source
--            source_id            VARCHAR    document
--            nature               VARCHAR    nature de la ligne
-- Source   : Centres du jeu en usage
select
    centre.centre_id,
    centre.nom,
    centre.relation,
    centre.type_etablissement,
    centre.niveau_soins,
    centre.statut_operationnel,
    coalesce(centre.commune, centre.ville) as commune,
    region.nom as nom_region,
    centre.statut_cmu,
    coalesce(centre.relation in ('proprietaire', 'gestionnaire', 'reference'), false) as est_tenu,
    centre.est_ouvert,
    centre.source_id,
    centre.nature
from centre_situe as centre
left join region
    on centre.region_code = region.region_code
where centre.organisme_id = $id
order by est_tenu desc, centre.nom collate fr asc, centre.centre_id asc
