-- Question : Que sait-on de cet organisme ?
-- Grain    : une ligne, ou aucune quand l'identifiant est inconnu
-- Params   : id                 VARCHAR    organisme_id
-- Returns  : id                 VARCHAR    organisme_id
--            nom                VARCHAR    nom
--            sigle              VARCHAR    sigle
--            type_organisme     VARCHAR    code
--            base_affiliation   VARCHAR    code
--            secteur            VARCHAR    code
--            statut_juridique   VARCHAR    code du dernier statut connu
--            statut_date        VARCHAR    date ISO, complète ou partielle, de ce statut
--            siege_commune      VARCHAR    commune
--            region_code        VARCHAR    code
--            region             VARCHAR    nom de la région
--            date_creation      VARCHAR    date ISO, complète ou partielle
--            role_cmu           VARCHAR    code
--            site_web           VARCHAR    adresse
--            nb_centres         BIGINT     lieux de soins connus, ouverts ou annoncés
--            precision          VARCHAR    code ; NULL sans position
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Source   : Pages publiques citées ligne par ligne
with

dernier_statut as (
    select
        organisme_id,
        last(statut_juridique order by date_debut nulls first) as statut_juridique,
        last(date_debut order by date_debut nulls first) as date_debut
    from organisme_statut
    group by organisme_id
)

select
    organisme.organisme_id as id,
    organisme.nom,
    organisme.sigle,
    organisme.type_organisme,
    organisme.base_affiliation,
    organisme.secteur,
    dernier_statut.statut_juridique,
    dernier_statut.date_debut as statut_date,
    organisme.siege_commune,
    organisme.region_code,
    region.nom as region,
    organisme.date_creation,
    organisme.role_cmu,
    organisme.site_web,
    (
        select count(*)
        from centre
        where centre.organisme_id = organisme.organisme_id
    ) as nb_centres,
    organisme.precision,
    organisme.source_id,
    organisme.nature
from organisme_situe as organisme
left join dernier_statut
    on organisme.organisme_id = dernier_statut.organisme_id
left join region
    on organisme.region_code = region.region_code
where organisme.organisme_id = $id
order by organisme.organisme_id asc
