-- Question : Où se trouve chaque lieu sur la carte, et avec quelle précision ?
-- Grain    : une ligne par point de repère (commune ou chef-lieu de département)
create view repere as
select
    nom,
    region_code,
    latitude,
    longitude,
    precision,
    source_id
from commune
union all
select
    departement.nom,
    departement.region_code,
    departement.latitude,
    departement.longitude,
    'ville' as precision,
    departement.source_id
from departement
where departement.nom not in (select commune.nom from commune);

comment on view repere is
'Une ligne par commune ou chef-lieu : où placer ce qui n''a pas de coordonnées';

create view centre_situe as
select
    centre.centre_id,
    centre.nom,
    centre.organisme_id,
    centre.gestionnaire,
    centre.relation,
    centre.type_etablissement,
    centre.niveau_soins,
    centre.statut_operationnel,
    centre.ville,
    centre.commune,
    centre.quartier,
    centre.date_ouverture,
    centre.nb_lits,
    centre.nb_personnel,
    centre.est_ouvert_public,
    centre.statut_cmu,
    centre.source_id,
    centre.nature,
    organisme.nom as organisme_nom,
    organisme.sigle as organisme_sigle,
    organisme.type_organisme,
    coalesce(centre.region_code, repere.region_code) as region_code,
    region.district_code,
    coalesce(centre.latitude, repere.latitude) as latitude,
    coalesce(centre.longitude, repere.longitude) as longitude,
    case
        when centre.latitude is not null then coalesce(centre.precision, 'gps')
        else repere.precision
    end as precision,
    centre.statut_operationnel = 'ouvert' as est_ouvert
from centre
left join organisme
    on centre.organisme_id = organisme.organisme_id
left join repere
    on coalesce(centre.commune, centre.ville) = repere.nom
left join region
    on coalesce(centre.region_code, repere.region_code) = region.region_code;

comment on view centre_situe is 'Une ligne par centre de santé, avec sa position (degrés) et sa précision';

create view organisme_situe as
select
    organisme.organisme_id,
    organisme.nom,
    organisme.sigle,
    organisme.type_organisme,
    organisme.base_affiliation,
    organisme.secteur,
    organisme.siege_commune,
    organisme.date_creation,
    organisme.role_cmu,
    organisme.site_web,
    organisme.source_id,
    organisme.nature,
    coalesce(organisme.siege_region_code, repere.region_code) as region_code,
    region.district_code,
    coalesce(organisme.latitude, repere.latitude) as latitude,
    coalesce(organisme.longitude, repere.longitude) as longitude,
    case
        when organisme.latitude is not null then coalesce(organisme.precision, 'gps')
        else repere.precision
    end as precision
from organisme
left join repere
    on organisme.siege_commune = repere.nom
left join region
    on coalesce(organisme.siege_region_code, repere.region_code) = region.region_code;

comment on view organisme_situe is
'Une ligne par organisme, avec la position de son siège (degrés) et sa précision';

create view mutuelle_situee as
select *
from organisme_situe
where
    type_organisme in (
        'mutuelle_sociale', 'groupement_assimile', 'union', 'federation', 'structure_faitiere'
    );

comment on view mutuelle_situee is
'Une ligne par mutuelle, union, fédération ou groupement (sans les partenaires)';
